package network.cortensor.sdk.verify;

/**
 * How many equal answers a caller wants before an answer counts as verified. Immutable.
 *
 * <p>With {@code n} nodes asked and a quorum of {@code q}, an answer is accepted wrongly only when at least {@code q} of
 * the asked nodes give the same wrong answer; it is withheld wrongly when more than {@code n - q} nodes fail or lie.
 */
public final class VerificationPolicy {

    private final int quorum;
    private final boolean relative;

    private VerificationPolicy(int quorum, boolean relative) {
        this.quorum = quorum;
        this.relative = relative;
    }

    /** More than half of the asked nodes must agree. The default: it tolerates one bad node of three, two of five. */
    public static VerificationPolicy majority() {
        return new VerificationPolicy(0, true);
    }

    /** Exactly the given number of nodes, or more, must agree. */
    public static VerificationPolicy atLeast(int nodes) {
        if (nodes < 1) {
            throw new IllegalArgumentException("A quorum needs at least 1 node, " + nodes + " was given");
        }
        return new VerificationPolicy(nodes, false);
    }

    /** Returns the number of equal answers needed when that many nodes were asked. */
    public int quorum(int asked) {
        return relative ? asked / 2 + 1 : quorum;
    }

    @Override
    public String toString() {
        return relative ? "majority" : "at least " + quorum;
    }
}
