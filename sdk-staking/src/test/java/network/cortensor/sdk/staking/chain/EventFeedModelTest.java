package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.EventFeedOptions.Completeness;
import network.cortensor.sdk.staking.internal.feed.FakeChain;
import network.cortensor.sdk.staking.internal.feed.FakeChain.Write;
import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Random chains, faults and crashes: whoever folds the feed ends up with what the chain holds, each event once. */
final class EventFeedModelTest {
    private static final int RUNS = 2_000;
    private static final int STEPS = 60;

    /** A caller who applies and undoes, and whose effects are as durable as the cursor. */
    private static final class Folding {
        private final Deque<ChainLog> durable = new ArrayDeque<>();
        private final List<FeedEvent> pending = new ArrayList<>();
        private int removed;

        void take(FeedEvent event) {
            pending.add(event);
        }

        void acknowledge(EventFeed feed, int count, String name) {
            List<FeedEvent> done = pending.subList(0, count);
            for (FeedEvent event : done) {
                if (event.removed()) {
                    assertThat(durable.peekLast())
                            .as(name + ": undone in reverse order")
                            .isEqualTo(event.log());
                    durable.removeLast();
                    removed++;
                } else {
                    durable.addLast(event.log());
                }
            }
            feed.acknowledge(done.get(count - 1));
            done.clear();
        }

        void crash() {
            pending.clear();
        }
    }

    @Test
    void fold_ofRandomChainsFaultsAndCrashes_isTheCanonicalChain() throws InterruptedException {
        String set = System.getProperty("cortensor.seed", "");
        long seed = set.isEmpty() ? new SecureRandom().nextLong() : Long.parseLong(set);
        System.out.println("EventFeedModelTest: -Dcortensor.seed=" + seed);
        int removed = 0;
        int events = 0;
        for (int run = 0; run < RUNS; run++) {
            Folding folding = run(seed + run);
            removed += folding.removed;
            events += folding.durable.size();
        }
        System.out.println("EventFeedModelTest: " + RUNS + " chains, " + events + " events at their ends, " + removed
                + " taken back");
        assertThat(removed).isGreaterThan(RUNS);
    }

    private static Folding run(long seed) throws InterruptedException {
        Random random = new Random(seed);
        String name = "seed " + seed;
        FakeChain chain = new FakeChain();
        Journal journal = Journal.memory();
        int confirmations = 1 + random.nextInt(3);
        EventFeedOptions options = EventFeedOptions.builder()
                .address(FakeChain.WANTED)
                .topic(FakeChain.TOPIC)
                .fromBlock(random.nextInt(4))
                .journal(journal, "fold")
                .confirmations(confirmations)
                .memory(32 + random.nextInt(16))
                .maxRange(1 + random.nextInt(40))
                .completeness(random.nextBoolean() ? Completeness.BLOOM : Completeness.PROVEN)
                .build();
        chain.lag(() -> random.nextInt(4) == 0 ? random.nextInt(3) : 0);
        chain.limit(1 + random.nextInt(30), 4 + random.nextInt(10));
        Folding folding = new Folding();
        EventFeed feed = open(chain, options);
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(8)) {
                case 0 -> chain.mineEmpty(random.nextInt(30));
                case 1, 2 -> chain.mine(writes(random));
                case 3 -> {
                    int depth = (int) Math.min(chain.height(), 1 + random.nextInt(5));
                    Write[][] blocks = new Write[Math.max(1, depth + random.nextInt(4) - 1)][];
                    for (int i = 0; i < blocks.length; i++) {
                        blocks[i] = writes(random);
                    }
                    chain.reorganise(depth, blocks);
                }
                case 4 -> chain.fail(random.nextInt(3));
                case 5 -> {
                    if (random.nextInt(3) == 0) {
                        feed.close();
                        folding.crash();
                        feed = open(chain, options);
                    }
                }
                case 6 -> {
                    if (!folding.pending.isEmpty()) {
                        folding.acknowledge(feed, 1 + random.nextInt(folding.pending.size()), name);
                    }
                }
                default -> drain(feed, folding, random.nextInt(20));
            }
        }
        chain.lag(() -> 0);
        chain.fail(0);
        chain.mineEmpty(10);
        drain(feed, folding, Integer.MAX_VALUE);
        if (!folding.pending.isEmpty()) {
            folding.acknowledge(feed, folding.pending.size(), name);
        }
        feed.close();
        long first = options.fromBlock();
        assertThat(List.copyOf(folding.durable))
                .as(name)
                .isEqualTo(chain.canonical(confirmations - 1).stream()
                        .filter(log -> log.blockNumber() >= first)
                        .toList());
        return folding;
    }

    private static EventFeed open(FakeChain chain, EventFeedOptions options) {
        return EventFeed.open(chain, 31337, 1, Duration.ofMillis(1), options);
    }

    private static void drain(EventFeed feed, Folding folding, int most) throws InterruptedException {
        for (int i = 0; i < most; i++) {
            try {
                Optional<FeedEvent> event = feed.next(Duration.ZERO);
                if (event.isEmpty()) {
                    return;
                }
                folding.take(event.get());
            } catch (LedgerUnavailableException e) {
                // A fault that the chain was told to have: the next call tries again.
                folding.removed += 0;
            }
        }
    }

    private static Write[] writes(Random random) {
        Write[] writes = new Write[random.nextInt(4)];
        for (int i = 0; i < writes.length; i++) {
            writes[i] = random.nextInt(4) > 0 ? FakeChain.wanted() : FakeChain.unwanted()[random.nextInt(2)];
        }
        return writes;
    }
}
