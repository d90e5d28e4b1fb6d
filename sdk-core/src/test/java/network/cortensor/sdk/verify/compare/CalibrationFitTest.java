package network.cortensor.sdk.verify.compare;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class CalibrationFitTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private static CalibrationFit fit() {
        return CalibrationFit.of(new MeaningFakes.WordBag(), 32)
                .from(new Calibration.Source("made up", "00".repeat(32), 400));
    }

    @Test
    void isotonic_orderedLabels_isNonDecreasingAndPoolsViolators() {
        double[] x = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
        Calibration.Curve curve = CalibrationFit.isotonic(x, new boolean[] {false, true, false, true, false, true});
        double before = 0;
        for (double at = 0; at <= 1; at += 0.01) {
            assertThat(curve.at(at)).isGreaterThanOrEqualTo(before);
            before = curve.at(at);
        }
        assertThat(curve.at(0.25)).isEqualTo(curve.at(0.25), within(0.0));
        assertThat(curve.at(0)).isBetween(0.0, 0.35);
        assertThat(curve.at(1)).isBetween(0.65, 1.0);
    }

    @Test
    void isotonic_knownProbability_isFound() {
        long seed = Long.getLong("cortensor.seed", new Random().nextLong());
        System.out.println("CalibrationFitTest seed " + seed);
        Random random = new Random(seed);
        int n = 20_000;
        double[] x = random.doubles(n).sorted().toArray();
        boolean[] same = new boolean[n];
        for (int i = 0; i < n; i++) {
            same[i] = random.nextDouble() < x[i];
        }
        Calibration.Curve curve = CalibrationFit.isotonic(x, same);
        for (double at : new double[] {0.1, 0.3, 0.5, 0.7, 0.9}) {
            assertThat(curve.at(at)).as("at %f, seed %d", at, seed).isEqualTo(at, within(0.08));
        }
    }

    @Test
    void quantile_sortedValues_isTheValueBelowWhichTheShareLies() {
        double[] values = new double[101];
        Arrays.setAll(values, i -> i / 100.0);
        assertThat(CalibrationFit.quantile(values, 0.05)).isEqualTo(0.05, within(1e-9));
        assertThat(CalibrationFit.quantile(new double[] {0.7}, 0.05)).isEqualTo(0.7);
    }

    @Test
    void fit_enoughPairs_givesThresholdsThatDecode() {
        Random random = new Random(1);
        CalibrationFit fit = fit();
        for (int i = 0; i < 400; i++) {
            boolean same = i % 2 == 0;
            double cosine = Math.min(1, (same ? 0.9 : 0.6) + random.nextGaussian() * 0.04);
            fit.add(same, new Closeness(i % 4 < 2 ? 10 : 100, cosine, cosine - 0.1));
        }
        Calibration made = fit.fit(DAY);
        assertThat(Calibration.decode(made.encode()).encode()).isEqualTo(made.encode());
        assertThat(made.sign(new Closeness(10, 0.95, 0.85))).isEqualTo(Sign.SAME);
        assertThat(made.sign(new Closeness(100, 0.95, 0.5))).isEqualTo(Sign.DIFFERENT);
        assertThat(made.probability(new Closeness(10, 0.95, 0.85))).isGreaterThan(0.95);
        assertThat(made.probability(new Closeness(10, 0.5, 0.4))).isLessThan(0.05);
    }

    @Test
    void fit_tooFewPairsOrNoSource_isRefused() {
        CalibrationFit fit = fit();
        for (int i = 0; i < 2 * CalibrationFit.FEWEST_PAIRS; i++) {
            fit.add(i % 2 == 0, new Closeness(10, 0.5, 0.5));
        }
        assertThatThrownBy(() -> fit.fit(DAY)).hasMessageContaining("Bucket 1 has 0 honest");
        assertThatThrownBy(() -> CalibrationFit.of(new MeaningFakes.WordBag()).fit(DAY))
                .hasMessageContaining("from(");
        assertThatThrownBy(() -> CalibrationFit.of(new MeaningFakes.WordBag(), 5, 5))
                .hasMessageContaining("ascending");
    }

    @Test
    void closeness_notANumber_isRefused() {
        assertThatThrownBy(() -> new Closeness(1, Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Closeness(1, 0, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Closeness(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
