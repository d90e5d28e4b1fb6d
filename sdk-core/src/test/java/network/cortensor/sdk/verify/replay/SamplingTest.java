package network.cortensor.sdk.verify.replay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SamplingTest {

    private static final TokenScores FOUR =
            TokenScores.distribution(Map.of(1, Math.log(0.5), 2, Math.log(0.3), 3, Math.log(0.15), 4, Math.log(0.05)));

    private static double margin(Sampling sampling, TokenScores at, int token) {
        return TokenReplay.score(List.of(at), TokenSequence.of(token), sampling)
                .lastMargin()
                .orElseThrow();
    }

    private static int drawn(Sampling sampling, int... tokens) {
        int drawn = 0;
        for (int token : tokens) {
            if (margin(sampling, FOUR, token) == 0) {
                assertThat(drawn).as("one token is drawn").isZero();
                drawn = token;
            }
        }
        return drawn;
    }

    @Test
    void greedy_tokenBehindTheLikeliest_isThatManyNatsOff() {
        assertThat(margin(Sampling.greedy(), FOUR, 3)).isEqualTo(Math.log(0.5 / 0.15), within(1e-12));
        assertThat(margin(Sampling.greedy(), TokenScores.margin(3, 1.25), 3)).isEqualTo(1.25);
    }

    @Test
    void drawing_manySeeds_hasTheFrequenciesOfTheModel() {
        int[] byInverse = new int[5];
        int[] byGumbel = new int[5];
        int runs = 4_000;
        for (int seed = 0; seed < runs; seed++) {
            byInverse[drawn(Sampling.llamaCpp(1, seed), 1, 2, 3, 4)]++;
            byGumbel[drawn(Sampling.gumbel(1, SharedNoise.hashed(seed)), 1, 2, 3, 4)]++;
        }
        for (int[] counts : List.of(byInverse, byGumbel)) {
            assertThat(counts[0]).isZero();
            assertThat(counts[1] / (double) runs).isEqualTo(0.5, within(0.04));
            assertThat(counts[2] / (double) runs).isEqualTo(0.3, within(0.04));
            assertThat(counts[3] / (double) runs).isEqualTo(0.15, within(0.03));
            assertThat(counts[4] / (double) runs).isEqualTo(0.05, within(0.02));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void drawing_cutCandidates_areNeverDrawn(int seed) {
        for (Sampling sampling :
                List.of(Sampling.llamaCpp(1.5, seed), Sampling.gumbel(1.5, SharedNoise.hashed(seed)))) {
            assertThat(drawn(sampling.topK(2), 1, 2, 3, 4)).isIn(1, 2);
            assertThat(drawn(sampling.topP(0.75), 1, 2, 3, 4)).isIn(1, 2, 3);
            assertThat(drawn(sampling.minP(0.8), 1, 2, 3, 4)).isEqualTo(1);
        }
    }

    @Test
    void topP_inLlamaCpp_isTakenBeforeTheTemperature() {
        // At temperature 2 the first two have 0.66 together, before it 0.8.
        for (int seed = 0; seed < 200; seed++) {
            assertThat(drawn(Sampling.llamaCpp(2, seed).topP(0.75), 1, 2, 3, 4)).isIn(1, 2);
        }
    }

    @Test
    void llamaCpp_tokenNextToTheDrawnOne_isAsFarOffAsTheDrawnNumber() {
        double drawn = new MersenneTwister(7).nextUniform();
        double[] ends = {0, 0.5, 0.8, 0.95, 1};
        for (int token = 1; token <= 4; token++) {
            double expected = Math.max(0, Math.max(ends[token - 1] - drawn, drawn - ends[token]));
            assertThat(margin(Sampling.llamaCpp(1, 7), FOUR, token)).isEqualTo(expected, within(1e-9));
        }
    }

    @Test
    void llamaCpp_positionWithOneCandidate_takesNoNumber() {
        TokenScores certain = TokenScores.distribution(Map.of(9, 0.0));
        double drawn = new MersenneTwister(7).nextUniform();
        ReplayReport report =
                TokenReplay.score(List.of(certain, FOUR), TokenSequence.of(9, 1), Sampling.llamaCpp(1, 7));
        assertThat(report.lastMargin().orElseThrow()).isEqualTo(Math.max(0, drawn - 0.5), within(1e-9));
    }

    @Test
    void llamaCpp_tokenBeyondTheListedOnes_isMeasuredToTheirEnd() {
        TokenScores listed = TokenScores.distribution(Map.of(1, Math.log(0.5), 2, Math.log(0.2)));
        double drawn = new MersenneTwister(7).nextUniform();
        assertThat(margin(Sampling.llamaCpp(1, 7), listed, 99)).isEqualTo(Math.max(0, 0.7 - drawn), within(1e-9));
    }

    @Test
    void twister_standardSeed_hasTheNumberOfTheStandard() {
        // [rand.predef] in C++: the 10000th of mt19937 with its default seed.
        MersenneTwister twister = new MersenneTwister(5489);
        for (int i = 1; i < 10_000; i++) {
            twister.next();
        }
        assertThat(Integer.toUnsignedLong(twister.next())).isEqualTo(4_123_659_995L);
    }

    @Test
    void hashed_manyNumbers_areExponentialAndDiffer() {
        SharedNoise noise = SharedNoise.hashed(3);
        double sum = 0;
        double above = 0;
        int count = 0;
        for (int position = 0; position < 100; position++) {
            for (int token = 0; token < 1_000; token++) {
                double value = noise.exponential(position, token);
                assertThat(value).isPositive().isFinite();
                sum += value;
                above += value > 1 ? 1 : 0;
                count++;
            }
        }
        assertThat(sum / count).isEqualTo(1, within(0.02));
        assertThat(above / count).isEqualTo(Math.exp(-1), within(0.01));
        assertThat(noise.exponential(1, 2)).isNotEqualTo(SharedNoise.hashed(4).exponential(1, 2));
        assertThat(noise.exponential(1, 2)).isNotEqualTo(noise.exponential(2, 1));
    }

    @Test
    void parameters_outsideTheirRange_areRefused() {
        for (double wrong : new double[] {0, -1, 2.1, Double.NaN}) {
            assertThatThrownBy(() -> Sampling.unseeded(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Sampling.llamaCpp(wrong, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Sampling.gumbel(wrong, SharedNoise.hashed(1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Sampling.greedy().topP(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Sampling.greedy().topK(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sampling.greedy().minP(1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Sampling.greedy().temperature()).isZero();
    }

    @Test
    void scores_thatAreNoDistribution_areRefused() {
        for (Map<Integer, Double> wrong : List.of(
                Map.<Integer, Double>of(),
                Map.of(1, Double.NaN),
                Map.of(-1, -1.0),
                Map.of(1, 0.0, 2, 0.0),
                Map.of(1, Double.POSITIVE_INFINITY),
                Map.of(1, Double.NEGATIVE_INFINITY))) {
            assertThatThrownBy(() -> TokenScores.distribution(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> TokenScores.margin(1, -0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenScores.margin(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sequence_copiesAndBounds_hold() {
        int[] ids = {1, 2, 3};
        TokenSequence sequence = TokenSequence.of(ids);
        ids[0] = 9;
        sequence.toArray()[1] = 9;
        assertThat(sequence).isEqualTo(TokenSequence.of(1, 2, 3)).hasSameHashCodeAs(TokenSequence.of(1, 2, 3));
        assertThat(sequence.first(2).then(TokenSequence.of(3))).isEqualTo(sequence);
        assertThatThrownBy(() -> TokenSequence.of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenSequence.of(new int[TokenSequence.MAX_TOKENS + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sequence.first(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
