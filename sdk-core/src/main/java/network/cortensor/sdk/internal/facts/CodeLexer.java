package network.cortensor.sdk.internal.facts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Cuts source code into tokens, whatever its language: what matters is only which comments it has, and whether its
 * indentation says something. White space and comments are left out.
 */
final class CodeLexer {

    private static final int MAX_LINES_LOOKED_AT = 2_000;
    private static final Pattern BLOCK_START = Pattern.compile(
            "\\s*(?:def|class|if|elif|else|for|while|try|except|finally|with|async)\\b[^{}]*:\\s*(?:#.*)?");
    private static final Pattern QUERY = Pattern.compile(
            "(?i)\\s*(?:select|insert\\s+into|update|delete\\s+from|create\\s+(?:table|view|index)|with)(?:\\s.*)?");
    private static final Pattern KEY_LINE = Pattern.compile(
            "\\s*(?:- +)*(?:\\w[\\w ./$-]*|\"[^\"]*\"|'[^']*') *:(?:\\s.*)?(?<![,;{])|\\s*-(?: [^:]*)?");
    private static final Pattern TRAILING_COMMENT = Pattern.compile("(?<!:)//.*|/\\*.*");
    private static final Pattern PLAIN_SCALAR =
            Pattern.compile("(?!(?i:true|false|yes|no|on|off|null|y|n)$)[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> OPERATORS = Set.of(
            ">>>=", "===", "!==", "**=", "//=", "<<=", ">>=", ">>>", "...", "<=>", "&&=", "||=", "??=", "&&", "||",
            "==", "!=", "<=", ">=", "->", "=>", "++", "--", "+=", "-=", "*=", "/=", "%=", "^=", "|=", "&=", "::", "**",
            "??", "?.", ":=", "<<", "<>", "..", "=~");

    private final String text;
    private final Family family;
    private final Map<CodeToken, CodeToken> known = new HashMap<>();
    private final List<CodeToken> tokens = new ArrayList<>();
    private final Deque<Integer> indents = new ArrayDeque<>();
    private int depth;
    private int at;
    private boolean lineStart = true;

    private CodeLexer(String text) {
        this.text = text;
        this.family = family(text);
    }

    /** What a language does with white space and comments. */
    private enum Family {
        /** Comments as in C, and braces. */
        BRACES,
        /** Comments with a hash, and blocks by indentation. */
        INDENTED,
        /** The same for keys and values, as in YAML: most quotes say nothing. */
        KEYS,
        /** Comments with two hyphens, and words in large or small letters. */
        QUERIES,
        /** Comments with a hash, and blocks by words. */
        HASHES
    }

    static List<CodeToken> tokens(String text) {
        CodeLexer lexer = new CodeLexer(text);
        lexer.read();
        return lexer.tokens;
    }

    private static Family family(String text) {
        int indented = 0;
        int braces = 0;
        int queries = 0;
        int keys = 0;
        int others = 0;
        int lines = 0;
        int start = 0;
        while (start < text.length() && lines++ < MAX_LINES_LOOKED_AT) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            String line = text.substring(start, Math.min(end, start + 400)).stripTrailing();
            indented += BLOCK_START.matcher(line).matches() ? 2 : 0;
            queries += QUERY.matcher(line).matches() ? 1 : 0;
            boolean key = KEY_LINE.matcher(line).matches();
            keys += key ? 1 : 0;
            others += key || line.isBlank() || line.stripLeading().startsWith("#") ? 0 : 1;
            String bare = TRAILING_COMMENT.matcher(line).replaceFirst("").stripTrailing();
            braces += bare.endsWith(";") || bare.endsWith("{") || bare.endsWith("}") ? 1 : 0;
            start = end + 1;
        }
        if (text.startsWith("#!") && !text.startsWith("#![")) {
            return indented > 0
                            && text.substring(0, Math.max(0, text.indexOf('\n')))
                                    .contains("python")
                    ? Family.INDENTED
                    : Family.HASHES;
        }
        if (keys >= 2 && keys >= 4 * others && braces == 0) {
            return Family.KEYS;
        }
        if (indented > 0 && indented >= braces) {
            return Family.INDENTED;
        }
        if (queries > 0 && queries * 4 >= braces) {
            return Family.QUERIES;
        }
        // A semicolon or two slashes alone are in a shell's commands and addresses too, where nothing may be skipped.
        return braces > 0 || text.contains("=>") ? Family.BRACES : Family.HASHES;
    }

    private void read() {
        indents.push(0);
        while (at < text.length()) {
            char letter = text.charAt(at);
            if (lineStart && isIndented() && depth == 0) {
                indentation();
            } else if (letter == '\n') {
                at++;
                newLine();
            } else if (letter == '\\' && text.startsWith("\n", at + 1)) {
                at += 2; // the line goes on
            } else if (letter <= ' ' || letter == '\u00a0') {
                at++;
            } else if (!skipComment(letter)) {
                lineStart = false;
                token(letter);
            }
        }
        newLine();
        closeTo(0);
    }

    /** Whether white space at the beginning of a line says something. */
    private boolean isIndented() {
        return family == Family.INDENTED || family == Family.KEYS;
    }

    private void newLine() {
        boolean statement = isIndented() && depth == 0 && !tokens.isEmpty() && last().kind() != CodeToken.Kind.LAYOUT;
        if (statement) {
            add(CodeToken.Kind.LAYOUT, "newline");
        }
        if (!tokens.isEmpty() && (last().text().equals(";") || (last().text().equals(",") && !isIndented()))) {
            boolean comma = last().text().equals(",");
            if (!comma || closes()) {
                tokens.remove(tokens.size() - 1); // some languages let a line end without
            }
        }
        lineStart = true;
    }

    /** Whether the next sign closes a bracket. */
    private boolean closes() {
        int next = at;
        while (next < text.length() && next - at < 200 && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next < text.length() && ")]}".indexOf(text.charAt(next)) >= 0;
    }

    private void indentation() {
        int width = 0;
        int next = at;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            width += text.charAt(next) == '\t' ? 8 - width % 8 : 1;
            next++;
        }
        at = next;
        lineStart = false;
        if (family == Family.KEYS && (text.startsWith("- ", next) || text.startsWith("-\n", next))) {
            width++; // a list may stand below its key or beside it
        }
        if (next >= text.length() || text.charAt(next) == '\n' || text.charAt(next) == '#') {
            return;
        }
        if (text.startsWith("\"\"\"", next) || text.startsWith("'''", next)) {
            int end = text.indexOf(text.substring(next, next + 3), next + 3);
            at = end < 0 ? text.length() : end + 3; // a text that stands for itself is documentation
            return;
        }
        closeTo(width);
        if (width > top()) {
            indents.push(width);
            add(CodeToken.Kind.LAYOUT, "indent");
        }
    }

    private int top() {
        Integer top = indents.peek();
        return top == null ? 0 : top;
    }

    private void closeTo(int width) {
        while (indents.size() > 1 && top() > width) {
            indents.pop();
            add(CodeToken.Kind.LAYOUT, "dedent");
        }
    }

    private boolean skipComment(char letter) {
        boolean hash = letter == '#'
                && (family == Family.INDENTED
                        || ((family == Family.HASHES || family == Family.KEYS)
                                && (at == 0 || Character.isWhitespace(text.charAt(at - 1))))
                        || (family == Family.BRACES
                                && lineStart
                                && at + 1 < text.length()
                                && " !\n".indexOf(text.charAt(at + 1)) >= 0));
        boolean slashes = text.startsWith("//", at)
                && ((family == Family.BRACES && !isAddress()) || (family == Family.HASHES && lineStart));
        boolean hyphens = family == Family.QUERIES && text.startsWith("--", at);
        if (hash || slashes || hyphens) {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
            return true;
        }
        int end = (family == Family.BRACES || family == Family.QUERIES) && text.startsWith("/*", at) && !isPath()
                ? text.indexOf("*/", at + 2)
                : -1;
        if (end >= 0) {
            at = end + 2;
            return true;
        }
        return false;
    }

    /** Whether two slashes here are those of an address, as in https://example.org, and no comment. */
    private boolean isAddress() {
        return at > 1
                && text.charAt(at - 1) == ':'
                && Character.isLetterOrDigit(text.charAt(at - 2))
                && at + 2 < text.length()
                && !Character.isWhitespace(text.charAt(at + 2));
    }

    /** Whether a slash and a star here are the end of a pattern for files, as in /tmp/cache/*, and no comment. */
    private boolean isPath() {
        return at > 0
                && (Character.isLetterOrDigit(text.charAt(at - 1)) || "_-.~}*\"'$".indexOf(text.charAt(at - 1)) >= 0);
    }

    private void token(char letter) {
        int start = at;
        if (Character.isLetter(letter) || letter == '_' || letter == '$' || letter == '@') {
            at++;
            while (at < text.length()
                    && (Character.isLetterOrDigit(text.charAt(at))
                            || text.charAt(at) == '_'
                            || text.charAt(at) == '$')) {
                at++;
            }
            String name = text.substring(start, at);
            add(CodeToken.Kind.NAME, family == Family.QUERIES ? name.toLowerCase(Locale.ROOT) : name);
        } else if (Character.isDigit(letter)) {
            at++;
            while (at < text.length() && isNumberPart(text.charAt(at), text.charAt(at - 1))) {
                at++;
            }
            add(
                    CodeToken.Kind.NUMBER,
                    text.substring(start, at).replace("_", "").toLowerCase(Locale.ROOT));
        } else if (letter == '"' || letter == '\'' || letter == '`') {
            string(letter);
        } else {
            operator(letter);
        }
    }

    private static boolean isNumberPart(char letter, char before) {
        return Character.isLetterOrDigit(letter)
                || letter == '.'
                || letter == '_'
                || ((letter == '+' || letter == '-') && (before == 'e' || before == 'E'));
    }

    private void string(char quote) {
        String triple = String.valueOf(quote).repeat(3);
        boolean block = text.startsWith(triple, at);
        int start = at + (block ? 3 : 1);
        int end = start;
        while (end < text.length() && !(block ? text.startsWith(triple, end) : text.charAt(end) == quote)) {
            boolean broken = !block && quote != '`' && text.charAt(end) == '\n';
            if (broken) {
                break; // an apostrophe, or a text that is not closed
            }
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, text.length());
        String content = text.substring(Math.min(start, end), end);
        boolean character =
                quote == '\'' && family == Family.BRACES && (content.length() == 1 || content.startsWith("\\"));
        at = Math.min(text.length(), end + (block ? 3 : 1));
        if (end < text.length() && text.charAt(end) == '\n' && !block) {
            at = end;
        }
        if (family == Family.KEYS && PLAIN_SCALAR.matcher(content).matches()) {
            add(CodeToken.Kind.NAME, content);
            return;
        }
        add(CodeToken.Kind.TEXT, (character ? '\'' : '"') + content);
    }

    private void operator(char letter) {
        for (int length = 4; length > 1; length--) {
            if (at + length <= text.length() && OPERATORS.contains(text.substring(at, at + length))) {
                add(CodeToken.Kind.SIGN, text.substring(at, at + length));
                at += length;
                return;
            }
        }
        if (family == Family.INDENTED && text.startsWith("//", at)) {
            add(CodeToken.Kind.SIGN, "//");
            at += 2;
            return;
        }
        depth += "([{".indexOf(letter) >= 0 ? 1 : ")]}".indexOf(letter) >= 0 && depth > 0 ? -1 : 0;
        boolean endOfBlock = letter == '}' && !tokens.isEmpty() && last().text().equals(";");
        if (endOfBlock) {
            tokens.remove(tokens.size() - 1);
        }
        add(CodeToken.Kind.SIGN, String.valueOf(letter));
        at++;
    }

    private CodeToken last() {
        return tokens.get(tokens.size() - 1);
    }

    private void add(CodeToken.Kind kind, String token) {
        CodeToken read = new CodeToken(kind, token);
        CodeToken earlier = known.putIfAbsent(read, read);
        tokens.add(earlier == null ? read : earlier);
    }
}
