package network.cortensor.sdk.verify.compare;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.text.Normalizer;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Any text at all, in any order, has a defined outcome in a time that grows with its length. */
@Timeout(180)
class FactSignatureRobustnessTest {

    private static final FactSignature FACTS = FactSignature.create();
    private static final String[] WORDS =
            ("the a not no never all some only most few must may but unless if except bridge river Alice"
                            + " Bob Vienna FBI bought sold rose fell was by in on at 5 12.5 1,200 three hundred million km miles % $ € percent"
                            + " May 1994 Monday 2024-03-05 9:30 pm before after hot cold cannot won't isn't half dozen first last . , ; : ( ) \" -"
                            + " – é 数 字 ½ = + \n \t n't 's x10^ 1e9 1e-9999 ' ` # { } [ ] /* // */ --")
                    .split(" ", -1);

    private final long seed = Long.getLong("cortensor.seed", 20_240_607L);
    private final Random random = new Random(seed);

    @Test
    void compare_randomTexts_isSymmetricAndNeverContradictsItself() {
        System.out.println("cortensor.seed=" + seed);
        for (int round = 0; round < 3_000; round++) {
            TaskType type = List.of(TaskType.values()).get(round % 4);
            String a = text(1 + random.nextInt(60));
            String b = random.nextInt(3) == 0 ? text(1 + random.nextInt(60)) : edited(a);

            LayerFinding there = compare(type, a, b);
            LayerFinding back = compare(type, b, a);

            assertThat(back).as("seed %d, round %d", seed, round).isEqualTo(there);
            assertThat(there.score()).as("seed %d, round %d", seed, round).isBetween(-1.0, 1.0);
            assertThat(compare(type, a, a).sign())
                    .as("seed %d, round %d: %s", seed, round, a)
                    .isNotEqualTo(Sign.DIFFERENT);
        }
    }

    @Test
    void compare_blanksAndDecomposedLetters_makeNoDifference() {
        for (int round = 0; round < 300; round++) {
            String a = "The café in Vienna serves " + (2 + random.nextInt(900)) + " guests. " + text(30);
            String b = Normalizer.normalize(a, Normalizer.Form.NFD).replace("\n", " \r\n");

            assertThat(compare(TaskType.PROSE, a, b).sign())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(Sign.SAME);
        }
    }

    @ParameterizedTest
    @EnumSource(TaskType.class)
    void compare_binaryAndHalfSurrogates_hasADefinedOutcome(TaskType type) {
        StringBuilder binary = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            binary.append((char) random.nextInt(0x10000));
        }
        String[] odd = {
            binary.toString(),
            "\ud800",
            "a\udc00b \ud83d",
            "\u0000\u0001\u0002",
            "1".repeat(100_000),
            "a".repeat(100_000),
            "(".repeat(50_000),
            "{".repeat(50_000),
            "not ".repeat(20_000),
            "5 ".repeat(20_000),
            "1,".repeat(20_000),
            "\"".repeat(9_999),
            "'".repeat(9_999),
            "one ".repeat(20_000),
            "twenty-".repeat(5_000),
            "A.".repeat(20_000),
            "\n- 1. ".repeat(9_999),
            "1/".repeat(20_000),
            "-".repeat(50_000),
            "#".repeat(50_000),
            "1e".repeat(20_000),
            "/*".repeat(9_999),
            "\"\"\"",
            "'''\n'''",
            "```",
            "```\n```",
            "\\"
        };
        for (String one : odd) {
            // Not with all of the others: it is the reading of each that is at stake here.
            for (int i = 0; i < 6; i++) {
                LayerFinding finding = compare(type, one, odd[random.nextInt(odd.length)]);
                assertThat(finding.score()).as("seed %d", seed).isBetween(-1.0, 1.0);
            }
            assertThat(compare(type, one, one).sign()).isNotEqualTo(Sign.DIFFERENT);
        }
    }

    @ParameterizedTest
    @EnumSource(TaskType.class)
    void compare_fourTimesTheText_takesNotMuchMoreThanFourTimes(TaskType type) {
        time(type, 200_000); // warm
        long small = Math.min(time(type, 500_000), time(type, 500_000));
        long large = Math.min(time(type, 2_000_000), time(type, 2_000_000));
        double growth = (double) large / Math.max(1, small);
        System.out.printf(
                "%s: 0.5 MB %d ms, 2 MB %d ms, growth %.1f%n", type, small / 1_000_000, large / 1_000_000, growth);

        // A cost that grows with the square would make it 16.
        assertThat(growth).as("%s, seed %d", type, seed).isLessThan(8);
    }

    @ParameterizedTest
    @EnumSource(TaskType.class)
    void compare_tenMegabytes_hasADefinedOutcome(TaskType type) {
        String a = longText(type, 10_000_000);

        LayerFinding finding = compare(type, a, a.replace("river 7", "river 8") + " ");

        assertThat(finding.sign()).isNotEqualTo(Sign.SAME);
    }

    private long time(TaskType type, int length) {
        String a = longText(type, length);
        String b = a.replace(" 7 ", " 8 ").replace("bought", "has bought");
        // By the processor's time of this thread alone, so that it does not matter what else the machine does.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        compare(type, a, b);
        return threads.getCurrentThreadCpuTime() - start;
    }

    private String longText(TaskType type, int length) {
        Random words = new Random(seed);
        StringBuilder text = new StringBuilder(length + 100);
        if (type == TaskType.JSON) {
            text.append('[');
            while (text.length() < length) {
                text.append("{\"river 7\":")
                        .append(words.nextInt(1000))
                        .append(",\"name\":\"w")
                        .append(words.nextInt())
                        .append("\"},");
            }
            return text.append("0]").toString();
        }
        while (text.length() < length) {
            for (int i = 0; i < 12; i++) {
                int word = words.nextInt(20_000);
                text.append(i == 0 ? "The river " : "word")
                        .append(word % 97 == 0 ? " bought" : "")
                        .append(word)
                        .append(' ');
            }
            text.append(type == TaskType.CODE ? ";\n" : "is 7 km long.\n");
        }
        return text.toString();
    }

    private String text(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(9) == 0 ? "" : " ");
        }
        return text.toString();
    }

    private String edited(String text) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at)
                + ' '
                + WORDS[random.nextInt(WORDS.length)]
                + ' '
                + text.substring(Math.min(text.length(), at + 3));
    }

    private static LayerFinding compare(TaskType type, String a, String b) {
        return FACTS.compare(AnswerText.of(type, a), AnswerText.of(type, b));
    }
}
