package network.cortensor.examples.bench.verify;

import network.cortensor.sdk.verify.compare.TaskType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes source code: what it does, or nothing but its looks. Works on text and knows no language well. */
final class CodeEdits {

    private static final int TRIES = 8;

    private static final List<Swap> EDITS = List.of(
            Swap.of(" <= ", " < "),
            Swap.of(" >= ", " > "),
            Swap.of(" < ", " <= "),
            Swap.of(" > ", " >= "),
            Swap.of(" == ", " != "),
            Swap.of(" === ", " !== "),
            Swap.of(" != ", " == "),
            Swap.of(" <> ", " = "),
            Swap.of(" && ", " || "),
            Swap.of(" \\|\\| ", " && "),
            Swap.of(" AND ", " OR "),
            Swap.of(" \\+ ", " - "),
            Swap.of(" - ", " + "),
            Swap.of(" \\* ", " / "),
            Swap.of(" % ", " / "),
            Swap.of(" \\+= ", " -= "),
            Swap.of(" -= ", " += "),
            Swap.of("\\+\\+", "--"),
            Swap.of("\\btrue\\b", "false"),
            Swap.of("\\bfalse\\b", "true"),
            Swap.of("\\bTRUE\\b", "FALSE"),
            Swap.of("\\bTrue\\b", "False"),
            Swap.of("\\bnot ", ""),
            Swap.of("\\bmin\\b", "max"),
            Swap.of("\\bmax\\b", "min"),
            Swap.of("\\bsum\\b", "product"),
            Swap.of("\\bSUM\\b", "AVG"),
            Swap.of("\\bsorted\\b", "reversed"),
            Swap.of("\\bfilter\\b", "takeWhile"),
            Swap.of("\\blower\\b", "upper"),
            Swap.of("\\bappend\\b", "remove"),
            Swap.of("\\bpush\\b", "unshift"),
            Swap.of("\\bshift\\b", "pop"),
            Swap.of("\\bpop\\b", "peek"),
            Swap.of("\\bDESC\\b", "ASC"),
            Swap.of("\\bJOIN\\b", "LEFT JOIN"),
            Swap.of("\\bbreak\\b", "continue"),
            Swap.of("\\bprivate\\b", "public"),
            Swap.of("\\bint\\b", "long"),
            Swap.of("\\bu16\\b", "i32"),
            Swap.of("\\bclearTimeout\\b", "setTimeout"),
            Swap.of("\\bawait ", ""),
            Swap.of("(?<![\\w.])(\\d+)(?![\\w.])", CodeEdits::otherNumber),
            Swap.of("\"(\\p{L}[^\"\\n]*)\"", (match, dice) -> "\"" + otherWord(match.group(1)) + "\""),
            Swap.of("'(\\p{L}[^'\\n]*)'", (match, dice) -> "'" + otherWord(match.group(1)) + "'"),
            Swap.of("\\((\\w+), (\\w+)\\)", "($2, $1)"),
            Swap.of("(?m)^ +(?:return|raise|throw|emit|cp|time\\.sleep|list\\.push)\\b[^\\n{(]*[^\\n{]*\\n", ""));

    private CodeEdits() {}

    /** Changes an operator, a literal, a name or a statement. */
    static Optional<String> changed(CorpusText text, Dice dice) {
        if (text.type() != TaskType.CODE) {
            return Optional.empty();
        }
        Pattern comment = comment(text.text());
        for (int i = 0; i < TRIES; i++) {
            Optional<String> changed = Swap.one(EDITS, text.text(), dice);
            if (changed.isEmpty() || !bare(text.text(), comment).equals(bare(changed.get(), comment))) {
                return changed;
            }
        }
        return Optional.empty();
    }

    /** Changes indentation, empty lines and comments; a language that reads indentation keeps its blocks. */
    static Optional<String> reformatted(CorpusText text, Dice dice) {
        if (text.type() != TaskType.CODE) {
            return Optional.empty();
        }
        Pattern comment = comment(text.text());
        int from = smallestIndent(text.text());
        int to = dice.pick(List.of(2, 3, 4, 8));
        boolean strip = dice.chance(0.5);
        boolean add = dice.chance(0.4);
        boolean airy = dice.chance(0.4);
        List<String> lines = new ArrayList<>();
        for (String line : text.text().split("\n", -1)) {
            String kept = strip ? comment.matcher(line).replaceAll("") : line;
            if (kept.isBlank()) {
                if (!strip || line.isBlank()) {
                    lines.add("");
                }
                continue;
            }
            lines.add(indented(kept, from, to) + (dice.chance(0.1) ? "  " : ""));
            if (airy && dice.chance(0.3)) {
                lines.add("");
            }
        }
        if (add) {
            lines.add(
                    0, marker(text.text()) + " " + dice.pick(List.of("as asked", "the answer", "see below", "tested")));
        }
        String code = String.join(dice.chance(0.15) ? "\r\n" : "\n", lines);
        String result = dice.chance(0.2) ? "```\n" + code + "\n```" : code;
        return result.equals(text.text()) ? Optional.empty() : Optional.of(result);
    }

    /** Returns the code without comments and white space. */
    static String bare(String code, Pattern comment) {
        return comment.matcher(code).replaceAll("").replaceAll("\\s+", "");
    }

    static Pattern comment(String code) {
        return Pattern.compile("(?:" + Pattern.quote(marker(code)) + "(?=\\s)[^\\n]*|/\\*.*?\\*/)", Pattern.DOTALL);
    }

    private static String marker(String code) {
        if (Pattern.compile("(?m)^(?:SELECT|UPDATE|INSERT|DELETE|WITH)\\b")
                .matcher(code)
                .find()) {
            return "--";
        }
        return Pattern.compile("(?m)^\\s*(?:def |import \\w+$|from \\w+ import|class \\w+:|set -|done$|#)")
                        .matcher(code)
                        .find()
                ? "#"
                : "//";
    }

    private static int smallestIndent(String code) {
        return code.lines()
                .filter(line -> !line.isBlank() && line.startsWith(" "))
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
    }

    private static String indented(String line, int from, int to) {
        int spaces = line.length() - line.stripLeading().length();
        if (from == 0 || line.startsWith("\t")) {
            return line;
        }
        return " ".repeat(spaces / from * to + spaces % from) + line.stripLeading();
    }

    private static String otherNumber(MatchResult match, Dice dice) {
        String old = match.group(1);
        if (old.length() > 9) {
            return old;
        }
        long value = Long.parseLong(old);
        return Long.toString(dice.chance(0.5) ? value + 1 : value + dice.between(2, 9));
    }

    private static String otherWord(String word) {
        return word.length() % 2 == 0 ? word + "s" : "un" + word;
    }
}
