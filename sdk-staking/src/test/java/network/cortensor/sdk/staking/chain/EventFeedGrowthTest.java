package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.internal.feed.FakeChain;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

import static org.assertj.core.api.Assertions.assertThat;

/** What catching up costs as the chain grows. */
final class EventFeedGrowthTest {
    private static final int EVENTS_PER_BLOCK = 25;
    private static final int ACKNOWLEDGE_EVERY = 1_000;
    private static final int MAX_LOGS = 20_000;
    private static final double MOST_GROWTH = 12;
    private static final long MOST_HEAP_BYTES = 32L << 20;

    /** What one catch-up cost. */
    private record Cost(int calls, int mostLogs, long heapBytes) {}

    /** Counts what it holds at most. */
    private static final class SmallJournal implements Journal {
        private final Journal entries = Journal.memory();
        private int most;

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
            entries.write(batch);
            most = Math.max(most, entries.entries("").size());
        }

        @Override
        public void close() {
            entries.close();
        }
    }

    @Test
    void catchUp_tenTimesAsManyEvents_costsTenTimesTheCallsAndTheSameMemory() throws InterruptedException {
        Cost small = catchUp(100_000);
        Cost large = catchUp(1_000_000);
        System.out.printf(
                "EventFeedGrowthTest: 100,000 events: %,d calls, at most %,d logs at once, %,d KiB heap; 1,000,000 events:"
                        + " %,d calls, at most %,d logs at once, %,d KiB heap%n",
                small.calls(),
                small.mostLogs(),
                small.heapBytes() >> 10,
                large.calls(),
                large.mostLogs(),
                large.heapBytes() >> 10);
        assertThat((double) large.calls() / small.calls()).isLessThan(MOST_GROWTH);
        assertThat(large.mostLogs()).isLessThanOrEqualTo(MAX_LOGS);
        assertThat(large.heapBytes()).isLessThan(MOST_HEAP_BYTES);
    }

    private static Cost catchUp(int events) throws InterruptedException {
        LongChain chain = new LongChain(events / EVENTS_PER_BLOCK, EVENTS_PER_BLOCK, MAX_LOGS);
        SmallJournal journal = new SmallJournal();
        EventFeedOptions options = EventFeedOptions.builder()
                .address(FakeChain.WANTED)
                .topic(FakeChain.TOPIC)
                .fromBlock(1)
                .journal(journal, "growth")
                .build();
        long before = usedHeap();
        long most = 0;
        try (EventFeed feed = EventFeed.open(chain, 31337, 1, Duration.ofSeconds(1), options)) {
            for (int taken = 1; taken <= events; taken++) {
                FeedEvent event = feed.next(Duration.ZERO).orElseThrow();
                assertThat(event.log().blockNumber()).isEqualTo((taken - 1) / EVENTS_PER_BLOCK + 1L);
                if (taken % ACKNOWLEDGE_EVERY == 0) {
                    feed.acknowledge(event);
                }
                if (taken % (events / 10) == 0) {
                    most = Math.max(most, usedHeap() - before);
                }
            }
            assertThat(feed.next(Duration.ZERO)).isEmpty();
        }
        assertThat(journal.most).as("records of the cursor").isLessThan(8_000);
        return new Cost(chain.calls(), chain.mostLogs(), most);
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
