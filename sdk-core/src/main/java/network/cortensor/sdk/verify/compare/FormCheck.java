package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.internal.meaning.Form;
import network.cortensor.sdk.internal.meaning.Passages;
import network.cortensor.sdk.verify.Layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Compares the form of two answers: whether one of them alone is empty, cut off, in another language, says the same over
 * and over, refuses, or speaks to a model instead of a reader. Thread-safe.
 *
 * <p>What it shows: differences that an embedding is blind to, because a text that was cut, or into which "ignore what was
 * said above" was slipped, stays close. What it cannot show: that answers say the same; its sign is {@link Sign#DIFFERENT}
 * or {@link Sign#NOTHING}. It knows set phrases and function words of seven languages, so it misses what is worded
 * otherwise.
 *
 * <p>The score is 1 when nothing is conspicuous, 0.5 when something is that an honest answer may have too (one ends in the
 * middle of a sentence, has passages put in between, or has less than {@value #MUCH_SHORTER} of the other's length), 0 when they differ. For JSON and
 * code only emptiness and instructions count. Linear in the length.
 */
public final class FormCheck implements ComparisonLayer {

    /** The share of the longer answer's tokens below which the shorter one is conspicuously short. */
    static final double MUCH_SHORTER = 0.5;

    private static final double CUT_TO = 0.9;
    private static final int LONG_ENOUGH_TO_CUT = 12;

    private final CommonPrefix prefix = CommonPrefix.create();

    private FormCheck() {}

    /** Creates the layer. */
    public static FormCheck create() {
        return new FormCheck();
    }

    @Override
    public Layer layer() {
        return Layer.FORM;
    }

    @Override
    public LayerFinding compare(AnswerText a, AnswerText b) {
        Pairs.requireOneType(a, b);
        if (a.canonical().equals(b.canonical())) {
            return new LayerFinding(layer(), Sign.NOTHING, 1, "equal in form");
        }
        List<String> differ = new ArrayList<>();
        List<String> doubt = new ArrayList<>();
        if (a.text().isBlank() != b.text().isBlank()) {
            differ.add("is empty");
        } else {
            examine(a, b, differ, doubt);
        }
        if (!differ.isEmpty()) {
            return new LayerFinding(layer(), Sign.DIFFERENT, 0, "one of them alone " + String.join(", ", differ));
        }
        if (!doubt.isEmpty()) {
            return new LayerFinding(layer(), Sign.NOTHING, 0.5, "one of them alone " + String.join(", ", doubt));
        }
        return new LayerFinding(layer(), Sign.NOTHING, 1, "nothing conspicuous in form");
    }

    private void examine(AnswerText a, AnswerText b, List<String> differ, List<String> doubt) {
        Form one = form(a);
        Form other = form(b);
        if (one.instructing() != other.instructing()) {
            differ.add("speaks to a model");
        }
        if (a.type() == TaskType.JSON || a.type() == TaskType.CODE) {
            return;
        }
        if (one.refusing() != other.refusing()) {
            differ.add("refuses");
        }
        if (one.repeating() != other.repeating()) {
            differ.add("repeats itself");
        }
        if (one.otherLanguageThan(other)) {
            differ.add("is in another language");
        }
        length(a, b, differ, doubt);
    }

    private void length(AnswerText a, AnswerText b, List<String> differ, List<String> doubt) {
        AnswerText shorter = prefix.tokens(a) <= prefix.tokens(b) ? a : b;
        AnswerText longer = shorter == a ? b : a;
        int few = prefix.tokens(shorter);
        int many = prefix.tokens(longer);
        boolean midSentence = !form(shorter).complete() && form(longer).complete();
        if (many < LONG_ENOUGH_TO_CUT) {
            return;
        }
        // The last token of a cut text may itself be cut.
        boolean beginning = prefix.equalTokens(a, b) >= Math.max(1, few - 1);
        // "160" and "160, because …" say the same, with and without a full stop.
        boolean numeric = a.type() == TaskType.NUMERIC;
        if (beginning && !numeric && (midSentence || few < CUT_TO * many)) {
            differ.add("is cut off");
        } else if (beginning) {
            doubt.add("goes on after the other's end");
        } else if (holdsAll(shorter, longer)) {
            doubt.add("has passages put in between");
        } else if (few < MUCH_SHORTER * many) {
            doubt.add("is much shorter");
        } else if (!numeric && form(a).complete() != form(b).complete()) {
            doubt.add("ends in the middle of a sentence");
        }
    }

    /** Returns whether the longer answer is the shorter one, passage by passage, and something more. */
    private static boolean holdsAll(AnswerText shorter, AnswerText longer) {
        Set<String> some = passages(shorter);
        Set<String> all = passages(longer);
        return some.size() < all.size() && all.containsAll(some);
    }

    private static Set<String> passages(AnswerText answer) {
        return answer.part(Held.class, text -> new Held(Set.copyOf(Passages.of(text.text()))))
                .passages();
    }

    private record Held(Set<String> passages) {}

    /** Returns whether an answer speaks to a model or to who judges it. */
    boolean speaksToModel(AnswerText answer) {
        return form(answer).instructing();
    }

    private static Form form(AnswerText answer) {
        return answer.part(Form.class, text -> Form.of(text.text()));
    }
}
