package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Stores that lie and authors that mean harm. A cycle is not among the attacks: a block that leads back to itself would have
 * to contain a hash that is computed over that very block.
 */
class HostileContentTest {
    private final SeededRandom random = SeededRandom.create("HostileContentTest");
    private final BlockStore blocks = BlockStore.memory();
    private final ContentStore store = ContentStore.on(blocks);

    /** Gives for some CIDs another block than the one asked for. */
    private static final class LyingBlockStore implements BlockStore {
        private final BlockStore honest;
        private final UnaryOperator<Block> lie;

        LyingBlockStore(BlockStore honest, UnaryOperator<Block> lie) {
            this.honest = honest;
            this.lie = lie;
        }

        @Override
        public Optional<Block> get(Cid cid) {
            return honest.get(cid).map(lie);
        }

        @Override
        public void put(Block block) {
            honest.put(block);
        }

        @Override
        public boolean has(Cid cid) {
            return honest.has(cid);
        }

        @Override
        public boolean delete(Cid cid) {
            return honest.delete(cid);
        }

        @Override
        public void close() {
            honest.close();
        }
    }

    // ---- stores that lie

    @Test
    void get_storeGivesOtherBytesForTheRoot_throwsMismatch() {
        Cid cid = store.add(random.bytes(100));
        assertLieIsFound(cid, cid, block -> Block.of(Codec.RAW, random.bytes(100)));
    }

    @Test
    void get_storeGivesTruncatedLeaf_throwsMismatch() {
        Leaves file = threeLeaves();
        assertLieIsFound(
                file.root,
                file.middle.cid(),
                block -> Block.of(Codec.RAW, Arrays.copyOf(block.bytes(), block.size() - 1)));
    }

    @Test
    void get_storeGivesAnotherValidLeafOfTheSameFile_throwsMismatch() {
        Leaves file = threeLeaves();
        assertLieIsFound(file.root, file.middle.cid(), block -> file.last);
    }

    @Test
    void get_storeGivesTheRightBytesAsAnotherCodec_throwsMismatch() {
        Leaves file = threeLeaves();
        assertLieIsFound(file.root, file.middle.cid(), block -> Block.of(Codec.DAG_PB, block.bytes()));
    }

    @Test
    void get_storeGivesAnotherRootNode_throwsMismatch() {
        Leaves file = threeLeaves();
        Block other = blocks.get(store.add(random.bytes(3 << 20))).orElseThrow();
        assertLieIsFound(file.root, file.root, block -> other);
        ContentStore lying = lying(file.root, block -> other);
        assertThatThrownBy(() -> lying.has(file.root)).isInstanceOf(BlockMismatchException.class);
        assertThatThrownBy(() -> lying.size(file.root)).isInstanceOf(BlockMismatchException.class);
    }

    @Test
    void get_missingMiddleLeaf_namesItAndReleasesOnlyWhatComesBefore() throws IOException {
        Leaves file = threeLeaves();
        blocks.delete(file.middle.cid());
        assertThat(store.has(file.root)).isFalse();
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        try (InputStream stream = store.get(file.root)) {
            BlockNotFoundException e =
                    catchThrowableOfType(BlockNotFoundException.class, () -> stream.transferTo(released));
            assertThat(e.cid()).isEqualTo(file.middle.cid());
        }
        assertThat(released.toByteArray()).isEqualTo(file.first.bytes());
    }

    /** Flips every byte of every file of a three-level DAG on the disk, one at a time. */
    @Test
    void get_anyByteOfTheDagCorruptOnDisk_neverReleasesAWrongByte(@TempDir Path folder) throws IOException {
        byte[] content = random.bytes(60);
        int flips = 0;
        try (ContentStore onDisk = ContentStore.on(BlockStore.files(
                folder,
                FileBlockStoreOptions.builder().durability(Durability.NONE).build()))) {
            Cid root = threeLevels(onDisk.blocks(), content);
            assertThat(onDisk.get(root, 60)).isEqualTo(content);
            for (Path file : filesBelow(folder)) {
                byte[] right = Files.readAllBytes(file);
                for (int i = 0; i < right.length; i++) {
                    byte[] wrong = right.clone();
                    wrong[i] ^= (byte) (1 << random.below(8));
                    Files.write(file, wrong);
                    assertOnlyAPrefixIsReleased(onDisk, root, content);
                    flips++;
                }
                Files.write(file, right);
            }
            assertThat(onDisk.get(root, 60)).isEqualTo(content);
        }
        System.out.println("HostileContentTest: " + flips + " corrupt byte positions, none released");
        assertThat(flips)
                .as("all bytes of the four leaves, two nodes and the root")
                .isEqualTo(364);
    }

    private void assertOnlyAPrefixIsReleased(ContentStore onDisk, Cid root, byte[] content) {
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        assertThatThrownBy(() -> {
                    try (InputStream stream = onDisk.get(root)) {
                        stream.transferTo(released);
                    }
                })
                .as(random.seed())
                .isInstanceOf(BlockMismatchException.class);
        assertThat(released.size()).as(random.seed()).isLessThan(content.length);
        assertThat(released.toByteArray()).as(random.seed()).isEqualTo(Arrays.copyOf(content, released.size()));
    }

    // ---- authors that mean harm: every block is right, what it says is not

    @Test
    void get_fileSizeTooLargeOrTooSmall_isRefused() {
        Block leaf = leaf(10);
        for (long lie : new long[] {0, 9, 11, Long.MAX_VALUE}) {
            Block root = node(Protobuf.file().number(3, lie).number(4, 10), leaf);
            assertRefused(root.cid(), "its parts add up to 10");
        }
        assertRefused(node(Protobuf.file().number(4, 10), leaf).cid(), "declares a file size of 0");
    }

    @Test
    void get_blockSizeUnlikeTheLeaf_isRefusedBeforeTheLeafIsReleased() throws IOException {
        Block leaf = leaf(10);
        for (long lie : new long[] {1, 9, 11, 1L << 40}) {
            Block root = node(Protobuf.file().number(3, lie).number(4, lie), leaf);
            try (InputStream stream = store.get(root.cid())) {
                assertThatThrownBy(stream::read)
                        .isInstanceOf(MalformedException.class)
                        .hasMessageContaining("declares " + lie + " bytes");
                assertThatThrownBy(stream::read).isInstanceOf(MalformedException.class);
                assertThat(stream.available()).isZero();
            }
            assertThatThrownBy(() -> store.get(root.cid(), 1L << 41)).isInstanceOf(IpfsException.class);
        }
    }

    @Test
    void get_blockSizeUnlikeTheInnerNode_isRefused() {
        Block inner = node(Protobuf.file().number(3, 10).number(4, 10), leaf(10));
        assertRefusedWhenRead(
                node(Protobuf.file().number(3, 11).number(4, 11), inner).cid(), "declares 11 bytes");
    }

    @Test
    void get_moreOrFewerBlockSizesThanLinks_isRefused() {
        Block leaf = leaf(10);
        assertRefused(
                node(Protobuf.file().number(3, 20).number(4, 10).number(4, 10), leaf)
                        .cid(),
                "for each of 1 links, found 2");
        assertRefused(node(Protobuf.file().number(3, 0), leaf).cid(), "for each of 1 links, found 0");
    }

    @Test
    void get_sizesThatOverflow_areRefused() {
        Block leaf = leaf(10);
        Block root = node(
                Protobuf.file()
                        .number(3, 8)
                        .number(4, Long.MAX_VALUE)
                        .number(4, Long.MAX_VALUE)
                        .number(4, 10),
                leaf,
                leaf,
                leaf);
        assertRefused(root.cid(), "more than 2^63 - 1");
        assertRefused(node(Protobuf.file().number(3, -1).number(4, -1), leaf).cid(), "longer than 9 bytes");
    }

    @Test
    void get_depthAtTheLimit_isReadAndOneMoreIsRefused() throws IOException {
        Block top = leaf(10);
        byte[] content = top.bytes();
        for (int level = 0; level < ContentInputStream.MAX_DEPTH; level++) {
            top = node(Protobuf.file().number(3, 10).number(4, 10), top);
        }
        assertThat(store.get(top.cid(), 10)).isEqualTo(content);
        Block tooDeep = node(Protobuf.file().number(3, 10).number(4, 10), top);
        assertRefusedWhenRead(tooDeep.cid(), "more than 32 levels");
    }

    @Test
    void get_widthAtTheLimit_isReadAndOneMoreIsRefused() {
        Block leaf = leaf(1);
        assertThat(store.get(wide(leaf, 8192).cid(), 8192)).hasSize(8192);
        assertRefused(wide(leaf, 8193).cid(), "more than 8192 links");
    }

    /** Twenty blocks that stand for a file of 100^20 bytes and as many steps. */
    @Test
    void dagBomb_ofNodesLinkingManyTimes_costsNobodyMoreThanItsBlocks() {
        Block top = leaf(1);
        long size = 1;
        for (int level = 0; level < 9; level++) {
            Block[] hundred = new Block[100];
            Arrays.fill(hundred, top);
            Protobuf file = Protobuf.file().number(3, size * 100);
            for (int i = 0; i < 100; i++) {
                file.number(4, size);
            }
            top = node(file, hundred);
            size *= 100;
        }
        Cid cid = top.cid();
        assertThat(store.has(cid)).isTrue();
        assertThat(store.size(cid)).isEqualTo(size);
        assertThatThrownBy(() -> store.get(cid, 1 << 20)).isInstanceOf(ContentTooLargeException.class);
    }

    /** Empty parts would make a reader walk for ever without a byte to show for it. */
    @Test
    void dagBomb_ofEmptyParts_isRefused() {
        Block empty = Block.of(Codec.RAW, new byte[0]);
        blocks.put(empty);
        assertRefused(node(Protobuf.file().number(3, 0).number(4, 0), empty).cid(), "block size 0 is zero");
    }

    @Test
    void get_declaredGigabytesWithoutBlocks_takesNoMemoryForThem() {
        Block leaf = leaf(1);
        Block root = node(Protobuf.file().number(3, 2_000_000_000).number(4, 2_000_000_000), leaf);
        assertThatThrownBy(() -> store.get(root.cid(), Integer.MAX_VALUE)).isInstanceOf(MalformedException.class);
    }

    @Test
    void get_partsOfOneFileSwapped_isAnotherFile() {
        Leaves file = threeLeaves();
        byte[] original = store.get(file.root, 3 << 20);
        byte[] swapped = original.clone();
        System.arraycopy(original, 1 << 20, swapped, 0, 1 << 20);
        System.arraycopy(original, 0, swapped, 1 << 20, 1 << 20);
        assertThat(store.add(swapped)).isNotEqualTo(file.root);
    }

    /** Only an {@code IpfsException} may come out of content that a fuzzer wrote. */
    @Test
    void get_randomMutationsOfAllNodes_throwOnlyIpfsExceptions() throws IOException {
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            BlockStore own = BlockStore.memory();
            Cid rightRoot = threeLevels(own, random.bytes(60));
            byte[] mutated = random.mutated(own.get(rightRoot).orElseThrow().bytes());
            Block root = Block.of(Codec.DAG_PB, mutated);
            own.put(root);
            try (ContentStore content = ContentStore.on(own)) {
                content.has(root.cid());
                content.size(root.cid());
                content.get(root.cid(), 10_000);
                read++;
            } catch (IpfsException expected) {
                assertThat(expected).as(random.seed()).hasMessageContaining("baf");
            }
        }
        System.out.println("HostileContentTest: 20000 mutated roots, " + read + " still readable");
    }

    // ---- what the attacks are made of

    private record Leaves(Cid root, Block first, Block middle, Block last) {}

    private Leaves threeLeaves() {
        List<Block> leaves = new ArrayList<>();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            leaves.add(Block.of(Codec.RAW, random.bytes(1 << 20)));
            content.writeBytes(leaves.get(i).bytes());
        }
        return new Leaves(store.add(content.toByteArray()), leaves.get(0), leaves.get(1), leaves.get(2));
    }

    private ContentStore lying(Cid about, UnaryOperator<Block> lie) {
        return ContentStore.on(
                new LyingBlockStore(blocks, block -> block.cid().equals(about) ? lie.apply(block) : block));
    }

    private void assertLieIsFound(Cid root, Cid about, UnaryOperator<Block> lie) {
        BlockMismatchException e = catchThrowableOfType(
                BlockMismatchException.class, () -> lying(about, lie).get(root, 10 << 20));
        assertThat(e.asked()).as(random.seed()).isEqualTo(about);
    }

    private Block leaf(int size) {
        Block leaf = Block.of(Codec.RAW, random.bytes(size));
        blocks.put(leaf);
        return leaf;
    }

    private Block node(Protobuf file, Block... children) {
        return node(blocks, file, children);
    }

    private static Block node(BlockStore into, Protobuf file, Block... children) {
        Protobuf node = new Protobuf();
        for (Block child : children) {
            node.message(2, Protobuf.link(child.cid(), child.size()));
        }
        Block block = Block.of(Codec.DAG_PB, node.message(1, file).toBytes());
        into.put(block);
        return block;
    }

    private Block wide(Block leaf, int width) {
        Protobuf file = Protobuf.file().number(3, width);
        for (int i = 0; i < width; i++) {
            file.number(4, 1);
        }
        return node(file, Collections.nCopies(width, leaf).toArray(Block[]::new));
    }

    /** Four leaves, raw and dag-pb, below two nodes, below a root with bytes of its own; at most 60 bytes of content. */
    private static Cid threeLevels(BlockStore into, byte[] content) {
        Block[] leaves = new Block[4];
        for (int i = 0; i < 4; i++) {
            byte[] part = Arrays.copyOfRange(content, 20 + 10 * i, 30 + 10 * i);
            if (i == 2) {
                leaves[i] = node(into, Protobuf.file().bytes(2, part).number(3, 10));
            } else {
                leaves[i] = Block.of(Codec.RAW, part);
                into.put(leaves[i]);
            }
        }
        Block left = node(into, Protobuf.file().number(3, 20).number(4, 10).number(4, 10), leaves[0], leaves[1]);
        Block right = node(into, Protobuf.file().number(3, 20).number(4, 10).number(4, 10), leaves[2], leaves[3]);
        byte[] head = Arrays.copyOf(content, 20);
        return node(
                        into,
                        Protobuf.file()
                                .bytes(2, head)
                                .number(3, 60)
                                .number(4, 20)
                                .number(4, 20),
                        left,
                        right)
                .cid();
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private void assertRefused(Cid cid, String reason) {
        assertThatThrownBy(() -> store.get(cid))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> store.has(cid)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> store.size(cid)).isInstanceOf(MalformedException.class);
    }

    private void assertRefusedWhenRead(Cid cid, String reason) {
        assertThatThrownBy(() -> store.get(cid, 1000))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
    }
}
