package network.cortensor.sdk.internal.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a text into sentences of words, numbers and signs, in one pass. Marks of lists and of emphasis are left out;
 * "don't" becomes "do not".
 */
final class ProseLexer {

    /** The longest sentence; a longer one goes on as the next, so that the cost of comparing two stays bounded. */
    private static final int MAX_WORDS = 100;

    /** The longest word or number that is read as one; what follows is the next word. */
    private static final int MAX_LETTERS = 200;

    /** The longest pair of brackets that is read as one with the letter before it. */
    private static final int MAX_CALL = 40;

    private static final Set<String> SHORT_FORMS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "inc", "corp", "co", "ltd", "vs", "etc", "fig", "gen",
            "sen", "rep", "gov", "lt", "col", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct",
            "nov", "dec", "approx", "mt", "ca", "al", "eq", "cf", "dept", "est", "ave");

    /** What belongs to a number when it stands right behind it. */
    private static final Set<String> SUFFIXES = Set.of("st", "nd", "rd", "th", "k", "K", "M", "B", "bn", "s");

    /** Signs of more than one character, the longer ones first. */
    private static final List<String> SEVERAL =
            List.of("<->", "&&", "||", ">=", "<=", "!=", "<>", "->", "<-", "=>", "==");

    private final String text;
    private final Map<String, Word> words = new HashMap<>();
    private final List<List<Word>> sentences = new ArrayList<>();
    private List<Word> sentence = new ArrayList<>();
    private int at;

    private ProseLexer(String text) {
        this.text = text;
    }

    static List<List<Word>> sentences(String text) {
        ProseLexer lexer = new ProseLexer(withoutMarkup(text));
        lexer.read();
        return lexer.sentences;
    }

    /** Takes out what is not seen: the signs of bold text, which may stand inside a number (2**3 keeps them), and soft hyphens. */
    private static String withoutMarkup(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char letter = text.charAt(i);
            boolean pair = (letter == '*' || letter == '_') && i + 1 < text.length() && text.charAt(i + 1) == letter;
            boolean inside = pair
                    && i > 0
                    && i + 2 < text.length()
                    && Character.isLetterOrDigit(text.charAt(i - 1))
                    && Character.isLetterOrDigit(text.charAt(i + 2));
            if (pair && !inside) {
                i += 2;
            } else {
                if (Character.getType(letter) != Character.FORMAT) {
                    plain.append(letter);
                }
                i++;
            }
        }
        return plain.toString();
    }

    private void read() {
        boolean lineStart = true;
        while (at < text.length()) {
            if (lineStart) {
                skipMark();
                lineStart = false;
                continue;
            }
            int letter = text.codePointAt(at);
            if (letter == '\n') {
                at++;
                lineStart = true;
                if (endsAtLine()) {
                    end();
                }
            } else if (Character.isDigit(letter)) {
                number();
            } else if (isIdeograph(letter)) {
                add(Character.toString(letter));
                at += Character.charCount(letter);
            } else if (Character.isLetter(letter)) {
                word();
            } else {
                sign(letter);
            }
        }
        end();
    }

    /** A line ends a sentence unless the next one goes on in small letters. */
    private boolean endsAtLine() {
        int next = at;
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        return next >= text.length() || !Character.isLowerCase(text.codePointAt(next));
    }

    /** Skips what marks an item of a list or a heading: -, *, •, #, >, "1." and "2)". */
    private void skipMark() {
        int next = at;
        while (next < text.length() && " \t#>*-•–|".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        if (next > at
                && next < text.length()
                && Character.isDigit(text.charAt(next))
                && "-–".indexOf(text.charAt(next - 1)) >= 0) {
            next--; // the sign of a number
        }
        at = next;
        int digits = 0;
        while (next < text.length() && digits < 3 && isAsciiDigit(text.charAt(next))) {
            next++;
            digits++;
        }
        boolean mark = digits > 0
                && next + 1 < text.length()
                && (text.charAt(next) == '.' || text.charAt(next) == ')')
                && text.charAt(next + 1) == ' ';
        if (mark) {
            at = next + 1;
        }
    }

    private void number() {
        int start = at;
        while (at < text.length() && at - start < MAX_LETTERS) {
            char letter = text.charAt(at);
            boolean between = ".,'’:/\u00a0\u202f".indexOf(letter) >= 0
                    && at + 1 < text.length()
                    && Character.isDigit(text.charAt(at + 1));
            boolean group = between && ((letter != ':' && letter != '/') || at + 1 - start <= 11);
            if (!Character.isDigit(letter) && !group && !isDateHyphen(start)) {
                break;
            }
            at++;
        }
        if (at + 1 < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int exponent = at + 1;
            if ("+-−".indexOf(text.charAt(exponent)) >= 0) {
                exponent++;
            }
            int end = exponent;
            while (end < text.length() && end - exponent < 5 && isAsciiDigit(text.charAt(end))) {
                end++;
            }
            if (end > exponent && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                at = end;
            }
        }
        int suffix = at;
        while (suffix < text.length() && suffix - at < 3 && Character.isLetter(text.charAt(suffix))) {
            suffix++;
        }
        if (SUFFIXES.contains(text.substring(at, suffix))) {
            at = suffix;
        }
        add(text.substring(start, at));
    }

    /** The hyphens of 2024-05-06 belong to the date, that of 5-6 does not belong to a number. */
    private boolean isDateHyphen(int start) {
        int length = at - start;
        return text.charAt(at) == '-'
                && (length == 4 || length == 7)
                && at + 2 < text.length()
                && isAsciiDigit(text.charAt(at + 1))
                && isAsciiDigit(text.charAt(at + 2))
                && (length == 4 || text.charAt(start + 4) == '-')
                && (at + 3 >= text.length() || !Character.isLetterOrDigit(text.charAt(at + 3)));
    }

    private void word() {
        int start = at;
        boolean subscripts = false;
        boolean money = at > 0 && Character.getType(text.charAt(at - 1)) == Character.CURRENCY_SYMBOL; // $US5
        while (at < text.length() && at - start < MAX_LETTERS) {
            int letter = text.codePointAt(at);
            boolean apostrophe = (letter == '\'' || letter == '’')
                    && at + 1 < text.length()
                    && Character.isLetter(text.charAt(at + 1));
            boolean initials = letter == '.'
                    && at + 1 < text.length()
                    && Character.isLetter(text.charAt(at + 1))
                    && isInitial(start);
            boolean amount = money && Character.isDigit(letter);
            boolean subscript = at > start && isSubscript(letter); // CO₂ is CO2
            if ((!Character.isLetterOrDigit(letter) && !isMark(letter) && !apostrophe && !initials && !subscript)
                    || amount
                    || isIdeograph(letter)) {
                break;
            }
            subscripts |= subscript;
            at += Character.charCount(letter);
        }
        at += signsOf(start);
        if (call(start)) {
            return;
        }
        String written = text.substring(start, at).replace('’', '\'');
        written = subscripts ? withoutSubscripts(written) : written;
        if (written.indexOf('.') >= 0) {
            if (at < text.length() && text.charAt(at) == '.') {
                at++;
            }
            add(written.replace(".", ""));
            return;
        }
        String lower = written.toLowerCase(Locale.ROOT);
        if (lower.endsWith("n't")) {
            String verb = written.substring(0, written.length() - 3);
            add(lower.equals("can't") ? "can" : lower.equals("won't") ? "will" : verb.isEmpty() ? "do" : verb);
            add("not");
        } else if (lower.equals("cannot")) {
            add("can");
            add("not");
        } else {
            int apostrophe = written.indexOf('\'');
            boolean ending = apostrophe > 1 && written.length() - apostrophe <= 3;
            if (written.equals("No") && isNumberSign()) {
                return;
            }
            add(ending ? written.substring(0, apostrophe) : written.replace("'", ""));
        }
        boolean shortForm = at < text.length()
                && text.charAt(at) == '.'
                && (SHORT_FORMS.contains(lower) || (written.length() == 1 && !isBehindNumber()));
        if (shortForm && at + 1 < text.length()) {
            at++;
        }
    }

    private static boolean isSubscript(int letter) {
        return letter >= '₀' && letter <= '₉';
    }

    private static String withoutSubscripts(String word) {
        StringBuilder plain = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            plain.append(isSubscript(letter) ? (char) (letter - '₀' + '0') : letter);
        }
        return plain.toString();
    }

    /**
     * Reads what stands in brackets right behind a letter or a command: O(n log n), P(A|B), \\frac{a}{b}. The order of what is
     * inside counts. With digits inside it is read word by word, as numbers are.
     */
    private boolean call(int start) {
        boolean command = start > 0 && text.charAt(start - 1) == '\\';
        int end = at;
        while (end < text.length() && text.charAt(end) == (command ? '{' : '(') && (command || at - start == 1)) {
            int close = closing(end);
            if (close < 0) {
                break;
            }
            end = close + 1;
            if (!command) {
                break;
            }
        }
        if (end == at) {
            return false;
        }
        StringBuilder whole = new StringBuilder();
        for (int i = start; i < end; i++) {
            if (!isBlank(text.charAt(i))) {
                whole.append(text.charAt(i));
            }
        }
        at = end;
        add(whole.toString());
        return true;
    }

    /** Returns where the bracket that opens here is closed; -1 when that is far, or on another line, or behind digits. */
    private int closing(int open) {
        char opens = text.charAt(open);
        char closes = opens == '{' ? '}' : ')';
        int depth = 0;
        for (int i = open; i < text.length() && i - open < MAX_CALL; i++) {
            char letter = text.charAt(i);
            if (letter == '\n' || (Character.isDigit(letter) && opens == '{')) {
                return -1;
            }
            depth += letter == opens ? 1 : letter == closes ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Returns how many signs behind the word from there on belong to it: C++, C#, A+, AB−, A$5. */
    private int signsOf(int start) {
        int length = at - start;
        int end = at;
        while (end < text.length() && end - at < 2 && text.charAt(end) == '+') {
            end++;
        }
        boolean upper = length <= 2 && text.substring(start, at).chars().allMatch(Character::isUpperCase);
        boolean dollars = upper
                && at + 1 < text.length()
                && text.charAt(at) == '$'
                && isAsciiDigit(text.charAt(at + 1))
                && !text.startsWith("US", start);
        if (dollars) {
            return 1;
        }
        if (end == at && end < text.length()) {
            char sign = text.charAt(end);
            boolean mark = (sign == '#' && length == 1) || sign == '-' || sign == '−';
            end += mark ? 1 : 0;
        }
        boolean ends =
                end == text.length() || !(Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '-');
        return upper && ends ? end - at : 0;
    }

    /** Whether the letter just added is a unit: 30 °C, 5 W, 145 km/h. */
    private boolean isBehindNumber() {
        Word.Kind before = sentence.size() < 2
                ? Word.Kind.CONTENT
                : sentence.get(sentence.size() - 2).kind();
        return before == Word.Kind.NUMBER || before == Word.Kind.SIGN;
    }

    /** Whether a number follows, as in "No. 5"; skips the point. */
    private boolean isNumberSign() {
        int next = at < text.length() && text.charAt(at) == '.' ? at + 1 : at;
        boolean sign = next + 1 < text.length() && text.charAt(next) == ' ' && isAsciiDigit(text.charAt(next + 1));
        at = sign ? next : at;
        return sign;
    }

    /** Whether what was read so far is single letters with points: U.S., a.m. */
    private boolean isInitial(int start) {
        int length = at - start;
        return length == 1 || (length > 1 && length < 8 && length % 2 == 1 && text.charAt(start + 1) == '.');
    }

    private void sign(int letter) {
        for (String several : SEVERAL) {
            boolean number = several.equals("<-") && at + 2 < text.length() && isAsciiDigit(text.charAt(at + 2));
            if (text.startsWith(several, at) && !number) {
                at += several.length();
                add(several);
                return;
            }
        }
        at += Character.charCount(letter);
        boolean end = letter == '!'
                || letter == '?'
                || letter == ';'
                || letter == '。'
                || letter == '！'
                || letter == '？'
                || (letter == '.' && (at >= text.length() || !Character.isLetterOrDigit(text.codePointAt(at))));
        if (end && !isOrdinalPoint()) {
            end();
        } else if (!Character.isWhitespace(letter)
                && !Character.isSpaceChar(letter)
                && !Character.isISOControl(letter)
                && ("*_`\"“”'‘’".indexOf(letter) < 0 || isProduct(letter))) {
            boolean minus = (letter == '-' || letter == '−')
                    && isAmount()
                    && (at < 2
                            || text.charAt(at - 2) == '('
                            || text.charAt(at - 2) == '='
                            || isBlank(text.charAt(at - 2)));
            add(minus ? "−" : letter == '−' && isBetweenBlanks() ? "-" : Character.toString(letter));
        }
    }

    /** Whether digits follow, or a currency sign and digits. */
    private boolean isAmount() {
        int next = at < text.length() && Character.getType(text.charAt(at)) == Character.CURRENCY_SYMBOL ? at + 1 : at;
        return next < text.length() && Character.isDigit(text.charAt(next));
    }

    /** Whether the sign just read stands alone: a - b, and not a -5. */
    private boolean isBetweenBlanks() {
        return at >= 2 && at < text.length() && isBlank(text.charAt(at - 2)) && isBlank(text.charAt(at));
    }

    /** Whether the * just read multiplies and does not mark what is emphasised. */
    private boolean isProduct(int letter) {
        if (letter != '*' || sentence.isEmpty() || at < 2 || at >= text.length()) {
            return false;
        }
        char before = text.charAt(at - 2);
        char behind = text.charAt(at);
        boolean digits = isAsciiDigit(before) || isAsciiDigit(behind);
        boolean inside = Character.isLetterOrDigit(before)
                && Character.isLetterOrDigit(behind)
                && (digits || sentence.get(sentence.size() - 1).plain().length() == 1);
        return isBetweenBlanks() || inside;
    }

    /** Whether the point just read stands between a day and a month, as in "5. März". */
    private boolean isOrdinalPoint() {
        if (sentence.isEmpty() || text.charAt(at - 1) != '.' || at >= text.length() || text.charAt(at) != ' ') {
            return false;
        }
        Word last = sentence.get(sentence.size() - 1);
        int end = at + 1;
        while (end < text.length() && end - at < 12 && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return last.kind() == Word.Kind.NUMBER && last.plain().length() <= 2 && MomentReader.isMonth(text, at + 1, end);
    }

    private void add(String written) {
        if (written.isEmpty()) {
            return;
        }
        sentence.add(words.computeIfAbsent(written, Vocabulary::word));
        if (sentence.size() >= MAX_WORDS) {
            end();
        }
    }

    private void end() {
        if (!sentence.isEmpty()) {
            sentences.add(List.copyOf(sentence));
            sentence = new ArrayList<>();
        }
    }

    private static boolean isBlank(char letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter);
    }

    private static boolean isAsciiDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    private static boolean isMark(int letter) {
        int type = Character.getType(letter);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Letters of scripts that are written without spaces between words stand for themselves. */
    private static boolean isIdeograph(int letter) {
        if (letter < 0x0E00) {
            return false;
        }
        Character.UnicodeScript script = Character.UnicodeScript.of(letter);
        return script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA
                || script == Character.UnicodeScript.THAI;
    }
}
