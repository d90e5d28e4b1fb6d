package network.cortensor.sdk.verify.consensus;

/**
 * What is assumed of the nodes when the error of a rule is computed. Each asked node is bad with the same probability,
 * independently of the others: the nodes are drawn by somebody whom the bad ones do not control. Immutable.
 *
 * @param badShare the probability that an asked node is bad, from 0 to 1
 * @param colluding whether all bad nodes give one and the same wrong answer, which is the worst that they can do; if not, no
 *     two wrong answers are the same
 * @param honestDeviation the probability that an honest node's answer is taken for another one than that of the other honest
 *     nodes, because its machine computed otherwise or the comparison erred; such answers agree with nobody
 */
public record Adversary(double badShare, boolean colluding, double honestDeviation) {

    /** Checks the ranges. */
    public Adversary {
        requireShare("share of bad nodes", badShare);
        requireShare("deviation of honest nodes", honestDeviation);
    }

    /** All bad nodes give the same wrong answer; honest nodes agree. */
    public static Adversary colluding(double badShare) {
        return new Adversary(badShare, true, 0);
    }

    /** Every bad node has a wrong answer of its own; honest nodes agree. */
    public static Adversary independent(double badShare) {
        return new Adversary(badShare, false, 0);
    }

    /** The same with honest nodes that deviate with this probability. */
    public Adversary withHonestDeviation(double probability) {
        return new Adversary(badShare, colluding, probability);
    }

    private static void requireShare(String what, double value) {
        // Written so that NaN is refused as well.
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("The " + what + " is from 0 to 1, not " + value);
        }
    }
}
