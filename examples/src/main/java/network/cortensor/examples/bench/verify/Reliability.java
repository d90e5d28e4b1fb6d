package network.cortensor.examples.bench.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities are what they say: of all pairs to which a probability near p was given, the share p should be honest.
 *
 * @param bins from the lowest probability to the highest, those without a pair left out
 * @param error the mean distance between what was said and what was found, weighted by pairs
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
     * @param found the share of honest pairs
     */
    record Bin(int pairs, double said, double found, Bounds bounds) {}

    /** Sorts pairs into bins of equal width. Attacks and honest pairs count alike, whatever their numbers are. */
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
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int i = 0; i < BINS; i++) {
            int pairs = right[i] + wrong[i];
            if (pairs > 0) {
                Bin bin = new Bin(pairs, sum[i] / pairs, (double) right[i] / pairs, Bounds.of(right[i], pairs));
                bins.add(bin);
                error += pairs * Math.abs(bin.said() - bin.found());
            }
        }
        return new Reliability(bins, error / Math.max(1, honest.size() + attacks.size()));
    }

    private static int bin(double probability) {
        return (int) Math.max(0, Math.min(BINS - 1, Math.floor(probability * BINS)));
    }
}
