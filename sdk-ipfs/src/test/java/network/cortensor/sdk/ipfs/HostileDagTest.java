package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.dag.DagScope;
import network.cortensor.sdk.ipfs.internal.dag.DagSelection;
import network.cortensor.sdk.ipfs.internal.dag.DagWalk;
import network.cortensor.sdk.ipfs.internal.unixfs.NameHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Corrupts every byte of every block of whole DAGs, one at a time: each is caught, and nothing of a bad block is released. */
class HostileDagTest {
    private final SeededRandom random = SeededRandom.create("HostileDagTest");
    private final BlockStore honest = BlockStore.memory();
    private final Dags dags = new Dags(honest);

    /** Gives one block with a byte changed: correctly hashed bytes, but not those that were asked for. */
    private final class LyingStore {
        private final ContentStore store;
        private Optional<Block> truth = Optional.empty();
        private Optional<Block> lie = Optional.empty();

        LyingStore() {
            store = ContentStore.on(
                    new ReadOnly(cid -> truth.isPresent() && truth.get().cid().equals(cid) ? lie : honest.get(cid)));
        }

        void lieAbout(Block block, int position) {
            byte[] bytes = block.bytes();
            bytes[position] ^= (byte) (1 << random.below(8));
            truth = Optional.of(block);
            lie = Optional.of(Block.of(block.cid().codec(), bytes));
        }
    }

    /** A store of strangers. */
    private record ReadOnly(BlockSource source) implements BlockStore {
        @Override
        public Optional<Block> get(Cid cid) {
            return source.get(cid);
        }

        @Override
        public void put(Block block) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean has(Cid cid) {
            return source.get(cid).isPresent();
        }

        @Override
        public boolean delete(Cid cid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void file_everyBytePositionCorrupt_releasesOnlyWhatComesBefore() {
        byte[] content = random.bytes(144 * 60);
        Cid root = dags.balanced(content, 60, 12).cid();
        List<Block> blocks = blocks(root);
        assertThat(blocks).as("a root, twelve nodes, 144 leaves").hasSize(157);
        LyingStore lying = new LyingStore();
        int positions = 0;
        for (Block block : blocks) {
            long before = startOf(block, root, content);
            for (int position = 0; position < block.size(); position++) {
                lying.lieAbout(block, position);
                ByteArrayOutputStream released = new ByteArrayOutputStream();
                assertMismatch(block, position, () -> {
                    try (InputStream in = lying.store.get(root)) {
                        in.transferTo(released);
                    }
                });
                assertThat(Arrays.equals(released.toByteArray(), Arrays.copyOf(content, (int) before)))
                        .as("%s: all before the bad block, and nothing of it", random.seed())
                        .isTrue();
                positions++;
            }
        }
        System.out.println(
                "HostileDagTest: file of three levels, " + positions + " corrupt byte positions, all caught");
        assertThat(positions)
                .isEqualTo(blocks.stream().mapToInt(Block::size).sum())
                .isGreaterThan(15_000);
    }

    /** Returns at which byte of the content the block's own bytes, or those below it, start. */
    private long startOf(Block block, Cid root, byte[] content) {
        CountingBlockStore counting = new CountingBlockStore(honest);
        long start = 0;
        try (InputStream in = ContentStore.on(counting).get(root)) {
            while (!counting.takeAsked().contains(block.cid()) && in.read() >= 0) {
                start++;
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        // The byte that made the stream ask for the block was the first one of it.
        return Math.max(0, start - (block.cid().equals(root) ? 0 : 1)) % content.length;
    }

    @Test
    void folderInShards_everyBytePositionCorrupt_isCaughtByWhoeverReadsIt() {
        Map<String, Cid> files = new LinkedHashMap<>();
        for (int i = 0; files.size() < 60; i++) {
            String name = "file " + i;
            // Few buckets, so that there are shards below the root and below those.
            if (NameHash.of(name).bucket(0, 256) < 4) {
                files.put(
                        name,
                        dags.leaf(("content " + i).getBytes(StandardCharsets.UTF_8))
                                .cid());
            }
        }
        files.put("large", dags.balanced(random.bytes(60), 10, 3).cid());
        files.put("link", dags.symlink("file"));
        Cid root = dags.folder(Map.of(
                "big", dags.sharded(files), "z", dags.leaf(random.bytes(20)).cid()));
        IpfsPath big = IpfsPath.of(root, "big");
        List<Block> blocks = blocks(root);
        List<String> names = names(ContentStore.on(honest), big);
        assertThat(names).hasSize(62);
        LyingStore lying = new LyingStore();
        int positions = 0;
        int listed = 0;
        for (Block block : blocks) {
            boolean inListing = listingBlocks(big).contains(block.cid());
            for (int position = 0; position < block.size(); position++) {
                lying.lieAbout(block, position);
                List<Cid> walked = new ArrayList<>();
                assertMismatch(
                        block,
                        position,
                        () -> DagWalk.of(lying.store.blocks(), IpfsPath.of(root), DagSelection.of(DagScope.ALL))
                                .forEachRemaining(came -> walked.add(came.cid())));
                assertThat(walked)
                        .isEqualTo(cids(blocks).subList(0, walked.size()))
                        .doesNotContain(block.cid());
                if (inListing) {
                    List<String> released = new ArrayList<>();
                    assertMismatch(
                            block, position, () -> lying.store.ls(big).forEach(entry -> released.add(entry.name())));
                    assertThat(released).isEqualTo(names.subList(0, released.size()));
                    listed++;
                }
                positions++;
            }
        }
        System.out.println("HostileDagTest: folder in shards, " + positions + " corrupt byte positions, all caught, "
                + listed + " of them by a listing");
        assertThat(positions)
                .isEqualTo(blocks.stream().mapToInt(Block::size).sum())
                .isGreaterThan(4000);
        assertThat(listed).isGreaterThan(2000);
    }

    @Test
    void tree_everyByteCorruptOnDisk_isNeverExported(@TempDir Path folder) throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        Files.write(source.resolve("a"), random.bytes(40));
        Files.createDirectory(source.resolve("inner"));
        Files.write(source.resolve("inner/b"), random.bytes(30));
        Files.createSymbolicLink(source.resolve("inner/c"), Path.of("b"));
        FileBlockStoreOptions fast =
                FileBlockStoreOptions.builder().durability(Durability.NONE).build();
        int positions = 0;
        try (ContentStore store = ContentStore.on(BlockStore.files(folder.resolve("store"), fast))) {
            Cid root = store.add(source);
            for (Path file : blockFiles(folder.resolve("store"))) {
                byte[] right = Files.readAllBytes(file);
                for (int position = 0; position < right.length; position++) {
                    byte[] wrong = right.clone();
                    wrong[position] ^= (byte) (1 << random.below(8));
                    Files.write(file, wrong);
                    Path target = folder.resolve("target" + positions);
                    IpfsException e = null;
                    try {
                        store.export(root, target);
                    } catch (BlockMismatchException expected) {
                        e = expected;
                    }
                    assertThat(e)
                            .as("%s %s at %d", random.seed(), file, position)
                            .isNotNull();
                    assertPartOf(source, target);
                    positions++;
                }
                Files.write(file, right);
            }
            store.export(root, folder.resolve("whole"));
            assertThat(store.add(folder.resolve("whole"))).isEqualTo(root);
        }
        System.out.println("HostileDagTest: tree on disk, " + positions + " corrupt byte positions, none exported");
        assertThat(positions).isGreaterThan(200);
    }

    /** What was written is what belongs there, and whole. */
    private static void assertPartOf(Path source, Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        try (Stream<Path> all = Files.walk(target)) {
            for (Path written : all.toList()) {
                Path expected = source.resolve(target.relativize(written).toString());
                if (Files.isRegularFile(written)) {
                    assertThat(written).hasSameBinaryContentAs(expected);
                } else {
                    assertThat(expected).exists();
                }
            }
        }
    }

    private static List<Path> blockFiles(Path store) throws IOException {
        try (Stream<Path> all = Files.walk(store.resolve("blocks"))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private interface Reading {
        void run() throws IOException;
    }

    private void assertMismatch(Block block, int position, Reading reading) {
        Optional<Cid> asked = Optional.empty();
        try {
            reading.run();
        } catch (BlockMismatchException e) {
            asked = Optional.of(e.asked());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        if (!asked.equals(Optional.of(block.cid()))) {
            throw new AssertionError(random.seed() + ": byte " + position + " of " + block + " was not caught");
        }
    }

    private List<Block> blocks(Cid root) {
        List<Block> blocks = new ArrayList<>();
        DagWalk.of(honest, IpfsPath.of(root), DagSelection.of(DagScope.ALL)).forEachRemaining(blocks::add);
        return blocks;
    }

    private List<Cid> listingBlocks(IpfsPath path) {
        List<Cid> cids = new ArrayList<>();
        Consumer<Block> add = block -> cids.add(block.cid());
        DagWalk.of(honest, path, DagSelection.of(DagScope.ENTITY)).forEachRemaining(add);
        return cids;
    }

    private static List<Cid> cids(List<Block> blocks) {
        return blocks.stream().map(Block::cid).toList();
    }

    private static List<String> names(ContentStore store, IpfsPath path) {
        return store.ls(path).map(DirectoryEntry::name).toList();
    }
}
