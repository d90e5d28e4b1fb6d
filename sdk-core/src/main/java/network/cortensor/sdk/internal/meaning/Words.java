package network.cortensor.sdk.internal.meaning;

import java.util.function.Consumer;

/**
 * Cuts a text into tokens that do not depend on any model: a run of letters, digits and marks, or one other visible
 * character. One pass; a lone surrogate or a control character is a token like any other.
 */
public final class Words {

    /**
     * The longest token in characters: a longer run is cut, so that one word of 10 MB (base64, a script without blanks) does
     * not become one token.
     */
    private static final int LONGEST = 64;

    private Words() {}

    /** Gives each token to the sink, in order. */
    public static void each(CharSequence text, Consumer<String> sink) {
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at);
            if (end > at) {
                sink.accept(text.subSequence(at, end).toString());
                at = end;
            } else {
                at++;
            }
        }
    }

    /** Returns how many tokens stand before a position that is not inside a token. */
    public static int count(CharSequence text, int from, int until) {
        int tokens = 0;
        int at = from;
        while (at < until) {
            int end = end(text, at);
            tokens += end > at ? 1 : 0;
            at = Math.max(end, at + 1);
        }
        return tokens;
    }

    /** Returns whether a token may go on across this position, so that what stands before it may be a part of a token. */
    public static boolean joins(CharSequence text, int position) {
        return position > 0 && position < text.length() && isWordPart(text, position) && isWordPart(text, position - 1);
    }

    /** Returns where the token that starts here ends; the same position when a blank stands here. */
    private static int end(CharSequence text, int start) {
        int at = start;
        while (at < text.length() && at - start < LONGEST && isWordPart(text, at)) {
            at++;
        }
        return at > start || Character.isWhitespace(text.charAt(start)) ? at : start + 1;
    }

    /** A character at a time, not a code point: both halves of a letter outside the basic plane count as letters. */
    private static boolean isWordPart(CharSequence text, int at) {
        char c = text.charAt(at);
        return (Character.isLetterOrDigit(c) && !isIdeograph(c))
                || Character.getType(c) == Character.NON_SPACING_MARK
                || (Character.isSurrogate(c) && Character.isLetter(Character.codePointAt(text, from(text, at))));
    }

    private static int from(CharSequence text, int at) {
        return at > 0 && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }

    /** Scripts that are written without blanks: each sign is a token, as it is for the models' own tokenizers. */
    static boolean isIdeograph(char c) {
        return (c >= '\u2E80' && c <= '\uD7A3' && Character.isLetter(c)) || (c >= '\uF900' && c <= '\uFAFF');
    }
}
