package network.cortensor.sdk.staking.internal.feed;

/**
 * How many blocks to ask for at once: halved when that was too much, grown slowly when it was not, and fitted to the number
 * of logs that came, so that what is held in memory depends neither on the chain's length nor on how busy it is.
 *
 * <p>Not safe for use by several threads.
 */
final class RangeSize {
    /** Logs of one answer at which a range is as large as it should be. */
    static final int LOGS_WANTED = 10_000;

    private static final int FIRST = 2_000;
    private static final int GROWTH = 8;

    private final int max;
    private int blocks;

    RangeSize(int max) {
        this.max = max;
        this.blocks = Math.min(FIRST, max);
    }

    int blocks() {
        return blocks;
    }

    /** That many blocks were refused, or took too long. */
    void refused(long asked) {
        blocks = (int) Math.max(1, Math.min(blocks, asked) / 2);
    }

    /** That many blocks gave that many logs. */
    void answered(long asked, int logs) {
        if (logs > LOGS_WANTED) {
            blocks = (int) Math.max(1, asked * LOGS_WANTED / logs);
        } else if (asked >= blocks && logs <= LOGS_WANTED - LOGS_WANTED / GROWTH) {
            blocks = (int) Math.min(max, (long) blocks + Math.max(1, blocks / GROWTH));
        }
    }
}
