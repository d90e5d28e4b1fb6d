package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.Seed;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The field against its definition, and Shamir's scheme against enumeration and against Bouncy Castle's. */
class Gf256Test {

    private static final Seed SEED = Seed.of(Gf256Test.class);

    private final Random random = SEED.random();

    /** The definition: multiply as polynomials over GF(2), then divide by x^8 + x^4 + x^3 + x + 1 and keep the rest. */
    private static int product(int a, int b) {
        int product = 0;
        for (int bit = 0; bit < 8; bit++) {
            if ((b & (1 << bit)) != 0) {
                product ^= a << bit;
            }
        }
        for (int degree = 14; degree >= 8; degree--) {
            if ((product & (1 << degree)) != 0) {
                product ^= 0x11b << (degree - 8);
            }
        }
        return product;
    }

    @Test
    void multiply_all65536Pairs_isTheDefinition() {
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                assertThat(Gf256.multiply(a, b)).as("%d * %d", a, b).isEqualTo(product(a, b));
            }
        }
    }

    @Test
    void inverse_allElements_isTheOneFoundBySearch() {
        assertThat(Gf256.inverse(0)).isZero();
        for (int a = 1; a < 256; a++) {
            int element = a;
            int[] found = IntStream.range(0, 256)
                    .filter(b -> product(element, b) == 1)
                    .toArray();
            assertThat(found).as("inverses of %d", a).containsExactly(Gf256.inverse(a));
        }
    }

    @Test
    void evaluate_allIndexes_isTheSumOfPowers() {
        byte[][] coefficients = randomArrays(5, 3);
        for (int index = 0; index < 256; index++) {
            byte[] expected = new byte[3];
            int power = 1;
            for (byte[] coefficient : coefficients) {
                for (int at = 0; at < 3; at++) {
                    expected[at] ^= (byte) product(coefficient[at] & 0xff, power);
                }
                power = product(power, index);
            }
            assertThat(Gf256.evaluate(coefficients, index))
                    .as("at %d, %s", index, SEED)
                    .isEqualTo(expected);
        }
    }

    @Test
    void interpolate_anyPoints_givesThePolynomialEverywhere() {
        for (int threshold : new int[] {1, 2, 3, 17, 254, 255}) {
            byte[][] coefficients = randomArrays(threshold, 4);
            int[] indexes = shuffledIndexes(threshold);
            byte[][] values = values(coefficients, indexes);
            for (int index : new int[] {0, 1, 2, 128, 254, 255}) {
                assertThat(Gf256.interpolate(indexes, values, index))
                        .as("threshold %d at %d, %s", threshold, index, SEED)
                        .isEqualTo(Gf256.evaluate(coefficients, index));
            }
        }
    }

    /**
     * Perfect secrecy, by enumeration: whatever one holder of a 2-of-n sharing sees, each of the 256 secrets explains it
     * with exactly one choice of the dealer.
     */
    @Test
    void evaluate_oneShareOfTwo_fitsToEachSecretExactlyOnce() {
        for (int index = 1; index < 256; index++) {
            for (int secret = 0; secret < 256; secret++) {
                int[] seen = new int[256];
                for (int coefficient = 0; coefficient < 256; coefficient++) {
                    byte[][] coefficients = {{(byte) secret}, {(byte) coefficient}};
                    seen[Gf256.evaluate(coefficients, index)[0] & 0xff]++;
                }
                assertThat(seen).as("index %d, secret %d", index, secret).containsOnly(1);
            }
        }
    }

    /** The same for two holders of a 3-of-n sharing: all 2^24 choices, for two pairs of holders. */
    @Test
    void evaluate_twoSharesOfThree_fitToEachSecretExactlyOnce() {
        for (int[] holders : new int[][] {{1, 2}, {3, 200}}) {
            for (int secret = 0; secret < 256; secret++) {
                byte[] seen = new byte[1 << 16];
                for (int choice = 0; choice < 1 << 16; choice++) {
                    byte[][] coefficients = {{(byte) secret}, {(byte) choice}, {(byte) (choice >> 8)}};
                    int first = Gf256.evaluate(coefficients, holders[0])[0] & 0xff;
                    int second = Gf256.evaluate(coefficients, holders[1])[0] & 0xff;
                    seen[first << 8 | second]++;
                }
                for (byte times : seen) {
                    if (times != 1) {
                        assertThat(times)
                                .as("holders %s, secret %d", Arrays.toString(holders), secret)
                                .isOne();
                    }
                }
            }
        }
    }

    /** The same from the other side: any k − 1 shares and any secret lie on one polynomial of the right degree. */
    @Test
    void interpolate_anyFewerShares_areConsistentWithAll256Secrets() {
        for (int threshold = 2; threshold <= 6; threshold++) {
            byte[][] coefficients = randomArrays(threshold, 1);
            int[] held = Arrays.copyOf(shuffledIndexes(255), threshold - 1);
            byte[][] values = values(coefficients, held);
            int[] indexes = Arrays.copyOf(held, threshold);
            byte[][] points = Arrays.copyOf(values, threshold);
            for (int secret = 0; secret < 256; secret++) {
                indexes[threshold - 1] = 0;
                points[threshold - 1] = new byte[] {(byte) secret};
                for (int holder = 0; holder < held.length; holder++) {
                    assertThat(Gf256.interpolate(indexes, points, held[holder]))
                            .as("threshold %d, secret %d, %s", threshold, secret, SEED)
                            .isEqualTo(values[holder]);
                }
            }
        }
    }

    @Test
    void interpolate_sharesOfBouncyCastle_givesItsSecret() throws IOException {
        for (int threshold : new int[] {1, 2, 3, 128, 129, 255}) {
            byte[] secret = randomArrays(1, 32)[0];
            ShamirSplitSecretShare[] shares =
                    bouncyCastle().resplit(secret, threshold, 255).getSecretShares();
            int[] indexes = shuffledIndexes(threshold);
            byte[][] values = new byte[threshold][];
            for (int point = 0; point < threshold; point++) {
                values[point] = shares[indexes[point] - 1].getEncoded();
            }
            assertThat(Gf256.interpolate(indexes, values, 0))
                    .as("threshold %d, %s", threshold, SEED)
                    .isEqualTo(secret);
        }
    }

    @Test
    void evaluate_sharesOfOurs_areCombinedByBouncyCastle() throws IOException {
        for (int threshold : new int[] {1, 2, 3, 128, 129, 255}) {
            byte[][] coefficients = randomArrays(threshold, 32);
            ShamirSplitSecretShare[] shares = Arrays.stream(shuffledIndexes(threshold))
                    .mapToObj(index -> new ShamirSplitSecretShare(Gf256.evaluate(coefficients, index), index))
                    .toArray(ShamirSplitSecretShare[]::new);
            assertThat(ShamirSplitSecret.getInstance(ShamirSecretSplitter.Algorithm.AES, shares)
                            .getSecret())
                    .as("threshold %d, %s", threshold, SEED)
                    .isEqualTo(coefficients[0]);
        }
    }

    private static ShamirSecretSplitter bouncyCastle() {
        return ShamirSecretSplitter.getInstance(ShamirSecretSplitter.Algorithm.AES, 32, new SecureRandom());
    }

    private byte[][] values(byte[][] coefficients, int[] indexes) {
        return Arrays.stream(indexes)
                .mapToObj(index -> Gf256.evaluate(coefficients, index))
                .toArray(byte[][]::new);
    }

    private byte[][] randomArrays(int count, int size) {
        byte[][] arrays = new byte[count][size];
        for (byte[] array : arrays) {
            random.nextBytes(array);
        }
        return arrays;
    }

    private int[] shuffledIndexes(int count) {
        int[] indexes = IntStream.rangeClosed(1, 255).toArray();
        for (int last = indexes.length - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int swapped = indexes[last];
            indexes[last] = indexes[other];
            indexes[other] = swapped;
        }
        return Arrays.copyOf(indexes, count);
    }
}
