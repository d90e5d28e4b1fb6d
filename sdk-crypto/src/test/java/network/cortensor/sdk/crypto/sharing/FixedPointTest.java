package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.Seed;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class FixedPointTest {

    private static final Seed SEED = Seed.of(FixedPointTest.class);
    private static final double STEP = 0x1p-24;

    private final Random random = SEED.random();

    /** Shares, multiplies and opens, with three parties. */
    private static double hiddenProduct(long[] x, long[] y) {
        List<Party> parties = List.of(Party.create(1), Party.create(2), Party.create(3));
        List<VectorShare> sharesX = VectorShare.deal(x);
        List<VectorShare> sharesY = VectorShare.deal(y);
        List<DotProductShare> products = parties.stream()
                .map(party -> {
                    party.pair(parties.get(party.number() % 3).pairing());
                    return party.dotProduct(sharesX.get(party.number() - 1), sharesY.get(party.number() - 1));
                })
                .toList();
        return FixedPoint.decodeProduct(
                DotProductShare.open(sharesX.get(0).id(), sharesY.get(0).id(), products));
    }

    /** The dot product without any rounding. */
    private static BigDecimal exact(double[] x, double[] y) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int at = 0; at < x.length; at++) {
            sum = sum.add(new BigDecimal(x[at]).multiply(new BigDecimal(y[at])));
        }
        return sum;
    }

    private static double error(double[] x, double[] y) {
        double found = hiddenProduct(FixedPoint.encode(x), FixedPoint.encode(y));
        return new BigDecimal(found).subtract(exact(x, y)).abs().doubleValue();
    }

    private double[] unitVector(int dimensions) {
        double[] vector = random.doubles(dimensions, -1, 1).toArray();
        return scaled(vector, 1 / norm(vector));
    }

    private static double norm(double[] vector) {
        return exact(vector, vector).sqrt(MathContext.DECIMAL64).doubleValue();
    }

    private static double[] scaled(double[] vector, double factor) {
        return Arrays.stream(vector).map(coordinate -> coordinate * factor).toArray();
    }

    @Test
    void cosine_unitVectorsOfEmbeddingModels_isWithinTheStatedBound() {
        for (int dimensions : new int[] {1, 2, 384, 768, 1_536, 4_096}) {
            double worst = 0;
            for (int round = 0; round < 50; round++) {
                worst = Math.max(worst, error(unitVector(dimensions), unitVector(dimensions)));
            }
            System.out.printf(
                    "FixedPointTest: cosine of unit vectors, %d dimensions: largest error %.2e, bound %.2e%n",
                    dimensions, worst, FixedPoint.unitErrorBound(dimensions));
            assertThat(worst).as("%s", SEED).isLessThan(FixedPoint.unitErrorBound(dimensions));
        }
        assertThat(FixedPoint.unitErrorBound(384)).isLessThan(1.2e-6);
        assertThat(FixedPoint.unitErrorBound(768)).isLessThan(1.7e-6);
    }

    @Test
    void cosine_floatVectors_isWithinTheStatedBound() {
        for (int dimensions : new int[] {384, 768}) {
            float[] x = floats(unitVector(dimensions));
            float[] y = floats(unitVector(dimensions));
            double found = hiddenProduct(FixedPoint.encode(x), FixedPoint.encode(y));

            assertThat(found)
                    .as("%s", SEED)
                    .isCloseTo(
                            exact(doubles(x), doubles(y)).doubleValue(),
                            within(FixedPoint.unitErrorBound(dimensions) + 1e-9));
        }
    }

    private static float[] floats(double[] vector) {
        float[] floats = new float[vector.length];
        for (int at = 0; at < vector.length; at++) {
            floats[at] = (float) vector[at];
        }
        return floats;
    }

    private static double[] doubles(float[] vector) {
        double[] doubles = new double[vector.length];
        for (int at = 0; at < vector.length; at++) {
            doubles[at] = vector[at];
        }
        return doubles;
    }

    /** All roundings in one direction: the bound is not only a bound, it is nearly reached. */
    @Test
    void cosine_everyCoordinateAsWrongAsCanBe_reachesNineTenthsOfTheBound() {
        for (int dimensions : new int[] {384, 768}) {
            double[] vector = new double[dimensions];
            // Just below half a step above a multiple of the step, and close to 1 / √d.
            double coordinate = Math.floor(1 / Math.sqrt(dimensions) / STEP) * STEP - STEP + 0.499 * STEP;
            Arrays.fill(vector, coordinate);
            assertThat(norm(vector)).isCloseTo(1, within(1e-4));

            assertThat(error(vector, vector))
                    .isLessThan(FixedPoint.unitErrorBound(dimensions))
                    .isGreaterThan(0.9 * FixedPoint.unitErrorBound(dimensions));
        }
    }

    @Test
    void product_longestVectors_doesNotOverflow() {
        for (int dimensions : new int[] {1, 4, 384, 65_536}) {
            double[] vector = new double[dimensions];
            Arrays.fill(vector, 128 / Math.sqrt(dimensions) * (1 - 1e-12));
            double[] opposite = scaled(vector, -1);
            double bound = STEP * Math.sqrt(dimensions) * 128 + dimensions * 0x1p-50 + 16_384 * 0x1p-53;

            assertThat(error(vector, vector)).isLessThan(bound);
            assertThat(error(vector, opposite)).isLessThan(bound);
            assertThat(hiddenProduct(FixedPoint.encode(vector), FixedPoint.encode(opposite)))
                    .isCloseTo(-16_384, within(0.01));
        }
    }

    @Test
    void product_randomVectorsOfAnyNorm_isWithinTheGeneralBound() {
        for (int round = 0; round < 100; round++) {
            int dimensions = 1 + random.nextInt(1_000);
            double[] x = scaled(unitVector(dimensions), 127.9 * random.nextDouble());
            double[] y = scaled(unitVector(dimensions), 127.9 * random.nextDouble());
            double bound =
                    STEP / 2 * Math.sqrt(dimensions) * (norm(x) + norm(y)) + dimensions * 0x1p-50 + 16_384 * 0x1p-53;
            assertThat(error(x, y)).as("round %d, %s", round, SEED).isLessThan(bound);
        }
    }

    @Test
    void encode_coordinates_areRoundedToTheNearestStepTiesToEven() {
        assertThat(FixedPoint.encode(
                        new double[] {0, -0.0, 1, -1, STEP, 0.5 * STEP, 1.5 * STEP, -0.5 * STEP, 0.51 * STEP}))
                .containsExactly(0, 0, 1 << 24, -(1 << 24), 1, 0, 2, 0, 1);
        assertThat(FixedPoint.encode(new float[] {1, -0.5f, Float.MIN_VALUE})).containsExactly(1 << 24, -(1 << 23), 0);
        assertThat(FixedPoint.encode(new double[] {Double.MIN_VALUE})).containsExactly(0);
        assertThat(FixedPoint.encode(new double[] {128})).containsExactly(1L << 31);
    }

    @Test
    void encode_outOfRange_isRefused() {
        for (double bad : new double[] {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, 128.001, -128.001
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> FixedPoint.encode(new double[] {0, bad}));
            assertThatIllegalArgumentException().isThrownBy(() -> FixedPoint.encode(new float[] {(float) bad}));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> FixedPoint.encode(new double[] {127, 127}));
        assertThatIllegalArgumentException().isThrownBy(() -> FixedPoint.encode(new double[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> FixedPoint.encode(new float[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> FixedPoint.encode(new double[65_537]));
        assertThatIllegalArgumentException().isThrownBy(() -> FixedPoint.unitErrorBound(0));
    }
}
