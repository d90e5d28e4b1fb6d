package network.cortensor.examples.bench.ipfs;

import network.cortensor.examples.bench.Score;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.Durability;
import network.cortensor.sdk.ipfs.FileBlockStoreOptions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Main class of a child process that fills one store with small blocks, and after each tenth of them looks up some of those
 * that are there; prints what a block took in the first tenth and in the last.
 */
public final class ManyBlocks {

    private static final int TENTHS = 10;
    private static final int BATCH = 500;
    private static final int BLOCK_BYTES = 64;
    // Of a tenth: more would only take longer.
    private static final int LOOKUP_SHARE = 2;

    private ManyBlocks() {}

    /** Where the blocks are kept. */
    enum Kind {
        MEMORY,
        FILES;

        private BlockStore open(Path folder) {
            return this == MEMORY
                    ? BlockStore.memory()
                    : BlockStore.files(
                            folder,
                            FileBlockStoreOptions.builder()
                                    .durability(Durability.NONE)
                                    .build());
        }
    }

    /** What a run found, for one block each. */
    record Result(Score firstAdd, Score lastAdd, Score firstLookup, Score lastLookup) {

        static Result parse(String line) {
            String[] parts = line.split(" ", -1);
            return new Result(score(parts, 0), score(parts, 1), score(parts, 2), score(parts, 3));
        }

        private static Score score(String[] parts, int index) {
            return new Score(Double.parseDouble(parts[2 * index]), Double.parseDouble(parts[2 * index + 1]));
        }

        String line() {
            List<String> parts = new ArrayList<>();
            for (Score score : List.of(firstAdd, lastAdd, firstLookup, lastLookup)) {
                parts.add(score.clock() + " " + score.cpu());
            }
            return String.join(" ", parts);
        }
    }

    /** Takes a folder, the kind, the number of blocks, and that of those before; prints one line. */
    public static void main(String[] args) throws IOException {
        System.out.println(
                run(Kind.valueOf(args[1]), Path.of(args[0]), Integer.parseInt(args[2]), Integer.parseInt(args[3]))
                        .line());
    }

    static Result run(Kind kind, Path folder, int blocks, int warmUpBlocks) throws IOException {
        // So that the first tenth is not the one that waits for the compiler.
        try (BlockStore store = kind.open(folder.resolve("warm-up"))) {
            fill(store, warmUpBlocks);
        }
        try (BlockStore store = kind.open(folder.resolve("blocks"))) {
            return fill(store, blocks);
        }
    }

    private static Result fill(BlockStore store, int blocks) throws IOException {
        SplittableRandom random = new SplittableRandom(blocks);
        int tenth = blocks / TENTHS;
        List<Score> adds = new ArrayList<>();
        List<Score> lookups = new ArrayList<>();
        for (int there = 0; there < TENTHS * tenth; there += tenth) {
            adds.add(add(store, there, tenth));
            lookups.add(lookUp(store, there + tenth, tenth / LOOKUP_SHARE, random));
        }
        return new Result(adds.get(0), adds.get(TENTHS - 1), lookups.get(0), lookups.get(TENTHS - 1));
    }

    private static Score add(BlockStore store, int from, int count) throws IOException {
        List<Score> batches = new ArrayList<>();
        for (int start = from; start < from + count; start += BATCH) {
            List<Block> batch = new ArrayList<>();
            for (int number = start; number < Math.min(start + BATCH, from + count); number++) {
                batch.add(block(number));
            }
            batches.add(Score.ofThread(() -> batch.forEach(store::put)));
        }
        return forOne(batches, count);
    }

    private static Score lookUp(BlockStore store, int there, int count, SplittableRandom random) throws IOException {
        List<Score> batches = new ArrayList<>();
        for (int start = 0; start < count; start += BATCH) {
            List<Cid> batch = new ArrayList<>();
            for (int i = start; i < Math.min(start + BATCH, count); i++) {
                batch.add(block(random.nextInt(there)).cid());
            }
            batches.add(Score.ofThread(() -> batch.forEach(cid -> require(store, cid))));
        }
        return forOne(batches, count);
    }

    private static void require(BlockStore store, Cid cid) {
        if (store.get(cid).isEmpty()) {
            throw new IllegalStateException("block " + cid + " was put and is not there");
        }
    }

    private static Score forOne(List<Score> batches, int count) {
        return new Score(
                batches.stream().mapToDouble(Score::clock).sum() / count,
                batches.stream().mapToDouble(Score::cpu).sum() / count);
    }

    private static Block block(int number) {
        return Block.of(
                Codec.RAW, ByteBuffer.allocate(BLOCK_BYTES).putInt(number).array());
    }
}
