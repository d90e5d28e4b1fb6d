package network.cortensor.examples.bench.chain;

import network.cortensor.examples.bench.ProcessGauge;
import network.cortensor.examples.bench.Score;
import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.ChainOptions;
import network.cortensor.sdk.staking.chain.EventFeed;
import network.cortensor.sdk.staking.chain.EventFeedOptions;
import network.cortensor.sdk.staking.chain.FeedEvent;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Main class of a child process with a small heap: reads all events of a chain with a feed, and prints what an event took in
 * the first tenth and in the last, and how much heap it took.
 */
public final class FeedRead {

    private static final int TENTHS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private long expected;

    private FeedRead() {}

    /**
     * What a run found.
     *
     * @param first one event of the first tenth
     * @param last one event of the last tenth
     * @param firstHeap heap in use after the first tenth and a collection, in bytes
     * @param lastHeap the same after the last
     * @param peakHeap the largest use of every part of the heap, in bytes
     * @param perSecond events, by the clock, over all of it
     */
    record Result(Score first, Score last, long firstHeap, long lastHeap, long peakHeap, double perSecond) {

        static Result parse(String line) {
            String[] parts = line.split(" ", -1);
            return new Result(
                    new Score(Double.parseDouble(parts[0]), Double.parseDouble(parts[1])),
                    new Score(Double.parseDouble(parts[2]), Double.parseDouble(parts[3])),
                    Long.parseLong(parts[4]),
                    Long.parseLong(parts[5]),
                    Long.parseLong(parts[6]),
                    Double.parseDouble(parts[7]));
        }

        String line() {
            return first.clock() + " " + first.cpu() + " " + last.clock() + " " + last.cpu() + " " + firstHeap + " "
                    + lastHeap + " " + peakHeap + " " + perSecond;
        }
    }

    /** Takes the address of the chain, how many events to read, and how many before that; prints one line. */
    public static void main(String[] args) throws IOException {
        System.out.println(run(URI.create(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]))
                .line());
    }

    static Result run(URI uri, int events, int warmUpEvents) throws IOException {
        try (Chain chain = Chain.open(ChainOptions.of(uri))) {
            // So that the first tenth is not the one that waits for the compiler.
            read(chain, warmUpEvents);
            return read(chain, events);
        }
    }

    private static Result read(Chain chain, int events) throws IOException {
        EventFeedOptions options = EventFeedOptions.builder()
                .address(Address.parse(FeedServer.CONTRACT))
                .build();
        FeedRead reading = new FeedRead();
        int tenth = events / TENTHS;
        List<Score> scores = new ArrayList<>();
        List<Long> heaps = new ArrayList<>();
        try (EventFeed feed = EventFeed.open(chain, options)) {
            for (int i = 0; i < TENTHS; i++) {
                Score score = Score.ofProcess(() -> reading.read(feed, tenth));
                scores.add(new Score(score.clock() / tenth, score.cpu() / tenth));
                heaps.add(ProcessGauge.heapAfterCollection());
            }
        }
        double nanos = scores.stream().mapToDouble(Score::clock).average().orElseThrow();
        return new Result(
                scores.get(0),
                scores.get(TENTHS - 1),
                heaps.get(0),
                heaps.get(TENTHS - 1),
                ProcessGauge.peakHeapBytes(),
                1e9 / nanos);
    }

    /** Reads some, and makes sure that they are the next ones. */
    private void read(EventFeed feed, int count) {
        for (int i = 0; i < count; i++) {
            ChainLog log = next(feed).log();
            long place = (log.blockNumber() - 1) * FeedServer.EVENTS_PER_BLOCK + log.index();
            if (place != expected) {
                throw new IllegalStateException("expected event " + expected + ", found event " + place);
            }
            expected++;
        }
    }

    private static FeedEvent next(EventFeed feed) {
        try {
            return feed.next(PATIENCE)
                    .orElseThrow(() -> new IllegalStateException("the feed ended before the chain did"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("The benchmark was cancelled.", e);
        }
    }
}
