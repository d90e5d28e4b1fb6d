package network.cortensor.examples.bench.verify;

import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * An exact interval for a share, by Clopper and Pearson (1934): of a hundred such intervals from independent trials, at least
 * ninety-five hold the true share.
 *
 * @param low the lower end
 * @param high the upper end
 */
record Bounds(double low, double high) {

    private static final double TAIL = 0.025;

    /**
     * Returns the interval for a number of hits in a number of trials; with no trials, from 0 to 1.
     *
     * @throws IllegalArgumentException when there are more hits than trials, or fewer than none
     */
    static Bounds of(int hits, int trials) {
        if (hits < 0 || hits > trials) {
            throw new IllegalArgumentException(hits + " hits in " + trials + " trials");
        }
        double low = hits == 0 ? 0 : quantile(hits, trials - hits + 1.0, TAIL);
        double high = hits == trials ? 1 : quantile(hits + 1.0, trials - hits, 1 - TAIL);
        return new Bounds(low, high);
    }

    private static double quantile(double alpha, double beta, double probability) {
        return new BetaDistribution(null, alpha, beta).inverseCumulativeProbability(probability);
    }
}
