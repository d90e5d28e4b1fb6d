package network.cortensor.examples.bench.crypto;

import network.cortensor.examples.bench.Pattern;
import network.cortensor.examples.bench.ProcessGauge;
import network.cortensor.sdk.crypto.OpenedEnvelope;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.age.AgeDecryption;
import network.cortensor.sdk.crypto.age.AgeEncryption;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * Main class of a child process with a small heap: sends many bytes through sealing and opening, one behind the other, and
 * prints the largest heap and the time of this and of raw chunks.
 *
 * <p>Raw chunks take turns with the stream, an eighth as many after every sixteenth of it, so that both meet the same
 * machine.
 */
public final class ConstantMemory {

    private static final int TURNS = 16;
    private static final int RAW_SHARE = 8;

    private ConstantMemory() {}

    /** What can be sent through. */
    enum Form {
        OBJECT,
        AGE
    }

    /**
     * What a run found.
     *
     * @param peakHeap the sum of the largest use of every part of the heap, in bytes: at least what was needed at once
     * @param nanos CPU time of one byte through sealing and opening
     * @param rawNanos CPU time of one byte through encrypting and decrypting in raw chunks
     */
    record Result(long bytes, long maxHeap, long peakHeap, double seconds, double nanos, double rawNanos) {

        double ratio() {
            return rawNanos / nanos;
        }

        static Result parse(String line) {
            String[] parts = line.split(" ", -1);
            return new Result(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Double.parseDouble(parts[3]),
                    Double.parseDouble(parts[4]),
                    Double.parseDouble(parts[5]));
        }

        String line() {
            return bytes + " " + maxHeap + " " + peakHeap + " " + seconds + " " + nanos + " " + rawNanos;
        }
    }

    /** Takes the form and the number of bytes; prints one line. */
    public static void main(String[] args) throws IOException {
        System.out.println(run(Form.valueOf(args[0]), Long.parseLong(args[1])).line());
    }

    static Result run(Form form, long bytes) throws IOException {
        try (Parties parties = Parties.draw();
                Sealing sealing = Sealing.create(parties.self().recipient());
                OpenedEnvelope opened = parties.open(parties.seal(sealing).encoded())) {
            CheckedInputStream plaintext = new CheckedInputStream(new Pattern(bytes).stream(bytes), new CRC32C());
            InputStream through = switch (form) {
                case OBJECT -> opened.decrypt(sealing.encrypt(plaintext, bytes));
                case AGE ->
                    AgeDecryption.with(parties.self())
                            .decrypt(
                                    AgeEncryption.to(parties.self().recipient()).encrypt(plaintext));
            };
            try (through) {
                return drain(through, plaintext, bytes);
            }
        }
    }

    private static Result drain(InputStream through, CheckedInputStream plaintext, long bytes) throws IOException {
        RawTurn raw = new RawTurn();
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[RawChunks.CHUNK_BYTES];
        long begin = System.nanoTime();
        long cpu = 0;
        long total = 0;
        long turn = bytes / TURNS;
        int count = 0;
        while (count >= 0) {
            long start = ProcessGauge.threadCpuNanos();
            for (long left = turn; left > 0 && count >= 0; left -= Math.max(0, count)) {
                count = through.read(buffer);
                if (count > 0) {
                    checksum.update(buffer, 0, count);
                    total += count;
                }
            }
            cpu += ProcessGauge.threadCpuNanos() - start;
            raw.take(turn / RAW_SHARE);
        }
        if (total != bytes || checksum.getValue() != plaintext.getChecksum().getValue()) {
            throw new IllegalStateException("what came out is not what went in");
        }
        return new Result(
                bytes,
                Runtime.getRuntime().maxMemory(),
                ProcessGauge.peakHeapBytes(),
                (System.nanoTime() - begin) / 1e9,
                (double) cpu / bytes,
                raw.nanosPerByte());
    }

    /** Raw chunks that are encrypted and decrypted in turns with something else. */
    private static final class RawTurn {

        private static final int BLOCK_BYTES = 4 * RawChunks.CHUNK_BYTES;

        private final RawChunks raw = new RawChunks(RawChunks.CHUNK_BYTES);
        private final byte[] block = new byte[BLOCK_BYTES];
        private final byte[][] sealed = raw.sealed(BLOCK_BYTES);
        private long bytes;
        private long nanos;

        void take(long wanted) {
            long start = ProcessGauge.threadCpuNanos();
            for (long done = 0; done < wanted; done += BLOCK_BYTES) {
                long number = raw.next();
                raw.encrypt(block, sealed);
                raw.decrypt(number, sealed, block);
                bytes += BLOCK_BYTES;
            }
            nanos += ProcessGauge.threadCpuNanos() - start;
        }

        double nanosPerByte() {
            return (double) nanos / bytes;
        }
    }
}
