package network.cortensor.sdk.ipfs;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FileGarbageCollectionTest extends GarbageCollectionContract {
    @TempDir
    Path folder = Path.of("set by JUnit");

    @Override
    BlockStore openBlocks() {
        return BlockStore.files(folder);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void pin_everyDurability_outlivesTheStore(Durability durability) {
        FileBlockStoreOptions options =
                FileBlockStoreOptions.builder().durability(durability).build();
        Cid kept = addFile();
        Cid unpinned = addFile();
        try (ContentStore one = ContentStore.open(folder, options)) {
            one.pin(kept);
            one.pin(unpinned);
            one.unpin(unpinned);
        }
        try (ContentStore other = ContentStore.open(folder)) {
            assertThat(other.collectGarbage(NONE)).isEqualTo(new GarbageReport(1, 1, 100, 0));
            assertThat(other.has(kept)).isTrue();
        }
    }

    @Test
    void pins_severalStoresOnOneFolder_areSeenByAll() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        try (ContentStore other = ContentStore.open(link)) {
            Cid cid = addFile();
            store().pin(cid);
            assertThat(other.collectGarbage(NONE).kept()).isEqualTo(1);
            GarbageHold hold = store().holdGarbage(NONE);
            CallOptions soon =
                    CallOptions.builder().timeout(Duration.ofMillis(50)).build();
            assertThatThrownBy(() -> other.collectGarbage(soon)).isInstanceOf(DeadlineExceededException.class);
            hold.close();
            assertThat(other.unpin(cid)).isTrue();
            assertThat(pinned()).isEmpty();
        }
    }

    @Test
    void pins_filesThatAreNone_areIgnored() throws IOException {
        store().pin(addFile());
        Files.write(folder.resolve("pins").resolve("README"), new byte[1]);
        Files.createDirectories(folder.resolve("pins").resolve("folder.pin"));
        assertThat(pinned()).hasSize(1);
    }

    /** As when the volume is not mounted that the link leads to: "no pins" would delete everything. */
    @Test
    void collectGarbage_pinsFolderIsALinkToNowhere_deletesNothing() throws IOException {
        Path volume = folder.resolve("volume");
        Path pins = Files.createSymbolicLink(folder.resolve("pins"), Files.createDirectories(volume));
        Cid kept = addFile();
        store().pin(kept);
        Path unmounted = Files.move(volume, folder.resolve("unmounted"));

        assertPinsCannotBeRead(pins, kept);

        Files.move(unmounted, volume);
        addFile();
        assertThat(store().collectGarbage(NONE)).isEqualTo(new GarbageReport(1, 1, 100, 0));
    }

    @Test
    void collectGarbage_pinsFolderIsAFile_deletesNothing() throws IOException {
        assertPinsCannotBeRead(Files.write(folder.resolve("pins"), new byte[0]), addFile());
    }

    private void assertPinsCannotBeRead(Path pins, Cid stored) {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> store().collectGarbage(NONE),
                this::pinned,
                () -> store().pin(stored),
                () -> store().unpin(stored))) {
            assertThatThrownBy(call).isExactlyInstanceOf(StoreException.class).hasStackTraceContaining(pins.toString());
        }
        assertThat(store().blocks().has(stored)).isTrue();
    }

    /** Such are passed over when pins are listed, so the content would not be kept. */
    @Test
    void pin_somethingElseOfThatName_saysThatItCouldNot() throws IOException {
        Cid cid = addFile();
        Path pins = Files.createDirectories(folder.resolve("pins"));
        Path pin = pins.resolve(cid + ".pin");
        for (Path other : List.of(
                Files.createDirectories(pin),
                Files.createSymbolicLink(pins.resolve(addFile() + ".pin"), pins.resolve("nowhere")))) {
            Cid named = Cid.parse(other.getFileName().toString().replace(".pin", ""));
            assertThatThrownBy(() -> store().pin(named))
                    .isExactlyInstanceOf(StoreException.class)
                    .hasMessageContaining(named.toString());
        }
        assertThat(pinned()).isEmpty();
        Files.delete(pin);
        store().pin(cid);
        assertThat(pinned()).containsExactly(cid);
    }

    /** Whoever took it for no pin would delete what a later version wants kept. */
    @Test
    void collectGarbage_pinThatCannotBeRead_deletesNothing() throws IOException {
        store().pin(addFile());
        Cid garbage = addFile();
        Path strange = folder.resolve("pins").resolve("bagunknown.pin");
        Files.write(strange, new byte[0]);
        assertThatThrownBy(() -> store().collectGarbage(NONE))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("bagunknown.pin");
        assertThatThrownBy(this::pinned).isInstanceOf(StoreException.class);
        assertThat(store().blocks().has(garbage)).isTrue();
        Files.delete(strange);
        assertThat(store().collectGarbage(NONE).removed()).isEqualTo(1);
    }

    @Test
    void collectGarbage_nodeDamagedBelowAPin_namesItAndDeletesNothing() throws IOException {
        Cid node = addFolder(addFile());
        Cid root = addFolder(node);
        store().pin(root);
        Cid garbage = addFile();
        Path file = fileOf(node);
        byte[] right = Files.readAllBytes(file);
        byte[] wrong = right.clone();
        wrong[random.below(wrong.length)] ^= 1;
        Files.write(file, wrong);
        BlockMismatchException e =
                catchThrowableOfType(BlockMismatchException.class, () -> store().collectGarbage(NONE));
        assertThat(e.asked()).isEqualTo(node);
        assertThat(store().blocks().has(garbage)).isTrue();
        assertThatThrownBy(() -> store().pin(root)).isInstanceOf(BlockMismatchException.class);

        store().blocks().put(Block.verify(node, right));
        assertThat(store().collectGarbage(NONE).removed()).isEqualTo(1);
    }

    /** Leaves are not read, and damaged garbage is garbage. */
    @Test
    void collectGarbage_leavesDamaged_keepsOneAndRemovesTheOther() throws IOException {
        Cid leaf = addFile();
        store().pin(addFolder(leaf));
        Cid garbage = addFile();
        Files.write(fileOf(leaf), new byte[7]);
        Files.write(fileOf(garbage), new byte[7]);
        assertThat(store().collectGarbage(NONE)).isEqualTo(new GarbageReport(2, 1, 7, 0));
    }

    @Test
    void collectGarbage_withQuota_makesRoom() {
        FileBlockStoreOptions small =
                FileBlockStoreOptions.builder().maxBytes(1000).build();
        try (ContentStore full = ContentStore.open(folder.resolve("small"), small)) {
            full.pin(full.add(random.bytes(400)));
            full.add(random.bytes(600));
            assertThatThrownBy(() -> full.add(new byte[600])).isInstanceOf(StoreFullException.class);
            full.collectGarbage(NONE);
            full.add(new byte[600]);
            assertThatThrownBy(() -> full.add(new byte[1])).isInstanceOf(StoreFullException.class);
        }
    }

    /** Another process, that holds the folder until it is told to end or is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (ContentStore store = ContentStore.open(Path.of(args[0]))) {
                GarbageHold hold = store.holdGarbage(NONE);
                Cid cid = store.add(new byte[] {1, 2, 3});
                System.out.println("holding");
                if (System.in.read() >= 0) {
                    store.pin(cid);
                    hold.close();
                    System.out.println("pinned");
                    System.in.read();
                }
            }
        }
    }

    @Test
    void collectGarbage_whileAnotherProcessHolds_waitsForItsPinOrItsEnd() throws Exception {
        CallOptions soon = CallOptions.builder().timeout(Duration.ofMillis(100)).build();
        for (boolean killed : new boolean[] {false, true}) {
            Cid added = Block.of(Codec.RAW, new byte[] {1, 2, 3}).cid();
            store().unpin(added);
            Process holder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Holder.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var said = holder.inputReader(StandardCharsets.UTF_8)) {
                assertThat(said.readLine()).isEqualTo("holding");
                Cid beside = addFile();
                assertThat(store().blocks().has(beside)).as("adding goes on").isTrue();
                assertThatThrownBy(() -> store().collectGarbage(soon)).isInstanceOf(DeadlineExceededException.class);
                if (killed) {
                    holder.destroyForcibly();
                    store().collectGarbage(NONE);
                    assertThat(store().blocks().has(added)).isFalse();
                } else {
                    holder.getOutputStream().write('\n');
                    holder.getOutputStream().flush();
                    assertThat(said.readLine()).isEqualTo("pinned");
                    store().collectGarbage(NONE);
                    assertThat(store().blocks().has(added)).isTrue();
                }
                assertThat(store().blocks().has(beside)).isFalse();
            } finally {
                holder.destroyForcibly();
                assertThat(holder.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void pinsFolder_nothingPinned_isNotThere() {
        addFile();
        assertThat(pinned()).isEmpty();
        assertThat(folder.resolve("pins")).doesNotExist();
        store().pin(addFile());
        assertThat(folder.resolve("pins")).isDirectory();
        assertThat(List.of(folder.resolve("pins").toFile().list()))
                .allMatch(name -> name.endsWith(".pin"))
                .hasSize(1);
    }

    private Path fileOf(Cid cid) {
        String name = cid.toV1().toString();
        return folder.resolve("blocks")
                .resolve(name.substring(name.length() - 3, name.length() - 1))
                .resolve(name + ".data");
    }
}
