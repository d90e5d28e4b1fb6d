package network.cortensor.sdk.verify.compare;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures the fact signature on the dev files of two public paraphrase sets. The edits are made here, by other code than
 * that which reads the facts.
 */
class FactSignatureDevFilesTest {

    private static final FactSignature FACTS = FactSignature.create();
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern NAMES = Pattern.compile("(?<=\\s)[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*");

    private final long seed = Long.getLong("cortensor.seed", 7L);
    private final Random random = new Random(seed);
    private final List<String[]> paraphrases = new ArrayList<>();
    private final List<String[]> equalInMeaning = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();

    @BeforeEach
    void readDevFiles() throws IOException {
        String root = System.getProperty("cortensor.vectors", "");
        if (root.isEmpty()) {
            System.out.println("SKIPPED: fact signature on dev files, set -Dcortensor.vectors");
        }
        Assumptions.assumeFalse(root.isEmpty(), "cortensor.vectors is not set");
        Path folder = Path.of(root);
        Path data = Files.isDirectory(folder.resolve("data")) ? folder.resolve("data") : folder.resolveSibling("data");
        for (String line : Files.readAllLines(data.resolve("msr-para-val.tsv"), StandardCharsets.UTF_8)) {
            String[] fields = line.split("\t", -1);
            if (fields[0].length() == 1) {
                sentences.add(fields[3]);
                if (fields[0].equals("1")) {
                    paraphrases.add(new String[] {fields[3], fields[4]});
                }
            }
        }
        for (String line : Files.readAllLines(data.resolve("sts-dev.csv"), StandardCharsets.UTF_8)) {
            String[] fields = line.split("\t", -1);
            if (Double.parseDouble(fields[4]) >= 4.5) {
                equalInMeaning.add(new String[] {fields[5], fields[6]});
            }
        }
        assertThat(sentences).hasSize(500);
    }

    @Test
    void compare_attackedSentences_areDifferent() {
        List<String[]> numbers = new ArrayList<>();
        List<String[]> negations = new ArrayList<>();
        List<String[]> names = new ArrayList<>();
        for (String sentence : sentences) {
            add(numbers, sentence, changedNumbers(sentence));
            add(negations, sentence, insertedNot(sentence));
            add(names, sentence, swappedNames(sentence));
        }

        assertThat(share("numbers changed", numbers, Sign.DIFFERENT)).isGreaterThanOrEqualTo(0.98);
        assertThat(share("numbers changed", numbers, Sign.SAME)).isLessThanOrEqualTo(0.01);
        assertThat(share("not inserted", negations, Sign.DIFFERENT)).isGreaterThanOrEqualTo(0.99);
        assertThat(share("names swapped", names, Sign.SAME)).isLessThanOrEqualTo(0.01);
        assertThat(share("names swapped", names, Sign.DIFFERENT)).isGreaterThanOrEqualTo(0.85);
    }

    @Test
    void compare_honestPairs_areSeldomDifferent() {
        assertThat(share("MRPC paraphrases", paraphrases, Sign.DIFFERENT)).isLessThanOrEqualTo(0.15);
        assertThat(share("STS 4.5 and up", equalInMeaning, Sign.DIFFERENT)).isLessThanOrEqualTo(0.08);
        share("MRPC paraphrases", paraphrases, Sign.SAME);
        share("STS 4.5 and up", equalInMeaning, Sign.SAME);
    }

    private double share(String name, List<String[]> pairs, Sign sign) {
        long count = pairs.stream()
                .filter(pair ->
                        FACTS.compare(AnswerText.of(TaskType.PROSE, pair[0]), AnswerText.of(TaskType.PROSE, pair[1]))
                                        .sign()
                                == sign)
                .count();
        double share = (double) count / pairs.size();
        System.out.printf("%-18s %4d pairs, %s %.3f (seed %d)%n", name, pairs.size(), sign, share, seed);
        return share;
    }

    private static void add(List<String[]> pairs, String sentence, String attacked) {
        if (!attacked.equals(sentence)) {
            pairs.add(new String[] {sentence, attacked});
        }
    }

    private String changedNumbers(String sentence) {
        Matcher digits = DIGITS.matcher(sentence);
        StringBuilder changed = new StringBuilder();
        while (digits.find()) {
            BigInteger other = new BigInteger(digits.group()).add(BigInteger.valueOf(1 + random.nextInt(7)));
            digits.appendReplacement(changed, other.toString());
        }
        return digits.appendTail(changed).toString();
    }

    private String insertedNot(String sentence) {
        int blanks = (int) sentence.chars().filter(letter -> letter == ' ').count();
        int wanted = random.nextInt(Math.max(1, blanks));
        int at = -1;
        for (int i = 0; i <= wanted; i++) {
            at = sentence.indexOf(' ', at + 1);
        }
        return at < 0 ? sentence : sentence.substring(0, at) + " not" + sentence.substring(at);
    }

    private static String swappedNames(String sentence) {
        Matcher names = NAMES.matcher(sentence);
        List<int[]> spans = new ArrayList<>();
        while (names.find()) {
            spans.add(new int[] {names.start(), names.end()});
        }
        if (spans.size() < 2) {
            return sentence;
        }
        int[] first = spans.get(0);
        int[] last = spans.get(spans.size() - 1);
        return sentence.substring(0, first[0])
                + sentence.substring(last[0], last[1])
                + sentence.substring(first[1], last[0])
                + sentence.substring(first[0], first[1])
                + sentence.substring(last[1]);
    }
}
