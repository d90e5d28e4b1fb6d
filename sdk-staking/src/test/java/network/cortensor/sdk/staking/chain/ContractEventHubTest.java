package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.contracts.ContractAddresses;
import network.cortensor.sdk.staking.contracts.ContractKind;
import network.cortensor.sdk.staking.internal.ContractEventHub;
import network.cortensor.sdk.staking.internal.ContractEvents;
import network.cortensor.sdk.staking.internal.contract.Artifact;
import network.cortensor.sdk.staking.internal.feed.FakeChain;
import network.cortensor.sdk.staking.internal.feed.FeedBlock;
import network.cortensor.sdk.staking.internal.feed.FeedSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;

/** Subscribers of a hub before a chain that takes its time. */
@Timeout(60)
final class ContractEventHubTest {
    private static final TaskId TASK = new TaskId(new SessionId(3), 7);
    private static final long CHAIN_ID = 31337;
    private static final Duration POLL = Duration.ofMillis(5);

    private static final FakeChain.Write[] QUEUED = {event("TaskQueued")};
    private static final FakeChain.Write[] PRECOMMIT_ENDED = {event("TaskPrecommitEnded")};
    private static final FakeChain.Write[] ENDED = {event("TaskEnded")};
    private static final FakeChain.Write[] NOTHING = {};

    private final FakeChain chain = new FakeChain();
    private final AtomicReference<Optional<Pause>> before = new AtomicReference<>(Optional.empty());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ContractEventHub hub = open();

    @AfterEach
    void close() {
        hub.close();
        threads.shutdownNow();
    }

    @Test
    void next_whileAnotherLooks_keepsToItsTimeout() throws Exception {
        try (EventSubscription first = hub.subscribe(EventFilter.all());
                EventSubscription second = hub.subscribe(EventFilter.all())) {
            Pause look = pauseNextLook();
            Future<Optional<LedgerEvent>> looking = threads.submit(() -> first.next(Duration.ofSeconds(30)));
            look.begun().await();

            List<Future<Optional<LedgerEvent>>> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiting.add(threads.submit(() -> second.next(POLL.multipliedBy(2))));
            }
            waiting.add(threads.submit(() -> second.next(Duration.ZERO)));
            for (Future<Optional<LedgerEvent>> one : waiting) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isEmpty();
            }

            look.over().countDown();
            chain.mine(PRECOMMIT_ENDED);
            assertThat(looking.get(20, TimeUnit.SECONDS)).containsInstanceOf(LedgerEvent.TaskPrecommitEnded.class);
            assertThat(second.next(Duration.ZERO)).containsInstanceOf(LedgerEvent.TaskPrecommitEnded.class);
        }
    }

    @Test
    void next_whatAnotherFinds_isDeliveredToWhoWaits() throws Exception {
        try (EventSubscription first = hub.subscribe(EventFilter.all());
                EventSubscription second = hub.subscribe(EventFilter.all())) {
            Pause look = pauseNextLook();
            Future<Optional<LedgerEvent>> looking = threads.submit(() -> first.next(Duration.ofSeconds(30)));
            look.begun().await();
            Future<Optional<LedgerEvent>> waiting = threads.submit(() -> second.next(Duration.ofSeconds(30)));
            chain.mine(PRECOMMIT_ENDED);
            look.over().countDown();

            assertThat(looking.get(20, TimeUnit.SECONDS)).isPresent();
            assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(looking.get());
        }
    }

    @Test
    void next_lookerGivesUp_leavesLookingToTheOthers() throws Exception {
        try (EventSubscription first = hub.subscribe(EventFilter.all());
                EventSubscription second = hub.subscribe(EventFilter.all())) {
            Pause look = pauseNextLook();
            Future<Optional<LedgerEvent>> looking = threads.submit(() -> first.next(Duration.ZERO));
            look.begun().await();
            Future<Optional<LedgerEvent>> waiting = threads.submit(() -> second.next(Duration.ofSeconds(30)));
            look.over().countDown();
            assertThat(looking.get(20, TimeUnit.SECONDS)).isEmpty();

            chain.mine(PRECOMMIT_ENDED);

            assertThat(waiting.get(20, TimeUnit.SECONDS)).isPresent();
        }
    }

    @Test
    void look_taskQueuedEndedAndForgotten_knowsWhatIsOpen() throws InterruptedException {
        assertThat(hub.look()).isEmpty();
        chain.mine(QUEUED);
        assertThat(hub.look()).containsExactly(TASK);
        hub.forget(TASK);
        assertThat(hub.look()).isEmpty();
    }

    @Test
    void look_endTakenBackByReorganisation_knowsTaskAsOpenAgain() throws InterruptedException {
        chain.mine(QUEUED);
        chain.mine(ENDED);
        assertThat(hub.look()).isEmpty();

        chain.reorganise(1, NOTHING, NOTHING);
        assertThat(hub.look()).containsExactly(TASK);

        chain.reorganise(3, NOTHING, NOTHING, NOTHING, NOTHING);
        assertThat(hub.look()).isEmpty();
    }

    /** Holds up the next look until it is told not to. */
    private Pause pauseNextLook() {
        Pause pause = new Pause(new CountDownLatch(1), new CountDownLatch(1));
        before.set(Optional.of(pause));
        return pause;
    }

    private record Pause(CountDownLatch begun, CountDownLatch over) {
        void pass() {
            begun.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static FakeChain.Write event(String name) {
        return new FakeChain.Write(
                FakeChain.WANTED,
                Artifact.of("SessionQueueV2").abi().event(name).topic());
    }

    private ContractEventHub open() {
        ContractAddresses.Builder addresses = ContractAddresses.builder(CHAIN_ID);
        for (ContractKind kind : ContractKind.values()) {
            addresses.put(kind, kind == ContractKind.SESSION_QUEUE ? FakeChain.WANTED : FakeChain.OTHER);
        }
        ContractEvents events = new ContractEvents(addresses.build());
        EventFeedOptions.Builder options = EventFeedOptions.builder().address(FakeChain.WANTED);
        events.topics().forEach(options::topic);
        EventFeed feed = EventFeed.open(new SlowChain(), CHAIN_ID, 1, Duration.ofMillis(1), options.build());
        return new ContractEventHub(feed, events, task -> Set.of(), POLL, 100);
    }

    /** Session 3, task 7, and whatever else these events have as nothing. */
    private static ChainLog withTask(ChainLog log) {
        ByteBuffer data = ByteBuffer.allocate(5 * 32);
        data.putLong(24, TASK.session().value()).putLong(56, TASK.number());
        int words = 2;
        if (log.topics().equals(List.of(QUEUED[0].topic()))) {
            data.putLong(120, 4 * 32);
            words = 5;
        } else if (log.topics().equals(List.of(ENDED[0].topic()))) {
            data.putLong(88, 3 * 32);
            words = 4;
        }
        return new ChainLog(
                log.address(),
                log.topics(),
                Arrays.copyOf(data.array(), words * 32),
                log.blockNumber(),
                log.blockHash(),
                log.transaction(),
                log.transactionIndex(),
                log.index());
    }

    /** The chain with a look that is held up now and then. */
    private final class SlowChain implements FeedSource {
        @Override
        public FeedBlock head() {
            before.getAndSet(Optional.empty()).ifPresent(Pause::pass);
            return chain.head();
        }

        @Override
        public FeedBlock block(long number) {
            return chain.block(number);
        }

        @Override
        public FeedBlock block(Hash hash) {
            return chain.block(hash);
        }

        @Override
        public List<FeedBlock> blocks(List<Long> numbers) {
            return chain.blocks(numbers);
        }

        @Override
        public List<ChainLog> logs(LogQuery query) {
            return chain.logs(query).stream()
                    .map(ContractEventHubTest::withTask)
                    .toList();
        }

        @Override
        public List<ChainLog> receipts(FeedBlock block) {
            return chain.receipts(block).stream()
                    .map(ContractEventHubTest::withTask)
                    .toList();
        }

        @Override
        public List<ChainLog> provenReceipts(FeedBlock block) {
            return receipts(block);
        }
    }
}
