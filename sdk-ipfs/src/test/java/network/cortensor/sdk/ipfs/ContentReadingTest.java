package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.Dags.Part;
import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.NameHash;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ContentReadingTest {
    private final SeededRandom random = SeededRandom.create("ContentReadingTest");
    private final CountingBlockStore blocks = new CountingBlockStore(BlockStore.memory());
    private final Dags dags = new Dags(blocks);
    private final ContentStore store = ContentStore.on(blocks);

    // ---- ranges

    @Test
    void range_anyPart_givesItsBytesAndReadsNoLeafOutside() throws IOException {
        byte[] content = random.bytes(60);
        Part file = dags.balanced(content, 5, 3);
        for (int from = 0; from <= 62; from++) {
            for (int length = 0; length <= 63; length += 1 + random.below(2)) {
                blocks.takeAsked();
                try (InputStream range = store.range(file.cid(), from, length)) {
                    int start = Math.min(from, 60);
                    int end = Math.min(from + length, 60);
                    assertThat(range.readAllBytes())
                            .as("%s %d+%d", random.seed(), from, length)
                            .isEqualTo(Arrays.copyOfRange(content, start, end));
                    long leaves = blocks.takeAsked().stream()
                            .filter(cid -> cid.codec() == Codec.RAW)
                            .count();
                    assertThat(leaves).isEqualTo(start == end ? 0 : (end - 1) / 5 - start / 5 + 1);
                }
            }
        }
        try (InputStream rest = store.range(file.cid(), 59, Long.MAX_VALUE);
                InputStream behind = store.range(file.cid(), Long.MAX_VALUE, Long.MAX_VALUE)) {
            assertThat(rest.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 59, 60));
            assertThat(behind.read()).isEqualTo(-1);
        }
    }

    @Test
    void range_negative_isAWrongCall() {
        Cid cid = dags.leaf(new byte[3]).cid();
        assertThatIllegalArgumentException().isThrownBy(() -> store.range(cid, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.range(cid, 0, -1));
    }

    @Test
    void range_blocksOutsideMissing_doNotMatter() throws IOException {
        byte[] content = random.bytes(60);
        Part file = dags.balanced(content, 5, 20);
        try (InputStream all = store.get(file.cid())) {
            blocks.takeAsked();
            all.readAllBytes();
        }
        List<Cid> leaves = blocks.takeAsked();
        blocks.delete(leaves.get(0));
        blocks.delete(leaves.get(11));
        try (InputStream range = store.range(file.cid(), 5, 50)) {
            assertThat(range.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 5, 55));
        }
        try (InputStream range = store.range(file.cid(), 4, 50)) {
            BlockNotFoundException e = catchThrowableOfType(BlockNotFoundException.class, range::read);
            assertThat(e.cid()).isEqualTo(leaves.get(0));
        }
    }

    /** A leaf that is skipped is not proven; one that is read is, also if only a part of it is wanted. */
    @Test
    void range_partOfACorruptLeaf_releasesNothing() throws IOException {
        byte[] content = random.bytes(60);
        Part file = dags.balanced(content, 5, 20);
        Block other = Block.of(Codec.RAW, random.bytes(5));
        Cid second = Block.of(Codec.RAW, Arrays.copyOfRange(content, 5, 10)).cid();
        BlockSource lying = cid -> cid.equals(second) ? Optional.of(other) : blocks.get(cid);
        ContentStore source = ContentStore.on(BlockStore.readThrough(BlockStore.memory(), lying));
        try (InputStream range = source.range(file.cid(), 9, 5)) {
            assertThatThrownBy(range::read).isInstanceOf(BlockMismatchException.class);
        }
        try (InputStream range = source.range(file.cid(), 10, 5)) {
            assertThat(range.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 10, 15));
        }
    }

    @Test
    void skip_anyWay_givesTheSameBytesAsReading() throws IOException {
        byte[] content = random.bytes(300);
        Part file = dags.balanced(content, 7, 4);
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            int at = random.below(50);
            int end = 250 + random.below(51);
            try (InputStream in = store.range(file.cid(), at, end - at)) {
                while (at < end) {
                    int count = 1 + random.below(40);
                    if (random.below(2) == 0) {
                        assertThat(in.skip(count)).isEqualTo(Math.min(count, end - at));
                    } else {
                        byte[] part = in.readNBytes(count);
                        read.writeBytes(part);
                        expected.write(content, at, Math.min(count, end - at));
                    }
                    at += Math.min(count, end - at);
                    assertThat(in.available()).isBetween(0, end - at);
                }
                assertThat(in.read()).isEqualTo(-1);
                assertThat(in.skip(1)).isZero();
            }
            assertThat(read.toByteArray()).as(random.seed()).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void skip_readsNoBlock() throws IOException {
        Part file = dags.balanced(random.bytes(300), 7, 4);
        try (InputStream in = store.get(file.cid())) {
            blocks.takeAsked();
            assertThat(in.skip(-5)).isZero();
            assertThat(in.skip(299)).isEqualTo(299);
            assertThat(blocks.takeAsked()).isEmpty();
            in.read();
            assertThat(blocks.takeAsked())
                    .as("the nodes on the way and one leaf")
                    .hasSizeBetween(2, 4);
            assertThat(in.skip(9)).isZero();
        }
        InputStream closed = store.get(file.cid());
        closed.close();
        assertThatThrownBy(() -> closed.skip(1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> closed.transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class);
    }

    // ---- paths

    @Test
    void get_throughFoldersOfBothKinds_givesTheFile() throws IOException {
        byte[] content = random.bytes(50);
        Part file = dags.balanced(content, 5, 3);
        Map<String, Cid> many = manyFiles(500);
        many.put("the file", file.cid());
        Cid root = dags.folder(Map.of("small", dags.folder(Map.of("big", dags.sharded(many)))));
        IpfsPath path = IpfsPath.of(root, "small", "big", "the file");
        assertThat(store.resolve(path)).isEqualTo(file.cid());
        assertThat(store.get(path, 50)).isEqualTo(content);
        try (InputStream whole = store.get(path);
                InputStream range = store.range(path, 10, 20)) {
            assertThat(whole.readAllBytes()).isEqualTo(content);
            assertThat(range.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 10, 30));
        }
        assertThatThrownBy(() -> store.get(IpfsPath.of(root, "small", "none")))
                .isInstanceOf(PathNotFoundException.class);
        assertThatThrownBy(() -> store.get(path.child("x"))).isInstanceOf(PathNotFoundException.class);
        assertThatThrownBy(() -> store.get(IpfsPath.of(root, "small")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("expected a file");
        assertThatThrownBy(() -> store.get(path, 49)).isInstanceOf(ContentTooLargeException.class);
    }

    // ---- folders

    @Test
    void ls_smallFolder_isTheAuthorsOrderAndReadsOneBlock() {
        Cid file = dags.leaf(random.bytes(5)).cid();
        Cid inner = dags.folder(Map.of());
        Cid root = dags.folder(Map.of("b", file, "a", inner, "..", file, "a/b", file, "", inner));
        blocks.takeAsked();
        List<DirectoryEntry> entries = store.ls(root).toList();
        assertThat(blocks.takeAsked()).containsExactly(root);
        assertThat(entries).extracting(DirectoryEntry::name).containsExactly("", "..", "a", "a/b", "b");
        assertThat(entries).extracting(DirectoryEntry::cid).containsExactly(inner, file, inner, file, file);
        assertThat(entries.get(1).kind()).contains(ContentKind.FILE);
        assertThat(entries.get(2).kind()).isEmpty();
        assertThat(entries).allSatisfy(entry -> assertThat(entry.declaredSize()).isEqualTo(1));
        assertThat(entries.get(4)).hasToString("DirectoryEntry[" + file + "]");
        assertThat(entries.get(4))
                .isNotEqualTo(entries.get(1))
                .isEqualTo(store.ls(root).toList().get(4));
    }

    @Test
    void ls_shardedFolder_isLazyAndComplete() {
        Map<String, Cid> many = manyFiles(3000);
        Cid root = dags.sharded(many);
        blocks.takeAsked();
        try (Stream<DirectoryEntry> entries = store.ls(root)) {
            assertThat(blocks.takeAsked()).containsExactly(root);
            assertThat(entries.findFirst()).isPresent();
            assertThat(blocks.takeAsked()).hasSizeLessThan(5);
        }
        List<DirectoryEntry> all = store.ls(IpfsPath.of(root)).toList();
        Map<String, Cid> found = new TreeMap<>();
        all.forEach(entry -> found.put(entry.name(), entry.cid()));
        assertThat(all).hasSize(3000);
        assertThat(found).isEqualTo(new TreeMap<>(many));
        assertThat(store.ls(root).toList()).isEqualTo(all);
    }

    @Test
    void ls_shardMissing_givesWhatComesBeforeAndNamesIt() {
        Cid root = dags.sharded(manyFiles(3000));
        blocks.takeAsked();
        List<DirectoryEntry> all = store.ls(root).toList();
        List<Cid> shards = blocks.takeAsked();
        Block gone = blocks.get(shards.get(100)).orElseThrow();
        blocks.delete(gone.cid());
        List<DirectoryEntry> released = new ArrayList<>();
        Iterator<DirectoryEntry> entries = store.ls(root).iterator();
        BlockNotFoundException e =
                catchThrowableOfType(BlockNotFoundException.class, () -> entries.forEachRemaining(released::add));
        assertThat(e.cid()).isEqualTo(gone.cid());
        assertThat(released).isEqualTo(all.subList(0, released.size())).isNotEmpty();
    }

    @Test
    void ls_whatIsNoFolder_isRefused() {
        Part file = dags.leaf(new byte[3]);
        for (Cid other : List.of(file.cid(), dags.file(file).cid(), dags.symlink("x"))) {
            assertThatThrownBy(() -> store.ls(other))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("expected a folder");
        }
    }

    /** The entry could be listed, but not looked up: then two readers of one folder would see two folders. */
    @Test
    void ls_entryInTheWrongBucket_isRefused() {
        int right = NameHash.of("name").bucket(0, 256);
        Cid wrong = dags.lawlessShard(
                256,
                new TreeMap<>(Map.of(
                        (right + 1) % 256,
                        new Dags.LawlessLink("name", dags.leaf(new byte[1]).cid()))));
        assertThatThrownBy(() -> store.ls(wrong).toList())
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("does not belong there");
    }

    @Test
    void stat_eachKind_saysWhatTheRootSays() {
        Instant time = Instant.parse("2024-02-29T12:00:00.123456789Z");
        Part raw = dags.leaf(random.bytes(9));
        Part large = dags.balanced(random.bytes(90), 9, 10);
        Cid symlink = dags.symlink("../żółw");
        Cid folder = dags.folder(
                Map.of("raw", raw.cid(), "large", large.cid(), "symlink", symlink),
                Attributes.NONE.withMode(0755).withModificationTime(time));
        Cid sharded = dags.sharded(manyFiles(2000));

        ContentStat ofRaw = store.stat(IpfsPath.of(folder, "raw"));
        assertThat(ofRaw.cid()).isEqualTo(raw.cid());
        assertThat(ofRaw.kind()).isEqualTo(ContentKind.FILE);
        assertThat(ofRaw.size()).hasValue(9);
        assertThat(ofRaw.isSizeProven()).isTrue();
        assertThat(ofRaw.links()).isZero();
        assertThat(ofRaw.rootBlockSize()).isEqualTo(9);
        assertThat(ofRaw.mode()).isEmpty();
        assertThat(ofRaw.modificationTime()).isEmpty();
        assertThat(ofRaw.symlinkTarget()).isEmpty();

        ContentStat ofLarge = store.stat(large.cid());
        assertThat(ofLarge.kind()).isEqualTo(ContentKind.FILE);
        assertThat(ofLarge.size()).hasValue(90);
        assertThat(ofLarge.isSizeProven()).isFalse();
        assertThat(ofLarge.links()).isEqualTo(10);
        assertThat(ofLarge).hasToString("ContentStat[" + large.cid() + ", FILE, 90 bytes]");

        ContentStat ofFolder = store.stat(folder);
        assertThat(ofFolder.kind()).isEqualTo(ContentKind.FOLDER);
        assertThat(ofFolder.size()).isEmpty();
        assertThat(ofFolder.isSizeProven()).isFalse();
        assertThat(ofFolder.isSharded()).isFalse();
        assertThat(ofFolder.links()).isEqualTo(3);
        assertThat(ofFolder.mode()).hasValue(0755);
        assertThat(ofFolder.modificationTime()).contains(time);
        assertThat(ofFolder).hasToString("ContentStat[" + folder + ", FOLDER]");

        ContentStat ofSharded = store.stat(sharded);
        assertThat(ofSharded.kind()).isEqualTo(ContentKind.FOLDER);
        assertThat(ofSharded.isSharded()).isTrue();
        assertThat(ofSharded.links()).isBetween(200, 256);

        ContentStat ofSymlink = store.stat(IpfsPath.of(folder, "symlink"));
        assertThat(ofSymlink.kind()).isEqualTo(ContentKind.SYMLINK);
        assertThat(ofSymlink.symlinkTarget()).contains("../żółw");
        assertThat(ofSymlink.size()).hasValue(10);
        assertThat(ofSymlink.isSizeProven()).isTrue();

        Cid cbor = dags.put(Codec.DAG_CBOR, new byte[] {(byte) 0xa0});
        assertThatThrownBy(() -> store.stat(cbor)).isInstanceOf(MalformedException.class);
    }

    @Test
    void has_folders_looksForEverythingInThem() {
        Part shared = dags.leaf(random.bytes(4));
        Part file = dags.balanced(random.bytes(90), 9, 4);
        Map<String, Cid> many = manyFiles(600);
        many.put("file", file.cid());
        Cid inlined = Cid.of(Codec.RAW, HashFunction.IDENTITY, new byte[3]);
        Cid json = dags.put(Codec.DAG_JSON, "{}".getBytes(StandardCharsets.UTF_8));
        Cid cbor = dags.put(Codec.DAG_CBOR, new byte[] {(byte) 0xa0});
        Cid root = dags.folder(Map.of(
                "big",
                dags.sharded(many),
                "link",
                dags.symlink("x"),
                "shared",
                shared.cid(),
                "inlined",
                inlined,
                "json",
                json,
                "cbor",
                cbor));
        blocks.takeAsked();
        assertThat(store.has(root)).isTrue();
        List<Cid> nodes = blocks.takeAsked();
        assertThat(nodes).doesNotHaveDuplicates().noneMatch(cid -> cid.codec() == Codec.RAW);
        List<Cid> all = new ArrayList<>(nodes);
        all.add(shared.cid());
        all.add(json);
        all.add(many.get("file 7"));
        for (Cid cid : all) {
            Block gone = blocks.get(cid).orElseThrow();
            blocks.delete(cid);
            assertThat(store.has(root)).as("without %s", cid).isFalse();
            blocks.put(gone);
        }
        assertThat(store.has(root)).isTrue();
    }

    @Test
    void has_partOfAFileThatIsNoFile_isRefused() {
        for (Cid other : List.of(
                dags.folder(Map.of()),
                dags.symlink("x"),
                dags.put(Codec.DAG_CBOR, new byte[] {(byte) 0xa0}),
                dags.put(Codec.DAG_JSON, new byte[] {'{', '}'}))) {
            Cid root = dags.file(new Part(other, 5)).cid();
            assertThatThrownBy(() -> store.has(root)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void has_cancelledOnTheWay_stopsAlsoBeforeLeaves() {
        Cid leaf = dags.leaf(random.bytes(5)).cid();
        Cid root = dags.folder(Map.of("file", leaf));
        for (Cid cid : List.of(root, leaf)) {
            Cancellation cancellation = new Cancellation();
            CallOptions options = CallOptions.builder()
                    .cancellation(cancellation)
                    .progress(progress -> cancellation.cancel())
                    .build();
            if (cid.equals(leaf)) {
                cancellation.cancel();
            }
            assertThatThrownBy(() -> store.has(cid, options)).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void has_progress_countsTheBlocksThatAreRead() {
        Cid root = dags.folder(
                Map.of("file", dags.balanced(random.bytes(60), 10, 3).cid()));
        List<Progress> told = new ArrayList<>();
        assertThat(store.has(root, CallOptions.builder().progress(told::add).build()))
                .isTrue();
        assertThat(told).extracting(Progress::blocks).containsExactly(1L, 2L, 3L, 4L);
    }

    /** A part of a file has other rules than an entry of a folder: having been the one proves nothing about the other. */
    @Test
    void has_nodeAsEntryAndAsPart_isCheckedAsBoth() {
        Cid folder = dags.folder(Map.of());
        Cid root = dags.folder(Map.of("a", dags.file(new Part(folder, 5)).cid(), "b", folder));
        assertThatThrownBy(() -> store.has(root)).isInstanceOf(MalformedException.class);
    }

    /** Blocks with links are fetched, and then they are here; of leaves only those count that are here already. */
    @Test
    void has_onReadThrough_fetchesNodesAndNoLeaves() {
        Part file = dags.balanced(random.bytes(60), 10, 3);
        BlockStore local = BlockStore.memory();
        ContentStore through = ContentStore.on(BlockStore.readThrough(local, blocks));
        blocks.takeAsked();
        assertThat(through.has(file.cid(), CallOptions.none())).isFalse();
        assertThat(blocks.takeAsked()).isNotEmpty().noneMatch(cid -> cid.codec() == Codec.RAW);
        assertThat(local.has(file.cid())).isTrue();
        assertThat(through.get(file.cid(), 60)).hasSize(60);
        assertThat(through.has(file.cid(), CallOptions.none())).isTrue();
        assertThat(ContentStore.on(local).has(file.cid())).isTrue();
    }

    // ---- options

    @Test
    void get_cancelled_stopsBeforeTheNextBlock() throws IOException {
        byte[] content = random.bytes(60);
        Part file = dags.balanced(content, 10, 6);
        Cancellation cancellation = new Cancellation();
        CallOptions options = CallOptions.builder().cancellation(cancellation).build();
        try (InputStream in = store.get(file.cid(), options)) {
            assertThat(in.readNBytes(15)).isEqualTo(Arrays.copyOf(content, 15));
            cancellation.cancel();
            assertThat(in.readNBytes(5)).as("what has been verified").isEqualTo(Arrays.copyOfRange(content, 15, 20));
            assertThatThrownBy(in::read).isInstanceOf(CancelledException.class);
            assertThatThrownBy(() -> in.readNBytes(5)).isInstanceOf(CancelledException.class);
        }
        Cid folder = dags.folder(Map.of("file", file.cid()));
        assertEachCallThrows(folder, options, CancelledException.class);
    }

    @Test
    void get_timeOver_throwsDeadlineExceeded() {
        Cid folder = dags.folder(
                Map.of("file", dags.balanced(random.bytes(60), 10, 6).cid()));
        CallOptions options = CallOptions.builder().timeout(Duration.ofNanos(1)).build();
        assertEachCallThrows(folder, options, DeadlineExceededException.class);
    }

    @Test
    void get_interrupted_throwsAndKeepsTheFlag() {
        Cid cid = dags.leaf(new byte[5]).cid();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> store.get(cid)).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private void assertEachCallThrows(Cid folder, CallOptions options, Class<? extends IpfsException> expected) {
        IpfsPath path = IpfsPath.of(folder, "file");
        assertThatThrownBy(() -> store.get(path, options)).isInstanceOf(expected);
        assertThatThrownBy(() -> store.get(path, 100, options)).isInstanceOf(expected);
        assertThatThrownBy(() -> store.range(path, 0, 1, options)).isInstanceOf(expected);
        assertThatThrownBy(() -> store.resolve(path, options)).isInstanceOf(expected);
        assertThatThrownBy(() -> store.stat(path, options)).isInstanceOf(expected);
        assertThatThrownBy(() -> store.ls(IpfsPath.of(folder), options)).isInstanceOf(expected);
        assertThatThrownBy(() -> store.has(folder, options)).isInstanceOf(expected);
    }

    @Test
    void get_progress_addsUpToTheRange() throws IOException {
        Part file = dags.balanced(random.bytes(60), 10, 3);
        List<Progress> told = new ArrayList<>();
        CallOptions options = CallOptions.builder().progress(told::add).build();
        try (InputStream in = store.range(IpfsPath.of(file.cid()), 5, 43, options)) {
            assertThat(in.readNBytes(3)).hasSize(3);
            assertThat(in.skip(20)).isEqualTo(20);
            assertThat(in.readAllBytes()).hasSize(20);
        }
        assertThat(told).isSortedAccordingTo((a, b) -> Long.compare(a.bytes(), b.bytes()));
        Progress last = told.get(told.size() - 1);
        assertThat(last.bytes()).isEqualTo(43);
        assertThat(last.totalBytes()).isEqualTo(43);
        assertThat(last.blocks()).as("root, two nodes, leaves 0, 2, 3, 4").isEqualTo(7);
    }

    @Test
    void get_listenerThrows_readingOnRepeatsNothing() throws IOException {
        byte[] content = random.bytes(60);
        Part file = dags.balanced(content, 10, 3);
        int[] calls = new int[1];
        List<Long> told = new ArrayList<>();
        CallOptions options = CallOptions.builder()
                .progress(progress -> {
                    // The root lets the stream open; of the rest every other block is too much for this listener.
                    if (calls[0]++ % 2 == 1) {
                        throw new IllegalStateException("the listener fails");
                    }
                    told.add(progress.bytes());
                })
                .build();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        int failures = 0;
        try (InputStream in = store.get(file.cid(), options)) {
            boolean more = true;
            while (more) {
                try {
                    int next = in.read();
                    more = next >= 0;
                    if (more) {
                        read.write(next);
                    }
                } catch (IllegalStateException e) {
                    failures++;
                }
            }
        }
        assertThat(failures).isEqualTo(4);
        assertThat(read.toByteArray()).isEqualTo(content);
        assertThat(told).isSorted().allMatch(bytes -> bytes <= 60);
    }

    /** Twelve blocks that stand for folders in folders, 8192^10 of them. */
    @Test
    void dagBomb_ofFolders_costsReadersNoMoreThanTheyAskFor() {
        Cid top = dags.leaf(new byte[1]).cid();
        for (int level = 0; level < 10; level++) {
            Map<String, Cid> wide = new LinkedHashMap<>();
            for (int i = 0; i < 8192; i++) {
                wide.put("n" + i, top);
            }
            top = dags.folder(wide);
        }
        Cid root = top;
        blocks.takeAsked();
        assertThat(store.ls(root).count()).isEqualTo(8192);
        assertThat(store.get(IpfsPath.of(root, Collections.nCopies(10, "n77")), 1))
                .hasSize(1);
        assertThat(store.has(root)).isTrue();
        assertThat(blocks.takeAsked()).hasSizeLessThan(30);
    }

    private Map<String, Cid> manyFiles(int count) {
        Map<String, Cid> files = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            files.put(
                    "file " + i,
                    dags.leaf(("content " + i).getBytes(StandardCharsets.UTF_8)).cid());
        }
        return files;
    }
}
