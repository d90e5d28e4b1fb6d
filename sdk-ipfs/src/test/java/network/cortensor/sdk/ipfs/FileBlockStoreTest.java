package network.cortensor.sdk.ipfs;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class FileBlockStoreTest extends BlockStoreContract {
    @TempDir
    Path folder = Path.of("set by JUnit");

    @Override
    BlockStore open(long maxBytes) {
        return BlockStore.files(
                folder, FileBlockStoreOptions.builder().maxBytes(maxBytes).build());
    }

    @Test
    void put_block_liesWhereOtherToolsLookForIt() throws IOException {
        try (BlockStore store = open()) {
            store.put(Block.of(Codec.RAW, new byte[0]));
        }
        assertThat(files())
                .containsExactly("blocks/yk/bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku.data");
    }

    @Test
    void get_reopened_givesTheBlock() {
        Block block = randomBlock(5000);
        try (BlockStore store = open()) {
            store.put(block);
        }
        try (BlockStore store = open()) {
            assertThat(store.get(block.cid())).contains(block);
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void put_everyDurability_storesTheBlock(Durability durability) throws IOException {
        FileBlockStoreOptions options =
                FileBlockStoreOptions.builder().durability(durability).build();
        assertThat(options.durability()).isEqualTo(durability);
        Block block = randomBlock(5000);
        try (BlockStore store = BlockStore.files(folder, options)) {
            store.put(block);
            assertThat(store.get(block.cid())).contains(block);
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void put_onlyWithDurability_forcesTheDisk() {
        for (Durability durability : Durability.values()) {
            FileBlockStoreOptions options =
                    FileBlockStoreOptions.builder().durability(durability).build();
            boolean[] forced = new boolean[1];
            try (BlockStore store = FileBlockStore.open(folder, options, (file, bytes, force) -> {
                forced[0] = force;
                write(file, bytes);
            })) {
                store.put(randomBlock(10));
            }
            assertThat(forced[0]).isEqualTo(durability != Durability.NONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flipped", "cut", "emptied", "extended", "swapped", "oversized"})
    void get_damagedFile_throwsMismatchAndPutHeals(String damage) throws IOException {
        Block block = randomBlock(5000);
        // A full store must heal too.
        try (BlockStore store = open(5000)) {
            store.put(block);
            damage(fileOf(block), damage);

            assertThat(store.has(block.cid())).isTrue();
            BlockMismatchException e = catchThrowableOfType(BlockMismatchException.class, () -> store.get(block.cid()));
            assertThat(e.asked()).isEqualTo(block.cid());
            assertThat(e.size()).isEqualTo(Files.size(fileOf(block)));

            store.put(block);
            assertThat(store.get(block.cid())).as(random.seed()).contains(block);
            assertThatThrownBy(() -> store.put(randomBlock(1))).isInstanceOf(StoreFullException.class);
        }
    }

    private void damage(Path file, String damage) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        switch (damage) {
            case "flipped" -> bytes[random.below(bytes.length)] ^= 1;
            case "cut" -> bytes = Arrays.copyOf(bytes, random.below(bytes.length - 1) + 1);
            case "emptied" -> bytes = new byte[0];
            case "extended" -> bytes = Arrays.copyOf(bytes, bytes.length + 1);
            case "swapped" -> bytes = random.bytes(bytes.length);
            default -> bytes = Arrays.copyOf(bytes, Block.MAX_SIZE + 1);
        }
        Files.write(file, bytes);
    }

    /** Another tool may have stored it: the hash is right, yet it is no block that we read. */
    @Test
    void get_rightButOversizedFile_isRefused() throws Exception {
        byte[] large = random.bytes(Block.MAX_SIZE + 1);
        Cid cid = Cid.of(Codec.RAW, HashFunction.platformDigest("SHA-256").digest(large));
        try (BlockStore store = open()) {
            Path file = fileOf(cid);
            Files.createDirectories(folderOf(cid));
            Files.write(file, large);
            assertThatThrownBy(() -> store.get(cid)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void open_leftoversOfAKilledProcess_areRemoved() throws IOException {
        open().close();
        Files.write(folder.resolve("tmp").resolve("0.tmp"), new byte[100]);
        Files.write(folder.resolve("tmp").resolve("1.tmp"), new byte[0]);
        open().close();
        assertThat(files()).isEmpty();
    }

    @Test
    void open_withQuota_countsWhatIsThere() {
        try (BlockStore store = open()) {
            store.put(randomBlock(700));
            store.put(randomBlock(200));
        }
        try (BlockStore store = open(1000)) {
            StoreFullException full = catchThrowableOfType(StoreFullException.class, () -> store.put(randomBlock(101)));
            assertThat(full.free()).isEqualTo(100);
            store.put(randomBlock(100));
        }
        try (BlockStore store = open(10)) {
            StoreFullException full = catchThrowableOfType(StoreFullException.class, () -> store.put(randomBlock(1)));
            assertThat(full.free()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "There is not enough space on the disk"})
    void put_diskFullHalfway_saysSoAndLeavesNothing(String words) throws IOException {
        Block block = randomBlock(5000);
        try (BlockStore store = onDisk((file, bytes, force) -> {
            write(file, bytes.limit(2500));
            throw new IOException(words);
        })) {
            StoreFullException full = catchThrowableOfType(StoreFullException.class, () -> store.put(block));
            assertThat(full.needed()).isEqualTo(5000);
            assertThat(full).hasMessageContaining("free disk space").hasCauseInstanceOf(IOException.class);
            assertThat(store.has(block.cid())).isFalse();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void put_diskFullInFileSystemException_saysSo() {
        try (BlockStore store = onDisk((file, bytes, force) -> {
            throw new FileSystemException(file.toString(), null, "No space left on device");
        })) {
            assertThatThrownBy(() -> store.put(randomBlock(10))).isInstanceOf(StoreFullException.class);
        }
    }

    @Test
    void put_diskFailsHalfway_releasesTheQuota() throws IOException {
        boolean[] broken = {true};
        FileBlockStoreOptions options =
                FileBlockStoreOptions.builder().maxBytes(1000).build();
        try (BlockStore store = FileBlockStore.open(folder, options, (file, bytes, force) -> {
            if (broken[0]) {
                throw new IOException("I/O error");
            }
            write(file, bytes);
        })) {
            Block block = randomBlock(1000);
            assertThatThrownBy(() -> store.put(block))
                    .isExactlyInstanceOf(StoreException.class)
                    .hasMessageContaining(block.cid().toString())
                    .hasMessageContaining(folder.toString());
            broken[0] = false;
            store.put(block);
            assertThat(store.get(block.cid())).contains(block);
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void put_leftoverSweptByAnotherOpener_writesAgain() throws IOException {
        int[] writes = new int[1];
        Block block = randomBlock(1000);
        try (BlockStore store = onDisk((file, bytes, force) -> {
            write(file, bytes);
            if (++writes[0] < 3) {
                open().close();
            }
        })) {
            store.put(block);
            assertThat(writes[0]).isEqualTo(3);
            assertThat(store.get(block.cid())).contains(block);
        }
    }

    @Test
    void put_sweptEveryTime_givesUp() {
        try (BlockStore store = onDisk((file, bytes, force) -> {
            write(file, bytes);
            open().close();
        })) {
            assertThatThrownBy(() -> store.put(randomBlock(10))).isExactlyInstanceOf(StoreException.class);
        }
    }

    @Test
    void put_twoStoresOnOneFolder_shareTheirBlocks() {
        try (BlockStore one = open();
                BlockStore other = open()) {
            Block block = randomBlock(10);
            one.put(block);
            other.put(block);
            assertThat(other.get(block.cid())).contains(block);
            assertThat(one.delete(block.cid())).isTrue();
            assertThat(other.has(block.cid())).isFalse();
        }
    }

    @Test
    void everyMethod_folderBroken_saysThatItCouldNotAsk() throws IOException {
        Block block = randomBlock(10);
        try (BlockStore store = open()) {
            Files.write(folderOf(block.cid()), new byte[0]);
            assertCouldNotAsk(() -> store.has(block.cid()));
            assertCouldNotAsk(() -> store.get(block.cid()));
            assertCouldNotAsk(() -> store.delete(block.cid()));
            assertCouldNotAsk(() -> store.put(block));
        }
    }

    @Test
    void open_pathIsAFile_saysThatItCouldNotAsk() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[0]);
        assertThatThrownBy(() -> BlockStore.files(file))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("could not open");
    }

    @Test
    void putAndGet_threadInterrupted_areCancelledAndKeepTheFlag() throws IOException {
        Block stored = randomBlock(10);
        Block fresh = randomBlock(10);
        try (BlockStore store = open()) {
            store.put(stored);
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> store.put(fresh), () -> store.put(stored), () -> store.get(stored.cid()))) {
                Thread.currentThread().interrupt();
                try {
                    assertThatThrownBy(call).isInstanceOf(CancelledException.class);
                } finally {
                    assertThat(Thread.interrupted()).isTrue();
                }
            }
            assertThat(store.get(stored.cid())).contains(stored);
        }
        assertThat(files()).hasSize(1);
    }

    /** The two characters before the last are digest in every CID; whole padding would put all blocks into few folders. */
    @ParameterizedTest
    @EnumSource(value = HashFunction.class, names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
    void put_everyHashFunctionAndCodec_spreadsOverTheFolders(HashFunction hash) throws IOException {
        try (BlockStore store = open()) {
            for (Codec codec : Codec.values()) {
                for (int i = 0; i < 50; i++) {
                    store.put(Block.of(codec, hash, random.bytes(8)));
                }
            }
        }
        // 200 blocks into 1024 folders.
        assertThat(folder.resolve("blocks").toFile().list()).as(random.seed()).hasSizeGreaterThan(120);
    }

    @Test
    void cids_foreignFilesAndDamagedNames_areIgnoredAndLeftAlone() throws IOException {
        Block block = randomBlock(10);
        try (BlockStore store = open(1000)) {
            store.put(block);
            Path shard = folderOf(block.cid());
            String name = block.cid().toString();
            String upper = name.toUpperCase(Locale.ROOT);
            List<Path> foreign = List.of(
                    shard.resolve("README"),
                    shard.resolve(name),
                    shard.resolve(name + ".data.bak"),
                    shard.resolve(name.substring(0, name.length() - 1) + ".data"),
                    shard.resolve("b.data"),
                    shard.resolve(".data"),
                    shard.resolve(upper + ".data"),
                    shard.resolve(block.cid().toString(Multibase.BASE36) + ".data"),
                    shard.resolve(Cid.of(Codec.DAG_PB, block.cid().digest()).toV0() + ".data"),
                    folder.resolve("blocks").resolve("SHARDING"),
                    folder.resolve("blocks").resolve(name + ".data"),
                    // A block in the wrong folder is not looked for there.
                    Files.createDirectories(folder.resolve("blocks").resolve("zz"))
                            .resolve(name + ".data"),
                    Files.createDirectories(folder.resolve("blocks").resolve("three"))
                            .resolve(name + ".data"));
            for (Path file : foreign) {
                Files.write(file, new byte[] {1});
            }
            assertThat(list(store)).containsExactly(block.cid());
            try (ContentStore content = ContentStore.on(store)) {
                assertThat(content.collectGarbage(CallOptions.none())).isEqualTo(new GarbageReport(0, 1, 10, 0));
            }
            assertThat(foreign).allMatch(Files::exists);
        }
    }

    @Test
    void allMethods_symlinkInTheBlocksPlace_doNotFollowIt() throws IOException {
        Block block = randomBlock(10);
        Path outside = Files.write(folder.resolve("outside"), block.bytes());
        try (BlockStore store = open(10)) {
            Files.createDirectories(folderOf(block.cid()));
            Files.createSymbolicLink(fileOf(block), outside);
            assertThat(store.has(block.cid())).isFalse();
            assertThat(store.get(block.cid())).isEmpty();
            assertThat(store.delete(block.cid())).isFalse();
            assertThat(list(store)).isEmpty();

            store.put(block);
            assertThat(fileOf(block))
                    .isRegularFile()
                    .satisfies(file -> assertThat(Files.isSymbolicLink(file)).isFalse());
            assertThat(store.get(block.cid())).contains(block);
            assertThat(store.delete(block.cid())).isTrue();
        }
        assertThat(outside).hasBinaryContent(block.bytes());
    }

    @Test
    void allMethods_folderInTheBlocksPlace_takeItForNoBlock() throws IOException {
        Block block = randomBlock(10);
        try (BlockStore store = open(10)) {
            Files.createDirectories(fileOf(block));
            assertThat(store.has(block.cid())).isFalse();
            assertThat(store.get(block.cid())).isEmpty();
            assertThat(store.delete(block.cid())).isFalse();
            assertThat(list(store)).isEmpty();
            assertCouldNotAsk(() -> store.put(block));
            assertThat(fileOf(block)).isDirectory();
            store.put(randomBlock(10));
        }
    }

    /** Opening a pipe would wait for somebody to write into it. */
    @Test
    void get_pipeInTheBlocksPlace_doesNotWaitForIt() throws Exception {
        Block block = randomBlock(10);
        try (BlockStore store = open()) {
            Files.createDirectories(folderOf(block.cid()));
            assumeTrue(run("mkfifo", fileOf(block).toString()), "SKIPPED: no mkfifo on this system");
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                assertThat(store.get(block.cid())).isEmpty();
                store.put(block);
                assertThat(store.get(block.cid())).contains(block);
            });
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** A terabyte that takes no room on the disk, and would take an hour to read. */
    @Test
    void get_endlessFile_isRefusedUnread() throws IOException {
        Block block = randomBlock(10);
        try (BlockStore store = open()) {
            store.put(block);
            try (FileChannel file = FileChannel.open(fileOf(block), StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.allocate(1), 1L << 40);
            }
            assertThatThrownBy(() -> store.get(block.cid())).isInstanceOf(MalformedException.class);
            store.put(block);
            assertThat(store.get(block.cid())).contains(block);
        }
    }

    @Test
    void put_foldersDeletedWhileRunning_makesThemAgain() throws IOException {
        Block block = randomBlock(10);
        try (BlockStore store = open()) {
            for (String gone : List.of("blocks/" + folderOf(block.cid()).getFileName(), "blocks", "tmp")) {
                store.put(block);
                deleteAll(folder.resolve(gone));
                if (!gone.equals("tmp")) {
                    assertThat(store.has(block.cid())).isFalse();
                    assertThat(store.get(block.cid())).isEmpty();
                    assertThat(store.delete(block.cid())).isFalse();
                }
                store.put(block);
                store.put(randomBlock(10));
                assertThat(store.get(block.cid())).as(gone).contains(block);
            }
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Test
    void put_readOnlyFolder_saysThatItCouldNotAndReadingGoesOn() throws IOException {
        Block block = randomBlock(10);
        try (BlockStore store = onDisk((file, bytes, force) -> {
            throw new AccessDeniedException(file.toString());
        })) {
            open().put(block);
            assertThat(store.get(block.cid())).contains(block);
            store.put(block);
            assertCouldNotAsk(() -> store.put(randomBlock(10)));
        }
    }

    /** As the one before, with a folder that really is. */
    @Test
    void allMethods_folderWithoutWritePermission_onlyReadingWorks() throws IOException {
        Block block = randomBlock(10);
        try (ContentStore content = ContentStore.on(open())) {
            content.blocks().put(block);
            Path shard = folderOf(block.cid());
            for (Path each : List.of(shard, folder.resolve("blocks"), folder.resolve("tmp"), folder)) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("r-xr-xr-x"));
            }
            try {
                assumeFalse(Files.isWritable(folder), "SKIPPED: this user may write everywhere");
                assertThat(content.blocks().get(block.cid())).contains(block);
                assertThat(content.add(block.bytes())).isEqualTo(block.cid());
                assertCouldNotAsk(() -> content.blocks().put(randomBlock(10)));
                assertCouldNotAsk(() -> content.blocks().delete(block.cid()));
                assertCouldNotAsk(() -> content.pin(block.cid()));
                assertCouldNotAsk(() -> content.collectGarbage(CallOptions.none()));
            } finally {
                for (Path each : List.of(folder, folder.resolve("tmp"), folder.resolve("blocks"), shard)) {
                    Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    @Test
    void open_withQuotaAfterDeletes_countsAnew() {
        Block gone = randomBlock(600);
        try (BlockStore store = open(1000)) {
            store.put(gone);
            store.put(Block.of(Codec.RAW, HashFunction.SHA2_512, random.bytes(300)));
            store.delete(gone.cid());
        }
        try (BlockStore store = open(1000)) {
            StoreFullException full = catchThrowableOfType(StoreFullException.class, () -> store.put(randomBlock(701)));
            assertThat(full.free()).isEqualTo(700);
        }
    }

    /** As after a power failure without forcing: the file is there, and empty. */
    @Test
    void put_healsABlockThatWasCutBeforeOpening_countsWhatItAdds() throws IOException {
        Block block = randomBlock(1000);
        try (BlockStore store = open()) {
            store.put(block);
        }
        Files.write(fileOf(block), new byte[100]);
        try (BlockStore store = open(1000)) {
            store.put(block);
            StoreFullException full = catchThrowableOfType(StoreFullException.class, () -> store.put(randomBlock(1)));
            assertThat(full.free()).isZero();
            store.delete(block.cid());
            store.put(randomBlock(1000));
            assertThatThrownBy(() -> store.put(randomBlock(1))).isInstanceOf(StoreFullException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void open_newFolders_areForcedWithTheirNames(Durability durability) {
        List<Path> forced = new ArrayList<>();
        FileBlockStore.BlockWriter disk = new FileBlockStore.BlockWriter() {
            @Override
            public void write(Path file, ByteBuffer bytes, boolean force) {
                throw new AssertionError("nothing to write");
            }

            @Override
            public void forceFolder(Path path) {
                forced.add(path);
            }
        };
        FileBlockStoreOptions options =
                FileBlockStoreOptions.builder().durability(durability).build();
        Path parent = folder.resolve("parent");
        Path made = parent.resolve("made");
        FileBlockStore.open(made, options, disk).close();
        FileBlockStore.open(made, options, disk).close();
        if (durability == Durability.BLOCK_AND_NAME) {
            assertThat(forced).containsExactly(parent, folder, made, made);
        } else {
            assertThat(forced).isEmpty();
        }
    }

    @Test
    void maxBytes_negative_isTheCallersFault() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileBlockStoreOptions.builder().maxBytes(-1));
    }

    private static void assertCouldNotAsk(ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(StoreException.class);
    }

    private BlockStore onDisk(FileBlockStore.BlockWriter disk) {
        return FileBlockStore.open(folder, FileBlockStoreOptions.builder().build(), disk);
    }

    private static void write(Path file, ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        Files.write(file, copy);
    }

    private Path fileOf(Block block) {
        return fileOf(block.cid());
    }

    private Path fileOf(Cid cid) {
        return folderOf(cid).resolve(cid + ".data");
    }

    private Path folderOf(Cid cid) {
        String name = cid.toString();
        return folder.resolve("blocks").resolve(name.substring(name.length() - 3, name.length() - 1));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }
}
