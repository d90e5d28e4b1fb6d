package network.cortensor.sdk.crypto.sharing;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts the eight bytes of many words, and compares with the uniform distribution by chi-square.
 *
 * <p>With 255 degrees of freedom the statistic has mean 255 and standard deviation 22.6. The bound of 455 is exceeded by
 * chance less than once in 10^12 tables, so a failure is no accident; a constant byte exceeds it with two samples.
 */
final class Histogram {

    private static final double BOUND = 455;

    private final int[][] counts = new int[Long.BYTES][256];
    private int samples;

    void add(long word) {
        for (int place = 0; place < Long.BYTES; place++) {
            counts[place][(int) (word >>> (8 * place)) & 0xff]++;
        }
        samples++;
    }

    boolean isUniform() {
        assertThat(samples).as("samples").isGreaterThanOrEqualTo(20 * 256);
        double expected = samples / 256.0;
        for (int[] place : counts) {
            double statistic = 0;
            for (int count : place) {
                statistic += (count - expected) * (count - expected) / expected;
            }
            if (statistic > BOUND) {
                return false;
            }
        }
        return true;
    }
}
