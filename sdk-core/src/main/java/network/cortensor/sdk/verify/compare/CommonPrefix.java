package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.internal.meaning.Words;
import network.cortensor.sdk.verify.Layer;

import java.util.Locale;

/**
 * How far two answers are equal from their beginning, in tokens of its own (words and signs; no model's tokenizer).
 * Thread-safe.
 *
 * <p>What it shows: from about {@link #STRONG_FROM} equal tokens on, that both come from one model and prompt with little
 * or no sampling noise, or that one was copied. Runs of one model at temperature 0 part late, and mostly after the first
 * hundred tokens; runs of different models part within a few.
 *
 * <p>What it cannot show: that the answers say the same. Two answers may be equal for a thousand tokens and differ in the
 * one number that matters, so its sign is {@link Sign#NOTHING} unless they are equal to the end. A short equal beginning
 * says nothing either way: honest runs at a temperature above 0 part at once.
 *
 * <p>The score is the equal share of the longer answer. Linear in the length.
 */
public final class CommonPrefix implements ComparisonLayer {

    /** Equal tokens from which a common beginning is strong evidence of one model. */
    public static final int STRONG_FROM = 64;

    private CommonPrefix() {}

    /** Creates the layer. */
    public static CommonPrefix create() {
        return new CommonPrefix();
    }

    @Override
    public Layer layer() {
        return Layer.PREFIX;
    }

    @Override
    public LayerFinding compare(AnswerText a, AnswerText b) {
        Pairs.requireOneType(a, b);
        int equal = equalTokens(a, b);
        int longer = Math.max(tokens(a), tokens(b));
        boolean whole = a.canonical().equals(b.canonical());
        double share = whole ? 1 : longer == 0 ? 0 : (double) equal / longer;
        return new LayerFinding(
                layer(),
                whole ? Sign.SAME : Sign.NOTHING,
                share,
                String.format(
                        Locale.ROOT,
                        "equal for the first %d tokens, %.2f of the longer answer%s",
                        equal,
                        share,
                        whole ? "" : equal >= STRONG_FROM ? ": one model or a copy" : ": too short to tell"));
    }

    /** Returns how many whole tokens are equal from the beginning on. */
    public int equalTokens(AnswerText a, AnswerText b) {
        String one = a.text();
        String other = b.text();
        int shorter = Math.min(one.length(), other.length());
        int equal = 0;
        while (equal < shorter && one.charAt(equal) == other.charAt(equal)) {
            equal++;
        }
        if (equal == one.length() && equal == other.length()) {
            return tokens(a);
        }
        int whole = equal;
        while (Words.joins(one, whole) || Words.joins(other, whole)) {
            whole--;
        }
        return Words.count(one, 0, whole);
    }

    /** Returns how many tokens an answer has. */
    int tokens(AnswerText answer) {
        return answer.part(
                        Length.class,
                        text -> new Length(
                                Words.count(text.text(), 0, text.text().length())))
                .tokens();
    }

    private record Length(int tokens) {}
}
