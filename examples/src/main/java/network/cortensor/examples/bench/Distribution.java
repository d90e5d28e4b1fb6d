package network.cortensor.examples.bench;

import java.util.stream.LongStream;

/**
 * The middle and the end of a set of times, by nearest rank.
 *
 * @param p50 the median in milliseconds
 * @param p95 what 95 of 100 stay within, in milliseconds
 * @param p99 what 99 of 100 stay within, in milliseconds; with fewer than 100 values, their maximum
 */
public record Distribution(double p50, double p95, double p99) {

    private static final double NANOS_PER_MILLI = 1e6;

    public static Distribution ofNanos(LongStream nanos) {
        long[] sorted = nanos.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        return new Distribution(percentile(sorted, 0.50), percentile(sorted, 0.95), percentile(sorted, 0.99));
    }

    private static double percentile(long[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(1, rank) - 1] / NANOS_PER_MILLI;
    }
}
