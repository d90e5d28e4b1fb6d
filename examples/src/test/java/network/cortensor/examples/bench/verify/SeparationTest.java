package network.cortensor.examples.bench.verify;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SeparationTest {

    @Test
    void of_allHonestAbove_isPerfect() {
        Separation separation = Separation.of("x", List.of(0.9, 0.8), List.of(0.1, 0.2, 0.3));

        assertThat(separation.auc()).isEqualTo(1);
        assertThat(separation.roc().y()).contains(1.0).startsWith(0.0);
    }

    @Test
    void of_allEqual_isACoin() {
        assertThat(Separation.of("x", List.of(0.5, 0.5), List.of(0.5)).auc()).isEqualTo(0.5);
    }

    @Test
    void of_someAbove_countsPairs() {
        // 0.9 > 0.5, 0.9 > 0.4, 0.5 = 0.5 (half), 0.5 > 0.4
        assertThat(Separation.of("x", List.of(0.9, 0.5), List.of(0.5, 0.4)).auc())
                .isCloseTo(3.5 / 4, within(1e-12));
    }

    @Test
    void of_scoreThatIsNoNumber_isTheLowest() {
        assertThat(Separation.of("x", List.of(Double.NaN), List.of(-1.0)).auc()).isEqualTo(0);
    }

    @Test
    void of_manyScores_keepsFewPointsFromCornerToCorner() {
        List<Double> honest =
                IntStream.range(0, 5_000).mapToObj(i -> i / 5_000.0).toList();
        Curve roc = Separation.of("x", honest, honest).roc();

        assertThat(roc.x()).hasSizeLessThan(500).startsWith(0.0).endsWith(1.0);
        assertThat(roc.y()).startsWith(0.0).endsWith(1.0);
    }

    @Test
    void of_oneSideOnly_isRefused() {
        assertThatThrownBy(() -> Separation.of("x", List.of(), List.of(1.0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reliability_probabilitiesThatHold_haveNoError() {
        Reliability reliability = Reliability.of(List.of(1.0, 0.75, 0.75, 0.75), List.of(0.0, 0.0, 0.0, 0.75));

        assertThat(reliability.error()).isCloseTo(0, within(1e-12));
        assertThat(reliability.bins()).extracting(Reliability.Bin::pairs).containsExactly(3, 4, 1);
    }

    @Test
    void reliability_moreAttacksThanHonestPairs_weighsThemAlike() {
        Reliability reliability = Reliability.of(List.of(0.5), List.of(0.5, 0.5, 0.5));

        assertThat(reliability.bins()).extracting(Reliability.Bin::found).containsExactly(0.5);
        assertThat(reliability.error()).isCloseTo(0, within(1e-12));
    }

    @Test
    void reliability_certainAndWrong_isAnErrorOfOne() {
        assertThat(Reliability.of(List.of(), List.of(1.0, 1.0)).error()).isEqualTo(1);
    }
}
