package network.cortensor.sdk.verify.compare;

/**
 * Compares two answers by all layers, cheapest first, and stops when it is certain. Thread-safe.
 *
 * <p>Two answers that are equal in canonical form are the same, whatever else is known. An embedding alone should never make
 * them the same: {@link LayeredComparator} sees to that, {@link ProofOfInferenceRule} does not.
 */
public interface AnswerComparator {

    /**
     * Compares two answers of one type, in either order with the same result.
     *
     * @throws network.cortensor.sdk.UnavailableException when it needs something that cannot be asked now
     * @throws IllegalArgumentException when the answers are of different types
     */
    Comparison compare(AnswerText a, AnswerText b);
}
