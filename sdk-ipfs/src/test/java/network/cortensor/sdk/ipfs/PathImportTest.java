package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;
import network.cortensor.sdk.ipfs.internal.unixfs.SymlinkNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class PathImportTest {
    private static final int CHUNK = 1024 * 1024;

    private final SeededRandom random = SeededRandom.create("PathImportTest");
    private final BlockStore blocks = BlockStore.memory();
    private final ContentStore store = ContentStore.on(blocks);

    @TempDir
    Path temporary = Path.of("set by JUnit");

    // ---- folders and symlinks

    /** The CIDs are what {@code ipfs add -r -H} of Kubo 0.33.2 gives for this tree. */
    @Test
    void add_tree_givesTheCidsOfKubo() throws IOException {
        Path tree = tree();
        assertThat(store.add(tree, profile(ImportProfile.UNIXFS_V0_2015)))
                .hasToString("QmaanhgGDLrWn6daRerY1hC1yMfgypFZb3Y8qnGoxcjW9q");
        assertThat(store.add(tree)).hasToString("bafybeihbxeozcf4bjgobxyipzikzxt2vro7rrzngur2vcdu25zsbq6gjf4");
    }

    @Test
    void add_tree_keepsAllThatIsInIt() throws IOException {
        DirectoryNode root = folder(store.add(tree()));
        assertThat(root.entries())
                .extracting(DirectoryNode.Entry::name)
                .containsExactly(".hidden", "a.txt", "broken", "empty", "link", "sub", "zero");
        assertThat(node(root, "link"))
                .isInstanceOfSatisfying(
                        SymlinkNode.class, link -> assertThat(link.target()).isEqualTo("a.txt"));
        assertThat(node(root, "broken"))
                .isInstanceOfSatisfying(
                        SymlinkNode.class, link -> assertThat(link.target()).isEqualTo("nowhere"));
        assertThat(node(root, "empty"))
                .isInstanceOfSatisfying(
                        DirectoryNode.class,
                        empty -> assertThat(empty.entries()).isEmpty());
        assertThat(store.get(root.entry("a.txt").orElseThrow().cid(), 10))
                .asString()
                .isEqualTo("hello");
        assertThat(root.attributes().isEmpty()).isTrue();
        // Adding by parts is the same.
        Map<String, Cid> entries = new HashMap<>();
        root.entries().forEach(entry -> entries.put(entry.name(), entry.cid()));
        assertThat(store.addFolder(entries)).isEqualTo(store.add(temporary.resolve("t")));
    }

    @Test
    void add_symlink_isKeptAndNotFollowed() throws IOException {
        Path secret = Files.writeString(temporary.resolve("secret"), "not for others");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), secret);
        assertThat(UnixFsNode.of(block(store.add(link))))
                .isInstanceOfSatisfying(
                        SymlinkNode.class, node -> assertThat(node.target()).isEqualTo(secret.toString()));
        Path circle = Files.createDirectory(temporary.resolve("circle"));
        Files.createSymbolicLink(circle.resolve("self"), circle);
        DirectoryNode folder = folder(store.add(circle));
        assertThat(node(folder, "self")).isInstanceOf(SymlinkNode.class);
    }

    private Path tree() throws IOException {
        Path tree = Files.createDirectory(temporary.resolve("t"));
        Files.createDirectory(tree.resolve("sub"));
        Files.createDirectory(tree.resolve("empty"));
        Files.writeString(tree.resolve("a.txt"), "hello");
        Files.writeString(tree.resolve("sub/b"), "x");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("a.txt"));
        Files.createSymbolicLink(tree.resolve("broken"), Path.of("nowhere"));
        Files.createFile(tree.resolve("zero"));
        Files.writeString(tree.resolve(".hidden"), "h");
        return tree;
    }

    // ---- attributes

    /** The CIDs are what {@code ipfs add -r -H --preserve-mode --preserve-mtime} of Kubo 0.33.2 gives for this tree. */
    @Test
    void add_treeWithAttributes_givesTheCidsOfKubo() throws IOException {
        Path tree = attributedTree();
        AddOptions.Builder old = AddOptions.builder().profile(ImportProfile.UNIXFS_V0_2015);
        assertThat(store.add(tree, old.keepMode(true).build()))
                .hasToString("QmYb1bmUTzRbD9HrMQfoNcjbe3BHX5Nz48AexQEoBx2PSv");
        assertThat(store.add(tree, old.keepModificationTime(true).build()))
                .hasToString("QmNqFA73hXWrmeiAQX44S82fJ4LB7P4atPLLpNbCSMN9EH");
        assertThat(store.add(tree, old.keepMode(false).build()))
                .hasToString("QmUSUNPmi1ngYMqYpvJRJz8gimB5KHWVEJJof5pBj1aNMk");
    }

    private Path attributedTree() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"), "no permissions here");
        Path tree = Files.createDirectory(temporary.resolve("t"));
        Path sub = Files.createDirectory(tree.resolve("sub"));
        Path file = Files.writeString(tree.resolve("a.txt"), "hello");
        Path large = Files.write(sub.resolve("large"), new byte[300_000]);
        Files.setAttribute(file, "unix:mode", 04711);
        Files.setAttribute(large, "unix:mode", 0644);
        Files.setAttribute(sub, "unix:mode", 01777);
        Files.setAttribute(tree, "unix:mode", 0750);
        setTime(file, Instant.ofEpochSecond(1_500_000_000, 500_000_000));
        setTime(large, Instant.ofEpochSecond(1_600_000_000));
        setTime(sub, Instant.ofEpochSecond(0, 1000));
        setTime(tree, Instant.ofEpochSecond(1_700_000_000, 1_000_000));
        return tree;
    }

    private static void setTime(Path path, Instant time) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(time));
    }

    @ParameterizedTest
    @EnumSource
    void add_fileWithAttributes_keepsThemInItsRootAlone(ImportProfile profile) throws IOException {
        for (int size : new int[] {0, 1, profile.chunkSize(), profile.chunkSize() + 1}) {
            byte[] content = random.bytes(size);
            Path file = Files.write(temporary.resolve("file"), content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
            setTime(file, Instant.ofEpochSecond(12, 34));
            AddOptions options = AddOptions.builder()
                    .profile(profile)
                    .keepMode(true)
                    .keepModificationTime(true)
                    .build();
            Cid cid = store.add(file, options);
            FileNode root = FileNode.decode(cid, block(cid).buffer());
            assertThat(root.attributes())
                    .isEqualTo(Attributes.NONE.withMode(0750).withModificationTime(Instant.ofEpochSecond(12, 34)));
            for (FileNode.Child child : root.children()) {
                assertThat(UnixFsNode.of(block(child.cid())).attributes().isEmpty())
                        .isTrue();
            }
            assertThat(store.get(cid, size)).as(random.seed()).isEqualTo(content);
            assertThat(ContentStore.on(BlockStore.discarding()).add(file, options))
                    .isEqualTo(cid);
        }
    }

    @Test
    void add_symlinkWithAttributes_keepsItsOwnTimeAndNoMode() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("nowhere"));
        Cid cid = store.add(
                link,
                AddOptions.builder().keepMode(true).keepModificationTime(true).build());
        Attributes kept = UnixFsNode.of(block(cid)).attributes();
        assertThat(kept.mode()).isEmpty();
        assertThat(kept.modificationTime()).isPresent();
    }

    // ---- names

    @Test
    void add_namesOutsideAscii_areUtf8() throws IOException {
        Path tree = Files.createDirectory(temporary.resolve("t"));
        // As the kernel takes them, whatever the locale of this Java is.
        URI base = tree.toUri();
        Path accent = Path.of(base.resolve("%C3%A9"));
        Files.writeString(accent, "1");
        Files.createDirectory(Path.of(base.resolve("%F0%9F%98%80")));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("/").relativize(Path.of(URI.create("file:///%C3%A9"))));
        DirectoryNode folder = folder(store.add(tree));
        assertThat(folder.entries())
                .extracting(DirectoryNode.Entry::name)
                .containsExactly("link", "\u00e9", "\ud83d\ude00");
        assertThat(node(folder, "link"))
                .isInstanceOfSatisfying(
                        SymlinkNode.class, link -> assertThat(link.target()).isEqualTo("\u00e9"));
    }

    /** Alone, cut off, half of a surrogate pair, and a slash in too many bytes; Java itself cannot make such files. */
    @ParameterizedTest
    @ValueSource(strings = {"\\377", "a\\303", "\\355\\240\\200", "\\300\\257"})
    void add_nameThatIsNotUtf8_isRefused(String name) throws Exception {
        Path tree = Files.createDirectory(temporary.resolve("t"));
        int exit = new ProcessBuilder("sh", "-c", "touch \"$(printf '" + name + "')\"")
                .directory(tree.toFile())
                .start()
                .waitFor();
        assumeTrue(exit == 0 && !isEmpty(tree), "this file system takes no such names");
        assertThatThrownBy(() -> store.add(tree))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(FileSystemException.class)
                .hasStackTraceContaining("is not UTF-8");
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    @Test
    void add_archive_isAddedAsAFolder() throws IOException {
        Path zip = temporary.resolve("archive.zip");
        try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Files.writeString(archive.getPath("/\u00e9"), "inside");
        }
        try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of())) {
            DirectoryNode folder = folder(store.add(archive.getPath("/")));
            assertThat(folder.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.name()).isEqualTo("\u00e9");
                assertThat(store.get(entry.cid(), 10)).asString().isEqualTo("inside");
            });
        }
    }

    // ---- what is refused

    @Test
    void add_missingOrUnreadable_isNamed() {
        assertThatThrownBy(() -> store.add(temporary.resolve("missing")))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void add_socket_isRefusedBeforeItIsOpened() throws IOException {
        Path socket = Files.createDirectory(temporary.resolve("t")).resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThatThrownBy(() -> store.add(temporary.resolve("t")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasStackTraceContaining("socket: is neither a file, a folder nor a symlink");
        }
    }

    @Test
    void add_device_isRefused() {
        Path device = Path.of("/dev/zero");
        assumeTrue(Files.exists(device), "no devices here");
        assertThatThrownBy(() -> store.add(device)).hasStackTraceContaining("is neither a file");
    }

    @Test
    void add_depthAtTheLimit_isAddedAndOneMoreIsRefused() throws IOException {
        Path top = temporary.resolve("0");
        Path path = top;
        for (int i = 1; i < 64; i++) {
            path = path.resolve("d");
        }
        Files.createDirectories(path);
        store.add(top);
        Files.createDirectory(path.resolve("d"));
        assertThatThrownBy(() -> store.add(top)).hasStackTraceContaining("more than 64 folders deep");
    }

    // ---- files that change

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void add_fileThatShrinks_isRefused(int threads) throws IOException {
        Path file = Files.write(temporary.resolve("file"), new byte[5 * CHUNK]);
        assertChangeIsFound(file, threads, () -> Files.write(file, new byte[2 * CHUNK]));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void add_fileThatGrows_isRefused(int threads) throws IOException {
        Path file = Files.write(temporary.resolve("file"), new byte[5 * CHUNK]);
        assertChangeIsFound(file, threads, () -> Files.write(file, new byte[1], StandardOpenOption.APPEND));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void add_fileThatIsWrittenInPlace_isRefused(int threads) throws IOException {
        Path file = Files.write(temporary.resolve("file"), new byte[5 * CHUNK]);
        setTime(file, Instant.ofEpochSecond(1));
        assertChangeIsFound(file, threads, () -> Files.write(file, new byte[] {1}, StandardOpenOption.WRITE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void add_fileThatIsReplaced_isRefused(int threads) throws IOException {
        Path file = Files.write(temporary.resolve("file"), new byte[5 * CHUNK]);
        FileTime time = Files.getLastModifiedTime(file);
        assertChangeIsFound(file, threads, () -> {
            Path other = Files.write(temporary.resolve("other"), new byte[5 * CHUNK]);
            Files.setLastModifiedTime(other, time);
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    @Test
    void add_fileThatIsDeletedFromTheFolder_isNamed() throws IOException {
        Path tree = Files.createDirectory(temporary.resolve("t"));
        Files.writeString(tree.resolve("a"), "1");
        Path later = Files.writeString(tree.resolve("b"), "2");
        assertChangeIsFound(tree, 1, () -> Files.delete(later), "t/b");
    }

    private interface Change {
        void make() throws IOException;
    }

    private void assertChangeIsFound(Path path, int threads, Change change) {
        assertChangeIsFound(path, threads, change, "while it was read");
    }

    /** Makes the change when the first block is stored. */
    private void assertChangeIsFound(Path path, int threads, Change change, String message) {
        AddOptions options = AddOptions.builder().threads(threads).build();
        assertThatThrownBy(() -> changing(change).add(path, options))
                .isInstanceOf(UncheckedIOException.class)
                .hasStackTraceContaining(message);
    }

    private ContentStore changing(Change change) {
        return ContentStore.on(new BlockStore() {
            private boolean changed;

            @Override
            public synchronized void put(Block block) {
                if (!changed) {
                    changed = true;
                    try {
                        change.make();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }

            @Override
            public Optional<Block> get(Cid cid) {
                return Optional.empty();
            }

            @Override
            public boolean has(Cid cid) {
                return false;
            }

            @Override
            public boolean delete(Cid cid) {
                return false;
            }

            @Override
            public void close() {}
        });
    }

    @Test
    void add_folderThatIsSwappedForASymlink_isRefused() throws IOException {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("b"), "not for others");
        for (String swapped : List.of("t", "t/inner")) {
            Path tree = Files.createDirectories(
                    temporary.resolve("in " + swapped.length()).resolve("t"));
            Path folder = Files.createDirectories(tree.resolveSibling(swapped));
            // Stored first, and not looked at again.
            Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
            Files.writeString(folder.resolve("b"), "2");
            assertChangeIsFound(tree, 1, () -> {
                Files.move(folder, tree.resolveSibling("moved"));
                Files.createSymbolicLink(folder, elsewhere);
            });
        }
    }

    /** Between the look at it and the opening of it, someone may put a symlink in the place of an empty file. */
    @Test
    void open_symlink_isNotFollowed() throws IOException {
        Path secret = Files.writeString(temporary.resolve("secret"), "not for others");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), secret);
        assertThatThrownBy(() -> PathImport.open(link).close()).isInstanceOf(IOException.class);
        try (InputStream content = PathImport.open(secret)) {
            assertThat(content).hasContent("not for others");
        }
    }

    /** The kernel makes such files up when they are read, and says that they are empty. */
    @Test
    void add_fileThatDeclaresNoSize_isReadToItsEnd() throws IOException {
        Path file = Path.of("/proc/self/maps");
        assumeTrue(Files.exists(file) && Files.size(file) == 0, "no such file here");
        Cid cid = store.add(Path.of("/proc/version"));
        assertThat(store.get(cid, 10_000))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(Files.readString(Path.of("/proc/version")));
    }

    private DirectoryNode folder(Cid cid) {
        return (DirectoryNode) UnixFsNode.of(block(cid));
    }

    private UnixFsNode node(DirectoryNode folder, String name) {
        return UnixFsNode.of(block(folder.entry(name).orElseThrow().cid()));
    }

    private Block block(Cid cid) {
        return blocks.get(cid).orElseThrow();
    }

    private static AddOptions profile(ImportProfile profile) {
        return AddOptions.builder().profile(profile).build();
    }
}
