package network.cortensor.sdk.staking;

/** How far a task has come. The numbers 0 to 4 are the reading of the network's clients [INF]. */
public enum TaskStatus {
    /** Submitted, no miner yet (0). */
    QUEUED,
    /** Miners are assigned and work; they acknowledge and precommit (1). */
    ASSIGNED,
    /** The precommit phase is over; miners commit, which reveals what they precommitted (2). */
    PRECOMMITTED,
    /** The commit phase is over; payment is due (3). */
    COMMITTED,
    /** Paid and refunded; nothing changes any more (4). */
    ENDED;

    /** The number that contracts use. */
    public int code() {
        return ordinal();
    }
}
