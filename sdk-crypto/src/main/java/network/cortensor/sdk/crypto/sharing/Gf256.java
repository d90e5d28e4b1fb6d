package network.cortensor.sdk.crypto.sharing;

/**
 * The field of 256 elements with the polynomial x^8 + x^4 + x^3 + x + 1, and Shamir's scheme over it, byte by byte
 * (SPEC §17.2).
 *
 * <p>No table is read and no branch is taken by the value of an element: eight rounds for every product, masks instead
 * of conditions. Indexes of shares are public and may steer loops.
 *
 * <p>Bouncy Castle's {@code ShamirSecretSplitter} computes the same in the same way (1.87: no tables, up to 255 shares),
 * and the tests hold this class against it. It is not used because it leaves the coefficients, of which the first is the
 * secret, in memory unwiped; because it interpolates at zero only, while {@link SecretSharing#combine} checks the dealer
 * at every other index; and because it combines a share given twice to a wrong secret.
 */
final class Gf256 {

    private static final int REDUCTION = 0x1b;

    private Gf256() {}

    /** Multiplies two elements, each 0 … 255. */
    static int multiply(int a, int b) {
        int product = 0;
        int shifted = a;
        for (int bit = 0; bit < 8; bit++) {
            product ^= shifted & -((b >>> bit) & 1);
            shifted = ((shifted << 1) & 0xff) ^ (REDUCTION & -(shifted >>> 7));
        }
        return product;
    }

    /** Computes a^254, which is the inverse of every element but zero, and zero for zero. */
    static int inverse(int a) {
        int power = a;
        for (int round = 0; round < 6; round++) {
            power = multiply(multiply(power, power), a);
        }
        return multiply(power, power);
    }

    /**
     * Evaluates one polynomial per byte (Horner).
     *
     * @param coefficients the coefficients of x^0, x^1, …, each an array with one byte per polynomial
     * @param index where
     */
    static byte[] evaluate(byte[][] coefficients, int index) {
        byte[] value = coefficients[coefficients.length - 1].clone();
        for (int power = coefficients.length - 2; power >= 0; power--) {
            for (int at = 0; at < value.length; at++) {
                value[at] = (byte) (multiply(value[at] & 0xff, index) ^ coefficients[power][at]);
            }
        }
        return value;
    }

    /**
     * Evaluates, at another index, the polynomials of least degree through the given points (Lagrange).
     *
     * @param indexes the indexes of the points, distinct
     * @param values the values there, of one length
     * @param index where; 0 for the secret
     */
    static byte[] interpolate(int[] indexes, byte[][] values, int index) {
        byte[] value = new byte[values[0].length];
        for (int point = 0; point < indexes.length; point++) {
            int weight = weight(indexes, point, index);
            for (int at = 0; at < value.length; at++) {
                value[at] ^= (byte) multiply(weight, values[point][at] & 0xff);
            }
        }
        return value;
    }

    private static int weight(int[] indexes, int point, int index) {
        int numerator = 1;
        int denominator = 1;
        for (int other = 0; other < indexes.length; other++) {
            if (other != point) {
                numerator = multiply(numerator, index ^ indexes[other]);
                denominator = multiply(denominator, indexes[point] ^ indexes[other]);
            }
        }
        return multiply(numerator, inverse(denominator));
    }
}
