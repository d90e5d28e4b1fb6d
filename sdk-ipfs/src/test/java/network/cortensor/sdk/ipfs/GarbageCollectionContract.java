package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What pins keep and collections take, in every store that keeps pins. */
abstract class GarbageCollectionContract {
    static final CallOptions NONE = CallOptions.none();

    final SeededRandom random = SeededRandom.create(getClass().getSimpleName());
    private ContentStore store = ContentStore.on(BlockStore.discarding());

    abstract BlockStore openBlocks();

    @BeforeEach
    final void open() {
        store = ContentStore.on(openBlocks());
    }

    @AfterEach
    final void close() {
        store.close();
    }

    final ContentStore store() {
        return store;
    }

    /** A folder with files of one block each. */
    final Cid addFolder(Cid... entries) {
        Map<String, Cid> named = new HashMap<>();
        for (Cid entry : entries) {
            named.put("entry" + named.size(), entry);
        }
        return store.addFolder(named);
    }

    final Cid addFile() {
        return store.add(random.bytes(100));
    }

    final List<Cid> pinned() {
        try (Stream<Cid> pins = store.pins()) {
            return pins.toList();
        }
    }

    private Set<Cid> here() {
        return new HashSet<>(BlockStoreContract.list(store.blocks()));
    }

    @Test
    void pin_andUnpin_areSeenInTheList() {
        Cid file = addFile();
        Cid folder = addFolder(file);
        assertThat(pinned()).isEmpty();
        assertThat(store.unpin(folder)).isFalse();
        store.pin(folder);
        store.pin(folder);
        store.pin(file);
        assertThat(pinned()).as(random.seed()).containsExactlyInAnyOrder(folder, file);
        assertThat(store.unpin(folder)).isTrue();
        assertThat(store.unpin(folder)).isFalse();
        assertThat(pinned()).containsExactly(file);
    }

    @Test
    void pin_otherVersionOfTheCid_isTheSamePin() {
        Cid old = addFolder(addFile()).toV0();
        store.pin(old);
        store.pin(old.toV1());
        assertThat(pinned()).containsExactly(old.toV1());
        assertThat(store.unpin(old)).isTrue();
        assertThat(pinned()).isEmpty();
    }

    @Test
    void pin_leafOrNodeMissing_namesItAndPinsNothing() {
        Cid leaf = addFile();
        Cid node = addFolder(leaf);
        Cid root = addFolder(node, addFile());
        for (Cid gone : List.of(leaf, node, root)) {
            Block block = store.blocks().get(gone).orElseThrow();
            store.blocks().delete(gone);
            BlockNotFoundException e = catchThrowableOfType(BlockNotFoundException.class, () -> store.pin(root));
            assertThat(e.cid()).isEqualTo(gone);
            assertThat(pinned()).isEmpty();
            store.blocks().put(block);
        }
        store.pin(root);
    }

    @Test
    void pin_linksThatAreNotRead_isRefused() {
        Block json = Block.of(Codec.DAG_JSON, "{}".getBytes(StandardCharsets.UTF_8));
        Block broken = Block.of(Codec.DAG_PB, new byte[] {1, 2, 3});
        store.blocks().put(json);
        store.blocks().put(broken);
        assertThatThrownBy(() -> store.pin(json.cid()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(json.cid().toString())
                .hasMessageContaining("dag-json");
        assertThatThrownBy(() -> store.pin(broken.cid())).isInstanceOf(MalformedException.class);
        assertThat(pinned()).isEmpty();
    }

    @Test
    void collectGarbage_somePinned_keepsTheirDagsAndNothingElse() {
        Cid shared = addFile();
        Cid mine = addFile();
        Cid kept = addFolder(shared, mine);
        Cid lost = addFolder(shared, addFile());
        store.pin(kept);
        List<Progress> progress = new ArrayList<>();
        GarbageReport report = store.collectGarbage(
                CallOptions.builder().progress(progress::add).build());
        assertThat(here()).as(random.seed()).containsExactlyInAnyOrder(kept, shared, mine);
        long freed = 100 + folderSize(lost, shared);
        assertThat(report.kept()).isEqualTo(3);
        assertThat(report.removed()).isEqualTo(2);
        assertThat(report.bytesFreed()).isEqualTo(freed);
        assertThat(report.missing()).isZero();
        assertThat(progress).hasSize(2);
        assertThat(progress.get(1).bytes()).isEqualTo(freed);

        assertThat(store.collectGarbage(NONE)).isEqualTo(new GarbageReport(3, 0, 0, 0));
        store.unpin(kept);
        store.collectGarbage(NONE);
        assertThat(here()).isEmpty();
    }

    /** All folders of two files of this size have the same size. */
    private long folderSize(Cid unused, Cid file) {
        ContentStore other = ContentStore.on(BlockStore.memory());
        Cid first = other.add(store.blocks().get(file).orElseThrow().bytes());
        Cid second = other.add(random.bytes(100));
        return other.blocks()
                .size(other.addFolder(Map.of("entry0", first, "entry1", second)))
                .orElseThrow();
    }

    @Test
    void collectGarbage_largeFileOfBothProfiles_keepsAllOfIt() {
        byte[] content = random.bytes(3 << 20);
        List<Cid> files = new ArrayList<>();
        for (ImportProfile profile : ImportProfile.values()) {
            files.add(store.add(
                    content, AddOptions.builder().profile(profile).pin(true).build()));
        }
        assertThat(store.collectGarbage(NONE).removed()).isZero();
        for (Cid file : files) {
            assertThat(store.get(file, content.length)).isEqualTo(content);
        }
    }

    @Test
    void collectGarbage_dagCbor_followsItsLinks() {
        Cid leaf = addFile();
        // {"a": link}: tag 42 over the bytes of a CID behind a zero.
        byte[] cid = leaf.encoded();
        byte[] cbor = new byte[7 + 1 + cid.length];
        System.arraycopy(
                new byte[] {(byte) 0xa1, 0x61, 'a', (byte) 0xd8, 42, 0x58, (byte) (cid.length + 1)}, 0, cbor, 0, 7);
        System.arraycopy(cid, 0, cbor, 8, cid.length);
        Block node = Block.of(Codec.DAG_CBOR, cbor);
        store.blocks().put(node);
        addFile();
        store.pin(node.cid());
        assertThat(store.collectGarbage(NONE).removed()).isEqualTo(1);
        assertThat(here()).containsExactlyInAnyOrder(node.cid(), leaf);
    }

    /** A folder that is its own CID, with a link to a block that is stored. */
    @Test
    void collectGarbage_linksInAnIdentityCid_areFollowed() {
        Cid leaf = addFile();
        Block folder = store.blocks().get(addFolder(leaf)).orElseThrow();
        Cid inline =
                Block.of(Codec.DAG_PB, HashFunction.IDENTITY, folder.bytes()).cid();
        Cid root = addFolder(inline);
        store.pin(inline);
        store.pin(root);
        assertThat(pinned()).containsExactlyInAnyOrder(inline, root);
        assertThat(store.collectGarbage(NONE)).isEqualTo(new GarbageReport(2, 1, folder.size(), 0));
        assertThat(here()).containsExactlyInAnyOrder(root, leaf);
        store.unpin(root);
        store.collectGarbage(NONE);
        assertThat(here()).containsExactly(leaf);
    }

    @Test
    void collectGarbage_nodeMissingBelowAPin_namesItAndDeletesNothing() {
        Cid node = addFolder(addFile());
        Cid root = addFolder(node, addFile());
        store.pin(root);
        addFile();
        store.blocks().delete(node);
        Set<Cid> before = here();
        BlockNotFoundException e = catchThrowableOfType(BlockNotFoundException.class, () -> store.collectGarbage(NONE));
        assertThat(e.cid()).isEqualTo(node);
        assertThat(here()).isEqualTo(before);
    }

    /** Pinned by a version of this SDK that reads them, say. */
    @Test
    void collectGarbage_linksNotReadBelowAPin_deletesNothing() {
        Block json = Block.of(Codec.DAG_JSON, random.bytes(10));
        store.blocks().put(json);
        store.blocks().pins().orElseThrow().add(json.cid());
        addFile();
        assertThatThrownBy(() -> store.collectGarbage(NONE)).isInstanceOf(MalformedException.class);
        assertThat(here()).hasSize(2);
    }

    /** Its bytes name no other block: nothing can be deleted on its account. */
    @Test
    void collectGarbage_leafMissingBelowAPin_isReported() {
        Cid leaf = addFile();
        Cid root = addFolder(leaf, addFile());
        store.pin(root);
        store.blocks().delete(leaf);
        addFile();
        assertThat(store.collectGarbage(NONE)).isEqualTo(new GarbageReport(2, 1, 100, 1));
    }

    @Test
    void collectGarbage_cancelledHalfWay_hasDeletedOnlyGarbage() {
        Cid root = addFolder(addFile(), addFile());
        store.pin(root);
        for (int i = 0; i < 20; i++) {
            addFile();
        }
        Cancellation cancellation = new Cancellation();
        CallOptions options = CallOptions.builder()
                .cancellation(cancellation)
                .progress(done -> {
                    if (done.blocks() == 5) {
                        cancellation.cancel();
                    }
                })
                .build();
        assertThatThrownBy(() -> store.collectGarbage(options)).isInstanceOf(CancelledException.class);
        assertThat(here()).hasSize(3 + 15);
        store.pin(root);
        assertThat(store.collectGarbage(NONE).removed()).isEqualTo(15);
    }

    @Test
    void collectGarbage_whileHeld_waitsNoLongerThanItsTime() {
        CallOptions soon = CallOptions.builder().timeout(Duration.ofMillis(50)).build();
        try (ContentStore other = ContentStore.on(store.blocks())) {
            GarbageHold hold = store.holdGarbage(NONE);
            GarbageHold second = other.holdGarbage(NONE);
            Cid cid = addFile();
            assertThatThrownBy(() -> other.collectGarbage(soon)).isInstanceOf(DeadlineExceededException.class);
            hold.close();
            hold.close();
            assertThatThrownBy(() -> store.collectGarbage(soon)).isInstanceOf(DeadlineExceededException.class);
            // Also in a thread that holds: adding and pinning does not wait for who waits to collect.
            store.pin(cid);
            second.close();
            assertThat(store.collectGarbage(NONE).kept()).isEqualTo(1);
        }
    }

    @Test
    void add_whileCollecting_waitsNoLongerThanItsTime() {
        GarbageHold collecting = store.blocks().pins().orElseThrow().gate().collect(Watch.start("collect", NONE));
        CallOptions soon = CallOptions.builder().timeout(Duration.ofMillis(50)).build();
        AddOptions options = AddOptions.builder().call(soon).build();
        assertThatThrownBy(() -> store.add(new byte[10], options)).isInstanceOf(DeadlineExceededException.class);
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        assertThatThrownBy(() -> store.holdGarbage(
                        CallOptions.builder().cancellation(cancelled).build()))
                .isInstanceOf(CancelledException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> store.add(new byte[10])).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        collecting.close();
        store.add(new byte[10]);
    }

    /** Threads add with a pin, in holds, and unpin, while one collects without end: nothing that is pinned is ever lost. */
    @Test
    void collectGarbage_whileOthersAddAndPin_losesNothing() throws Exception {
        int adders = 3;
        ExecutorService threads = Executors.newFixedThreadPool(adders + 1);
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch collected = new CountDownLatch(3);
        try {
            Callable<Long> collector = () -> {
                long removed = 0;
                while (!done.get()) {
                    removed += store.collectGarbage(NONE).removed();
                    collected.countDown();
                }
                return removed;
            };
            Future<Long> collecting = threads.submit(collector);
            List<Future<Map<Cid, byte[]>>> adding = new ArrayList<>();
            for (int i = 0; i < adders; i++) {
                SeededRandom mine = SeededRandom.create("adder " + i);
                adding.add(threads.submit(() -> addAndPin(mine, collected)));
            }
            Map<Cid, byte[]> all = new HashMap<>();
            for (Future<Map<Cid, byte[]>> each : adding) {
                all.putAll(each.get(2, TimeUnit.MINUTES));
            }
            done.set(true);
            long removed = collecting.get(1, TimeUnit.MINUTES);
            System.out.println(getClass().getSimpleName() + ": " + removed + " blocks of garbage removed while "
                    + all.size() + " contents were pinned");
            assertThat(removed).isPositive();
            all.forEach((cid, bytes) ->
                    assertThat(store.get(cid, bytes.length)).as(random.seed()).isEqualTo(bytes));
            assertThat(pinned()).containsExactlyInAnyOrderElementsOf(all.keySet());
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<Cid, byte[]> addAndPin(SeededRandom mine, CountDownLatch collected) {
        AddOptions pin = AddOptions.builder().pin(true).build();
        Map<Cid, byte[]> pinned = new HashMap<>();
        for (int i = 0; i < 40 || collected.getCount() > 0; i++) {
            byte[] bytes = mine.bytes(mine.below(3 << 20));
            switch (mine.below(4)) {
                case 0 -> store.add(bytes);
                case 1 -> store.unpin(store.add(bytes, pin));
                case 2 -> {
                    GarbageHold hold = store.holdGarbage(NONE);
                    Cid cid = store.add(bytes);
                    store.pin(cid);
                    hold.close();
                    pinned.put(cid, bytes);
                }
                default -> pinned.put(store.add(bytes, pin), bytes);
            }
        }
        return pinned;
    }

    /** Reading fetches, so pinning does: what {@code ipfs pin add} does in a network. */
    @Test
    void pin_storeThatReadsThrough_fetchesTheDag() {
        Cid leaf = addFile();
        Cid root = addFolder(leaf);
        try (ContentStore local = ContentStore.on(BlockStore.readThrough(BlockStore.memory(), store.blocks()))) {
            local.pin(root);
            assertThat(BlockStoreContract.list(local.blocks())).containsExactlyInAnyOrder(root, leaf);
        }
        try (ContentStore full = ContentStore.on(BlockStore.readThrough(BlockStore.memory(1), store.blocks()))) {
            assertThatThrownBy(() -> full.pin(root)).isInstanceOf(BlockNotFoundException.class);
            assertThat(full.pins().toList()).isEmpty();
        }
    }
}
