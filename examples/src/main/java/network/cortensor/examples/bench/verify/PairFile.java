package network.cortensor.examples.bench.verify;

import network.cortensor.sdk.verify.compare.AnswerText;
import network.cortensor.sdk.verify.compare.TaskType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Labelled pairs of others: UTF-8 text, one pair a line, fields separated by tabs.
 *
 * <ul>
 *   <li>The first field is the label: {@code 1} for two answers that say the same, {@code 0} for an attack, with or without a
 *       class as in {@code 0:numbers}. Without one, the classes are {@code honest} and {@code attack}.
 *   <li>The last two fields are the texts. They may be empty. Fields between them and the label are not read, so that the
 *       files of the Microsoft Research Paraphrase Corpus can be used as they are.
 *   <li>Nothing is escaped or quoted: quotes and backslashes are part of a text.
 *   <li>The first line may be a header: it is skipped when its first field is a word and no label. Empty lines are skipped.
 *   <li>A class that begins with {@code numeric}, {@code json} or {@code code} makes the answers of that
 *       {@linkplain TaskType type}; all others are prose.
 * </ul>
 */
final class PairFile {

    private static final Pattern LABEL = Pattern.compile("([01])(?::([\\p{L}\\p{N}][\\p{L}\\p{N} _.+-]{0,63}))?");

    private static final Pattern HEADING = Pattern.compile("[#\\p{L}][\\p{L}\\p{N} #_.-]*");

    private static final String EXPECTED = "label, text, text with tabs between them";

    private PairFile() {}

    /**
     * Reads a file.
     *
     * @throws InputFileException when it cannot be read or a line is wrong: the message has its number
     */
    static List<LabelledPair> read(Path file) {
        return parse(file.toString(), TextLines.of(file));
    }

    static List<LabelledPair> parse(String name, List<String> lines) {
        List<LabelledPair> pairs = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            pair(name, i + 1, lines.get(i)).ifPresent(pairs::add);
        }
        if (pairs.isEmpty()) {
            throw new InputFileException(name + " holds no pair; expected lines of " + EXPECTED);
        }
        return List.copyOf(pairs);
    }

    private static Optional<LabelledPair> pair(String name, int number, String line) {
        if (line.isEmpty()) {
            return Optional.empty();
        }
        List<String> cells = List.of(line.split("\t", -1));
        Matcher label = LABEL.matcher(cells.get(0).strip());
        if (!label.matches()) {
            if (number == 1
                    && cells.size() >= 3
                    && HEADING.matcher(cells.get(0).strip()).matches()) {
                return Optional.empty();
            }
            throw InputFileException.at(
                    name, number, "the label has to be 0 or 1, with or without a class as in 0:numbers");
        }
        if (cells.size() < 3) {
            throw InputFileException.at(
                    name, number, "expected " + EXPECTED + ", found " + cells.size() + " fields instead of 3");
        }
        boolean honest = "1".equals(label.group(1));
        String given = label.group(2);
        String kind = given == null ? honest ? "honest" : "attack" : given.strip();
        String a = cells.get(cells.size() - 2);
        String b = cells.get(cells.size() - 1);
        if (Math.max(a.length(), b.length()) > AnswerText.MAX_CHARACTERS) {
            throw InputFileException.at(
                    name,
                    number,
                    "an answer has at most " + AnswerText.MAX_CHARACTERS + " characters, this one has more");
        }
        return Optional.of(new LabelledPair(new PairClass(kind, honest), type(kind), name + ":" + number, a, b));
    }

    private static TaskType type(String kind) {
        String lower = kind.toLowerCase(Locale.ROOT);
        if (lower.startsWith("json")) {
            return TaskType.JSON;
        }
        if (lower.startsWith("code")) {
            return TaskType.CODE;
        }
        return lower.startsWith("numeric") ? TaskType.NUMERIC : TaskType.PROSE;
    }
}
