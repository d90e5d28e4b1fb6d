package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.verify.Layer;

/**
 * One way to compare two answers. Usable alone; its documentation says what it can show and what it cannot.
 *
 * <p>Implementations are safe for use by several threads, and give the same finding for the same two answers in either
 * order.
 */
public interface ComparisonLayer {

    /** Returns the name that its findings carry. */
    Layer layer();

    /**
     * Compares two answers of one type.
     *
     * @throws UnavailableException when it needs something that cannot be asked now, such as a model
     * @throws IllegalArgumentException when the answers are of different types
     */
    LayerFinding compare(AnswerText a, AnswerText b);
}
