package network.cortensor.sdk.verify.replay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TokenReplayTest {

    private static final long SEED = Long.getLong("cortensor.seed", 20261123L);
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final TokenSequence PROMPT = TokenSequence.of(1, 2);
    private static final long PAID = 11;
    private static final long OTHER = 12;

    private static Sampling sampling(String way, int seed) {
        return switch (way) {
            case "greedy" -> Sampling.greedy();
            case "gumbel" -> Sampling.gumbel(0.8, SharedNoise.hashed(seed));
            case "llamaCpp" -> Sampling.llamaCpp(0.8, seed);
            default -> throw new IllegalArgumentException(way);
        };
    }

    private static ReplayReport replayed(ToyModel node, Sampling drawn, Sampling claimed, int tokens) {
        TokenSequence answer = node.write(PROMPT, drawn, tokens);
        return TokenReplay.on(new ToyModel(PAID, 0, 0)).replay(PROMPT, answer, claimed, TIME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"greedy", "gumbel", "llamaCpp"})
    void replay_sameModelAndSeed_isEqualInEachToken(String way) {
        Sampling sampling = sampling(way, 5);
        ReplayReport report = replayed(new ToyModel(PAID, 0, 0), sampling, sampling, 60);
        assertThat(report.equalShare()).hasValue(1);
        assertThat(report.meanMargin()).hasValue(0);
        assertThat(report.lastMargin()).hasValue(0);
        assertThat(report.tokens()).isEqualTo(60);
        assertThat(report.scored()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"greedy", "gumbel", "llamaCpp"})
    void replay_otherMachine_isCloserThanCoarserWeightsAndThoseThanAnotherModel(String way) {
        Sampling sampling = sampling(way, 5);
        double machine = replayed(new ToyModel(PAID, 0.02, SEED), sampling, sampling, 100)
                .meanMargin()
                .orElseThrow();
        double coarser = replayed(new ToyModel(PAID, 0.5, SEED), sampling, sampling, 100)
                .meanMargin()
                .orElseThrow();
        double other = replayed(new ToyModel(OTHER, 0, SEED), sampling, sampling, 100)
                .meanMargin()
                .orElseThrow();
        System.out.printf(
                "TokenReplay %s: -Dcortensor.seed=%d, mean margin of another machine %.4f, coarser %.4f, other model %.4f%n",
                way, SEED, machine, coarser, other);
        assertThat(coarser).as("seed %d", SEED).isGreaterThan(3 * machine);
        assertThat(other).as("seed %d", SEED).isGreaterThan(3 * coarser);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gumbel", "llamaCpp"})
    void replay_otherSeedThanClaimed_isFarOff(String way) {
        ReplayReport report = replayed(new ToyModel(PAID, 0, 0), sampling(way, 5), sampling(way, 6), 60);
        assertThat(report.equalShare().orElseThrow()).isLessThan(0.6);
    }

    @Test
    void replay_coarserWeights_areToldFromAnotherMachineByAHundredTokens() {
        int right = 0;
        int runs = 12;
        List<Double> honest = new ArrayList<>();
        List<Double> coarser = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            Sampling sampling = Sampling.gumbel(0.8, SharedNoise.hashed(run));
            honest.add(replayed(new ToyModel(PAID, 0.02, SEED + run), sampling, sampling, 100)
                    .meanMargin()
                    .orElseThrow());
            coarser.add(replayed(new ToyModel(PAID, 0.3, SEED - run), sampling, sampling, 100)
                    .meanMargin()
                    .orElseThrow());
        }
        for (double one : honest) {
            for (double other : coarser) {
                right += one < other ? 1 : 0;
            }
        }
        double auc = (double) right / (runs * runs);
        System.out.printf("TokenReplay: -Dcortensor.seed=%d, AUC of coarser weights %.3f%n", SEED, auc);
        assertThat(auc).as("seed %d", SEED).isGreaterThan(0.97);
    }

    @Test
    void replay_endTokenWhereTheModelGoesOn_showsInTheLastMargin() {
        TokenSequence whole = new ToyModel(PAID, 0, 0).write(PROMPT, Sampling.greedy(), 30);
        int end = (whole.at(20) + 1) % ToyModel.VOCABULARY;
        ReplayReport report = TokenReplay.on(new ToyModel(PAID, 0, 0))
                .replay(PROMPT, whole.first(20).then(TokenSequence.of(end)), Sampling.greedy(), TIME);
        assertThat(report.equalShare().orElseThrow()).isEqualTo(20 / 21.0);
        assertThat(report.lastMargin().orElseThrow()).isGreaterThan(0.1);
    }

    @Test
    void replay_tokenThatCannotBeDrawn_countsTheClipAndNotMore() {
        TokenScores at = TokenScores.distribution(Map.of(1, Math.log(0.9), 2, Math.log(0.1)));
        ReplayReport greedy = TokenReplay.score(List.of(at, at), TokenSequence.of(1, 99), Sampling.greedy());
        assertThat(greedy.lastMargin()).hasValue(TokenReplay.CLIP);
        assertThat(greedy.meanMargin()).hasValue(TokenReplay.CLIP / 2);
        ReplayReport cut = TokenReplay.score(
                List.of(at), TokenSequence.of(2), Sampling.llamaCpp(1, 1).minP(0.5));
        assertThat(cut.lastMargin()).hasValue(1);
    }

    @Test
    void surprise_honestTokensWhateverTheSeed_isSmallAndForAnotherModelLarge() {
        SplittableRandom seeds = new SplittableRandom(SEED);
        double worst = 0;
        for (int run = 0; run < 10; run++) {
            Sampling drawn = Sampling.gumbel(0.8, SharedNoise.hashed(seeds.nextLong()));
            ReplayReport report = replayed(new ToyModel(PAID, 0, 0), drawn, Sampling.unseeded(0.8), 80);
            assertThat(report.meanMargin()).isEmpty();
            worst = Math.max(worst, Math.abs(report.surprise().orElseThrow()));
        }
        assertThat(worst).as("seed %d", SEED).isLessThan(4);
        double other = replayed(
                        new ToyModel(OTHER, 0, 0),
                        Sampling.gumbel(0.8, SharedNoise.hashed(1)),
                        Sampling.unseeded(0.8),
                        80)
                .surprise()
                .orElseThrow();
        assertThat(other).isGreaterThan(8);
    }

    @Test
    void surprise_twoEqualCandidates_isExact() {
        TokenScores at = TokenScores.distribution(Map.of(1, Math.log(0.75), 2, Math.log(0.25)));
        ReplayReport report = TokenReplay.score(List.of(at), TokenSequence.of(2), Sampling.unseeded(1));
        double entropy = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
        double variance = 0.75 * Math.pow(Math.log(0.75), 2) + 0.25 * Math.pow(Math.log(0.25), 2) - entropy * entropy;
        assertThat(report.surprise().orElseThrow())
                .isEqualTo((-Math.log(0.25) - entropy) / Math.sqrt(variance), within(1e-12));
    }

    @Test
    void score_positionsThatWereNotScored_doNotCount() {
        TokenScores known = TokenScores.margin(4, 0.5);
        ReplayReport report =
                TokenReplay.score(List.of(known, TokenScores.unknown()), TokenSequence.of(4, 5), Sampling.greedy());
        assertThat(report.scored()).isEqualTo(1);
        assertThat(report.meanMargin()).hasValue(0.5);
        assertThat(report.lastMargin()).isEmpty();
        ReplayReport none = TokenReplay.score(List.of(TokenScores.unknown()), TokenSequence.of(4), Sampling.greedy());
        assertThat(none.equalShare()).isEmpty();
        assertThat(none.meanMargin()).isEmpty();
        assertThat(none.and(report).meanMargin()).hasValue(0.5);
        assertThat(report.and(report).tokens()).isEqualTo(4);
    }

    @Test
    void score_marginsWhereProbabilitiesAreNeeded_isRefused() {
        assertThatThrownBy(() -> TokenReplay.score(
                        List.of(TokenScores.margin(4, 0)), TokenSequence.of(4), Sampling.llamaCpp(1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs probabilities");
    }

    @Test
    void score_otherNumberOfPositionsOrNone_isRefused() {
        assertThatThrownBy(() -> TokenReplay.score(List.of(), TokenSequence.of(4), Sampling.greedy()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenReplay.on(new ToyModel(PAID, 0, 0))
                        .replay(PROMPT, TokenSequence.of(), Sampling.greedy(), TIME))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toString_sequencesScoresAndReports_showNoToken() {
        TokenScores at = TokenScores.margin(48_151, 0.25);
        TokenSequence answer = TokenSequence.of(48_151);
        assertThat(answer + " " + at + TokenReplay.score(List.of(at), answer, Sampling.greedy()))
                .doesNotContain("48151");
    }
}
