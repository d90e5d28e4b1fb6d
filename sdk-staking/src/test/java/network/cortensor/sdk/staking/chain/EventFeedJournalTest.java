package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.feed.FakeChain;
import network.cortensor.sdk.staking.internal.feed.FakeChain.Write;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where a feed goes on that is opened again. */
final class EventFeedJournalTest {
    private static final Write[] ONE = {FakeChain.wanted()};
    private static final Write[] TWO = {FakeChain.wanted(), FakeChain.wanted()};
    private static final Write[] NONE = {};

    private final FakeChain chain = new FakeChain();
    private final Journal journal = Journal.memory();

    /** Fails its writes when told to. */
    private static final class FailingJournal implements Journal {
        private final Journal entries = Journal.memory();
        private boolean failing;

        @Override
        public Optional<byte[]> read(String key) {
            return entries.read(key);
        }

        @Override
        public void forEach(String prefix, BiConsumer<String, byte[]> visitor) {
            entries.forEach(prefix, visitor);
        }

        @Override
        public void write(Batch batch) {
            if (failing) {
                throw new LedgerUnavailableException("The disk is full");
            }
            entries.write(batch);
        }

        @Override
        public void close() {
            entries.close();
        }
    }

    @Test
    void open_again_goesOnAfterTheLastAcknowledgedEvent() throws InterruptedException {
        chain.mine(TWO);
        chain.mine(TWO);
        List<ChainLog> all = chain.canonical(0);
        for (int acknowledged = 0; acknowledged <= 4; acknowledged++) {
            Journal own = Journal.memory();
            try (EventFeed feed = open(own)) {
                List<FeedEvent> events = EventFeedTest.drain(feed);
                if (acknowledged > 0) {
                    feed.acknowledge(events.get(acknowledged - 1));
                }
            }
            try (EventFeed feed = open(own)) {
                assertThat(EventFeedTest.logs(EventFeedTest.drain(feed))).isEqualTo(all.subList(acknowledged, 4));
            }
        }
    }

    @Test
    void open_againAfterEachEvent_deliversEachOnce() throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            chain.mine(TWO);
        }
        List<ChainLog> taken = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            try (EventFeed feed = open(journal)) {
                FeedEvent event = feed.next(Duration.ZERO).orElseThrow();
                taken.add(event.log());
                feed.acknowledge(event);
            }
        }
        assertThat(taken).isEqualTo(chain.canonical(0));
    }

    @Test
    void acknowledge_alongsideOtherChanges_isOneWrite() throws InterruptedException {
        chain.mine(TWO);
        FailingJournal failing = new FailingJournal();
        try (EventFeed feed = open(failing)) {
            FeedEvent first = feed.next(Duration.ZERO).orElseThrow();
            feed.acknowledge(first, Journal.Batch.create().put("effect/1", bytes("done")));
            FeedEvent second = feed.next(Duration.ZERO).orElseThrow();
            failing.failing = true;
            Journal.Batch effects = Journal.Batch.create().put("effect/2", bytes("done"));
            assertThatThrownBy(() -> feed.acknowledge(second, effects)).isInstanceOf(LedgerUnavailableException.class);
            failing.failing = false;
            // Whether the write took effect is open: nothing more is written until the journal is read again.
            assertThatThrownBy(() -> feed.acknowledge(second))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("open the journal and the feed anew");
        }
        assertThat(failing.entries("effect/")).containsOnlyKeys("effect/1");
        try (EventFeed feed = open(failing)) {
            assertThat(EventFeedTest.logs(EventFeedTest.drain(feed)))
                    .isEqualTo(chain.canonical(0).subList(1, 2));
        }
    }

    @Test
    void acknowledge_twiceOrForeign_isRefusedAndWritesNothing() throws InterruptedException {
        chain.mine(TWO);
        try (EventFeed feed = open(journal);
                EventFeed other = open(Journal.memory())) {
            FeedEvent first = feed.next(Duration.ZERO).orElseThrow();
            FeedEvent second = feed.next(Duration.ZERO).orElseThrow();
            feed.acknowledge(second);
            TreeMap<String, byte[]> before = new TreeMap<>(journal.entries(""));
            FeedEvent foreign = other.next(Duration.ZERO).orElseThrow();
            Journal.Batch effects = Journal.Batch.create().put("effect", bytes("done"));
            for (FeedEvent wrong : List.of(first, second, foreign)) {
                assertThatThrownBy(() -> feed.acknowledge(wrong, effects)).isInstanceOf(IllegalStateException.class);
            }
            assertThat(journal.entries("").keySet()).isEqualTo(before.keySet());
        }
    }

    @Test
    void open_afterTheBlockWasReorganisedAway_takesBackFirst() throws InterruptedException {
        chain.mine(ONE);
        chain.mine(TWO);
        chain.mine(TWO);
        List<ChainLog> before;
        try (EventFeed feed = open(journal)) {
            List<FeedEvent> events = EventFeedTest.drain(feed);
            before = EventFeedTest.logs(events);
            feed.acknowledge(events.get(3));
        }
        chain.reorganise(2, ONE, NONE, ONE);
        for (int attempt = 0; attempt < 2; attempt++) {
            // Not acknowledged, so the second feed delivers the same.
            try (EventFeed feed = open(journal)) {
                List<FeedEvent> events = EventFeedTest.drain(feed);
                assertThat(events).extracting(FeedEvent::removed).containsExactly(true, true, true, false, false);
                List<ChainLog> undone = new ArrayList<>(before.subList(1, 4));
                Collections.reverse(undone);
                assertThat(EventFeedTest.logs(events).subList(0, 3)).isEqualTo(undone);
                assertThat(EventFeedTest.logs(events).subList(3, 5))
                        .isEqualTo(chain.canonical(0).subList(1, 3));
            }
        }
        try (EventFeed feed = open(journal)) {
            feed.next(Duration.ZERO);
            feed.acknowledge(feed.next(Duration.ZERO).orElseThrow());
        }
        try (EventFeed feed = open(journal)) {
            assertThat(EventFeedTest.drain(feed)).extracting(FeedEvent::removed).containsExactly(true, false, false);
        }
    }

    @Test
    void open_longAfterAReorganisation_takesBackWhatIsFarBehindNow() throws InterruptedException {
        chain.mine(ONE);
        chain.mine(ONE);
        try (EventFeed feed = open(journal)) {
            List<FeedEvent> events = EventFeedTest.drain(feed);
            feed.acknowledge(events.get(1));
        }
        chain.reorganise(1, TWO);
        chain.mineEmpty(1_000);
        try (EventFeed feed = open(journal)) {
            assertThat(EventFeedTest.drain(feed)).extracting(FeedEvent::removed).containsExactly(true, false, false);
        }
    }

    @Test
    void open_settledEventReorganisedAway_isEvidence() throws InterruptedException {
        chain.mine(ONE);
        chain.mineEmpty(100);
        try (EventFeed feed = open(journal)) {
            feed.acknowledge(feed.next(Duration.ZERO).orElseThrow());
        }
        Write[][] blocks = new Write[101][];
        Arrays.fill(blocks, ONE);
        chain.reorganise(101, blocks);
        try (EventFeed feed = open(journal)) {
            assertThatThrownBy(() -> feed.next(Duration.ZERO))
                    .isInstanceOf(LedgerEvidenceException.class)
                    .hasMessageContaining("deeper than the 16 blocks");
        }
    }

    @Test
    void acknowledge_many_keepsOnlyWhatCanBeTakenBack() throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            chain.mine(ONE);
        }
        try (EventFeed feed = open(journal)) {
            for (FeedEvent event : EventFeedTest.drain(feed)) {
                feed.acknowledge(event);
            }
        }
        assertThat(journal.entries("")).hasSizeBetween(16, 20);
    }

    @Test
    void open_otherChainContractsOrEvents_isEvidence() {
        open(journal).close();
        EventFeedOptions same = options(journal).build();
        EventFeedOptions moreContracts =
                options(journal).address(FakeChain.OTHER).build();
        EventFeedOptions moreEvents =
                options(journal).topic(FakeChain.OTHER_TOPIC).build();
        assertThatThrownBy(() -> EventFeed.open(chain, 1, 1, Duration.ofMillis(1), same))
                .isInstanceOf(LedgerEvidenceException.class);
        for (EventFeedOptions other : List.of(moreContracts, moreEvents)) {
            assertThatThrownBy(() -> EventFeed.open(chain, 31337, 1, Duration.ofMillis(1), other))
                    .isInstanceOf(LedgerEvidenceException.class)
                    .hasMessageContaining("under other names");
        }
    }

    @Test
    void open_otherFirstBlock_goesOnWhereTheCursorIs() throws InterruptedException {
        chain.mine(ONE);
        chain.mine(ONE);
        open(journal).close();
        try (EventFeed feed = EventFeed.open(
                chain,
                31337,
                1,
                Duration.ofMillis(1),
                options(journal).fromBlock(2).build())) {
            assertThat(EventFeedTest.drain(feed)).hasSize(2);
        }
    }

    @Test
    void open_damagedRecords_isEvidence() throws InterruptedException {
        chain.mine(TWO);
        chain.mine(ONE);
        try (EventFeed feed = open(journal)) {
            feed.acknowledge(EventFeedTest.drain(feed).get(2));
        }
        List<String> keys = List.copyOf(journal.entries("").keySet());
        assertThat(keys).hasSize(4);
        int damaged = 0;
        for (String key : keys) {
            byte[] sound = journal.read(key).orElseThrow();
            // The fields that say what and where: what else is in a record is the event's own.
            for (int length = 0; length < (key.endsWith("base") ? sound.length : 117); length++) {
                damaged += refuses(key, Arrays.copyOf(sound, length));
            }
            damaged += refuses(key, key.endsWith("base") ? Arrays.copyOf(sound, sound.length + 1) : new byte[0]);
            byte[] otherFormat = sound.clone();
            otherFormat[0]++;
            damaged += refuses(key, otherFormat);
            journal.write(Journal.Batch.create().put(key, sound));
        }
        // Events at the places of others.
        byte[] first = journal.read(keys.get(1)).orElseThrow();
        byte[] last = journal.read(keys.get(3)).orElseThrow();
        journal.write(Journal.Batch.create().put(keys.get(1), last).put(keys.get(3), first));
        assertThatThrownBy(() -> open(journal)).isInstanceOf(LedgerEvidenceException.class);
        journal.write(Journal.Batch.create().put(keys.get(1), first).put(keys.get(3), last));
        open(journal).close();
        System.out.println("EventFeedJournalTest: " + damaged + " damaged records refused");
    }

    private int refuses(String key, byte[] record) {
        journal.write(Journal.Batch.create().put(key, record));
        assertThatThrownBy(() -> open(journal))
                .as("%s with %d bytes", key, record.length)
                .isInstanceOf(LedgerEvidenceException.class);
        return 1;
    }

    @Test
    void next_tooManyUnacknowledged_isRefused() throws InterruptedException {
        Write[] many = new Write[EventFeed.MOST_UNACKNOWLEDGED + 1];
        Arrays.fill(many, FakeChain.wanted());
        chain.mine(many);
        try (EventFeed feed = open(journal)) {
            FeedEvent last = feed.next(Duration.ZERO).orElseThrow();
            for (int i = 1; i < EventFeed.MOST_UNACKNOWLEDGED; i++) {
                last = feed.next(Duration.ZERO).orElseThrow();
            }
            assertThatThrownBy(() -> feed.next(Duration.ZERO))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("acknowledge");
            feed.acknowledge(last);
            assertThat(feed.next(Duration.ZERO)).isPresent();
        }
    }

    @Test
    void open_twoNames_areTwoFeeds() throws InterruptedException {
        chain.mine(ONE);
        try (EventFeed feed = open(journal)) {
            feed.acknowledge(feed.next(Duration.ZERO).orElseThrow());
        }
        EventFeedOptions other =
                EventFeedTest.builder().journal(journal, "feed-2").build();
        try (EventFeed feed = EventFeed.open(chain, 31337, 1, Duration.ofMillis(1), other)) {
            assertThat(feed.next(Duration.ZERO)).isPresent();
        }
    }

    @Test
    void build_wrongOptions_areRefused() {
        assertThatThrownBy(() -> EventFeedOptions.builder().build()).isInstanceOf(IllegalArgumentException.class);
        List<EventFeedOptions.Builder> wrong = List.of(
                EventFeedTest.builder().journal(journal, ""),
                EventFeedTest.builder().journal(journal, "a/b"),
                EventFeedTest.builder().journal(journal, "x".repeat(65)),
                EventFeedTest.builder().fromBlock(-1),
                EventFeedTest.builder().confirmations(0),
                EventFeedTest.builder().memory(0),
                EventFeedTest.builder().maxRange(0),
                EventFeedTest.builder().pollInterval(Duration.ZERO),
                EventFeedTest.builder().pollInterval(Duration.ofDays(2)));
        for (EventFeedOptions.Builder each : wrong) {
            assertThatThrownBy(each::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("EventFeedOptions.");
        }
    }

    private EventFeed open(Journal store) {
        return EventFeed.open(
                chain, 31337, 1, Duration.ofMillis(1), options(store).build());
    }

    private static EventFeedOptions.Builder options(Journal store) {
        return EventFeedTest.builder().journal(store, "feed").memory(16);
    }

    private static byte[] bytes(String text) {
        return Hash.keccak256(text.getBytes(StandardCharsets.UTF_8)).bytes();
    }
}
