package network.cortensor.sdk.internal.meaning;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into passages that a small embedding model reads whole: sentences, short ones joined with the next, long ones
 * cut at a blank. One pass.
 */
public final class Passages {

    /** From this many estimated word pieces on a sentence stands alone; a heading or "Yes." is joined with what follows. */
    private static final int SHORT = 8;

    /** No passage is longer than this many estimated word pieces: well below the 256 that the smallest model reads. */
    static final int LONGEST = 96;

    private Passages() {}

    /** Returns the passages in order; together they hold every visible character. */
    public static List<String> of(String text) {
        List<String> passages = new ArrayList<>();
        int start = 0;
        int pieces = 0;
        int at = 0;
        while (at < text.length()) {
            int tokenEnd = at;
            while (tokenEnd < text.length()
                    && !Character.isWhitespace(text.charAt(tokenEnd))
                    && tokenEnd - at < LONGEST) {
                tokenEnd++;
            }
            if (tokenEnd == at) {
                boolean newLine = text.charAt(at) == '\n';
                at++;
                if (newLine && pieces >= SHORT) {
                    add(passages, text, start, at);
                    start = at;
                    pieces = 0;
                }
                continue;
            }
            pieces += pieces(text, at, tokenEnd);
            boolean over = pieces >= LONGEST;
            boolean sentence = pieces >= SHORT && endsSentence(text, at, tokenEnd);
            at = tokenEnd;
            if (over || sentence) {
                add(passages, text, start, at);
                start = at;
                pieces = 0;
            }
        }
        if (start < text.length()) {
            String rest = text.substring(start).strip();
            if (pieces >= SHORT / 2 || passages.isEmpty()) {
                if (!rest.isEmpty()) {
                    passages.add(rest);
                }
            } else if (!rest.isEmpty()) {
                int last = passages.size() - 1;
                passages.set(last, passages.get(last) + " " + rest);
            }
        }
        return passages;
    }

    /** Estimates how many word pieces a model makes of a text: at least one per word, more for long words. */
    public static int pieces(String text) {
        int pieces = 0;
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            pieces += end > at ? pieces(text, at, end) : 0;
            at = end + 1;
        }
        return pieces;
    }

    /** Returns the beginning of a text of about this many word pieces, to the end of a word. */
    public static String beginning(String text, int most) {
        int pieces = 0;
        int at = 0;
        while (at < text.length() && pieces < most) {
            int end = at;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && end - at < LONGEST) {
                end++;
            }
            pieces += end > at ? pieces(text, at, end) : 0;
            at = Math.max(end, at + 1);
        }
        return text.substring(0, Math.min(at, text.length()));
    }

    private static int pieces(String text, int from, int until) {
        int letters = 0;
        int others = 0;
        for (int i = from; i < until; i++) {
            if (Character.isLetter(text.charAt(i)) && !Words.isIdeograph(text.charAt(i))) {
                letters++;
            } else {
                others++;
            }
        }
        // English words of up to seven letters are mostly one piece; digits, punctuation and ideographs about one each.
        return (letters + 6) / 7 + others;
    }

    private static void add(List<String> passages, String text, int from, int until) {
        String passage = text.substring(from, until).strip();
        if (!passage.isEmpty()) {
            passages.add(passage);
        }
    }

    private static boolean endsSentence(String text, int from, int until) {
        int last = until - 1;
        while (last > from && isCloser(text.charAt(last))) {
            last--;
        }
        char c = text.charAt(last);
        if (c == '.') {
            // "J." and "e.g." do not end a sentence.
            return last - from > 1 && text.lastIndexOf('.', last - 1) < from;
        }
        return c == '!' || c == '?' || c == '\u3002' || c == '\uFF01' || c == '\uFF1F' || c == '\u0964';
    }

    /** Returns whether this is a quotation mark or bracket that may close a sentence after its full stop. */
    static boolean isCloser(char c) {
        return c == '"'
                || c == '\''
                || c == ')'
                || c == ']'
                || c == '\u201D'
                || c == '\u2019'
                || c == '\u00BB'
                || c == '*';
    }
}
