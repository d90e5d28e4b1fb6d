package network.cortensor.sdk.staking.chain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Finds blocks by their time, which never goes back along a chain. Begins at the newest and doubles its steps, so that what is
 * recent is found at once; asks for several headers together. What was learnt serves the next search.
 *
 * <p>Ends whatever the headers say; where they are not of one branch, what it finds need not be there. Belongs to one thread.
 */
final class BlockSearch {
    /** Headers of one question. Two questions go back 2<sup>32</sup> blocks, a few more find one among them. */
    private static final int AT_ONCE = 16;

    private final long head;
    private final Function<List<Long>, List<Instant>> timesOf;
    private final NavigableMap<Long, Instant> times = new TreeMap<>();

    /**
     * A search in a chain.
     *
     * @param head number of the newest block
     * @param newest its time
     * @param timesOf gives the times of the blocks with these numbers, in their order
     */
    BlockSearch(long head, Instant newest, Function<List<Long>, List<Instant>> timesOf) {
        this.head = head;
        this.timesOf = timesOf;
        times.put(head, newest);
    }

    /** Number of the first block whose time is not before this; the one after the newest if there is none. */
    long firstNotBefore(Instant time) {
        long after = firstKnown(time);
        long before = lastKnown(after, time);
        while (after - before > 1) {
            List<Long> numbers = before < 0 ? back(after) : between(before, after);
            List<Instant> found = timesOf.apply(numbers);
            for (int i = 0; i < numbers.size(); i++) {
                times.put(numbers.get(i), found.get(i));
            }
            after = firstKnown(time);
            before = lastKnown(after, time);
        }
        return after;
    }

    private long firstKnown(Instant time) {
        return times.entrySet().stream()
                .filter(known -> !known.getValue().isBefore(time))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(head + 1);
    }

    /** -1 if none is known to be before. */
    private long lastKnown(long below, Instant time) {
        return times.headMap(below, false).descendingMap().entrySet().stream()
                .filter(known -> known.getValue().isBefore(time))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(-1L);
    }

    private List<Long> back(long from) {
        long step = Math.max(1, head - from);
        return LongStream.iterate(step, distance -> distance * 2)
                .limit(AT_ONCE)
                .map(distance -> Math.max(0, from - distance))
                .distinct()
                .boxed()
                .toList();
    }

    private static List<Long> between(long before, long after) {
        long inside = after - before - 1;
        long count = Math.min(inside, AT_ONCE);
        return LongStream.rangeClosed(1, count)
                .map(place -> before + place * (inside + 1) / (count + 1))
                .boxed()
                .toList();
    }
}
