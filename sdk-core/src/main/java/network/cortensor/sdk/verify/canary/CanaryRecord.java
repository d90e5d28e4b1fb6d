package network.cortensor.sdk.verify.canary;

import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.compare.LayerFinding;
import network.cortensor.sdk.verify.compare.Sign;

import java.util.Locale;

/**
 * The canary tests of one node and model over days. Immutable.
 *
 * <p>Each test turns its p-value into evidence {@code 1 / (2 sqrt(p))}, whose expectation is at most 1 for an honest node; the
 * evidence of independent tests multiplies. By Ville's inequality an honest node's product ever reaches {@code 1 / alpha}
 * with probability at most alpha, <em>however often one looks</em> and whenever one stops. So a record may be kept open for
 * months, with one alpha for all of them.
 */
public final class CanaryRecord {

    private final double alpha;
    private final int tests;
    private final double logEvidence;
    private final double highest;

    private CanaryRecord(double alpha, int tests, double logEvidence, double highest) {
        this.alpha = alpha;
        this.tests = tests;
        this.logEvidence = logEvidence;
        this.highest = highest;
    }

    /**
     * Starts a record without a test.
     *
     * @param alpha the probability with which an honest node is ever accused, such as 0.001
     * @throws IllegalArgumentException when it is not between 0 and 1
     */
    public static CanaryRecord of(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("Alpha is between 0 and 1, found " + alpha);
        }
        return new CanaryRecord(alpha, 0, 0, 0);
    }

    /** Returns the record with one more test, which shares no sample with an earlier one. */
    public CanaryRecord with(CanaryResult result) {
        double next = logEvidence - Math.log(2) - Math.log(result.pValue()) / 2;
        return new CanaryRecord(alpha, tests + 1, next, Math.max(highest, next));
    }

    /** Returns how many tests there were. */
    public int tests() {
        return tests;
    }

    /** Returns the evidence against the node now: 1 is none. Falls with each inconspicuous test. */
    public double evidence() {
        return Math.exp(logEvidence);
    }

    /** Returns whether the evidence has ever reached {@code 1 / alpha}. Stays so: a node does not become honest by waiting. */
    public boolean differs() {
        return highest >= -Math.log(alpha);
    }

    /** Returns the record as a finding of {@link Layer#CANARY}; its score is 1 minus the share of the evidence that is needed. */
    public LayerFinding finding() {
        double reached = Math.min(1, Math.max(0, highest / -Math.log(alpha)));
        return new LayerFinding(
                Layer.CANARY,
                differs() ? Sign.DIFFERENT : Sign.NOTHING,
                1 - reached,
                String.format(
                        Locale.ROOT,
                        "evidence of %.3g after %d tests, at most %.3g; %.3g is needed for an error of %.3g",
                        evidence(),
                        tests,
                        Math.exp(highest),
                        1 / alpha,
                        alpha));
    }

    @Override
    public String toString() {
        return "CanaryRecord(" + finding().finding() + ")";
    }
}
