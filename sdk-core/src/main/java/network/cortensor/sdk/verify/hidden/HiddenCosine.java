package network.cortensor.sdk.verify.hidden;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.sharing.DotProductShare;
import network.cortensor.sdk.crypto.sharing.FixedPoint;
import network.cortensor.sdk.crypto.sharing.SharingId;

import java.util.List;

/**
 * Opens what three {@linkplain ComparisonServer servers} computed. Whoever has the three products of two embeddings learns
 * their cosine; one or two of them tell nothing. Pure functions, for any number of threads.
 */
public final class HiddenCosine {

    /**
     * How far an opened cosine is from the plain one at most: with 384 dimensions it is 20 times nearer, with 65,536, the most
     * there can be, half of that is left.
     */
    public static final double TOLERANCE = 0x1p-12;

    private HiddenCosine() {}

    /**
     * Returns the cosine of two embeddings, from -1 to 1, within {@link #TOLERANCE} of what
     * {@link network.cortensor.sdk.verify.EmbeddingModel#cosine} gives for them.
     *
     * @param x the one, as its owner named it
     * @param y the other; the order does not matter
     * @param products one of each server, in any order
     * @throws EvidenceException when the products are not of these two, not of three servers that are paired with one another,
     *     or their sum is no cosine: a server lied or failed, or an embedding was not of length 1
     * @throws IllegalArgumentException when there are not exactly three
     */
    public static double open(SharingId x, SharingId y, List<DotProductShare> products) {
        double cosine = opened(x, y, products);
        if (!(Math.abs(cosine) <= 1 + TOLERANCE)) {
            throw new EvidenceException("The cosine of embeddings " + x + " and " + y + " came out beyond 1 by "
                    + (Math.abs(cosine) - 1) + ": a server lied or failed, or one of them was not of length 1.");
        }
        return Math.max(-1, Math.min(1, cosine));
    }

    /**
     * Checks that an embedding has length 1, from its product with itself. An owner who shares a longer one gets cosines that
     * are too large; {@link EmbeddingShare#deal} makes none, but an owner need not use it.
     *
     * @throws EvidenceException as {@link #open}, and when the length is another
     * @throws IllegalArgumentException when there are not exactly three products
     */
    public static void requireUnit(SharingId x, List<DotProductShare> products) {
        double square = opened(x, x, products);
        if (!(Math.abs(square - 1) <= TOLERANCE)) {
            throw new EvidenceException("Embedding " + x + " has the squared length " + square
                    + ", and 1 is expected: its owner did not scale it, or a server lied or failed.");
        }
    }

    private static double opened(SharingId x, SharingId y, List<DotProductShare> products) {
        try {
            return FixedPoint.decodeProduct(DotProductShare.open(x, y, products));
        } catch (RejectedException e) {
            throw new EvidenceException(
                    "The cosine of embeddings " + x + " and " + y + " was not opened: " + e.getMessage(), e);
        }
    }
}
