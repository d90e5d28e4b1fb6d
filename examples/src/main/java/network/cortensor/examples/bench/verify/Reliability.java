package network.cortensor.examples.bench.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities are what they say: of all pairs to which a probability near p was given, the share p should be honest,
 * as if half of all pairs were.
 *
 * @param bins from the lowest probability to the highest, those without a pair left out
 * @param error the mean distance between what was said and what was found, by the weight of the pairs
 */
record Reliability(List<Bin> bins, double error) {

    private static final int BINS = 10;

    Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * Pairs to which about the same probability was given.
     *
     * @param said the mean of the probabilities
     * @param found the share of honest pairs, if there were as many of them as attacks
     * @param bounds its 95 % interval
     */
    record Bin(int pairs, double said, double found, Bounds bounds) {}

    /** Sorts pairs into bins of equal width. All attacks together have the weight of all honest pairs. */
    static Reliability of(List<Double> honest, List<Double> attacks) {
        int[] right = new int[BINS];
        int[] wrong = new int[BINS];
        double[] sum = new double[BINS];
        honest.forEach(p -> {
            right[bin(p)]++;
            sum[bin(p)] += p;
        });
        attacks.forEach(p -> {
            wrong[bin(p)]++;
            sum[bin(p)] += p;
        });
        boolean both = !honest.isEmpty() && !attacks.isEmpty();
        double weight = both ? (double) attacks.size() / honest.size() : 1; // of an honest pair
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        double all = 0;
        for (int i = 0; i < BINS; i++) {
            int pairs = right[i] + wrong[i];
            if (pairs > 0) {
                Bounds raw = Bounds.of(right[i], pairs);
                Bin bin = new Bin(
                        pairs,
                        sum[i] / pairs,
                        weighted((double) right[i] / pairs, weight),
                        new Bounds(weighted(raw.low(), weight), weighted(raw.high(), weight)));
                bins.add(bin);
                double share = right[i] * weight + wrong[i];
                all += share;
                error += share * Math.abs(bin.said() - bin.found());
            }
        }
        return new Reliability(bins, error / Math.max(1, all));
    }

    private static double weighted(double share, double weight) {
        return share * weight / (share * weight + 1 - share);
    }

    private static int bin(double probability) {
        return (int) Math.max(0, Math.min(BINS - 1, Math.floor(probability * BINS)));
    }
}
