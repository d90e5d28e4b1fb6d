package network.cortensor.sdk.verify.replay;

import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.compare.Sign;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReplayThresholdTest {

    private static final long SEED = Long.getLong("cortensor.seed", 20261123L);

    /** A run whose first token is this far off and all others are equal. */
    private static ReplayReport run(double margin, int tokens) {
        double[] margins = new double[tokens];
        margins[0] = margin * tokens;
        return ReplayReport.of(margins, 0, 0);
    }

    private static List<ReplayReport> runs(int count) {
        List<ReplayReport> runs = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            runs.add(run(i / 1000.0, 100));
        }
        return runs;
    }

    @Test
    void judge_marginBesideTheThreshold_isDecidedByIt() {
        ReplayThreshold threshold = ReplayThreshold.of(runs(19), 0.05);
        assertThat(threshold.margin()).isEqualTo(0.019);
        assertThat(threshold.judge(run(0.019, 100))).isEqualTo(Sign.SAME);
        assertThat(threshold.judge(run(0.0191, 100))).isEqualTo(Sign.DIFFERENT);
        assertThat(threshold.finding(run(0.5, 100)).layer()).isEqualTo(Layer.REPLAY);
        assertThat(threshold.finding(run(0.5, 100)).sign()).isEqualTo(Sign.DIFFERENT);
        assertThat(threshold.finding(run(0.5, 100)).finding()).contains("0.5000", "0.0190");
    }

    @Test
    void judge_tooFewTokens_saysNothing() {
        ReplayThreshold threshold = ReplayThreshold.of(runs(19), 0.05);
        assertThat(threshold.judge(run(5, 49))).isEqualTo(Sign.NOTHING);
        assertThat(threshold.judge(run(5, 50))).isEqualTo(Sign.DIFFERENT);
        ReplayReport unscored = ReplayReport.of(new double[] {Double.NaN}, 0, 0);
        assertThat(threshold.judge(unscored)).isEqualTo(Sign.NOTHING);
        assertThat(threshold.finding(unscored).finding()).contains("too few");
    }

    @Test
    void of_honestRunsOfAnyKind_rejectsNoMoreThanWasAskedFor() {
        SplittableRandom random = new SplittableRandom(SEED);
        int rejected = 0;
        int rounds = 4_000;
        for (int round = 0; round < rounds; round++) {
            List<ReplayReport> honest = new ArrayList<>();
            for (int i = 0; i < 19; i++) {
                honest.add(run(Math.pow(random.nextDouble(), 8), 10));
            }
            ReplayReport next = run(Math.pow(random.nextDouble(), 8), 10);
            rejected += ReplayThreshold.of(honest, 0.1).judge(next) == Sign.DIFFERENT ? 1 : 0;
        }
        // 0.1 and three standard deviations.
        assertThat(rejected / (double) rounds).as("seed %d", SEED).isLessThan(0.115);
    }

    @Test
    void of_tooFewRunsOrNoShare_isRefused() {
        assertThatThrownBy(() -> ReplayThreshold.of(runs(18), 0.05))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 19");
        assertThatThrownBy(() -> ReplayThreshold.of(List.of(), 0.5)).isInstanceOf(IllegalArgumentException.class);
        for (double wrong : new double[] {0, 1, Double.NaN}) {
            assertThatThrownBy(() -> ReplayThreshold.of(runs(50), wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
