package network.cortensor.sdk.verify.consensus;

import network.cortensor.sdk.staking.Address;

import java.util.Map;

/**
 * Who gave which answer in one task that is over: what {@link Collusion} looks at. Immutable.
 *
 * @param camps for each node that delivered a valid answer, the number of the answer; equal numbers are equal answers, and 0
 *     is the accepted one
 * @param chanceMatch the probability that two nodes which err on their own give the same wrong answer: near 1 for a yes or no,
 *     near 0 for a page of text. When in doubt take more
 */
public record TaskRecord(Map<Address, Integer> camps, double chanceMatch) {

    /** Copies the map. */
    public TaskRecord {
        camps = Map.copyOf(camps);
        if (!(chanceMatch >= 0 && chanceMatch <= 1)) {
            throw new IllegalArgumentException("A probability is from 0 to 1, not " + chanceMatch);
        }
    }
}
