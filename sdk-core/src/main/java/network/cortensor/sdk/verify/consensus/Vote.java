package network.cortensor.sdk.verify.consensus;

/**
 * One node's answer, as it counts for the camp that it was put into. Immutable.
 *
 * @param voter what is known of the node
 * @param likeness the probability that its answer says the same as the camp's medoid: 1 for an equal one; one half counts
 *     neither way
 */
public record Vote(Reputation voter, double likeness) {

    /** Checks the range. */
    public Vote {
        if (!(likeness >= 0 && likeness <= 1)) {
            throw new IllegalArgumentException("A likeness is from 0 to 1, not " + likeness);
        }
    }

    /** The vote of a node whose answer is equal to the medoid. */
    public static Vote equal(Reputation voter) {
        return new Vote(voter, 1);
    }
}
