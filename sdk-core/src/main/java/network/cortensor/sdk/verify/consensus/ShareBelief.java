package network.cortensor.sdk.verify.consensus;

import java.util.Arrays;

/**
 * What is believed of the share of bad nodes: weights on a grid over (0, 1/2). Immutable; not to be shown, because its
 * arrays are handed out.
 *
 * <p>Nothing is believed of shares from one half on: there, bad nodes that collude cannot be told from honest ones by voting.
 */
final class ShareBelief {

    /** The prior, before any node was met: a Beta(1, 3) distribution below one half. Its mean is 0.2. */
    private static final double PRIOR_BAD = 1;

    private static final double PRIOR_HONEST = 3;

    private static final int POINTS = 32;
    private static final double[] GRID = new double[POINTS];

    static {
        for (int i = 0; i < POINTS; i++) {
            GRID[i] = (i + 0.5) / POINTS / 2;
        }
    }

    private final double[] shares;
    private final double[] weights;

    private ShareBelief(double[] shares, double[] weights) {
        this.shares = shares;
        this.weights = weights;
    }

    /** The belief after that many bad and honest nodes were met. */
    static ShareBelief afterMeeting(double bad, double honest) {
        double[] logs = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            logs[i] = (PRIOR_BAD + bad - 1) * Math.log(GRID[i]) + (PRIOR_HONEST + honest - 1) * Math.log(1 - GRID[i]);
        }
        double highest = Arrays.stream(logs).max().orElseThrow();
        double[] weights =
                Arrays.stream(logs).map(log -> Math.exp(log - highest)).toArray();
        double sum = Arrays.stream(weights).sum();
        return new ShareBelief(
                GRID, Arrays.stream(weights).map(weight -> weight / sum).toArray());
    }

    /** The share is known. */
    static ShareBelief known(double share) {
        return new ShareBelief(new double[] {share}, new double[] {1});
    }

    double[] shares() {
        return shares;
    }

    double[] weights() {
        return weights;
    }

    double mean() {
        double mean = 0;
        for (int i = 0; i < shares.length; i++) {
            mean += shares[i] * weights[i];
        }
        return mean;
    }
}
