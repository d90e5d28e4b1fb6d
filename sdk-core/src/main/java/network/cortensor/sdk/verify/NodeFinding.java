package network.cortensor.sdk.verify;

import network.cortensor.sdk.staking.Address;

import java.util.List;

/**
 * What verification found out about one node. Immutable.
 *
 * @param node the node's wallet address
 * @param standing how its result relates to the accepted answer
 * @param evidence what was checked, in the order of the layers; ends with the check that failed, if one did
 */
public record NodeFinding(Address node, Standing standing, List<Evidence> evidence) {

    /** How a node's result relates to the answer. */
    public enum Standing {
        /** The evidence holds and the answer is the verdict's, letter by letter in canonical form. */
        AGREES,
        /** The evidence holds, and the answer says the same as the verdict's in other words, as a comparator found. */
        ALIKE,
        /** The evidence holds, and whether the answer says the same could not be told: it counts neither way. */
        UNDECIDED,
        /** The evidence holds, but the answer is another one. */
        DISSENTS,
        /** The evidence does not hold, so the answer does not count. */
        INVALID,
        /** The node delivered nothing in time. */
        SILENT
    }

    /** Copies the list. */
    public NodeFinding {
        evidence = List.copyOf(evidence);
    }

    /** Returns the last finding: for a node that does not agree, the reason. */
    public String reason() {
        return evidence.isEmpty()
                ? "delivered nothing"
                : evidence.get(evidence.size() - 1).finding();
    }
}
