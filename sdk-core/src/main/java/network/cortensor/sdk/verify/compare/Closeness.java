package network.cortensor.sdk.verify.compare;

/**
 * How close two answers are in meaning, as an embedding model has it. Immutable.
 *
 * @param pieces the estimated length of the longer answer in word pieces, which decides the thresholds
 * @param mean the mean cosine of all passages with their best partners, weighted by length, between -1 and 1
 * @param worst the smallest cosine of a passage with its best partner: what a bad paragraph in a long good text leaves
 */
public record Closeness(int pieces, double mean, double worst) {

    /** Checks the figures. */
    public Closeness {
        if (pieces < 0 || !(mean >= -1.001 && mean <= 1.001) || !(worst >= -1.001 && worst <= 1.001)) {
            throw new IllegalArgumentException("Closeness has cosines between -1 and 1, found " + mean + " and " + worst
                    + " at " + pieces + " pieces");
        }
    }
}
