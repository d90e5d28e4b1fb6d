package network.cortensor.examples.bench.verify;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class BoundsTest {

    // 1 - 0.025^(1/n) for no hit, and the published table values for the others.
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.308497",
        "10, 10, 0.691503, 1",
        "0, 300, 0, 0.012221",
        "0, 400, 0, 0.009180",
        "1, 10, 0.002529, 0.445016",
        "5, 10, 0.187086, 0.812914",
        "2, 100, 0.002431, 0.070384",
        "10, 100, 0.049005, 0.176223"
    })
    void of_hitsAndTrials_isTheExactInterval(int hits, int trials, double low, double high) {
        Bounds bounds = Bounds.of(hits, trials);

        assertThat(bounds.low()).isCloseTo(low, within(1e-5));
        assertThat(bounds.high()).isCloseTo(high, within(1e-5));
    }

    @Test
    void of_noTrials_saysNothing() {
        assertThat(Bounds.of(0, 0)).isEqualTo(new Bounds(0, 1));
    }

    @Test
    void of_moreHitsThanTrials_isRefused() {
        assertThatThrownBy(() -> Bounds.of(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bounds.of(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
