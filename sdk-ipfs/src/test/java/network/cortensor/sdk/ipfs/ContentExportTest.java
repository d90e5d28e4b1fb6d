package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.Dags.Part;
import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;
import network.cortensor.sdk.ipfs.internal.unixfs.NameHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ContentExportTest {
    private final SeededRandom random = SeededRandom.create("ContentExportTest");
    private final BlockStore blocks = BlockStore.memory();
    private final Dags dags = new Dags(blocks);
    private final ContentStore store = ContentStore.on(blocks);

    @TempDir
    Path folder = Path.of("set by JUnit");

    private Path target() {
        return folder.resolve("target");
    }

    @Test
    void export_tree_isTheSameTreeWhenAddedAgain() throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        Files.write(source.resolve("large"), random.bytes(3 << 20));
        Files.write(source.resolve(".hidden"), random.bytes(10));
        Files.createFile(source.resolve("empty"));
        Files.createSymbolicLink(source.resolve("a link"), Path.of("large"));
        Files.createSymbolicLink(source.resolve("nowhere"), Path.of("/does/not/exist"));
        Files.createDirectories(source.resolve("in/ner/most"));
        Path many = Files.createDirectory(source.resolve("many"));
        for (int i = 0; i < 5000; i++) {
            Files.write(many.resolve("a file with quite a long name, number " + i), new byte[] {(byte) i});
        }
        Cid cid = store.add(source);
        assertThat(store.stat(IpfsPath.of(cid, "many")).isSharded()).isTrue();

        store.export(cid, target());
        assertThat(store.add(target())).isEqualTo(cid);
        assertThat(Files.isSymbolicLink(target().resolve("a link"))).isTrue();
        assertThat(leftovers()).isEmpty();

        Path sub = folder.resolve("sub");
        store.export(IpfsPath.of(cid, "in"), sub, CallOptions.none());
        assertThat(Files.isDirectory(sub.resolve("ner/most"))).isTrue();
    }

    @Test
    void export_namesBeyondAscii_haveTheirBytesWhateverTheLocale() {
        Cid file = dags.leaf(random.bytes(5)).cid();
        Cid cid =
                dags.folder(Map.of("żółć", file, "𝄞", file, "a b%20", file, "łącze", dags.symlink("ż/ó"), "\n", file));
        store.export(cid, target());
        assertThat(store.add(target()))
                .isEqualTo(store.addFolder(
                        Map.of("żółć", file, "𝄞", file, "a b%20", file, "łącze", dags.symlink("ż/ó"), "\n", file)));
    }

    @Test
    void export_fileOrSymlinkAlone_isWritten() throws IOException {
        byte[] content = random.bytes(100);
        store.export(dags.balanced(content, 7, 3).cid(), target());
        assertThat(target()).hasBinaryContent(content);
        Path link = folder.resolve("link");
        store.export(dags.symlink("../x/y"), link);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("../x/y"));
        Path empty = folder.resolve("empty");
        store.export(dags.leaf(new byte[0]).cid(), empty);
        assertThat(empty).isEmptyFile();
    }

    @Test
    void export_intoAnEmptyFolder_fillsIt() throws IOException {
        Files.createDirectory(target());
        store.export(dags.folder(Map.of("a", dags.leaf(new byte[1]).cid())), target());
        assertThat(target().resolve("a")).hasBinaryContent(new byte[1]);
    }

    @Test
    void export_targetExists_nothingIsWrittenOver() throws IOException {
        Cid file = dags.leaf(random.bytes(5)).cid();
        Cid tree = dags.folder(Map.of("a", file));
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.write(full.resolve("x"), new byte[1]);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nothing"));
        for (Path taken : List.of(full, full.resolve("x"), link, dangling)) {
            for (Cid cid : List.of(tree, file, dags.symlink("x"))) {
                assertThatThrownBy(() -> store.export(cid, taken))
                        .isInstanceOf(UncheckedIOException.class)
                        .hasCauseInstanceOf(FileAlreadyExistsException.class);
            }
        }
        assertThatThrownBy(() -> store.export(file, elsewhere)).hasCauseInstanceOf(FileAlreadyExistsException.class);
        assertThat(full.resolve("x")).hasBinaryContent(new byte[1]);
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(folder.resolve("nothing")).doesNotExist();
        assertThatThrownBy(() -> store.export(file, folder.resolve("no/such/folder")))
                .isInstanceOf(UncheckedIOException.class);
    }

    // ---- names that lead elsewhere

    @Test
    void export_namesThatAreNoNames_areRefusedAndNothingIsWrittenOutside() throws IOException {
        Cid file = dags.leaf(random.bytes(5)).cid();
        Cid tree = dags.folder(Map.of("x", file));
        Path below = Files.createDirectory(folder.resolve("below"));
        List<String> names = List.of(
                "",
                ".",
                "..",
                "/",
                "/etc",
                "../escaped",
                "a/b",
                "a/../../escaped",
                "./x",
                "x/",
                "\0",
                "x\0y",
                "../ż",
                "ż/..");
        int refused = 0;
        for (String name : names) {
            for (Cid cid : List.of(file, tree, dags.symlink("x"))) {
                Path inner = below.resolve("t" + refused);
                Cid root = dags.folder(Map.of(name, cid));
                assertThatThrownBy(() -> store.export(root, inner))
                        .as("entry %s", name)
                        .isInstanceOf(MalformedException.class)
                        .hasMessageNotContaining("escaped");
                assertThat(inner).isEmptyDirectory();
                refused++;
            }
        }
        assertThat(refused).isEqualTo(42);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(below);
        }
        assertThat(Path.of("/etc/x")).doesNotExist();
    }

    @Test
    void export_namesThatAreNoNamesInAShard_areRefused() {
        Cid file = dags.leaf(random.bytes(5)).cid();
        for (String name : List.of("..", "../escaped", "/etc", "a/b")) {
            int bucket = NameHash.of(name).bucket(0, 256);
            Cid root = dags.lawlessShard(256, new TreeMap<>(Map.of(bucket, new Dags.LawlessLink(name, file))));
            Path inner = folder.resolve("t" + bucket);
            assertThatThrownBy(() -> store.export(root, inner)).isInstanceOf(MalformedException.class);
        }
        assertThat(folder.resolve("escaped")).doesNotExist();
    }

    /** A symlink to the outside, and other things beside it: all of them must be where their names say. */
    @Test
    void export_symlinkToTheOutside_isMadeLastAndNothingGoesThroughIt() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Cid file = dags.leaf(random.bytes(5)).cid();
        Map<String, Cid> entries = new LinkedHashMap<>();
        entries.put("a", dags.symlink(outside.toString()));
        entries.put("b", dags.folder(Map.of("up", dags.symlink(".."), "x", file)));
        entries.put("c", dags.symlink("b"));
        entries.put("d", file);
        Cid tree = dags.folder(entries);
        // The file at the end is missing: then no symlink of this folder may have been made.
        Cid missing = Block.of(Codec.RAW, new byte[] {9}).cid();
        entries.put("e", missing);
        Cid broken = dags.folder(entries);
        assertThatThrownBy(() -> store.export(broken, target())).isInstanceOf(BlockNotFoundException.class);
        assertThat(target().resolve("d")).exists();
        assertThat(Files.exists(target().resolve("a"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();

        Path whole = folder.resolve("whole");
        store.export(tree, whole);
        assertThat(Files.readSymbolicLink(whole.resolve("a"))).isEqualTo(outside);
        assertThat(Files.readSymbolicLink(whole.resolve("b/up"))).isEqualTo(Path.of(".."));
        assertThat(outside).isEmptyDirectory();
    }

    /** Their targets would be memory that the author chooses: 8192 links to one block count as often. */
    @Test
    void export_symlinksOfAFolder_areReadAgainWhenMade() throws IOException {
        CountingBlockStore counting = new CountingBlockStore(blocks);
        Cid file = dags.leaf(random.bytes(5)).cid();
        Cid first = dags.symlink("x".repeat(4000));
        Cid second = dags.symlink("y");
        Cid tree = dags.folder(Map.of("a", first, "b", second, "c", file));
        ContentStore.on(counting).export(tree, target());
        assertThat(counting.takeAsked()).containsExactly(tree, first, second, file, first, second);
        assertThat(Files.readSymbolicLink(target().resolve("a"))).isEqualTo(Path.of("x".repeat(4000)));
        assertThat(Files.readSymbolicLink(target().resolve("b"))).isEqualTo(Path.of("y"));
    }

    @Test
    void export_targetLongerThanAnyPath_isRefused() {
        byte[] target = "a".repeat(4097).getBytes(StandardCharsets.UTF_8);
        Protobuf symlink = new Protobuf().number(1, 4).bytes(2, target);
        Cid cid = dags.put(Codec.DAG_PB, new Protobuf().message(1, symlink).toBytes());
        assertThatThrownBy(() -> store.export(dags.folder(Map.of("a", cid)), target()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("4097 bytes");
        assertThat(target()).isEmptyDirectory();
    }

    /** What a file system that ignores case does: the second of two names finds the first one in its place. */
    @Test
    void export_placeTakenMeanwhile_isNotWrittenOver() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Cid file = dags.leaf(random.bytes(5)).cid();
        Cid first = dags.leaf(new byte[] {1}).cid();
        for (Cid second : List.of(file, dags.folder(Map.of("x", file)), dags.symlink("y"))) {
            Path tree = folder.resolve("tree" + second);
            Cid root = dags.folder(Map.of("a", first, "b", second));
            Progress[] last = new Progress[1];
            CallOptions plant = CallOptions.builder()
                    .progress(progress -> {
                        last[0] = progress;
                        plantLink(tree.resolve("b"), outside);
                    })
                    .build();
            assertThatThrownBy(() -> store.export(IpfsPath.of(root), tree, plant))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(FileAlreadyExistsException.class);
            assertThat(last[0]).isNotNull();
            assertThat(outside).isEmptyDirectory();
        }
        assertThat(leftovers()).isEmpty();
    }

    private static void plantLink(Path place, Path target) {
        try {
            if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(place, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- attributes

    @Test
    void export_attributesKept_areTheSameWhenAddedAgain() throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        Path inner = Files.createDirectory(source.resolve("inner"));
        Path file = Files.write(inner.resolve("file"), random.bytes(10));
        Path large = Files.write(source.resolve("large"), random.bytes(3 << 20));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        Files.setPosixFilePermissions(large, PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("1999-12-31T23:59:59.123456Z")));
        Files.setLastModifiedTime(inner, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
        Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2002-01-01T00:00:00Z")));
        AddOptions keep =
                AddOptions.builder().keepMode(true).keepModificationTime(true).build();
        Cid cid = store.add(source, keep);
        store.export(cid, target());
        assertThat(store.add(target(), keep)).isEqualTo(cid);
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(target().resolve("inner"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void export_setuidAndModeZero_areNotApplied() throws IOException {
        Cid setuid = dags.put(Codec.DAG_PB, FileNode.encode(List.of(), Attributes.NONE.withMode(07755)));
        store.export(setuid, target());
        assertThat((Integer) Files.getAttribute(target(), "unix:mode") & 07777).isEqualTo(0755);
        Cid none = dags.put(Codec.DAG_PB, FileNode.encode(List.of(), Attributes.NONE.withMode(0)));
        Path second = folder.resolve("second");
        store.export(none, second);
        assertThat((Integer) Files.getAttribute(second, "unix:mode") & 0400).isEqualTo(0400);
    }

    @Test
    void export_timesBeyondAnyCalendar_doNotStopIt() {
        int written = 0;
        for (Instant time : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.ofEpochSecond(-1, 999_999_999))) {
            Cid cid = dags.put(Codec.DAG_PB, FileNode.encode(List.of(), Attributes.NONE.withModificationTime(time)));
            Path path = folder.resolve("t" + written++);
            store.export(cid, path);
            assertThat(path).exists();
        }
    }

    // ---- limits

    @Test
    void export_moreBytesThanAllowed_stopsBeforeTheFile() {
        Part file = dags.balanced(random.bytes(100), 10, 10);
        Cid tree = dags.folder(Map.of("a", file.cid(), "b", file.cid(), "c", file.cid()));
        ExportOptions options = ExportOptions.builder().maxBytes(299).build();
        ContentTooLargeException e = catchThrowableOfType(
                ContentTooLargeException.class, () -> store.export(IpfsPath.of(tree), target(), options));
        assertThat(e.cid()).isEqualTo(tree);
        assertThat(e.size()).isEqualTo(300);
        assertThat(e.limit()).isEqualTo(299);
        assertThat(target().resolve("b")).exists();
        assertThat(target().resolve("c")).doesNotExist();
        assertThat(leftovers()).isEmpty();
        store.export(
                IpfsPath.of(tree),
                folder.resolve("fits"),
                ExportOptions.builder().maxBytes(300).build());
    }

    @Test
    void export_declaredSizeBeyondAllNumbers_doesNotOverflowTheLimit() {
        Part huge = dags.leaf(new byte[] {1});
        for (int level = 0; level < 9; level++) {
            Part[] hundred = new Part[100];
            Arrays.fill(hundred, huge);
            huge = dags.file(hundred);
        }
        Cid tree = dags.folder(Map.of("a", dags.leaf(new byte[1]).cid(), "b", huge.cid()));
        ExportOptions options = ExportOptions.builder().maxBytes(1 << 20).build();
        assertThatThrownBy(() -> store.export(IpfsPath.of(tree), target(), options))
                .isInstanceOf(ContentTooLargeException.class);
    }

    /** Ten blocks that stand for 8192^10 folders. */
    @Test
    void dagBomb_ofFolders_stopsAtTheLimitOfEntries() {
        Cid top = dags.folder(Map.of());
        for (int level = 0; level < 10; level++) {
            Map<String, Cid> wide = new LinkedHashMap<>();
            for (int i = 0; i < 8192; i++) {
                wide.put("n" + i, top);
            }
            top = dags.folder(wide);
        }
        IpfsPath bomb = IpfsPath.of(top);
        ExportOptions options = ExportOptions.builder().maxEntries(100).build();
        ContentTooLargeException e =
                catchThrowableOfType(ContentTooLargeException.class, () -> store.export(bomb, target(), options));
        assertThat(e.limit()).isEqualTo(100);
        assertThat(e).hasMessageContaining("more than 100 files, folders and symlinks");
        assertThat(ExportOptions.defaults().maxEntries()).isEqualTo(1_000_000);
    }

    @Test
    void export_foldersDeeperThanTheLimit_areRefused() {
        Cid top = dags.leaf(new byte[1]).cid();
        for (int level = 0; level < 64; level++) {
            top = dags.folder(Map.of("a", top));
        }
        store.export(top, target());
        assertThat(target().resolve("a/".repeat(63) + "a")).hasBinaryContent(new byte[1]);
        Cid deeper = dags.folder(Map.of("a", top));
        assertThatThrownBy(() -> store.export(deeper, folder.resolve("deeper")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("within 64 folders");
    }

    @Test
    void options_thatMakeNoSense_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportOptions.builder().maxBytes(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportOptions.builder().maxEntries(0));
    }

    // ---- failures

    @Test
    void export_fileBreaksOff_leavesNoPartOfIt() {
        Part file = dags.balanced(random.bytes(100), 10, 10);
        CountingBlockStore counting = new CountingBlockStore(blocks);
        assertThat(ContentStore.on(counting).get(file.cid(), 100)).hasSize(100);
        Cid gone = counting.takeAsked().get(5);
        blocks.delete(gone);
        Cid tree = dags.folder(Map.of("a", dags.leaf(new byte[1]).cid(), "b", file.cid()));
        BlockNotFoundException e =
                catchThrowableOfType(BlockNotFoundException.class, () -> store.export(tree, target()));
        assertThat(e.cid()).isEqualTo(gone);
        assertThat(target().resolve("a")).exists();
        assertThat(target().resolve("b")).doesNotExist();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void export_otherData_isRefused() {
        Cid cbor = dags.put(Codec.DAG_CBOR, new byte[] {(byte) 0xa0});
        Cid json = dags.put(Codec.DAG_JSON, "{}".getBytes(StandardCharsets.UTF_8));
        int index = 0;
        for (Cid cid : List.of(cbor, json)) {
            Path path = folder.resolve("t" + index++);
            assertThatThrownBy(() -> store.export(dags.folder(Map.of("a", cid)), path))
                    .isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> store.export(cid, path)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void export_cancelled_stopsAndLeavesNoTemporaryFile() {
        Part file = dags.balanced(random.bytes(100), 10, 10);
        Cid tree = dags.folder(Map.of("a", file.cid(), "b", file.cid()));
        Cancellation cancellation = new Cancellation();
        CallOptions options = CallOptions.builder()
                .cancellation(cancellation)
                .progress(progress -> {
                    if (progress.bytes() > 150) {
                        cancellation.cancel();
                    }
                })
                .build();
        assertThatThrownBy(() -> store.export(IpfsPath.of(tree), target(), options))
                .isInstanceOf(CancelledException.class);
        assertThat(target().resolve("a")).exists();
        assertThat(target().resolve("b")).doesNotExist();
        assertThat(leftovers()).isEmpty();
    }

    private List<Path> leftovers() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.getFileName().toString().endsWith(".tmp"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
