package network.cortensor.sdk.crypto.sharing;

/**
 * Turns embeddings into the integers that {@link VectorShare} shares, and opened dot products back into numbers
 * (SPEC §17.12).
 *
 * <p>A coordinate is rounded to the nearest multiple of 2^-24, ties to even; a dot product of two encoded vectors is a
 * multiple of 2^-48. Nothing is cut in between: the product is opened at double scale and divided in the clear.
 *
 * <p><b>Range.</b> The Euclidean norm of a vector is at most 128, whatever its dimensions are, so no dot product exceeds
 * 2^14 and, scaled, 2^63 is out of reach (Cauchy–Schwarz). That holds for vectors that were encoded here; an owner who
 * shares others gets, and causes, results modulo 2^64.
 *
 * <p><b>Error.</b> For vectors x and y of d dimensions a decoded product is within
 * 2^-25 · √d · (|x| + |y|) + d · 2^-50 of their dot product, and for results above 32 in magnitude within another 2^-53 of
 * the result, which is what {@code double} rounds. For unit vectors {@link #unitErrorBound} gives the number: 1.2e-6 for
 * 384 dimensions, 1.7e-6 for 768.
 */
public final class FixedPoint {

    static final int FRACTION_BITS = 24;
    static final double MAX_NORM = 128;

    private FixedPoint() {}

    /**
     * Encodes a vector.
     *
     * @param vector 1 to 65,536 finite coordinates with a Euclidean norm of at most 128
     * @throws IllegalArgumentException if it is anything else
     */
    public static long[] encode(float[] vector) {
        double[] coordinates = new double[vector.length];
        for (int at = 0; at < vector.length; at++) {
            coordinates[at] = vector[at];
        }
        return encode(coordinates);
    }

    /**
     * Encodes a vector.
     *
     * @param vector 1 to 65,536 finite coordinates with a Euclidean norm of at most 128
     * @throws IllegalArgumentException if it is anything else
     */
    public static long[] encode(double[] vector) {
        VectorShare.requireDimensions(vector.length);
        double squares = 0;
        for (double coordinate : vector) {
            squares += coordinate * coordinate;
        }
        // Written so that it refuses NaN.
        if (!(squares <= MAX_NORM * MAX_NORM)) {
            throw new IllegalArgumentException(
                    "a vector must have finite coordinates and a norm of at most 128; scale it to unit length");
        }
        long[] encoded = new long[vector.length];
        for (int at = 0; at < vector.length; at++) {
            encoded[at] = (long) Math.rint(Math.scalb(vector[at], FRACTION_BITS));
        }
        return encoded;
    }

    /**
     * Decodes an opened dot product of two vectors that were encoded here. For unit vectors it is their cosine, and may
     * exceed 1 by {@link #unitErrorBound}.
     */
    public static double decodeProduct(long opened) {
        return Math.scalb((double) opened, -2 * FRACTION_BITS);
    }

    /**
     * Returns how far, at most, a decoded dot product of two vectors of norm 1 is from the true one:
     * 2^-24 · √d + d · 2^-50.
     *
     * @param dimensions the dimensions d of the vectors, 1 to 65,536
     * @throws IllegalArgumentException if they are out of range
     */
    public static double unitErrorBound(int dimensions) {
        VectorShare.requireDimensions(dimensions);
        return Math.scalb(Math.sqrt(dimensions), -FRACTION_BITS)
                + Math.scalb((double) dimensions, -2 * FRACTION_BITS - 2);
    }
}
