package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.internal.facts.AnswerFacts;
import network.cortensor.sdk.internal.facts.FactKind;
import network.cortensor.sdk.internal.facts.FactReport;
import network.cortensor.sdk.verify.Layer;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares what two answers state: numbers with units, dates, names and their roles, negation, quantifiers, comparisons,
 * signs that say something (x ≥ 5, a − b), code tokens, JSON leaves, as their {@link TaskType} has it. Thread-safe and deterministic.
 *
 * <p>It can show that two answers contradict each other: both state a value for the same thing, and the values differ, or one
 * denies what the other affirms. That is {@link Sign#DIFFERENT}. Where only one answer states something it is
 * {@link Sign#NOTHING}, because an honest answer may say more; only a missing "not" or "only" or a missing condition in an
 * otherwise equal sentence is a difference. {@link Sign#SAME} says that no fact was found that only one of them states, and
 * that most of what they state is in common.
 *
 * <p>It cannot tell whether what both state is true, and reads English best: of other languages it reads numbers, dates,
 * names and simple negations, and between two languages it compares numbers alone. Without WordNet on the class path it
 * knows fewer opposites and takes no word for a synonym of another; the finding then says so.
 */
public final class FactSignature implements ComparisonLayer {

    private FactSignature() {}

    /** Returns the layer. The first comparison of sentences reads WordNet, where it is there, which takes about half a second. */
    public static FactSignature create() {
        return new FactSignature();
    }

    @Override
    public Layer layer() {
        return Layer.FACTS;
    }

    /**
     * Compares two answers; the score is the share of equal facts among all, between 0 and 1.
     *
     * @throws IllegalArgumentException when the answers are of different types
     */
    @Override
    public LayerFinding compare(AnswerText a, AnswerText b) {
        Pairs.requireOneType(a, b);
        FactReport report = report(a, b);
        boolean words = a.type() == TaskType.PROSE || a.type() == TaskType.NUMERIC;
        String without = words && !AnswerFacts.knowsAntonyms() ? ", without antonyms" : "";
        if (report.conflicting() > 0) {
            return finding(
                    Sign.DIFFERENT,
                    report,
                    "The answers contradict each other in " + names(report.conflicts()) + without);
        }
        if (report.agreed() == 0 && report.oneSided() == 0) {
            return finding(Sign.NOTHING, report, "There are no facts to compare" + without);
        }
        if (report.oneSided() > 0) {
            return finding(
                    Sign.NOTHING,
                    report,
                    report.oneSided() + " facts stand in one answer only: " + names(report.gaps()) + without);
        }
        if (!report.covered()) {
            return finding(
                    Sign.NOTHING,
                    report,
                    String.format(
                            Locale.ROOT,
                            "%d facts are equal, but the answers have %.0f %% in common only%s",
                            report.agreed(),
                            100 * report.coverage(),
                            without));
        }
        return finding(
                Sign.SAME, report, report.agreed() + " facts are equal: " + names(report.agreements()) + without);
    }

    /** An answer in prose that is JSON and nothing else. */
    private record WholeJson(Optional<AnswerFacts> facts) {}

    private static FactReport report(AnswerText a, AnswerText b) {
        if (a.type() == TaskType.PROSE) {
            Optional<AnswerFacts> one = wholeJson(a);
            Optional<AnswerFacts> other = one.isEmpty() ? Optional.empty() : wholeJson(b);
            if (one.isPresent() && other.isPresent()) {
                return one.get().compareWith(other.get());
            }
        }
        return facts(a).compareWith(facts(b));
    }

    private static Optional<AnswerFacts> wholeJson(AnswerText answer) {
        return answer.part(WholeJson.class, text -> new WholeJson(AnswerFacts.ofWholeJson(text.text())))
                .facts();
    }

    private static AnswerFacts facts(AnswerText answer) {
        return answer.part(AnswerFacts.class, text -> switch (text.type()) {
            case PROSE -> AnswerFacts.ofProse(text.text());
            case NUMERIC -> AnswerFacts.ofNumbers(text.text());
            case JSON -> AnswerFacts.ofJson(text.text());
            case CODE -> AnswerFacts.ofCode(text.text());
        });
    }

    private LayerFinding finding(Sign sign, FactReport report, String text) {
        return new LayerFinding(layer(), sign, report.agreement(), text);
    }

    private static String names(Set<FactKind> kinds) {
        return kinds.stream().map(FactKind::plain).collect(Collectors.joining(", "));
    }
}
