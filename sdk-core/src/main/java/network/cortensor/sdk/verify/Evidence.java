package network.cortensor.sdk.verify;

import network.cortensor.sdk.verify.compare.LayerFinding;
import network.cortensor.sdk.verify.compare.Sign;

/**
 * One thing that was checked about one node's result. Immutable.
 *
 * @param layer what was checked
 * @param holds whether it holds; of a comparison with the accepted answer, whether it shows that both say the same
 * @param finding one sentence with the figures; never the answer itself
 */
public record Evidence(Layer layer, boolean holds, String finding) {

    /** What a layer found about a node's answer and the accepted one. */
    static Evidence of(LayerFinding found) {
        return new Evidence(found.layer(), found.sign() == Sign.SAME, found.finding());
    }
}
