package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.internal.feed.FakeChain;
import network.cortensor.sdk.staking.internal.feed.FakeChain.Write;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * The child of {@link EventFeedKillTest}: keeps in a journal which events are on the chain, by applying and undoing what the
 * feed delivers, until it is killed. The chain is computed from a seed, so that the parent, and the next child, know it too.
 */
final class FoldingApp {
    private static final String EFFECT = "effect/";

    private FoldingApp() {}

    /** Arguments: file, seed, changes of the chain that have happened before. */
    public static void main(String[] arguments) throws InterruptedException {
        long seed = Long.parseLong(arguments[1]);
        FakeChain chain = new FakeChain();
        Random random = new Random(seed);
        int changes = Integer.parseInt(arguments[2]);
        for (int i = 0; i < changes; i++) {
            change(chain, random);
        }
        try (Journal journal = Journal.file(Path.of(arguments[0]), Journal.Sync.OS)) {
            while (true) {
                System.out.println("changes " + changes);
                System.out.flush();
                fold(chain, journal);
                change(chain, random);
                changes++;
            }
        }
    }

    /** Delivers all there is, each effect in one write with the cursor. */
    static void fold(FakeChain chain, Journal journal) throws InterruptedException {
        EventFeedOptions options =
                EventFeedTest.builder().journal(journal, "fold").memory(64).build();
        try (EventFeed feed = EventFeed.open(chain, 31337, 1, Duration.ofMillis(1), options)) {
            for (Optional<FeedEvent> next = feed.next(Duration.ZERO);
                    next.isPresent();
                    next = feed.next(Duration.ZERO)) {
                FeedEvent event = next.get();
                String key =
                        EFFECT + event.log().blockHash() + "/" + event.log().index();
                boolean applied = journal.read(key).isPresent();
                if (applied != event.removed()) {
                    throw new AssertionError(
                            (event.removed() ? "undone and not applied: " : "applied twice: ") + event.log());
                }
                Journal.Batch effect = event.removed()
                        ? Journal.Batch.create().remove(key)
                        : Journal.Batch.create().put(key, "applied".getBytes(StandardCharsets.US_ASCII));
                feed.acknowledge(event, effect);
            }
        }
    }

    /** Makes the next change of the chain: new blocks, or others in place of up to five. */
    static void change(FakeChain chain, Random random) {
        int depth = random.nextInt(3) == 0 ? (int) Math.min(chain.height(), 1 + random.nextInt(5)) : 0;
        Write[][] blocks = new Write[depth + 1 + random.nextInt(3)][];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = new Write[random.nextInt(3)];
            java.util.Arrays.fill(blocks[i], FakeChain.wanted());
        }
        chain.reorganise(depth, blocks);
    }
}
