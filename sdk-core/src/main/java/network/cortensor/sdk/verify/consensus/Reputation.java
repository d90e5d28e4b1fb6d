package network.cortensor.sdk.verify.consensus;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What is known of one node: how often it agreed with accepted answers and how often it did not, the newest counting most.
 * Immutable.
 *
 * <p>Three rules keep a long honest past from buying a cheap lie:
 *
 * <ul>
 *   <li>The two counts together never exceed {@value #MEMORY}: older tasks are forgotten as new ones come. They also fade
 *       with time, by half in each half-life.
 *   <li>A deviation takes three quarters of the agreements with it. Two in a row bring even the best node to an
 *       {@linkplain #deviation assumed deviation} of more than one half, where its word counts for nothing.
 *   <li>Whatever the counts, the assumed deviation is at least {@value #LEAST_DEVIATION}. So an answer whose probability is
 *       to be at least {@code 1 - e} always needs at least {@code ln((1 - e) / e) / ln 19} nodes that give it: 2 for an error
 *       of 1 %, 3 for 0.1 %, 4 for 0.01 %. See {@link #leastNodes}.
 * </ul>
 *
 * <p>Counts are kept in millionths and times in seconds, so that what was exported and imported is equal to what it was.
 *
 * @param agreed how often the node agreed, faded
 * @param deviated how often it did not, faded
 * @param asOf when the counts were last changed
 */
public record Reputation(double agreed, double deviated, Instant asOf) {

    /** The largest sum of the two counts. */
    public static final int MEMORY = 16;

    /** The smallest probability of a deviation that any node is credited with. */
    public static final double LEAST_DEVIATION = 0.05;

    /** What a deviation leaves of the agreements. */
    private static final double KEPT = 0.25;

    private static final double MILLION = 1e6;

    /** A node that nothing is known of. */
    public static final Reputation UNKNOWN = new Reputation(0, 0, Instant.EPOCH);

    /**
     * Rounds to millionths and seconds.
     *
     * @throws IllegalArgumentException when a count is not a number, below 0, or both together are above {@link #MEMORY}
     */
    public Reputation {
        if (!(agreed >= 0 && deviated >= 0 && agreed + deviated <= MEMORY + 1 / MILLION)) {
            throw new IllegalArgumentException("Counts of a reputation are from 0 on and together at most " + MEMORY
                    + ", not " + agreed + " and " + deviated);
        }
        agreed = Math.rint(agreed * MILLION) / MILLION;
        deviated = Math.rint(deviated * MILLION) / MILLION;
        asOf = asOf.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Returns the reputation after the node agreed with an accepted answer once more. */
    public Reputation afterAgreement(Instant now, Duration halfLife) {
        Reputation faded = fadedTo(now, halfLife);
        return limited(faded.agreed + 1, faded.deviated, faded.asOf);
    }

    /** Returns the reputation after the node gave another answer than the accepted one, or evidence that does not hold. */
    public Reputation afterDeviation(Instant now, Duration halfLife) {
        Reputation faded = fadedTo(now, halfLife);
        return limited(faded.agreed * KEPT, faded.deviated + 1, faded.asOf);
    }

    /**
     * Returns the reputation as it is at that time: faded by half in each half-life. A time before {@link #asOf} changes
     * nothing: clocks of different machines differ.
     */
    public Reputation fadedTo(Instant now, Duration halfLife) {
        if (halfLife.isNegative() || halfLife.isZero()) {
            throw new IllegalArgumentException("A half-life is longer than nothing, not " + halfLife);
        }
        if (!now.isAfter(asOf)) {
            return this;
        }
        double seconds = Math.max(1, halfLife.toSeconds());
        double left = Math.pow(0.5, Duration.between(asOf, now).toSeconds() / seconds);
        return new Reputation(agreed * left, deviated * left, now);
    }

    /**
     * Returns the probability that the node does not give the answer that honest nodes give, when this share of the nodes
     * that nothing is known of does not: {@code (share + deviated) / (1 + agreed + deviated)}, which is the mean of a Beta
     * distribution whose prior counts as one observation; never below {@link #LEAST_DEVIATION} nor above one minus it.
     */
    public double deviation(double share) {
        double mean = (share + deviated) / (1 + agreed + deviated);
        return Math.min(1 - LEAST_DEVIATION, Math.max(LEAST_DEVIATION, mean));
    }

    /**
     * Returns how many nodes have to give an answer, at the least and with whatever past, before it can be accepted with that
     * probability of an error.
     *
     * <p>Why: a node that gives an answer multiplies the odds of that answer, against that of none being honest, by at most
     * {@code (1 - d) / d} with {@code d =} {@link #LEAST_DEVIATION}, that is by 19.
     *
     * @param error between 0 and 0.5, without these
     */
    public static int leastNodes(double error) {
        if (!(error > 0 && error < 0.5)) {
            throw new IllegalArgumentException("An error is between 0 and 0.5, not " + error);
        }
        return (int) Math.ceil(Math.log((1 - error) / error) / Math.log((1 - LEAST_DEVIATION) / LEAST_DEVIATION));
    }

    private static Reputation limited(double agreed, double deviated, Instant asOf) {
        double scale = Math.min(1, MEMORY / (agreed + deviated));
        return new Reputation(agreed * scale, deviated * scale, asOf);
    }
}
