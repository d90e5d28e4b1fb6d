package network.cortensor.examples.bench.ipfs;

import network.cortensor.examples.bench.Pattern;
import network.cortensor.examples.bench.ProcessGauge;
import network.cortensor.examples.bench.Units;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.Durability;
import network.cortensor.sdk.ipfs.FileBlockStoreOptions;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * Main class of a child process with a small heap: adds a large file to a store in a folder, reads it back, and prints the
 * largest heap and the time of this and of bare hashing.
 *
 * <p>Hashing takes turns with both, an eighth as many bytes after every sixteenth of the file, so that all meet the same
 * machine.
 */
public final class LargeFile {

    private static final int TURNS = 16;
    private static final int HASH_SHARE = 8;
    private static final int BUFFER_BYTES = 64 * Units.KIB;

    private LargeFile() {}

    /**
     * What a run found; times are CPU time of one byte, in nanoseconds.
     *
     * @param peakHeap the sum of the largest use of every part of the heap, in bytes: at least what was needed at once
     */
    record Result(
            long bytes, long peakHeap, double addNanos, double addHashNanos, double readNanos, double readHashNanos) {

        static Result parse(String line) {
            String[] parts = line.split(" ", -1);
            return new Result(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Double.parseDouble(parts[2]),
                    Double.parseDouble(parts[3]),
                    Double.parseDouble(parts[4]),
                    Double.parseDouble(parts[5]));
        }

        String line() {
            return bytes + " " + peakHeap + " " + addNanos + " " + addHashNanos + " " + readNanos + " " + readHashNanos;
        }
    }

    /** Takes the folder and the number of bytes; prints one line. */
    public static void main(String[] args) throws IOException {
        System.out.println(run(Path.of(args[0]), Long.parseLong(args[1])).line());
    }

    static Result run(Path folder, long bytes) throws IOException {
        Pattern pattern = new Pattern(bytes);
        FileBlockStoreOptions notForced =
                FileBlockStoreOptions.builder().durability(Durability.NONE).build();
        try (ContentStore store = ContentStore.open(folder, notForced)) {
            CheckedInputStream added = new CheckedInputStream(pattern.stream(bytes), new CRC32C());
            HashTurns adding = new HashTurns(added, pattern, bytes);
            long start = ProcessGauge.threadCpuNanos();
            Cid cid = store.add(adding);
            double addNanos = (double) (ProcessGauge.threadCpuNanos() - start - adding.nanos()) / bytes;

            CheckedInputStream read = new CheckedInputStream(store.get(cid), new CRC32C());
            HashTurns reading = new HashTurns(read, pattern, bytes);
            start = ProcessGauge.threadCpuNanos();
            long total = drain(reading);
            double readNanos = (double) (ProcessGauge.threadCpuNanos() - start - reading.nanos()) / bytes;

            if (total != bytes
                    || read.getChecksum().getValue() != added.getChecksum().getValue()) {
                throw new IllegalStateException("what came out is not what went in");
            }
            return new Result(
                    bytes,
                    ProcessGauge.peakHeapBytes(),
                    addNanos,
                    adding.nanosPerByte(),
                    readNanos,
                    reading.nanosPerByte());
        }
    }

    private static long drain(InputStream content) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long total = 0;
        try (content) {
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                total += count;
            }
        }
        return total;
    }

    /** A stream whose reader pauses now and then, for as long as bare hashing takes its turn. */
    private static final class HashTurns extends FilterInputStream {

        private final Pattern pattern;
        private final long turn;
        private long untilTurn;
        private long at;
        private long nanos;

        HashTurns(InputStream in, Pattern pattern, long bytes) {
            super(in);
            this.pattern = pattern;
            this.turn = bytes / TURNS;
            this.untilTurn = turn;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (untilTurn <= 0) {
                hash();
                untilTurn += turn;
            }
            int count = super.read(target, offset, length);
            untilTurn -= Math.max(0, count);
            return count;
        }

        private void hash() {
            long start = ProcessGauge.threadCpuNanos();
            BareHash.of(pattern, at, turn / HASH_SHARE);
            at += turn / HASH_SHARE;
            nanos += ProcessGauge.threadCpuNanos() - start;
        }

        long nanos() {
            return nanos;
        }

        double nanosPerByte() {
            return (double) nanos / at;
        }
    }
}
