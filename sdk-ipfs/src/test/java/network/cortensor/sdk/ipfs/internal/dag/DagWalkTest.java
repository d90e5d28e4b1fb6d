package network.cortensor.sdk.ipfs.internal.dag;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.Dags;
import network.cortensor.sdk.ipfs.Dags.LawlessLink;
import network.cortensor.sdk.ipfs.Dags.Part;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.PathNotFoundException;
import network.cortensor.sdk.ipfs.Protobuf;
import network.cortensor.sdk.ipfs.SeededRandom;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;
import network.cortensor.sdk.ipfs.internal.unixfs.NameHash;
import network.cortensor.sdk.ipfs.internal.unixfs.ShardNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DagWalkTest {
    private final SeededRandom random = SeededRandom.create("DagWalkTest");
    private final BlockStore blocks = BlockStore.memory();
    private final Dags dags = new Dags(blocks);

    /** Counts what it is asked for. */
    private final class Counting implements BlockSource {
        private final List<Cid> asked = new ArrayList<>();

        @Override
        public Optional<Block> get(Cid cid) {
            asked.add(cid);
            return blocks.get(cid);
        }
    }

    // ---- paths

    @Test
    void resolve_throughFoldersAndShards_readsOnlyTheWay() {
        Map<String, Cid> many = manyFiles(5000);
        Cid sharded = dags.sharded(many);
        Cid root = dags.folder(
                Map.of("big", sharded, "other", dags.leaf(new byte[1]).cid()));
        Counting source = new Counting();
        int deepest = 0;
        for (Map.Entry<String, Cid> entry : many.entrySet()) {
            source.asked.clear();
            PathResolution found = PathResolution.of(source, IpfsPath.of(root, "big", entry.getKey()));
            assertThat(found.cid()).isEqualTo(entry.getValue());
            assertThat(source.asked).isEqualTo(found.visited()).startsWith(root, sharded);
            deepest = Math.max(deepest, found.visited().size());
        }
        assertThat(deepest).as("shards within shards were met").isBetween(4, 6);
    }

    @Test
    void resolve_noNames_asksForNothing() {
        Cid cid = Block.of(Codec.RAW, new byte[3]).cid();
        Counting source = new Counting();
        PathResolution found = PathResolution.of(source, IpfsPath.of(cid));
        assertThat(found.cid()).isEqualTo(cid);
        assertThat(found.visited()).isEmpty();
        assertThat(source.asked).isEmpty();
    }

    @Test
    void resolve_absentName_isProvenAbsent() {
        Map<String, Cid> many = manyFiles(600);
        Cid sharded = dags.sharded(many);
        for (Cid folder : List.of(dags.folder(many), sharded, dags.folder(Map.of()), dags.sharded(Map.of()))) {
            for (int i = 0; i < 500; i++) {
                IpfsPath absent = IpfsPath.of(folder, "absent" + i, "x");
                assertThatThrownBy(() -> PathResolution.of(blocks, absent))
                        .isInstanceOf(PathNotFoundException.class)
                        .hasMessageContaining("name 1");
            }
        }
    }

    @Test
    void resolve_throughFileOrSymlink_isNoSuchPath() {
        Cid file = dags.leaf(random.bytes(4)).cid();
        Cid root = dags.folder(Map.of(
                "file",
                file,
                "link",
                dags.symlink("file"),
                "big",
                dags.file(new Part(file, 4)).cid()));
        for (String name : List.of("file", "link", "big")) {
            assertThat(PathResolution.of(blocks, IpfsPath.of(root, name)).visited())
                    .containsExactly(root);
            assertThatThrownBy(() -> PathResolution.of(blocks, IpfsPath.of(root, name, "x")))
                    .isInstanceOf(PathNotFoundException.class)
                    .hasMessageContaining("name 2")
                    .hasMessageContaining("not followed");
        }
    }

    @Test
    void resolve_throughOtherData_isRefusedAndSaysSo() {
        Cid cbor = dags.put(Codec.DAG_CBOR, new byte[] {(byte) 0xa0});
        Cid json = dags.put(Codec.DAG_JSON, "{}".getBytes(StandardCharsets.UTF_8));
        Cid root = dags.folder(Map.of("cbor", cbor, "json", json));
        for (String name : List.of("cbor", "json")) {
            assertThat(PathResolution.of(blocks, IpfsPath.of(root, name)).visited())
                    .containsExactly(root);
            assertThatThrownBy(() -> PathResolution.of(blocks, IpfsPath.of(root, name, "x")))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("paths into other data are not followed");
        }
    }

    @Test
    void resolve_blockOnTheWayMissing_namesIt() {
        Cid inner = dags.folder(Map.of("a", dags.leaf(new byte[1]).cid()));
        Cid root = dags.folder(Map.of("inner", inner));
        blocks.delete(inner);
        BlockNotFoundException e = catchThrowableOfType(
                BlockNotFoundException.class, () -> PathResolution.of(blocks, IpfsPath.of(root, "inner", "a")));
        assertThat(e.cid()).isEqualTo(inner);
        assertThat(PathResolution.of(blocks, IpfsPath.of(root, "inner")).cid()).isEqualTo(inner);
    }

    @Test
    void walk_absentPath_givesTheProofAndThenSaysSo() {
        Map<String, Cid> many = manyFiles(3000);
        Cid sharded = dags.sharded(many);
        Cid root = dags.folder(Map.of("big", sharded));
        String deep = deepName(sharded, many);
        // Of the same bucket at the root as a name that lies deeper, so that the proof needs the shard below too.
        String absent = sameBuckets(deep, 1);
        DagWalk walk = walk(blocks, IpfsPath.of(root, "big", absent), DagSelection.of(DagScope.BLOCK));
        List<Cid> proof = new ArrayList<>();
        assertThatThrownBy(() -> walk.forEachRemaining(block -> proof.add(block.cid())))
                .isInstanceOf(PathNotFoundException.class);
        assertThat(proof).hasSizeGreaterThanOrEqualTo(3).startsWith(root, sharded);
        assertThatThrownBy(walk::hasNext).isInstanceOf(PathNotFoundException.class);
        assertThat(walk.terminal()).isEmpty();
    }

    // ---- scopes

    @Test
    void walk_eachScope_givesWhatTheSpecificationNames() {
        byte[] content = random.bytes(64);
        Part file = dags.balanced(content, 4, 4);
        Part small = dags.leaf(random.bytes(9));
        Cid inner = dags.folder(Map.of("file", file.cid(), "small", small.cid()));
        Cid root = dags.folder(
                Map.of("inner", inner, "unrelated", dags.leaf(random.bytes(3)).cid()));

        IpfsPath toFile = IpfsPath.of(root, "inner", "file");
        assertThat(cids(toFile, DagSelection.of(DagScope.BLOCK))).containsExactly(root, inner, file.cid());
        List<Cid> whole = cids(toFile, DagSelection.of(DagScope.ENTITY));
        assertThat(whole).startsWith(root, inner, file.cid()).hasSize(2 + 1 + 4 + 16);
        assertThat(cids(toFile, DagSelection.of(DagScope.ALL))).isEqualTo(whole);

        IpfsPath toFolder = IpfsPath.of(root, "inner");
        assertThat(cids(toFolder, DagSelection.of(DagScope.BLOCK))).containsExactly(root, inner);
        assertThat(cids(toFolder, DagSelection.of(DagScope.ENTITY))).containsExactly(root, inner);
        assertThat(cids(toFolder, DagSelection.of(EntityBytes.parse("0:*")))).containsExactly(root, inner);
        assertThat(cids(toFolder, DagSelection.of(DagScope.ALL)))
                .startsWith(root, inner)
                .hasSize(2 + 21 + 1);
    }

    @Test
    void walk_orderIsDepthFirst_parentsFirst() {
        Part a = dags.leaf(new byte[] {1});
        Part b = dags.leaf(new byte[] {2});
        Part c = dags.leaf(new byte[] {3});
        Part left = dags.file(a, b);
        Part right = dags.file(c, a);
        Part root = dags.file(left, right);
        assertThat(cids(IpfsPath.of(root.cid()), DagSelection.of(DagScope.ENTITY)))
                .containsExactly(root.cid(), left.cid(), a.cid(), b.cid(), right.cid(), c.cid());
        for (DagScope scope : List.of(DagScope.ENTITY, DagScope.ALL)) {
            assertThat(cids(IpfsPath.of(root.cid()), DagSelection.of(scope).withDuplicates()))
                    .containsExactly(root.cid(), left.cid(), a.cid(), b.cid(), right.cid(), c.cid(), a.cid());
        }
    }

    @Test
    void walk_shardedFolder_entityIsItsShardsAlone() {
        Map<String, Cid> many = manyFiles(1000);
        Cid root = dags.sharded(many);
        List<Cid> shards = cids(IpfsPath.of(root), DagSelection.of(DagScope.ENTITY));
        assertThat(shards).doesNotHaveDuplicates().startsWith(root).hasSizeGreaterThan(100);
        assertThat(shards)
                .allSatisfy(cid ->
                        assertThat(UnixFsNode.of(blocks.get(cid).orElseThrow())).isInstanceOf(ShardNode.class));
        assertThat(cids(IpfsPath.of(root), DagSelection.of(DagScope.ALL)))
                .hasSize(shards.size() + new HashSet<>(many.values()).size());
    }

    @Test
    void walk_otherData_entityIsOneBlockAndAllFollowsLinks() {
        Part leaf = dags.leaf(random.bytes(5));
        // A map {"l": link}, as dag-cbor has it: tag 42 around the CID behind a zero byte.
        byte[] cid = leaf.cid().encoded();
        byte[] bytes = new Protobuf()
                .raw(new byte[] {(byte) 0xa1, 0x61, 'l', (byte) 0xd8, 42, 0x58, (byte) (cid.length + 1), 0})
                .raw(cid)
                .toBytes();
        Cid cbor = dags.put(Codec.DAG_CBOR, bytes);
        Cid lawless = dags.put(
                Codec.DAG_PB,
                new Protobuf()
                        .message(2, Protobuf.link(cbor, 1))
                        .bytes(1, new byte[] {(byte) 0xff})
                        .toBytes());
        Cid json = dags.put(Codec.DAG_JSON, "{}".getBytes(StandardCharsets.UTF_8));
        for (Cid other : List.of(cbor, lawless, json)) {
            assertThat(cids(IpfsPath.of(other), DagSelection.of(DagScope.ENTITY)))
                    .containsExactly(other);
            assertThat(cids(IpfsPath.of(other), DagSelection.of(EntityBytes.from(0))))
                    .containsExactly(other);
        }
        assertThat(cids(IpfsPath.of(cbor), DagSelection.of(DagScope.ALL))).containsExactly(cbor, leaf.cid());
        assertThat(cids(IpfsPath.of(lawless), DagSelection.of(DagScope.ALL)))
                .containsExactly(lawless, cbor, leaf.cid());
        assertThat(cids(IpfsPath.of(json), DagSelection.of(DagScope.ALL))).containsExactly(json);
    }

    @Test
    void walk_identityBlocks_areLookedIntoAndNeverReturned() {
        Part leaf = dags.leaf(random.bytes(5));
        Cid inlined = Cid.of(Codec.RAW, HashFunction.IDENTITY, random.bytes(7));
        byte[] folder = blocks.get(dags.folder(Map.of("leaf", leaf.cid())))
                .orElseThrow()
                .bytes();
        Cid inlinedFolder = Cid.of(Codec.DAG_PB, HashFunction.IDENTITY, folder);
        Part file = dags.file(new Part(inlined, 7), leaf);
        Cid root = dags.folder(Map.of("a", inlinedFolder, "file", file.cid()));
        for (boolean duplicates : new boolean[] {false, true}) {
            DagSelection all = DagSelection.of(DagScope.ALL);
            DagSelection entity = DagSelection.of(DagScope.ENTITY);
            assertThat(cids(IpfsPath.of(root, "a", "leaf"), duplicates ? all.withDuplicates() : all))
                    .containsExactly(root, leaf.cid());
            assertThat(cids(IpfsPath.of(inlinedFolder), duplicates ? all.withDuplicates() : all))
                    .containsExactly(leaf.cid());
            assertThat(cids(IpfsPath.of(file.cid()), duplicates ? entity.withDuplicates() : entity))
                    .containsExactly(file.cid(), leaf.cid());
            assertThat(cids(IpfsPath.of(inlined), duplicates ? all.withDuplicates() : all))
                    .isEmpty();
        }
        assertThat(cids(IpfsPath.of(root), DagSelection.of(DagScope.ALL)))
                .containsExactly(root, leaf.cid(), file.cid());
    }

    // ---- ranges

    /** Compares with a model: a node is needed when the range has a byte in it. */
    @Test
    void walk_anyRange_givesTheMinimalBlocksForIt() {
        byte[] content = random.bytes(90);
        Part file = dags.balanced(content, 7, 3);
        int ranges = 0;
        for (int from = 0; from < 92; from++) {
            for (int to = from; to < 94; to += 1 + random.below(3)) {
                Set<Cid> expected = new HashSet<>();
                if (from < 90) {
                    model(file.cid(), 0, from, to, expected);
                }
                expected.add(file.cid());
                List<Cid> found = cids(IpfsPath.of(file.cid()), DagSelection.of(EntityBytes.of(from, to)));
                assertThat(found).as("%s %d:%d", random.seed(), from, to).containsExactlyInAnyOrderElementsOf(expected);
                if (from < 90 && to < 90) {
                    assertThat(cids(IpfsPath.of(file.cid()), DagSelection.of(EntityBytes.of(from - 90, to - 90))))
                            .isEqualTo(found);
                }
                ranges++;
            }
        }
        assertThat(ranges).isGreaterThan(1500);
    }

    private void model(Cid cid, long start, long from, long to, Set<Cid> expected) {
        expected.add(cid);
        FileNode node = FileNode.decode(cid, blocks.get(cid).orElseThrow().buffer());
        long at = start + node.data().remaining();
        for (FileNode.Child child : node.children()) {
            if (at <= to && at + child.fileSize() > from) {
                model(child.cid(), at, from, to, expected);
            }
            at += child.fileSize();
        }
    }

    /** A node that is on the edge of the range, and in its middle again: its other parts must not be left out. */
    @Test
    void walk_nodeOnTheEdgeComesAgain_leavesNothingOut() {
        Part a = dags.leaf(new byte[] {1});
        Part b = dags.leaf(new byte[] {2});
        Part c = dags.leaf(new byte[] {3});
        Part abc = dags.file(a, b, c);
        Part root = dags.file(abc, abc, abc);
        assertThat(cids(IpfsPath.of(root.cid()), DagSelection.of(EntityBytes.of(2, 8))))
                .containsExactly(root.cid(), abc.cid(), c.cid(), a.cid(), b.cid());
        assertThat(cids(IpfsPath.of(root.cid()), DagSelection.of(EntityBytes.of(2, 3))))
                .containsExactly(root.cid(), abc.cid(), c.cid(), a.cid());
        assertThat(cids(
                        IpfsPath.of(root.cid()),
                        DagSelection.of(EntityBytes.of(2, 3)).withDuplicates()))
                .containsExactly(root.cid(), abc.cid(), c.cid(), abc.cid(), a.cid());
        Counting source = new Counting();
        walk(source, IpfsPath.of(root.cid()), DagSelection.of(DagScope.ENTITY)).forEachRemaining(block -> {});
        assertThat(source.asked)
                .as("without a range nothing is asked for twice")
                .doesNotHaveDuplicates();
    }

    @Test
    void walk_blocksOutsideOfTheRangeMissing_doNotMatter() {
        Part file = dags.balanced(random.bytes(60), 10, 6);
        List<Cid> all = cids(IpfsPath.of(file.cid()), DagSelection.of(DagScope.ENTITY));
        blocks.delete(all.get(3));
        assertThat(cids(IpfsPath.of(file.cid()), DagSelection.of(EntityBytes.parse("0:19"))))
                .hasSize(3);
        assertThat(cids(IpfsPath.of(file.cid()), DagSelection.of(EntityBytes.parse("30:*"))))
                .hasSize(4);
        BlockNotFoundException e = catchThrowableOfType(
                BlockNotFoundException.class,
                () -> cids(IpfsPath.of(file.cid()), DagSelection.of(EntityBytes.parse("19:20"))));
        assertThat(e.cid()).isEqualTo(all.get(3));
    }

    // ---- pulling

    @Test
    void next_asksForOneBlockAtATime() {
        Part file = dags.balanced(random.bytes(60), 10, 6);
        Counting source = new Counting();
        DagWalk walk = walk(source, IpfsPath.of(file.cid()), DagSelection.of(DagScope.ALL));
        assertThat(walk.hasNext()).isTrue();
        assertThat(source.asked).isEmpty();
        for (int i = 1; i <= 7; i++) {
            assertThat(walk.hasNext()).isTrue();
            walk.next();
            assertThat(source.asked).hasSize(i);
        }
        assertThat(walk.terminal()).contains(file.cid());
        assertThat(walk.hasNext()).isFalse();
        assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
        assertThat(source.asked).hasSize(7);
    }

    @Test
    void next_missingBlockArrivesLater_goesOnWhereItStopped() {
        Part a = dags.leaf(new byte[] {1});
        Part b = dags.leaf(new byte[] {2});
        Part ab = dags.file(a, b);
        Part root = dags.file(ab, dags.leaf(new byte[] {3}), ab);
        for (DagSelection selection : List.of(
                DagSelection.of(DagScope.ENTITY),
                DagSelection.of(EntityBytes.from(1)),
                DagSelection.of(DagScope.ALL).withDuplicates())) {
            List<Cid> expected = cids(IpfsPath.of(root.cid()), selection);
            List<Cid> found = new ArrayList<>();
            // Has a block only when it is asked for it the second time in a row.
            Cid[] refused = new Cid[1];
            DagWalk walk = walk(
                    cid -> {
                        boolean again = cid.equals(refused[0]);
                        refused[0] = again ? null : cid;
                        return again ? blocks.get(cid) : Optional.empty();
                    },
                    IpfsPath.of(root.cid()),
                    selection);
            int failures = 0;
            boolean more = true;
            while (more) {
                try {
                    more = walk.hasNext();
                    if (more) {
                        found.add(walk.next().cid());
                    }
                } catch (BlockNotFoundException e) {
                    failures++;
                }
            }
            assertThat(found).isEqualTo(expected);
            assertThat(failures).isGreaterThanOrEqualTo(expected.size());
        }
    }

    @Test
    void next_sourceLies_isFoundAndNotReturned() {
        Part file = dags.balanced(random.bytes(60), 10, 6);
        Block other = Block.of(Codec.RAW, random.bytes(10));
        for (Cid about : cids(IpfsPath.of(file.cid()), DagSelection.of(DagScope.ALL))) {
            List<Cid> released = new ArrayList<>();
            BlockSource lying = cid -> cid.equals(about) ? Optional.of(other) : blocks.get(cid);
            assertThatThrownBy(() -> walk(lying, IpfsPath.of(file.cid()), DagSelection.of(DagScope.ALL))
                            .forEachRemaining(block -> released.add(block.cid())))
                    .isInstanceOf(BlockMismatchException.class);
            assertThat(released).doesNotContain(about, other.cid());
        }
    }

    // ---- authors that mean harm

    @Test
    void walk_fileSizesThatDisagree_areRefused() {
        Part leaf = dags.leaf(random.bytes(10));
        Part inner = dags.file(leaf);
        for (Part part : List.of(leaf, inner, dags.wrapped(random.bytes(10)))) {
            for (long lie : new long[] {1, 9, 11, 1L << 40}) {
                Cid root = dags.file(new Part(part.cid(), lie)).cid();
                assertRefused(IpfsPath.of(root), DagSelection.of(DagScope.ENTITY), "declares " + lie + " bytes");
                assertThat(cids(IpfsPath.of(root), DagSelection.of(DagScope.ALL)))
                        .hasSizeGreaterThan(1);
            }
            Cid twice = dags.file(part, new Part(part.cid(), 11)).cid();
            assertRefused(IpfsPath.of(twice), DagSelection.of(DagScope.ENTITY), "another 11");
            assertRefused(IpfsPath.of(twice), DagSelection.of(DagScope.ENTITY).withDuplicates(), "declares 11");
        }
    }

    @Test
    void walk_folderAsPartOfAFile_isRefused() {
        Cid folder = dags.folder(Map.of());
        assertRefused(
                IpfsPath.of(dags.file(new Part(folder, 5)).cid()), DagSelection.of(DagScope.ENTITY), "expected a file");
    }

    @Test
    void walk_fileDeeperThanTheLimit_isRefused() {
        Part top = dags.leaf(random.bytes(10));
        for (int level = 0; level < DagLimits.FILE_DEPTH; level++) {
            top = dags.file(top);
        }
        assertThat(cids(IpfsPath.of(top.cid()), DagSelection.of(DagScope.ENTITY)))
                .hasSize(33);
        assertRefused(IpfsPath.of(dags.file(top).cid()), DagSelection.of(DagScope.ENTITY), "below 32 levels");
    }

    @Test
    void walk_everythingDeeperThanTheLimit_isRefused() {
        Cid top = dags.folder(Map.of());
        for (int level = 1; level < DagLimits.DEPTH; level++) {
            top = dags.folder(Map.of("a", top));
        }
        assertThat(cids(IpfsPath.of(top), DagSelection.of(DagScope.ALL))).hasSize(128);
        Cid deeper = dags.folder(Map.of("a", top));
        assertRefused(IpfsPath.of(deeper), DagSelection.of(DagScope.ALL), "more than 128 levels");
        // The path is not part of that depth.
        assertThat(cids(IpfsPath.of(deeper, Collections.nCopies(64, "a")), DagSelection.of(DagScope.ALL)))
                .hasSize(129);
    }

    /** Wide nodes within one another: each level would hold its links while the next one is walked. */
    @Test
    void walk_wideNodesWithinOneAnother_areRefusedBeforeMemoryIsFull() {
        Part leaf = dags.leaf(new byte[] {1});
        Cid top = leaf.cid();
        for (int level = 0; level < 20; level++) {
            Protobuf node = new Protobuf();
            for (int i = 0; i < 8192; i++) {
                node.message(2, Protobuf.link(top, 1));
            }
            top = dags.put(Codec.DAG_PB, node.toBytes());
        }
        for (DagSelection selection : List.of(
                DagSelection.of(DagScope.ALL), DagSelection.of(DagScope.ALL).withDuplicates())) {
            assertRefused(IpfsPath.of(top), selection, "more than 131072 links");
        }
    }

    /** Ten blocks that stand for 100^9 bytes, and as many steps for whoever does not take care. */
    @Test
    void dagBomb_ofNodesLinkingManyTimes_costsNoMoreThanItsBlocks() {
        Part top = dags.leaf(new byte[] {1});
        for (int level = 0; level < 9; level++) {
            Part[] hundred = new Part[100];
            Arrays.fill(hundred, top);
            top = dags.file(hundred);
        }
        assertThat(top.size()).isEqualTo(1_000_000_000_000_000_000L);
        Counting source = new Counting();
        for (DagScope scope : List.of(DagScope.ENTITY, DagScope.ALL)) {
            source.asked.clear();
            walk(source, IpfsPath.of(top.cid()), DagSelection.of(scope)).forEachRemaining(block -> {});
            assertThat(source.asked).hasSize(10);
        }
        source.asked.clear();
        walk(source, IpfsPath.of(top.cid()), DagSelection.of(EntityBytes.parse("123456789:-123456789")))
                .forEachRemaining(block -> {});
        assertThat(source.asked).hasSizeLessThan(40);

        source.asked.clear();
        DagWalk unfolded = walk(
                source, IpfsPath.of(top.cid()), DagSelection.of(DagScope.ALL).withDuplicates());
        for (int i = 0; i < 1000; i++) {
            unfolded.next();
        }
        assertThat(source.asked).as("as many as were taken").hasSize(1000);
    }

    @Test
    void shard_entryInTheWrongBucket_isRefusedWhenListedAndNotFoundWhenLookedUp() {
        Cid leaf = dags.leaf(new byte[1]).cid();
        int right = NameHash.of("name").bucket(0, 256);
        Cid wrong = dags.lawlessShard(256, new TreeMap<>(Map.of((right + 1) % 256, new LawlessLink("name", leaf))));
        assertRefused(IpfsPath.of(wrong), DagSelection.of(DagScope.ENTITY), "does not belong there at level 0");
        assertThatThrownBy(() -> PathResolution.of(blocks, IpfsPath.of(wrong, "name")))
                .isInstanceOf(PathNotFoundException.class);
    }

    /** A shard that is right by itself, hung into another bucket: its names have other buckets above. */
    @Test
    void shard_hungIntoAnotherBucket_isRefusedWhenListed() {
        Map<String, Cid> many = manyFiles(2000);
        Cid root = dags.sharded(many);
        ShardNode top = (ShardNode) UnixFsNode.of(blocks.get(root).orElseThrow());
        ShardNode.Slot deeper = top.slots().stream()
                .filter(ShardNode.Deeper.class::isInstance)
                .findFirst()
                .orElseThrow();
        Cid moved = dags.lawlessShard(
                256, new TreeMap<>(Map.of((deeper.bucket() + 1) % 256, new LawlessLink("", deeper.cid()))));
        assertThatThrownBy(() -> cids(IpfsPath.of(moved), DagSelection.of(DagScope.ENTITY)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("does not belong there at level 1");
    }

    @Test
    void shard_otherFanoutThanAbove_isRefused() {
        Cid leaf = dags.leaf(new byte[1]).cid();
        NameHash hash = NameHash.of("name");
        Cid below = dags.lawlessShard(8, new TreeMap<>(Map.of(hash.bucket(1, 8), new LawlessLink("name", leaf))));
        Cid root = dags.lawlessShard(256, new TreeMap<>(Map.of(hash.bucket(0, 256), new LawlessLink("", below))));
        assertRefused(IpfsPath.of(root), DagSelection.of(DagScope.ENTITY), "expected the fanout of the shards above");
        assertThatThrownBy(() -> PathResolution.of(blocks, IpfsPath.of(root, "name")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("expected the fanout of the shards above");
    }

    @Test
    void shard_fileOrFolderInPlaceOfAShard_isRefused() {
        int bucket = NameHash.of("name").bucket(0, 256);
        for (Cid other : List.of(dags.leaf(new byte[1]).cid(), dags.folder(Map.of()), dags.symlink("x"))) {
            Cid root = dags.lawlessShard(256, new TreeMap<>(Map.of(bucket, new LawlessLink("", other))));
            assertRefused(IpfsPath.of(root), DagSelection.of(DagScope.ENTITY), "expected a shard");
            assertThatThrownBy(() -> PathResolution.of(blocks, IpfsPath.of(root, "name")))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("expected a shard");
        }
    }

    /** Shards without names, each linked from all buckets of the one above: 256^7 of them behind eight blocks. */
    @Test
    void dagBomb_ofEmptyShards_isRefused() {
        Cid below = dags.sharded(Map.of());
        for (int level = 0; level < 7; level++) {
            TreeMap<Integer, LawlessLink> all = new TreeMap<>();
            for (int bucket = 0; bucket < 256; bucket++) {
                all.put(bucket, new LawlessLink("", below));
            }
            below = dags.lawlessShard(256, all);
        }
        assertRefused(IpfsPath.of(below), DagSelection.of(DagScope.ENTITY), "only the root of a folder may be empty");
        assertRefused(
                IpfsPath.of(below),
                DagSelection.of(DagScope.ENTITY).withDuplicates(),
                "only the root of a folder may be empty");
    }

    @Test
    void shard_moreLevelsThanTheHashHasBits_isRefused() {
        Cid below = dags.sharded(Map.of("name", dags.leaf(new byte[1]).cid()));
        NameHash hash = NameHash.of("name");
        for (int level = 8; level >= 0; level--) {
            int bucket = level < 8 ? hash.bucket(level, 256) : 0;
            below = dags.lawlessShard(256, new TreeMap<>(Map.of(bucket, new LawlessLink("", below))));
        }
        assertRefused(IpfsPath.of(below), DagSelection.of(DagScope.ENTITY), "at most 8 levels");
        Cid root = below;
        assertThatThrownBy(() -> PathResolution.of(blocks, IpfsPath.of(root, "name")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most 8 levels");
    }

    // ---- what the walks are made of

    private Map<String, Cid> manyFiles(int count) {
        Map<String, Cid> files = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            files.put(
                    "file " + i,
                    dags.leaf(("content " + i).getBytes(StandardCharsets.UTF_8)).cid());
        }
        return files;
    }

    /** Returns a name that is in a shard below the root. */
    private String deepName(Cid sharded, Map<String, Cid> entries) {
        return entries.keySet().stream()
                .filter(name -> PathResolution.of(blocks, IpfsPath.of(sharded, name))
                                .visited()
                                .size()
                        > 1)
                .findFirst()
                .orElseThrow();
    }

    private static String sameBuckets(String name, int levels) {
        NameHash wanted = NameHash.of(name);
        for (int i = 0; ; i++) {
            NameHash hash = NameHash.of("absent " + i);
            int same = 0;
            while (same < levels && hash.bucket(same, 256) == wanted.bucket(same, 256)) {
                same++;
            }
            if (same == levels) {
                return "absent " + i;
            }
        }
    }

    private static DagWalk walk(BlockSource source, IpfsPath path, DagSelection selection) {
        return DagWalk.of(source, path, selection);
    }

    private List<Cid> cids(IpfsPath path, DagSelection selection) {
        List<Cid> found = new ArrayList<>();
        walk(blocks, path, selection).forEachRemaining(block -> found.add(block.cid()));
        return found;
    }

    private void assertRefused(IpfsPath path, DagSelection selection, String reason) {
        DagWalk walk = walk(blocks, path, selection);
        assertThatThrownBy(() -> walk.forEachRemaining(block -> {}))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(walk::hasNext).isInstanceOf(MalformedException.class);
    }
}
