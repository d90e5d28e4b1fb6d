package network.cortensor.sdk.verify.replay;

import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.compare.LayerFinding;
import network.cortensor.sdk.verify.compare.Sign;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * From which mean margin on an answer is not the model's, taken from honest runs of the same model, sampling and hardware mix.
 * Immutable.
 *
 * <p>The threshold is an order statistic of the honest runs: if an answer that is judged is as theirs are, it is rejected
 * with at most the probability that was asked for, whatever the distribution. No such bound holds for wrong accepts; those
 * are measured against the substitutes that one fears.
 */
public final class ReplayThreshold {

    private final double margin;
    private final double falseReject;
    private final int runs;
    private final int tokens;

    private ReplayThreshold(double margin, double falseReject, int runs, int tokens) {
        this.margin = margin;
        this.falseReject = falseReject;
        this.runs = runs;
        this.tokens = tokens;
    }

    /**
     * Takes the threshold from honest runs.
     *
     * @param falseReject the largest share of honest answers to be rejected
     * @throws IllegalArgumentException when the share is not between 0 and 1, a run has no margin, or there are fewer than
     *     {@code 1 / falseReject - 1} runs, which cannot show so small a share
     */
    public static ReplayThreshold of(List<ReplayReport> honest, double falseReject) {
        if (!(falseReject > 0 && falseReject < 1)) {
            throw new IllegalArgumentException("A share of false rejects is between 0 and 1, found " + falseReject);
        }
        // The tolerance keeps 19 runs enough for 0.05 in binary fractions.
        int rank = (int) Math.ceil((honest.size() + 1) * (1 - falseReject) - 1e-9);
        if (rank > honest.size()) {
            throw new IllegalArgumentException("To reject at most " + falseReject + " of honest answers at least "
                    + (long) Math.ceil(1 / falseReject - 1 - 1e-9) + " honest runs are needed, found "
                    + honest.size());
        }
        double[] margins = honest.stream()
                .mapToDouble(run -> run.meanMargin()
                        .orElseThrow(() -> new IllegalArgumentException("An honest run has no scored token")))
                .sorted()
                .toArray();
        int shortest = honest.stream().mapToInt(ReplayReport::scored).min().orElseThrow();
        return new ReplayThreshold(margins[Math.max(0, rank - 1)], falseReject, honest.size(), shortest);
    }

    /** Returns the largest mean margin that is accepted. */
    public double margin() {
        return margin;
    }

    /** Returns the largest share of honest answers that is rejected. */
    public double falseReject() {
        return falseReject;
    }

    /**
     * Judges.
     *
     * @return {@link Sign#DIFFERENT} above the threshold; {@link Sign#SAME} up to it; {@link Sign#NOTHING} when fewer tokens
     *     were scored than half of the shortest honest run, because a mean of few tokens scatters more
     */
    public Sign judge(ReplayReport report) {
        OptionalDouble mean = report.meanMargin();
        if (mean.isEmpty() || report.scored() < (tokens + 1) / 2) {
            return Sign.NOTHING;
        }
        return mean.getAsDouble() > margin ? Sign.DIFFERENT : Sign.SAME;
    }

    /** Returns the judgement as a finding of {@link Layer#REPLAY}; its score is the share of tokens that the reference draws. */
    public LayerFinding finding(ReplayReport report) {
        Sign sign = judge(report);
        return new LayerFinding(
                Layer.REPLAY,
                sign,
                report.equalShare().orElse(0),
                sign == Sign.NOTHING
                        ? report.scored() + " scored tokens are too few to tell"
                        : String.format(Locale.ROOT, "%s; honest runs have up to %.4f", report, margin));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "ReplayThreshold(mean margin %.4f, at most %.3f false rejects, from %d runs)",
                margin,
                falseReject,
                runs);
    }
}
