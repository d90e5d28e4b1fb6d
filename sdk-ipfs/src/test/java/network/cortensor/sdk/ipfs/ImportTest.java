package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How an import runs: in threads, with an end that somebody else sets, from sources that mean no good. */
@Timeout(120)
class ImportTest {
    private static final int CHUNK = 256 * 1024;
    private static final AddOptions OLD =
            AddOptions.builder().profile(ImportProfile.UNIXFS_V0_2015).build();

    private final SeededRandom random = SeededRandom.create("ImportTest");

    @TempDir
    Path folder = Path.of("set by JUnit");

    @AfterEach
    void everyHelperHasEnded() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("cortensor-ipfs-add"));
    }

    // ---- threads

    @ParameterizedTest
    @EnumSource
    void add_anyNumberOfThreads_givesTheSameBlocks(ImportProfile profile) throws IOException {
        byte[] content = random.bytes(profile.chunkSize() * 9 + random.below(profile.chunkSize()));
        Path file = Files.write(folder.resolve("file"), content);
        Set<Cid> roots = new HashSet<>();
        for (int threads = 1; threads <= 8; threads++) {
            AddOptions options =
                    AddOptions.builder().profile(profile).threads(threads).build();
            try (ContentStore store = ContentStore.on(BlockStore.memory())) {
                roots.add(store.add(content, options));
                roots.add(store.add(file, options));
                roots.add(store.add(new ByteArrayInputStream(content), options));
                Cid root = store.add(new Dribbling(content), options);
                roots.add(root);
                assertThat(store.get(root, content.length)).as(random.seed()).isEqualTo(content);
            }
            try (ContentStore nowhere = ContentStore.on(BlockStore.discarding())) {
                roots.add(nowhere.add(content, options));
                roots.add(nowhere.add(file, options));
                roots.add(nowhere.add(new Dribbling(content), options));
            }
            try (ContentStore onDisk = ContentStore.open(folder.resolve("store" + threads))) {
                Cid root = onDisk.add(file, options);
                roots.add(root);
                assertThat(onDisk.get(root, content.length)).as(random.seed()).isEqualTo(content);
            }
        }
        assertThat(roots).as(random.seed()).hasSize(1);
    }

    @Test
    void add_fourThreads_hashesInFour() {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch together = new CountDownLatch(4);
        BlockStore blocks = new Intercepted(block -> {
            if (seen.add(Thread.currentThread())) {
                together.countDown();
                await(together);
            }
        });
        ContentStore.on(blocks).add(new byte[20 * CHUNK], withThreads(4));
        assertThat(seen).hasSize(4).contains(Thread.currentThread());
    }

    @Test
    void add_oneSlowHelper_holdsNobodyBack() {
        Thread caller = Thread.currentThread();
        Set<Thread> slow = ConcurrentHashMap.newKeySet();
        CountDownLatch othersDone = new CountDownLatch(60);
        BlockStore blocks = new Intercepted(block -> {
            if (Thread.currentThread() != caller && slow.isEmpty() && slow.add(Thread.currentThread())) {
                await(othersDone);
            } else {
                othersDone.countDown();
            }
        });
        Cid cid = ContentStore.on(blocks).add(new byte[100 * CHUNK], withThreads(3));
        assertThat(cid).isEqualTo(ContentStore.on(BlockStore.memory()).add(new byte[100 * CHUNK], OLD));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void add_quotaExceeded_throwsStoreFull(int threads) {
        try (ContentStore store = ContentStore.on(BlockStore.memory(5 * CHUNK))) {
            assertThatThrownBy(() -> store.add(random.bytes(20 * CHUNK), withThreads(threads)))
                    .isInstanceOf(StoreFullException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void add_storeFailsInAThread_stopsAllOfThem(int threads) {
        AtomicInteger puts = new AtomicInteger();
        BlockStore blocks = new Intercepted(block -> {
            if (puts.incrementAndGet() == 4) {
                throw new StoreException("disk gone", null);
            }
        });
        assertThatThrownBy(() -> ContentStore.on(blocks).add(new Zeros(1000L * CHUNK), withThreads(threads)))
                .isInstanceOf(StoreException.class)
                .hasMessage("disk gone");
        assertThat(puts.get()).isLessThan(4 + 70 * threads);
    }

    @Test
    void add_errorInAHelper_isThrownAsItIs() {
        AtomicInteger puts = new AtomicInteger();
        AssertionError error = new AssertionError("bug");
        BlockStore blocks = new Intercepted(block -> {
            if (puts.incrementAndGet() == 3) {
                throw error;
            }
        });
        assertThatThrownBy(() -> ContentStore.on(blocks).add(new byte[50 * CHUNK], withThreads(4)))
                .isSameAs(error);
    }

    @Test
    void builder_threadsOutOfRange_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddOptions.builder().threads(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddOptions.builder().threads(257));
    }

    // ---- the end that somebody else sets

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void add_cancelled_stops(int threads) {
        Cancellation cancellation = new Cancellation();
        AtomicInteger puts = new AtomicInteger();
        BlockStore blocks = new Intercepted(block -> {
            if (puts.incrementAndGet() == 10) {
                cancellation.cancel();
            }
        });
        AddOptions options = withThreads(
                threads, CallOptions.builder().cancellation(cancellation).build());
        assertThatThrownBy(() -> ContentStore.on(blocks).add(new Zeros(Long.MAX_VALUE), options))
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("add the content of a stream");
        assertThat(puts.get()).isLessThan(10 + 2 * threads);
        assertThat(Thread.interrupted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void add_cancelledBefore_storesNothing(int threads) {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        AtomicInteger puts = new AtomicInteger();
        ContentStore store = ContentStore.on(new Intercepted(block -> puts.incrementAndGet()));
        AddOptions options = withThreads(
                threads, CallOptions.builder().cancellation(cancellation).build());
        assertThatThrownBy(() -> store.add(new byte[9 * CHUNK], options)).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> store.add(new byte[1], options)).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> store.add(folder, options)).isInstanceOf(CancelledException.class);
        assertThat(puts).hasValue(0);
    }

    /** The helpers wait in a store that does not come back; cancelling reaches them there. */
    @Test
    void add_cancelledWhileTheStoreBlocks_interruptsTheHelpers() throws Exception {
        Cancellation cancellation = new Cancellation();
        CountDownLatch blocked = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        AtomicReference<Boolean> interrupted = new AtomicReference<>(false);
        BlockStore blocks = new Intercepted(block -> {
            if (Thread.currentThread() != caller && blocked.getCount() > 0) {
                blocked.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                    throw new StoreException("interrupted", e);
                }
            }
        });
        Thread canceller = new Thread(() -> {
            await(blocked);
            cancellation.cancel();
        });
        canceller.start();
        AddOptions options =
                withThreads(2, CallOptions.builder().cancellation(cancellation).build());
        assertThatThrownBy(() -> ContentStore.on(blocks).add(new Zeros(Long.MAX_VALUE), options))
                .isInstanceOf(CancelledException.class);
        canceller.join();
        assertThat(interrupted).hasValue(true);
        assertThat(Thread.interrupted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void add_timeOver_stops(int threads) {
        AddOptions options = withThreads(
                threads, CallOptions.builder().timeout(Duration.ofMillis(50)).build());
        assertThatThrownBy(() -> ContentStore.on(new ForgetfulBlockStore()).add(new Zeros(Long.MAX_VALUE), options))
                .isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void add_timeOverWhileAHelperWaits_stops() {
        Thread caller = Thread.currentThread();
        BlockStore blocks = new Intercepted(block -> {
            if (Thread.currentThread() != caller) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new StoreException("interrupted", e);
                }
            }
        });
        AddOptions options = withThreads(
                2, CallOptions.builder().timeout(Duration.ofMillis(200)).build());
        assertThatThrownBy(() -> ContentStore.on(blocks).add(new byte[3 * CHUNK], options))
                .isInstanceOf(DeadlineExceededException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void add_interrupted_stopsAndKeepsTheFlag(int threads) throws IOException {
        AtomicInteger puts = new AtomicInteger();
        Thread caller = Thread.currentThread();
        ContentStore store = ContentStore.on(new Intercepted(block -> {
            if (puts.incrementAndGet() == 3) {
                caller.interrupt();
            }
        }));
        assertThatThrownBy(() -> store.add(new Zeros(Long.MAX_VALUE), withThreads(threads)))
                .isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        puts.set(0);
        Path file = Files.write(folder.resolve("file"), new byte[20 * CHUNK]);
        assertThatThrownBy(() -> store.add(file, withThreads(threads))).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** What holds while a stream blocks: interruption ends the call if the stream reacts to it, as this one does. */
    @Test
    void add_interruptedWhileTheStreamBlocks_throwsWhatTheStreamThrows() throws Exception {
        Thread caller = Thread.currentThread();
        try (PipedOutputStream writer = new PipedOutputStream();
                PipedInputStream silent = new PipedInputStream(writer)) {
            InputStream content = new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new AssertionError("reads in bulk");
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    caller.interrupt();
                    return silent.read(target, offset, length);
                }
            };
            assertThatThrownBy(() -> ContentStore.on(BlockStore.memory()).add(content, withThreads(2)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(InterruptedIOException.class);
        }
        Thread.interrupted();
    }

    // ---- progress

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void add_progress_isToldInOrderToTheCaller(int threads) throws IOException {
        byte[] content = new byte[180 * CHUNK + 5];
        Path file = Files.write(folder.resolve("file"), content);
        ContentStore store = ContentStore.on(new ForgetfulBlockStore());
        List<Progress> told = new ArrayList<>();
        CallOptions call = CallOptions.builder()
                .progress(progress -> {
                    assertThat(Thread.currentThread().getName()).doesNotStartWith("cortensor");
                    told.add(progress);
                })
                .build();
        store.add(file, withThreads(threads, call));
        // 181 leaves, two nodes over them, a root.
        assertThat(told).hasSize(184);
        assertThat(told).isSortedAccordingTo((a, b) -> Long.compare(a.blocks(), b.blocks()));
        assertThat(told).extracting(Progress::totalBytes).containsOnly((long) content.length);
        assertThat(told.get(183)).isEqualTo(new Progress(content.length, 184, content.length));
        told.clear();
        store.add(content, withThreads(threads, call));
        assertThat(told.get(183)).isEqualTo(new Progress(content.length, 184, content.length));
        told.clear();
        store.add(folder, withThreads(threads, call));
        assertThat(told).last().isEqualTo(new Progress(content.length, 185, Progress.UNKNOWN));
        told.clear();
        store.add(new ByteArrayInputStream(new byte[0]), withThreads(threads, call));
        assertThat(told).containsExactly(new Progress(0, 1, Progress.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void add_listenerThrows_endsTheImport(int threads) {
        CallOptions call = CallOptions.builder()
                .progress(progress -> {
                    throw new IllegalStateException("listener");
                })
                .build();
        assertThatThrownBy(
                        () -> ContentStore.on(BlockStore.memory()).add(new byte[9 * CHUNK], withThreads(threads, call)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("listener");
    }

    // ---- streams that mean no good

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void add_streamFailsMidway_throwsItsFailure(int threads) throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        assertThatThrownBy(() -> ContentStore.on(BlockStore.memory())
                        .add(new SequenceInputStream(new Zeros(9 * CHUNK + 1), broken), withThreads(threads)))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    /** Against the contract of streams, and enough to keep a careless reader busy for ever. */
    @Test
    void add_streamThatReturnsZero_isReadByteByByte() {
        byte[] content = random.bytes(CHUNK + 3);
        ByteArrayInputStream bytes = new ByteArrayInputStream(content);
        InputStream zero = new InputStream() {
            @Override
            public int read() {
                return bytes.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return 0;
            }
        };
        ContentStore store = ContentStore.on(BlockStore.memory());
        assertThat(store.add(zero, OLD)).isEqualTo(store.add(content, OLD));
    }

    @Test
    void add_endlessDribble_endsWithItsTime() {
        InputStream dribble = new InputStream() {
            @Override
            public int read() {
                return 1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return 1;
            }
        };
        AddOptions options = withThreads(
                1, CallOptions.builder().timeout(Duration.ofMillis(50)).build());
        assertThatThrownBy(() -> ContentStore.on(new ForgetfulBlockStore()).add(dribble, options))
                .isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void add_streamThatClaimsMoreThanAsked_isRefused() {
        InputStream liar = new InputStream() {
            @Override
            public int read() {
                return 1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return length + 1;
            }
        };
        assertThatThrownBy(() -> ContentStore.on(BlockStore.memory()).add(liar))
                .isInstanceOf(UncheckedIOException.class)
                .hasStackTraceContaining("claims to have read");
    }

    @Test
    void add_arrayChangedAfterwards_leavesTheBlocksAlone() {
        byte[] content = random.bytes(2 * CHUNK);
        byte[] original = content.clone();
        ContentStore store = ContentStore.on(BlockStore.memory());
        Cid cid = store.add(content, OLD);
        Arrays.fill(content, (byte) 0);
        assertThat(store.get(cid, content.length)).as(random.seed()).isEqualTo(original);
    }

    @ParameterizedTest
    @EnumSource
    void add_everySizeAroundBufferAndChunk_isReadBack(ImportProfile profile) {
        AddOptions options = AddOptions.builder().profile(profile).build();
        for (int around : new int[] {0, 16 * 1024, 128 * 1024, profile.chunkSize(), 2 * profile.chunkSize()}) {
            for (int size = Math.max(0, around - 2); size <= around + 2; size++) {
                byte[] content = random.bytes(size);
                try (ContentStore store = ContentStore.on(BlockStore.memory())) {
                    Cid cid = store.add(content, options);
                    assertThat(store.add(new ByteArrayInputStream(content), options))
                            .isEqualTo(cid);
                    assertThat(store.get(cid, size)).as(random.seed()).isEqualTo(content);
                }
            }
        }
    }

    @Test
    void add_pinned_isKept() {
        try (ContentStore store = ContentStore.on(BlockStore.memory())) {
            Cid cid = store.add(
                    random.bytes(3 << 20), AddOptions.builder().pin(true).build());
            store.add(random.bytes(3 << 20));
            store.collectGarbage(CallOptions.none());
            assertThat(store.pins()).containsExactly(cid);
            assertThatCode(() -> store.get(cid, 3 << 20)).doesNotThrowAnyException();
        }
    }

    @Test
    void add_pinnedWhereThereAreNoPins_saysSoBeforeItReads() {
        AtomicInteger puts = new AtomicInteger();
        ContentStore store = ContentStore.on(new Intercepted(block -> puts.incrementAndGet()));
        assertThatThrownBy(() ->
                        store.add(new byte[5], AddOptions.builder().pin(true).build()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(puts).hasValue(0);
    }

    private static AddOptions withThreads(int threads) {
        return withThreads(threads, CallOptions.none());
    }

    private static AddOptions withThreads(int threads, CallOptions call) {
        return AddOptions.builder()
                .profile(ImportProfile.UNIXFS_V0_2015)
                .threads(threads)
                .call(call)
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new StoreException("interrupted", e);
        }
    }

    /** Shows each block to a test before it forgets it. */
    private static final class Intercepted implements BlockStore {
        private final Consumer<Block> interceptor;

        Intercepted(Consumer<Block> interceptor) {
            this.interceptor = interceptor;
        }

        @Override
        public void put(Block block) {
            interceptor.accept(block);
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
    }

    /** Gives a few bytes at a time, as sockets do. */
    private final class Dribbling extends InputStream {
        private final InputStream content;

        Dribbling(byte[] content) {
            this.content = new ByteArrayInputStream(content);
        }

        @Override
        public int read() throws IOException {
            return content.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return content.read(target, offset, Math.min(length, 1 + random.below(30_000)));
        }
    }
}
