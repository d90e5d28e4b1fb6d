package network.cortensor.sdk.verify.canary;

import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.compare.Sign;
import network.cortensor.sdk.verify.replay.TokenSequence;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class CanaryTestTest {

    private static final long SEED = Long.getLong("cortensor.seed", 20261123L);
    private static final int PROMPTS = 10;
    private static final int TOKENS = 24;

    /** Answers of a model whose token at each position is one of five, with the first one favoured by this much. */
    private static CanarySamples samples(double favour, int perPrompt, SplittableRandom random) {
        CanarySamples.Builder samples = CanarySamples.builder();
        for (int prompt = 0; prompt < PROMPTS; prompt++) {
            for (int s = 0; s < perPrompt; s++) {
                int[] answer = new int[TOKENS];
                for (int t = 0; t < TOKENS; t++) {
                    int any = random.nextInt(5);
                    answer[t] = 100 * prompt + (random.nextDouble() < favour ? 0 : any);
                }
                samples.add(prompt, TokenSequence.of(answer));
            }
        }
        return samples.build();
    }

    private static CanaryTest test(long seed) {
        return CanaryTest.seeded(seed).length(TOKENS).permutations(199);
    }

    @Test
    void test_sameDistribution_isRejectedNoMoreOftenThanStated() {
        SplittableRandom random = new SplittableRandom(SEED);
        int rejected = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            CanaryResult result = test(run).test(samples(0.3, 5, random), samples(0.3, 5, random));
            rejected += result.pValue() <= 0.05 ? 1 : 0;
        }
        System.out.printf("CanaryTest: -Dcortensor.seed=%d, size at 0.05: %.3f%n", SEED, rejected / (double) runs);
        // 0.05 and three standard deviations.
        assertThat(rejected / (double) runs).as("seed %d", SEED).isLessThan(0.083);
    }

    @Test
    void test_otherDistribution_isRejectedTheMoreOftenTheFurtherItIs() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] power = new double[3];
        double[] favours = {0.35, 0.4, 0.5};
        int runs = 60;
        for (int f = 0; f < favours.length; f++) {
            for (int run = 0; run < runs; run++) {
                CanaryResult result = test(run).test(samples(favours[f], 10, random), samples(0.3, 10, random));
                power[f] += result.pValue() <= 0.05 ? 1.0 / runs : 0;
            }
        }
        System.out.printf(
                "CanaryTest: -Dcortensor.seed=%d, power at 0.05, 10 prompts x 10 answers x 24 tokens, favour 0.30 beside 0.35,"
                        + " 0.40, 0.50: %.2f %.2f %.2f%n",
                SEED, power[0], power[1], power[2]);
        assertThat(power[1]).as("seed %d", SEED).isGreaterThan(power[0]);
        assertThat(power[2]).as("seed %d", SEED).isGreaterThan(0.95);
    }

    @Test
    void test_twoAnswersOfOneTokenEach_isExact() {
        CanarySamples node = CanarySamples.builder()
                .add(1, TokenSequence.of(7))
                .add(1, TokenSequence.of(7))
                .build();
        CanarySamples reference = CanarySamples.builder()
                .add(1, TokenSequence.of(8))
                .add(1, TokenSequence.of(8))
                .build();
        CanaryResult result = CanaryTest.seeded(1).length(1).test(node, reference);
        assertThat(result.discrepancy()).isEqualTo(2, within(1e-9));
        // Two of the six ways to part four answers are as extreme.
        assertThat(result.pValue()).isEqualTo(1 / 3.0, within(0.06));
        assertThat(result.answers()).isEqualTo(4);
    }

    @Test
    void test_answersOfDifferentLengths_differBehindTheEnd() {
        CanarySamples shorter = CanarySamples.builder()
                .add(1, TokenSequence.of(7))
                .add(1, TokenSequence.of(7))
                .build();
        CanarySamples longer = CanarySamples.builder()
                .add(1, TokenSequence.of(7, 9))
                .add(1, TokenSequence.of(7, 9))
                .build();
        assertThat(CanaryTest.seeded(1).length(2).test(shorter, longer).discrepancy())
                .isEqualTo(1, within(1e-9));
        assertThat(CanaryTest.seeded(1).length(1).test(shorter, longer).discrepancy())
                .isZero();
    }

    @Test
    void test_sameSeed_givesTheSame() {
        SplittableRandom random = new SplittableRandom(SEED);
        CanarySamples node = samples(0.4, 5, random);
        CanarySamples reference = samples(0.3, 5, random);
        assertThat(test(3).test(node, reference)).isEqualTo(test(3).test(node, reference));
    }

    @Test
    void test_promptsOfOneSideOnly_doNotCount() {
        SplittableRandom random = new SplittableRandom(SEED);
        CanarySamples node = CanarySamples.builder()
                .add(0, TokenSequence.of(1))
                .add(0, TokenSequence.of(1))
                .add(50, TokenSequence.of(2))
                .build();
        assertThat(test(1).test(node, samples(0.3, 5, random)).prompts()).isEqualTo(1);
        assertThatThrownBy(() -> test(1).test(node, CanarySamples.builder().build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two answers");
    }

    @Test
    void limits_beyondThem_areRefused() {
        CanarySamples.Builder one = CanarySamples.builder();
        for (int i = 0; i < CanarySamples.MAX_PER_PROMPT; i++) {
            one.add(1, TokenSequence.of(i));
        }
        assertThatThrownBy(() -> one.add(1, TokenSequence.of(1))).isInstanceOf(IllegalArgumentException.class);
        CanarySamples.Builder many = CanarySamples.builder();
        for (int i = 0; i < CanarySamples.MAX_PROMPTS; i++) {
            many.add(i, TokenSequence.of());
        }
        assertThatThrownBy(() -> many.add(-1, TokenSequence.of())).isInstanceOf(IllegalArgumentException.class);
        for (int wrong : new int[] {0, 1025}) {
            assertThatThrownBy(() -> CanaryTest.seeded(1).length(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int wrong : new int[] {18, 10_000}) {
            assertThatThrownBy(() -> CanaryTest.seeded(1).permutations(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(many.build().toString()).contains("256 prompts");
    }

    @Test
    void record_honestNodeLookedAtEveryDay_isAccusedNoMoreOftenThanStated() {
        SplittableRandom random = new SplittableRandom(SEED);
        int accused = 0;
        int nodes = 4_000;
        for (int node = 0; node < nodes; node++) {
            CanaryRecord record = CanaryRecord.of(0.05);
            for (int day = 0; day < 60 && !record.differs(); day++) {
                // What a permutation test of 999 gives under equality.
                record = record.with(new CanaryResult(1, 4, 0, (1 + random.nextInt(1_000)) / 1_000.0));
            }
            accused += record.differs() ? 1 : 0;
        }
        System.out.printf(
                "CanaryRecord: -Dcortensor.seed=%d, honest nodes ever accused in 60 days at 0.05: %.4f%n",
                SEED, accused / (double) nodes);
        assertThat(accused / (double) nodes).as("seed %d", SEED).isLessThan(0.05);
    }

    @Test
    void record_twinThatOneDayCannotTell_isToldOverDays() {
        SplittableRandom random = new SplittableRandom(SEED);
        int days = 0;
        CanaryRecord record = CanaryRecord.of(0.001);
        while (!record.differs() && days < 200) {
            record = record.with(test(days).test(samples(0.4, 10, random), samples(0.3, 10, random)));
            days++;
        }
        System.out.printf("CanaryRecord: -Dcortensor.seed=%d, told at 0.001 after %d days%n", SEED, days);
        assertThat(days).as("seed %d", SEED).isBetween(2, 60);
        assertThat(record.tests()).isEqualTo(days);
        assertThat(record.finding().layer()).isEqualTo(Layer.CANARY);
        assertThat(record.finding().sign()).isEqualTo(Sign.DIFFERENT);
        assertThat(record.finding().score()).isZero();
        // It stays accused after days on which it behaves.
        assertThat(record.with(new CanaryResult(1, 4, 0, 1)).differs()).isTrue();
    }

    @Test
    void record_withoutTests_saysNothing() {
        CanaryRecord record = CanaryRecord.of(0.001);
        assertThat(record.evidence()).isEqualTo(1);
        assertThat(record.finding().sign()).isEqualTo(Sign.NOTHING);
        assertThat(record.with(new CanaryResult(1, 4, 0, 0.01)).evidence()).isEqualTo(5, within(1e-9));
        for (double wrong : new double[] {0, 1, Double.NaN}) {
            assertThatThrownBy(() -> CanaryRecord.of(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new CanaryResult(1, 4, wrong, wrong == 1 ? 2 : wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new CanaryResult(1, 3, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
