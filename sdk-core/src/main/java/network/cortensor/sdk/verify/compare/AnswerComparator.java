package network.cortensor.sdk.verify.compare;

/**
 * Compares two answers by all layers, cheapest first, and stops when it is certain. Thread-safe.
 *
 * <p>Two answers that are equal in canonical form are the same, whatever else is known. No other single layer makes them
 * the same: an embedding least of all.
 */
public interface AnswerComparator {

    /** Compares two answers of one type, in either order with the same result. */
    Comparison compare(AnswerText a, AnswerText b);
}
