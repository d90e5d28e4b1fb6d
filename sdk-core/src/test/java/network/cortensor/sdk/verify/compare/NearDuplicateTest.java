package network.cortensor.sdk.verify.compare;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import static network.cortensor.sdk.verify.compare.MeaningFakes.prose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class NearDuplicateTest {

    private final NearDuplicate layer = NearDuplicate.create();

    @Test
    void compare_knownOverlap_isEstimatedWithinItsError() {
        long seed = Long.getLong("cortensor.seed", new Random().nextLong());
        System.out.println("NearDuplicateTest seed " + seed);
        Random random = new Random(seed);
        double squares = 0;
        int rounds = 60;
        for (int round = 0; round < rounds; round++) {
            StringBuilder a = new StringBuilder();
            StringBuilder b = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                String word = "w" + random.nextInt(100_000) + " ";
                a.append(word);
                b.append(random.nextInt(12) == 0 ? "x" + random.nextInt(100_000) + " " : word);
            }
            double estimate =
                    layer.compare(prose(a.toString()), prose(b.toString())).score();
            double error = estimate - jaccard(a.toString(), b.toString());
            squares += error * error;
        }
        // The standard error at a similarity of 0.6 is 0.043; of 60 rounds together it is hardly ever off by half.
        assertThat(Math.sqrt(squares / rounds)).as("seed %d", seed).isLessThan(0.065);
    }

    private static double jaccard(String a, String b) {
        Set<String> one = shingles(a);
        Set<String> other = shingles(b);
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        one.addAll(other);
        return (double) both.size() / one.size();
    }

    private static Set<String> shingles(String text) {
        String[] words = text.split(" ", -1);
        Set<String> shingles = new HashSet<>();
        for (int i = 0; i + 2 < words.length; i++) {
            shingles.add(words[i] + " " + words[i + 1] + " " + words[i + 2]);
        }
        return shingles;
    }

    @Test
    void compare_movedParagraph_isNearlyEqualAndProvesNothing() {
        String one = "The harbour was dug by hand in the winter of that year. ";
        String other = "Its walls are made of granite blocks that came by barge from the north. ";
        LayerFinding finding = layer.compare(prose(one + other), prose(other + one));
        assertThat(finding.score()).isGreaterThan(0.7);
        assertThat(finding.sign()).isEqualTo(Sign.NOTHING);
        assertThat(finding.finding()).contains("standard error");
    }

    @Test
    void compare_caseAndPunctuation_doNotCount() {
        assertThat(layer.compare(prose("One, two - three four!"), prose("one two three FOUR"))
                        .score())
                .isEqualTo(1);
    }

    @Test
    void compare_textsWithNothingInCommon_areAtZero() {
        for (String text : new String[] {"", "...", "a", "\uD800 \uD800", "p q r s t u v"}) {
            assertThat(layer.compare(prose(text), prose("x y z x1 y1 z1")).score())
                    .isEqualTo(0, within(1e-12));
        }
        assertThat(layer.compare(prose("..."), prose("!!!")).score()).isZero();
        assertThat(layer.compare(prose(""), prose("")).sign()).isEqualTo(Sign.SAME);
    }
}
