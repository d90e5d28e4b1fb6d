package network.cortensor.sdk.verify.replay;

import java.util.Locale;
import java.util.OptionalDouble;

/** How well an answer fits a reference, or several answers of one node together. Immutable; holds no token. */
public final class ReplayReport {

    private final int tokens;
    private final int scored;
    private final int equal;
    private final double sum;
    private final double last;
    private final double excess;
    private final double variance;

    private ReplayReport(int tokens, int scored, int equal, double sum, double last, double excess, double variance) {
        this.tokens = tokens;
        this.scored = scored;
        this.equal = equal;
        this.sum = sum;
        this.last = last;
        this.excess = excess;
        this.variance = variance;
    }

    static ReplayReport of(double[] margins, double excess, double variance) {
        int scored = 0;
        int equal = 0;
        double sum = 0;
        for (double margin : margins) {
            if (!Double.isNaN(margin)) {
                scored++;
                sum += margin;
                equal += margin == 0 ? 1 : 0;
            }
        }
        return new ReplayReport(margins.length, scored, equal, sum, margins[margins.length - 1], excess, variance);
    }

    /** Returns the figures of this and another answer together; the last margin is the larger one. */
    public ReplayReport and(ReplayReport other) {
        return new ReplayReport(
                Math.addExact(tokens, other.tokens),
                scored + other.scored,
                equal + other.equal,
                sum + other.sum,
                Double.isNaN(last) ? other.last : Double.isNaN(other.last) ? last : Math.max(last, other.last),
                excess + other.excess,
                variance + other.variance);
    }

    /** Returns how many tokens the answer has. */
    public int tokens() {
        return tokens;
    }

    /** Returns at how many of them the reference had a margin to give. */
    public int scored() {
        return scored;
    }

    /** Returns the share of scored tokens that the reference draws itself; empty when none was scored. */
    public OptionalDouble equalShare() {
        return scored == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) equal / scored);
    }

    /** Returns the mean of the clipped margins, in the unit of the {@link Sampling}; empty when no token was scored. */
    public OptionalDouble meanMargin() {
        return scored == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / scored);
    }

    /**
     * Returns the clipped margin of the last token: when that is the end token and the margin is large, the model would have
     * gone on. Empty when it was not scored.
     */
    public OptionalDouble lastMargin() {
        return Double.isNaN(last) ? OptionalDouble.empty() : OptionalDouble.of(last);
    }

    /**
     * Returns by how many standard deviations the tokens are less likely than tokens that the reference draws, whatever the
     * seed. Above 4 it is no honest chance; near 0 it shows little. Empty when the reference gave no probabilities, or the
     * tokens left it no choice.
     */
    public OptionalDouble surprise() {
        return variance <= 0 ? OptionalDouble.empty() : OptionalDouble.of(excess / Math.sqrt(variance));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d of %d tokens as the reference draws them, mean margin %.4f",
                equal,
                scored,
                meanMargin().orElse(Double.NaN));
    }
}
