package network.cortensor.sdk.verify.consensus;

/**
 * The arithmetic of checking some tasks only. An audit finds a wrong answer for certain; which tasks it meets, nobody knows before.
 * Pure functions, for any number of threads.
 */
public final class Audit {

    private Audit() {}

    /**
     * Returns after how many tasks a node that cheats has met an audit in one of them.
     *
     * @param rate the share of tasks that are audited
     * @param cheating the share of tasks that the node cheats in
     * @param confidence the probability of having caught it by then, such as 0.99
     * @throws IllegalArgumentException when one of them is not above 0 and at most 1, or the confidence is 1
     */
    public static long tasksUntilCaught(double rate, double cheating, double confidence) {
        if (!(rate > 0 && rate <= 1 && cheating > 0 && cheating <= 1 && confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("Shares are above 0 and at most 1, and the confidence below 1: found "
                    + rate + ", " + cheating + ", " + confidence);
        }
        return rate * cheating == 1 ? 1 : (long) Math.ceil(Math.log(1 - confidence) / Math.log1p(-rate * cheating));
    }

    /**
     * Returns the rate from which on cheating does not pay, for a node that counts money only: {@code gain / (gain + loss)}.
     *
     * @param gain what a wrong answer that is not found brings, in any unit
     * @param loss what one that is found costs, in the same unit: the stake that is slashed and the pay that is withheld
     */
    public static double deterringRate(double gain, double loss) {
        if (!(gain >= 0 && loss > 0 && gain < Double.POSITIVE_INFINITY && loss < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "A gain from 0 on and a loss above 0 are needed, not " + gain + " and " + loss);
        }
        return gain / (gain + loss);
    }
}
