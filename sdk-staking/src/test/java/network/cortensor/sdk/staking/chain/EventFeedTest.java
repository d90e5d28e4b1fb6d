package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.EventFeedOptions.Completeness;
import network.cortensor.sdk.staking.internal.feed.FakeChain;
import network.cortensor.sdk.staking.internal.feed.FakeChain.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the feed delivers of a chain that is changed, and of endpoints that lag, refuse and lie. */
@Timeout(120)
final class EventFeedTest {
    private static final Write[] ONE = {FakeChain.wanted()};
    private static final Write[] TWO = {FakeChain.wanted(), FakeChain.wanted()};
    private static final Write[] NONE = {};

    private final FakeChain chain = new FakeChain();

    // Order and filter

    @Test
    void next_eventsOfSeveralBlocks_comeOnceInOrder() throws InterruptedException {
        chain.mine(TWO);
        chain.mine(FakeChain.unwanted());
        chain.mine(FakeChain.unwanted()[0], FakeChain.wanted(), FakeChain.unwanted()[1], FakeChain.wanted());
        try (EventFeed feed = open(options())) {
            List<FeedEvent> events = drain(feed);

            assertThat(events)
                    .extracting(FeedEvent::log)
                    .isEqualTo(chain.canonical(0))
                    .hasSize(4);
            assertThat(events).noneMatch(FeedEvent::removed);
            assertThat(events.get(3).at()).isEqualTo(chain.block(3).at());
            assertThat(drain(feed)).isEmpty();
            chain.mine(ONE);
            assertThat(drain(feed))
                    .extracting(FeedEvent::log)
                    .isEqualTo(chain.canonical(0).subList(4, 5));
        }
    }

    @Test
    void next_noTopics_deliversAllEventsOfTheContracts() throws InterruptedException {
        chain.mine(FakeChain.wanted(), FakeChain.unwanted()[0], FakeChain.unwanted()[1]);
        EventFeedOptions any =
                EventFeedOptions.builder().address(FakeChain.WANTED).build();
        try (EventFeed feed = open(any)) {
            assertThat(drain(feed)).extracting(event -> event.log().index()).containsExactly(0, 2);
        }
    }

    @Test
    void next_fromBlock_leavesOutWhatIsBefore() throws InterruptedException {
        chain.mine(ONE);
        chain.mine(ONE);
        try (EventFeed feed = open(builder().fromBlock(2).build())) {
            assertThat(drain(feed))
                    .extracting(event -> event.log().blockNumber())
                    .containsExactly(2L);
        }
    }

    @Test
    void next_fromBlockAheadOfTheChain_waitsForIt() throws InterruptedException {
        try (EventFeed feed = open(builder().fromBlock(3).build())) {
            chain.mine(ONE);
            assertThat(drain(feed)).isEmpty();
            chain.mine(ONE);
            chain.mine(ONE);
            assertThat(drain(feed))
                    .extracting(event -> event.log().blockNumber())
                    .containsExactly(3L);
        }
    }

    @Test
    void next_nothingNew_costsOneCall() throws InterruptedException {
        chain.mine(ONE);
        try (EventFeed feed = open(options())) {
            drain(feed);
            int before = chain.callCount();
            assertThat(feed.next(Duration.ZERO)).isEmpty();
            assertThat(chain.callCount() - before).isEqualTo(1);
        }
    }

    @Test
    void next_longChain_isReadInRangesAndThenLinked() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            chain.mineEmpty(9);
            chain.mine(ONE);
        }
        try (EventFeed feed = open(builder().memory(50).maxRange(100).build())) {
            assertThat(drain(feed)).extracting(FeedEvent::log).isEqualTo(chain.canonical(0));
            assertThat(chain.calls("logs")).isLessThan(20);
            assertThat(chain.calls("block by hash")).isZero();
            assertThat(chain.calls("blocks")).isLessThan(20);
            assertThat(chain.calls("block among others")).isBetween(45, 160);
        }
    }

    // Reorganisations

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void next_reorganisation_takesBackInReverseAndDeliversTheOtherBranch(int depth) throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            chain.mine(TWO);
        }
        try (EventFeed feed = open(options())) {
            List<ChainLog> before = new ArrayList<>(logs(drain(feed)));
            Write[][] other = new Write[depth + 1][];
            java.util.Arrays.fill(other, ONE);
            chain.reorganise(depth, other);

            List<FeedEvent> events = drain(feed);

            List<ChainLog> abandoned = new ArrayList<>(before.subList(before.size() - 2 * depth, before.size()));
            Collections.reverse(abandoned);
            List<FeedEvent> removed = events.subList(0, 2 * depth);
            assertThat(removed).allMatch(FeedEvent::removed);
            assertThat(logs(removed)).isEqualTo(abandoned);
            List<FeedEvent> added = events.subList(2 * depth, events.size());
            assertThat(added).noneMatch(FeedEvent::removed).hasSize(depth + 1);
            assertThat(logs(added))
                    .isEqualTo(chain.canonical(0).subList(before.size() - 2 * depth, before.size() - depth + 1));
        }
    }

    @Test
    void next_branchOfTheSameOrLowerHeight_isFollowed() throws InterruptedException {
        chain.mine(ONE);
        chain.mine(ONE);
        chain.mine(ONE);
        try (EventFeed feed = open(options())) {
            drain(feed);
            chain.reorganise(2, ONE);
            assertThat(drain(feed)).extracting(FeedEvent::removed).containsExactly(true, true, false);
        }
    }

    @Test
    void next_reorganisationOfBlocksWithoutEvents_showsNothing() throws InterruptedException {
        chain.mine(ONE);
        chain.mineEmpty(3);
        try (EventFeed feed = open(options())) {
            drain(feed);
            chain.reorganise(3, NONE, NONE, NONE, ONE);
            assertThat(drain(feed)).extracting(FeedEvent::removed).containsExactly(false);
        }
    }

    @Test
    void next_confirmations_showNeitherFreshEventsNorShallowReorganisations() throws InterruptedException {
        chain.mine(ONE);
        chain.mine(ONE);
        chain.mine(ONE);
        try (EventFeed feed = open(builder().confirmations(3).build())) {
            assertThat(drain(feed))
                    .extracting(event -> event.log().blockNumber())
                    .containsExactly(1L);
            chain.reorganise(2, TWO, TWO);
            assertThat(drain(feed)).isEmpty();
            chain.mine(NONE);
            assertThat(logs(drain(feed))).isEqualTo(chain.canonical(2).subList(1, 3));
            chain.reorganise(3, ONE, NONE, NONE);
            assertThat(drain(feed)).extracting(FeedEvent::removed).containsExactly(true, true, false);
        }
    }

    @Test
    void next_reorganisationDeeperThanRemembered_isEvidenceAndSaysWhatToDo() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            chain.mine(ONE);
        }
        try (EventFeed feed = open(builder().memory(8).build())) {
            drain(feed);
            chain.reorganise(8, ONE, ONE, ONE, ONE, ONE, ONE, ONE, ONE, ONE);
            assertThat(drain(feed)).hasSize(8 + 9);
            chain.reorganise(9, ONE, ONE, ONE, ONE, ONE, ONE, ONE, ONE, ONE, ONE);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> feed.next(Duration.ZERO))
                        .isInstanceOf(LedgerEvidenceException.class)
                        .hasMessageContaining("deeper than the 8 blocks")
                        .hasMessageContaining("open a feed under another name");
            }
        }
    }

    @Test
    void next_reorganisationBetweenTwoCalls_deliversOneBranch() throws InterruptedException {
        chain.mine(ONE);
        chain.mine(ONE);
        AtomicInteger left = new AtomicInteger(1);
        chain.beforeLogs(() -> {
            if (left.getAndDecrement() > 0) {
                chain.reorganise(2, TWO, TWO);
            }
        });
        try (EventFeed feed = open(options())) {
            assertThatThrownBy(() -> feed.next(Duration.ZERO)).isInstanceOf(LedgerUnavailableException.class);
            assertThat(logs(drain(feed))).isEqualTo(chain.canonical(0));
        }
    }

    // Endpoints that lag behind

    @Test
    void next_headBehindWhatWasSeen_takesNothingBack() throws InterruptedException {
        chain.mine(ONE);
        chain.mine(ONE);
        chain.mine(ONE);
        try (EventFeed feed = open(options())) {
            drain(feed);
            chain.lag(() -> 2);
            assertThat(drain(feed)).isEmpty();
            chain.lag(() -> 0);
            chain.mine(ONE);
            assertThat(drain(feed)).extracting(FeedEvent::removed).containsExactly(false);
        }
    }

    @Test
    void next_logsOfAnEndpointBehindTheHead_areNotTakenAsNone() throws InterruptedException {
        try (EventFeed feed = open(options())) {
            drain(feed);
            chain.mine(ONE);
            // Load balancing: whoever answers for logs has not seen the block yet, and says so by an empty list.
            chain.lieInLogs(logs -> List.of());
            assertThat(logs(drain(feed))).isEqualTo(chain.canonical(0)).hasSize(1);
        }
    }

    // Lies

    @ParameterizedTest
    @MethodSource("network.cortensor.sdk.staking.chain.EventFeedTest$Lie#all")
    void next_lyingLogs_areNeverDelivered(Lie lie) throws InterruptedException {
        chain.mine(TWO);
        chain.mine(TWO);
        try (EventFeed feed = open(options())) {
            chain.lieInLogs(lie.lie());
            for (int i = 1; i <= (lie.atOnce() ? 1 : 9); i++) {
                Class<? extends RuntimeException> expected =
                        lie.atOnce() ? LedgerEvidenceException.class : LedgerUnavailableException.class;
                assertThatExceptionOfType(expected).isThrownBy(() -> feed.next(Duration.ZERO));
            }
            assertThatThrownBy(() -> feed.next(Duration.ofDays(1))).isInstanceOf(LedgerEvidenceException.class);

            chain.lieInLogs(UnaryOperator.identity());
            assertThat(logs(drain(feed))).isEqualTo(chain.canonical(0));
        }
    }

    /**
     * What an endpoint may say of logs that is not so.
     *
     * @param atOnce whether nothing else than a lie can explain it
     */
    record Lie(String name, boolean atOnce, UnaryOperator<List<ChainLog>> lie) {
        static List<Lie> all() {
            return List.of(
                    new Lie(
                            "other contract",
                            true,
                            first(log -> log(log, FakeChain.OTHER, log.topics(), log.blockNumber(), log.index()))),
                    new Lie(
                            "other event",
                            true,
                            first(log -> log(log, log.address(), List.of(FakeChain.OTHER_TOPIC), 1, 0))),
                    new Lie("no topic", true, first(log -> log(log, log.address(), List.of(), 1, 0))),
                    new Lie("out of range", true, first(log -> log(log, log.address(), log.topics(), 9, 0))),
                    new Lie("other block number", false, last(log -> log(log, log.address(), log.topics(), 0, 0))),
                    new Lie("twice", true, logs -> {
                        List<ChainLog> more = new ArrayList<>(logs);
                        more.add(1, logs.get(0));
                        return more;
                    }),
                    new Lie("out of order", true, logs -> {
                        List<ChainLog> reversed = new ArrayList<>(logs);
                        Collections.reverse(reversed);
                        return reversed;
                    }),
                    new Lie(
                            "transactions out of order",
                            true,
                            first(log -> new ChainLog(
                                    log.address(),
                                    log.topics(),
                                    log.data(),
                                    1,
                                    log.blockHash(),
                                    log.transaction(),
                                    7,
                                    0))),
                    new Lie("two hashes of a block", true, first(log -> unknownBlock(log))),
                    new Lie("unknown block", false, logs -> List.of(unknownBlock(logs.get(0)))));
        }

        @Override
        public String toString() {
            return name;
        }

        private static UnaryOperator<List<ChainLog>> first(UnaryOperator<ChainLog> lie) {
            return logs -> {
                List<ChainLog> other = new ArrayList<>(logs);
                other.set(0, lie.apply(logs.get(0)));
                return other;
            };
        }

        private static UnaryOperator<List<ChainLog>> last(UnaryOperator<ChainLog> lie) {
            return logs -> List.of(lie.apply(logs.get(logs.size() - 1)));
        }

        private static ChainLog log(ChainLog log, Address contract, List<Hash> topics, long block, int index) {
            return new ChainLog(
                    contract,
                    topics,
                    log.data(),
                    block,
                    log.blockHash(),
                    log.transaction(),
                    log.transactionIndex(),
                    index);
        }

        private static ChainLog unknownBlock(ChainLog log) {
            return new ChainLog(
                    log.address(),
                    log.topics(),
                    log.data(),
                    log.blockNumber(),
                    log.transaction(),
                    log.transaction(),
                    log.transactionIndex(),
                    log.index());
        }
    }

    @Test
    void next_eventsLeftOut_areFoundAsFarAsWasAskedFor() throws InterruptedException {
        chain.mine(ONE);
        chain.mine(TWO);
        chain.lieInLogs(logs -> logs.subList(1, logs.size()));
        List<ChainLog> all = chain.canonical(0);
        try (EventFeed taken =
                        open(builder().completeness(Completeness.ANSWERED).build());
                EventFeed bloom =
                        open(builder().completeness(Completeness.BLOOM).build());
                EventFeed proven =
                        open(builder().completeness(Completeness.PROVEN).build())) {
            assertThat(logs(drain(taken))).isEqualTo(all.subList(1, 3));
            assertThat(logs(drain(bloom))).isEqualTo(all);
            chain.lieInLogs(logs -> logs.subList(2, logs.size()));
            assertThat(logs(drain(proven))).isEqualTo(all);
        }
    }

    @Test
    void next_receiptsThatLeaveOutAnEvent_areNotProven() throws InterruptedException {
        chain.mine(TWO);
        chain.lieInReceipts(logs -> logs.subList(1, logs.size()));
        try (EventFeed feed = open(builder().completeness(Completeness.PROVEN).build())) {
            assertThatThrownBy(() -> feed.next(Duration.ZERO)).isInstanceOf(LedgerEvidenceException.class);
            chain.lieInReceipts(UnaryOperator.identity());
            assertThat(logs(drain(feed))).isEqualTo(chain.canonical(0));
        }
    }

    @Test
    void next_provenLongChain_readsEachHeaderOnce() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            chain.mineEmpty(9);
            chain.mine(ONE);
        }
        try (EventFeed feed =
                open(builder().memory(20).completeness(Completeness.PROVEN).build())) {
            assertThat(logs(drain(feed))).isEqualTo(chain.canonical(0));
            assertThat(chain.calls("proven receipts")).isEqualTo(30);
            assertThat(chain.calls("logs")).isZero();
            assertThat(chain.calls("block by number") + chain.calls("block by hash"))
                    .isLessThan(30);
            assertThat(chain.calls("block among others")).isLessThan(310);
        }
    }

    // Limits

    @Test
    void next_smallLimits_areFound() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            chain.mine(ONE);
        }
        chain.limit(37, 11);
        try (EventFeed feed = open(builder().memory(5).build())) {
            assertThat(logs(drain(feed))).isEqualTo(chain.canonical(0)).hasSize(300);
            assertThat(chain.calls("logs")).isLessThan(100);
        }
    }

    @Test
    void next_oneBlockRefused_isAnErrorAfterRetries() throws InterruptedException {
        chain.mine(TWO);
        chain.limit(1, 1);
        try (EventFeed feed = open(options())) {
            assertThatThrownBy(() -> feed.next(Duration.ofDays(1))).isInstanceOf(LogRangeException.class);
            chain.limit(1, 2);
            assertThat(logs(drain(feed))).isEqualTo(chain.canonical(0));
        }
    }

    @Test
    void next_endpointFails_saysSoAtOnceOrWaits() throws InterruptedException {
        chain.mine(ONE);
        try (EventFeed feed = open(options())) {
            chain.fail(1);
            assertThatThrownBy(() -> feed.next(Duration.ZERO)).isInstanceOf(LedgerUnavailableException.class);
            chain.fail(3);
            assertThat(feed.next(Duration.ofDays(1))).isPresent();
        }
    }

    // Threads

    @Test
    void next_severalThreads_eachEventGoesToOne() throws InterruptedException, ExecutionException, TimeoutException {
        ConcurrentLinkedQueue<ChainLog> taken = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (EventFeed feed = open(options())) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(threads.submit(() -> {
                    while (taken.size() < 400) {
                        feed.next(Duration.ofMillis(5)).ifPresent(event -> taken.add(event.log()));
                    }
                    return null;
                }));
            }
            for (int i = 0; i < 200; i++) {
                chain.mine(TWO);
            }
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        Set<ChainLog> different = new HashSet<>(taken);
        assertThat(taken).hasSize(400);
        assertThat(different).isEqualTo(new HashSet<>(chain.canonical(0)));
    }

    @Test
    void next_waiting_isEndedByCloseAndByInterruption() throws InterruptedException {
        EventFeed feed = open(builder().pollInterval(Duration.ofDays(1)).build());
        ConcurrentLinkedQueue<Exception> ends = new ConcurrentLinkedQueue<>();
        Runnable waiting = () -> {
            try {
                feed.next(Duration.ofDays(1));
            } catch (InterruptedException | LedgerUnavailableException e) {
                ends.add(e);
            }
        };
        Thread interrupted = new Thread(waiting);
        interrupted.start();
        await(interrupted, Thread.State.TIMED_WAITING);
        interrupted.interrupt();
        interrupted.join(60_000);
        Thread closed = new Thread(waiting);
        closed.start();
        await(closed, Thread.State.TIMED_WAITING);
        feed.close();
        closed.join(60_000);
        assertThat(ends).hasSize(2);
        assertThat(ends.poll()).isInstanceOf(InterruptedException.class);
        assertThat(ends.poll()).hasMessageContaining("closed");
        assertThatThrownBy(() -> feed.next(Duration.ZERO)).isInstanceOf(LedgerUnavailableException.class);
    }

    @Test
    void next_waiting_isWokenByANewHead() throws InterruptedException, ExecutionException, TimeoutException {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (EventFeed feed = open(builder().pollInterval(Duration.ofDays(1)).build())) {
            Future<Optional<FeedEvent>> event = thread.submit(() -> feed.next(Duration.ofDays(1)));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (chain.callCount() < 2 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            chain.mine(ONE);
            feed.wake();
            assertThat(event.get(60, TimeUnit.SECONDS)).isPresent();
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void next_interruptedBefore_throwsAndLosesNothing() throws InterruptedException {
        chain.mine(ONE);
        try (EventFeed feed = open(options())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> feed.next(Duration.ZERO)).isInstanceOf(InterruptedException.class);
            assertThat(feed.next(Duration.ZERO)).isPresent();
        }
    }

    @Test
    void acknowledge_withoutJournal_isRefused() throws InterruptedException {
        chain.mine(ONE);
        try (EventFeed feed = open(options())) {
            FeedEvent event = feed.next(Duration.ZERO).orElseThrow();
            assertThatThrownBy(() -> feed.acknowledge(event)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static void await(Thread thread, Thread.State state) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (thread.getState() != state && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(thread.getState()).isEqualTo(state);
    }

    private EventFeed open(EventFeedOptions options) {
        return EventFeed.open(chain, 31337, 1, Duration.ofMillis(1), options);
    }

    private static EventFeedOptions options() {
        return builder().build();
    }

    static EventFeedOptions.Builder builder() {
        return EventFeedOptions.builder().address(FakeChain.WANTED).topic(FakeChain.TOPIC);
    }

    static List<FeedEvent> drain(EventFeed feed) throws InterruptedException {
        List<FeedEvent> events = new ArrayList<>();
        for (Optional<FeedEvent> next = feed.next(Duration.ZERO); next.isPresent(); next = feed.next(Duration.ZERO)) {
            events.add(next.get());
        }
        return events;
    }

    static List<ChainLog> logs(List<FeedEvent> events) {
        return events.stream().map(FeedEvent::log).toList();
    }
}
