package network.cortensor.sdk.verify.compare;

import java.util.List;

/**
 * Whether two answers say the same, with what that rests on. Immutable.
 *
 * @param sign {@link Sign#SAME} only with enough evidence for it; {@link Sign#DIFFERENT} only if some layer shows a
 *     difference; {@link Sign#NOTHING} is undecided
 * @param probability that they say the same, between 0 and 1, as the calibration has it
 * @param findings of the layers that were asked, in their order; a layer that was not needed has none
 */
public record Comparison(Sign sign, double probability, List<LayerFinding> findings) {

    /** Copies the list. */
    public Comparison {
        findings = List.copyOf(findings);
    }
}
