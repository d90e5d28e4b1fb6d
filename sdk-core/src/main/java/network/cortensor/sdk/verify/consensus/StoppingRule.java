package network.cortensor.sdk.verify.consensus;

/** When to stop asking, told by nothing but how many nodes gave which answer. Pure. */
@FunctionalInterface
public interface StoppingRule {

    /**
     * Decides.
     *
     * @param camps how many nodes gave each answer, the most frequent first; not to be changed
     */
    Decision after(int[] camps);

    /**
     * The rule of a quorum: accept as soon as that many nodes agree, stop as soon as it is out of reach.
     *
     * @throws IllegalArgumentException when a number is below 1
     */
    static StoppingRule quorum(int quorum, int nodes) {
        if (quorum < 1 || nodes < 1) {
            throw new IllegalArgumentException(
                    "A quorum of at least 1 of at least 1 node is needed, not " + quorum + " of " + nodes);
        }
        return camps -> {
            int asked = 0;
            for (int camp : camps) {
                asked += camp;
            }
            int leading = camps.length == 0 ? 0 : camps[0];
            if (leading >= quorum) {
                return Decision.ACCEPT;
            }
            return leading + nodes - asked < quorum ? Decision.REJECT : Decision.ASK_ONE_MORE;
        };
    }
}
