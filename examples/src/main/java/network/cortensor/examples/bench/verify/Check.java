package network.cortensor.examples.bench.verify;

import network.cortensor.sdk.verify.compare.AnswerComparator;
import network.cortensor.sdk.verify.compare.AnswerText;
import network.cortensor.sdk.verify.compare.Comparison;
import network.cortensor.sdk.verify.compare.ComparisonLayer;
import network.cortensor.sdk.verify.compare.LayerFinding;
import network.cortensor.sdk.verify.compare.Sign;

/**
 * Something that says of two answers whether they say the same: a layer alone, all of them, or the network's rule.
 *
 * @param name for tables and plots
 * @param calibrated whether its score is meant as a probability
 */
record Check(String name, boolean calibrated, Rule rule) {

    /** Asks it about two answers. */
    @FunctionalInterface
    interface Rule {
        Judgement judge(AnswerText a, AnswerText b);
    }

    /**
     * What it says.
     *
     * @param sign {@link Sign#NOTHING} is undecided
     * @param score the higher, the more it takes them for the same
     */
    record Judgement(Sign sign, double score) {}

    static Check of(String name, ComparisonLayer layer) {
        return new Check(name, false, (a, b) -> {
            try {
                LayerFinding finding = layer.compare(a, b);
                return new Judgement(finding.sign(), finding.score());
            } catch (IllegalArgumentException e) {
                // A layer may refuse an answer that it cannot read: then it says nothing.
                return new Judgement(Sign.NOTHING, Double.NaN);
            }
        });
    }

    static Check of(String name, AnswerComparator comparator) {
        return new Check(name, true, (a, b) -> {
            Comparison comparison = comparator.compare(a, b);
            return new Judgement(comparison.sign(), comparison.probability());
        });
    }

    /** Takes the figure of its only layer as the score: the rule knows no probability. */
    static Check ofRule(String name, AnswerComparator rule) {
        return new Check(name, false, (a, b) -> {
            Comparison comparison = rule.compare(a, b);
            return new Judgement(comparison.sign(), comparison.findings().get(0).score());
        });
    }
}
