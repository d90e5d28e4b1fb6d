package network.cortensor.sdk.ipfs;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Measures whether putting and looking up cost the same in a full store as in an empty one; run by hand.
 *
 * <p>Arguments: {@code memory} or a new folder on the disk to be measured, how many blocks, how many times to measure within that.
 */
final class MillionBlocks {
    private static final int BLOCK_SIZE = 64;
    private static final int WARM_UP = 50_000;

    private MillionBlocks() {}

    public static void main(String[] args) {
        int count = Integer.parseInt(args[1]);
        int windows = Integer.parseInt(args[2]);
        try (BlockStore warm = open(args[0], "warm");
                BlockStore store = open(args[0], "store")) {
            // Else the compiler's work is measured with the first blocks.
            run(warm, WARM_UP, 1);
            run(store, count, windows);
        }
    }

    private static BlockStore open(String where, String name) {
        FileBlockStoreOptions fast =
                FileBlockStoreOptions.builder().durability(Durability.NONE).build();
        return where.equals("memory") ? BlockStore.memory() : BlockStore.files(Path.of(where, name), fast);
    }

    private static void run(BlockStore store, int count, int windows) {
        int window = count / windows;
        double[] put = new double[windows];
        double[] get = new double[windows];
        double[] miss = new double[windows];
        for (int i = 0; i < windows; i++) {
            int filled = (i + 1) * window;
            long start = System.nanoTime();
            Random random = new Random(i);
            put[i] = micros(Stream.iterate(filled - window, at -> at + 1).limit(window), at -> store.put(block(at)));
            get[i] = micros(random.ints(window, 0, filled).boxed(), at -> {
                if (store.get(block(at).cid()).isEmpty()) {
                    throw new AssertionError("lost block " + at);
                }
            });
            miss[i] = micros(random.ints(window, 0, filled).boxed(), at -> {
                if (store.has(block(-1 - at).cid())) {
                    throw new AssertionError("found a block that is not there");
                }
            });
            System.out.printf(
                    Locale.ROOT,
                    "%,9d blocks: put %.2f, get %.2f, not there %.2f µs on the processor, %.1f s on the clock%n",
                    filled,
                    put[i],
                    get[i],
                    miss[i],
                    (System.nanoTime() - start) / 1e9);
        }
        long listing = System.nanoTime();
        long listed;
        try (Stream<Cid> all = store.cids()) {
            listed = all.count();
        }
        System.out.printf(
                Locale.ROOT,
                "listed %,d in %.2f s%nlast to first: put %.2f, get %.2f, not there %.2f%n",
                listed,
                (System.nanoTime() - listing) / 1e9,
                put[windows - 1] / put[0],
                get[windows - 1] / get[0],
                miss[windows - 1] / miss[0]);
    }

    private static double micros(Stream<Integer> blocks, Consumer<Integer> work) {
        long start = cpuNanos();
        long[] done = new long[1];
        blocks.forEach(at -> {
            work.accept(at);
            done[0]++;
        });
        return (cpuNanos() - start) / 1e3 / done[0];
    }

    /** Time on the processor, not on the clock: others use this machine too. */
    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static Block block(int index) {
        return Block.of(Codec.RAW, ByteBuffer.allocate(BLOCK_SIZE).putInt(index).array());
    }
}
