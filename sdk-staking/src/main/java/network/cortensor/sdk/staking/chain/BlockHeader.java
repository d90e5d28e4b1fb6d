package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.internal.rlp.Rlp;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpItem;
import network.cortensor.sdk.staking.internal.rlp.RlpList;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The header of a block, with its hash (Yellow Paper, section 4.3). A header says whatever who made it wanted: it is worth as
 * much as the source of its {@linkplain #hash hash}.
 *
 * <p>The hash is always that of the bytes that were read. Known are the 15 fields of the first headers and what Ethereum
 * added behind them up to Prague (EIP-1559, EIP-4895, EIP-4844, EIP-4788, EIP-7685), 21 in all; Arbitrum Nitro has the first
 * 16. What later forks add takes part in the hash and is shown by nothing.
 *
 * <p>Immutable. Two headers are equal if their hashes are.
 */
public final class BlockHeader {
    /** Of chains whose extra data name hundreds of signers; Ethereum's headers have some 650. */
    private static final int MAX_BYTES = 1 << 16;

    private static final int MIN_FIELDS = 15;
    private static final int MAX_FIELDS = 64;
    private static final int BASE_FEE = 15;

    private static final List<Field> FIELDS = List.of(
            Field.bytes("parentHash", Hash.LENGTH),
            Field.bytes("sha3Uncles", Hash.LENGTH),
            Field.bytes("miner", 20),
            Field.bytes("stateRoot", Hash.LENGTH),
            Field.bytes("transactionsRoot", Hash.LENGTH),
            Field.bytes("receiptsRoot", Hash.LENGTH),
            Field.bytes("logsBloom", 256),
            Field.number("difficulty"),
            Field.number("number"),
            Field.number("gasLimit"),
            Field.number("gasUsed"),
            Field.number("timestamp"),
            Field.any("extraData"),
            Field.bytes("mixHash", Hash.LENGTH),
            Field.bytes("nonce", 8),
            Field.number("baseFeePerGas"),
            Field.bytes("withdrawalsRoot", Hash.LENGTH),
            Field.number("blobGasUsed"),
            Field.number("excessBlobGas"),
            Field.bytes("parentBeaconBlockRoot", Hash.LENGTH),
            Field.bytes("requestsHash", Hash.LENGTH));

    private final byte[] rlp;
    private final Hash hash;
    private final RlpList fields;
    private final long number;
    private final Instant timestamp;

    private BlockHeader(byte[] rlp, RlpList fields) {
        this.rlp = rlp;
        this.fields = fields;
        this.hash = Hash.keccak256(rlp);
        this.number = field(8).number(FIELDS.get(8).place());
        long seconds = field(11).number(FIELDS.get(11).place());
        if (seconds > Instant.MAX.getEpochSecond()) {
            throw new MalformedEvidenceException(
                    FIELDS.get(11).place() + ": expected a time in seconds, found " + seconds);
        }
        this.timestamp = Instant.ofEpochSecond(seconds);
    }

    /**
     * Reads a header as the chain hashes it. The bytes are copied.
     *
     * @param rlp all of it and nothing more
     * @throws MalformedEvidenceException if it is no canonical RLP, has too few fields, or a known field has another form
     */
    public static BlockHeader decode(byte[] rlp) {
        return read(rlp.clone());
    }

    /**
     * Makes a header from its fields, so that its hash can be compared with the one that came with them.
     *
     * @param fields as they are hashed, in the order of the header: numbers big-endian without leading zeros, so that zero
     *     is the empty array. Copied
     * @throws MalformedEvidenceException as {@link #decode} does
     */
    public static BlockHeader of(List<byte[]> fields) {
        return read(Rlp.encode(RlpList.of(fields.stream().map(RlpBytes::view).toList())));
    }

    private static BlockHeader read(byte[] rlp) {
        if (rlp.length > MAX_BYTES) {
            throw new MalformedEvidenceException(
                    "Block header: expected at most " + MAX_BYTES + " bytes, found " + rlp.length);
        }
        RlpList fields = Rlp.decode("Block header", rlp).asList("Block header");
        if (fields.size() < MIN_FIELDS || fields.size() > MAX_FIELDS) {
            throw new MalformedEvidenceException(
                    "Block header: expected " + MIN_FIELDS + " to " + MAX_FIELDS + " fields, found " + fields.size());
        }
        for (int i = 0; i < Math.min(fields.size(), FIELDS.size()); i++) {
            FIELDS.get(i).check(fields.get(i));
        }
        return new BlockHeader(rlp, fields);
    }

    /** Keccak-256 of {@link #rlp}: what names the block. */
    public Hash hash() {
        return hash;
    }

    /** Hash of the block before. */
    public Hash parentHash() {
        return hash(0);
    }

    /** Counted from the genesis block, which is 0. */
    public long number() {
        return number;
    }

    /** When the block was made, by the word of who made it; whole seconds. */
    public Instant timestamp() {
        return timestamp;
    }

    /** Root of all accounts after this block. */
    public Hash stateRoot() {
        return hash(3);
    }

    /** Root of the block's transactions. */
    public Hash transactionsRoot() {
        return hash(4);
    }

    /** Root of the block's receipts, and with them of all its logs. */
    public Hash receiptsRoot() {
        return hash(5);
    }

    /** Filter of the contracts and topics of all logs: 256 bytes; a new array each time. */
    public byte[] logsBloom() {
        return field(6).bytes();
    }

    /** Wei for each unit of gas (EIP-1559); empty for a block from before. */
    public Optional<BigInteger> baseFeePerGas() {
        return fields.size() > BASE_FEE
                ? Optional.of(field(BASE_FEE).number(FIELDS.get(BASE_FEE).place(), Hash.LENGTH))
                : Optional.empty();
    }

    /** What the maker of the block put there; of Arbitrum Nitro, the 32 bytes of its send root. A new array each time. */
    public byte[] extraData() {
        return field(12).bytes();
    }

    /** The header as the chain hashes it; a new array each time. */
    public byte[] rlp() {
        return rlp.clone();
    }

    /**
     * This header, if it is that of the block the caller means.
     *
     * @throws LedgerEvidenceException if it has another hash
     */
    public BlockHeader requireHash(Hash expected) {
        if (!hash.equals(expected)) {
            throw new LedgerEvidenceException(
                    "Header of block " + number + ": expected the hash " + expected + ", found " + hash);
        }
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockHeader that && hash.equals(that.hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    /** Number and hash. */
    @Override
    public String toString() {
        return "BlockHeader[" + number + ", " + hash + "]";
    }

    private RlpBytes field(int index) {
        return (RlpBytes) fields.get(index);
    }

    private Hash hash(int index) {
        return field(index).hash(FIELDS.get(index).place());
    }

    /**
     * What is known of a field.
     *
     * @param place names it in messages
     * @param length in bytes; of a number the greatest, of what has any length -1
     * @param isNumber whether it is a number
     */
    private record Field(String place, int length, boolean isNumber) {
        static Field bytes(String name, int length) {
            return new Field("Block header, " + name, length, false);
        }

        static Field number(String name) {
            return new Field("Block header, " + name, Hash.LENGTH, true);
        }

        static Field any(String name) {
            return new Field("Block header, " + name, -1, false);
        }

        void check(RlpItem item) {
            RlpBytes bytes = item.asBytes(place);
            if (isNumber) {
                bytes.number(place, length);
            } else if (length >= 0) {
                bytes.requireLength(place, length);
            }
        }
    }
}
