package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.chain.TransactionRequest;
import network.cortensor.sdk.staking.internal.outbox.Version.Purpose;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The bytes of an outbox's journal entries: a format number, then the fields in order, big-endian, with lengths. */
final class RecordCodec {
    private static final int FORMAT = 1;

    /** An entry {@code open/…}. */
    record OpenIntent(long nonce, TransactionRequest request, long gasLimit, List<Hash> earlier) {}

    /** An entry {@code done/…}. */
    record DoneIntent(long nonce, String description, Hash fingerprint, List<Hash> hashes, Outcome outcome) {}

    /**
     * An entry {@code slot/…}.
     *
     * @param key of the intent; empty for a filler
     * @param settled whether the intent is done
     */
    record NonceRecord(long nonce, String key, boolean settled, List<Version> versions) {}

    private RecordCodec() {}

    static byte[] encodeOpen(long nonce, Slot.Work work) {
        return write(out -> {
            out.writeLong(nonce);
            writeRequest(out, work.request());
            out.writeLong(work.gasLimit());
            writeHashes(out, work.earlier());
        });
    }

    static OpenIntent decodeOpen(String name, byte[] bytes) {
        return read(name, bytes, in -> new OpenIntent(in.readLong(), readRequest(in), in.readLong(), readHashes(in)));
    }

    static byte[] encodeSlot(Slot slot, boolean settled) {
        return write(out -> {
            out.writeLong(slot.nonce);
            writeBytes(
                    out, slot.work().map(work -> work.intent().key()).orElse("").getBytes(UTF_8));
            out.writeBoolean(settled);
            List<Version> versions = slot.versions();
            out.writeInt(versions.size());
            for (Version version : versions) {
                out.writeBoolean(version.purpose() == Purpose.INTENT);
                out.writeLong(version.gasLimit());
                writeNumber(out, version.price().maxFee());
                writeNumber(out, version.price().priority());
                writeBytes(out, version.bytes());
            }
        });
    }

    static NonceRecord decodeSlot(String name, byte[] bytes) {
        return read(name, bytes, in -> {
            long nonce = in.readLong();
            String key = new String(readBytes(in), UTF_8);
            boolean settled = in.readBoolean();
            List<Version> versions = new ArrayList<>();
            int count = readCount(in);
            for (int i = 0; i < count; i++) {
                versions.add(Version.of(
                        in.readBoolean() ? Purpose.INTENT : Purpose.NOTHING,
                        in.readLong(),
                        new Price(readNumber(in), readNumber(in)),
                        readBytes(in)));
            }
            return new NonceRecord(nonce, key, settled, List.copyOf(versions));
        });
    }

    static byte[] encodeDone(Slot slot, Slot.Work work, Outcome outcome) {
        return write(out -> {
            out.writeLong(slot.nonce);
            writeBytes(out, work.request().description().getBytes(UTF_8));
            out.write(work.request().fingerprint().bytes());
            List<Hash> hashes = new ArrayList<>(work.earlier());
            slot.versions().forEach(version -> hashes.add(version.hash()));
            writeHashes(out, hashes);
            if (outcome instanceof Outcome.Done done) {
                out.writeByte('d');
                writeReceipt(out, done.receipt());
            } else if (outcome instanceof Outcome.Reverted reverted) {
                out.writeByte('r');
                writeReceipt(out, reverted.receipt());
                writeBytes(out, reverted.error().getBytes(UTF_8));
                writeBytes(out, reverted.data().getBytes(UTF_8));
            } else if (outcome instanceof Outcome.Cancelled cancelled) {
                out.writeByte(cancelled.receipt().isPresent() ? 'c' : 'x');
                if (cancelled.receipt().isPresent()) {
                    writeReceipt(out, cancelled.receipt().get());
                }
            } else {
                throw new IllegalArgumentException("An intent that was left has not ended");
            }
        });
    }

    static DoneIntent decodeDone(String name, byte[] bytes) {
        return read(
                name,
                bytes,
                in -> new DoneIntent(
                        in.readLong(),
                        new String(readBytes(in), UTF_8),
                        readHash(in),
                        readHashes(in),
                        readOutcome(name, in)));
    }

    private static Outcome readOutcome(String name, DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case 'd' -> new Outcome.Done(readReceipt(in));
            case 'r' ->
                new Outcome.Reverted(
                        readReceipt(in), new String(readBytes(in), UTF_8), new String(readBytes(in), UTF_8));
            case 'c' -> new Outcome.Cancelled(Optional.of(readReceipt(in)));
            case 'x' -> new Outcome.Cancelled(Optional.empty());
            default -> throw damaged(name, "outcome " + kind, null);
        };
    }

    private static void writeRequest(DataOutputStream out, TransactionRequest request) throws IOException {
        out.writeBoolean(request.to().isPresent());
        if (request.to().isPresent()) {
            out.write(request.to().get().bytes());
        }
        writeBytes(out, request.data());
        writeNumber(out, request.value());
        out.writeLong(request.gasLimit().orElse(0));
        out.writeBoolean(request.simulated());
        writeNumber(out, request.maxFeePerGas().orElse(BigInteger.ONE.negate()));
        writeBytes(out, request.description().getBytes(UTF_8));
    }

    private static TransactionRequest readRequest(DataInputStream in) throws IOException {
        boolean call = in.readBoolean();
        TransactionRequest request;
        if (call) {
            Address to = Address.decode(in.readNBytes(Address.LENGTH));
            request = TransactionRequest.to(to, readBytes(in));
        } else {
            request = TransactionRequest.deploy(readBytes(in));
        }
        request = request.value(readNumber(in));
        long gasLimit = in.readLong();
        boolean simulated = in.readBoolean();
        if (gasLimit > 0) {
            request = simulated ? request.gasLimit(gasLimit) : request.unsimulated(gasLimit);
        }
        BigInteger cap = readNumber(in);
        if (cap.signum() >= 0) {
            request = request.maxFeePerGas(cap);
        }
        return request.description(new String(readBytes(in), UTF_8));
    }

    private static void writeReceipt(DataOutputStream out, TransactionReceipt receipt) throws IOException {
        out.write(receipt.transaction().bytes());
        out.write(receipt.sender().bytes());
        out.writeLong(receipt.blockNumber());
        out.write(receipt.blockHash().bytes());
        out.writeInt(receipt.transactionIndex());
        writeNumber(out, receipt.gasUsed());
        writeNumber(out, receipt.gasPrice());
        out.writeBoolean(receipt.created().isPresent());
        if (receipt.created().isPresent()) {
            out.write(receipt.created().get().bytes());
        }
        out.writeBoolean(receipt.succeeded());
        out.writeInt(receipt.logs().size());
        for (ChainLog log : receipt.logs()) {
            out.write(log.address().bytes());
            writeHashes(out, log.topics());
            writeBytes(out, log.data());
            out.writeInt(log.index());
        }
    }

    private static TransactionReceipt readReceipt(DataInputStream in) throws IOException {
        Hash transaction = readHash(in);
        Address sender = Address.decode(in.readNBytes(Address.LENGTH));
        long blockNumber = in.readLong();
        Hash blockHash = readHash(in);
        int transactionIndex = in.readInt();
        TransactionReceipt.Builder receipt =
                TransactionReceipt.builder(transaction, sender, blockNumber, blockHash, transactionIndex);
        receipt.gas(readNumber(in), readNumber(in));
        if (in.readBoolean()) {
            receipt.created(Address.decode(in.readNBytes(Address.LENGTH)));
        }
        boolean succeeded = in.readBoolean();
        int count = readCount(in);
        List<ChainLog> logs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            logs.add(new ChainLog(
                    Address.decode(in.readNBytes(Address.LENGTH)),
                    readHashes(in),
                    readBytes(in),
                    blockNumber,
                    blockHash,
                    transaction,
                    transactionIndex,
                    in.readInt()));
        }
        return succeeded ? receipt.succeeded(logs) : receipt.reverted();
    }

    private static void writeHashes(DataOutputStream out, List<Hash> hashes) throws IOException {
        out.writeInt(hashes.size());
        for (Hash hash : hashes) {
            out.write(hash.bytes());
        }
    }

    private static List<Hash> readHashes(DataInputStream in) throws IOException {
        int count = readCount(in);
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hashes.add(readHash(in));
        }
        return List.copyOf(hashes);
    }

    private static Hash readHash(DataInputStream in) throws IOException {
        return Hash.decode(in.readNBytes(Hash.LENGTH));
    }

    private static void writeNumber(DataOutputStream out, BigInteger number) throws IOException {
        writeBytes(out, number.toByteArray());
    }

    private static BigInteger readNumber(DataInputStream in) throws IOException {
        return new BigInteger(readBytes(in));
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(readCount(in));
    }

    /** A length or a count: at most one for each byte that is left. */
    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IOException("expected at most " + in.available() + " more, found " + count);
        }
        return count;
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static byte[] write(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(String name, byte[] bytes, Reader<T> reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readUnsignedByte();
            if (format != FORMAT) {
                throw damaged(name, "format " + format, null);
            }
            T value = reader.read(in);
            if (in.available() > 0) {
                throw damaged(name, in.available() + " bytes too many", null);
            }
            return value;
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw damaged(name, "bytes of another form", e);
        }
    }

    private static LedgerEvidenceException damaged(String name, String found, @Nullable Exception cause) {
        String message = "Journal entry " + name + ": expected a record of format " + FORMAT + ", found " + found
                + "; it is damaged or of a newer version";
        return cause == null ? new LedgerEvidenceException(message) : new LedgerEvidenceException(message, cause);
    }
}
