package network.cortensor.sdk.staking;

/** How far a task has come. The numbers 0 to 4 are the reading of the network's clients [INF]. */
public enum TaskStatus {
    /** Submitted, no miner yet (0). */
    QUEUED(0),
    /** Miners are assigned and work; they acknowledge and precommit (1). */
    ASSIGNED(1),
    /** The precommit phase is over; miners commit, which reveals what they precommitted (2). */
    PRECOMMITTED(2),
    /** The commit phase is over; validators judge, or payment is due (3). */
    COMMITTED(3),
    /** Paid and refunded; nothing changes any more (4). */
    ENDED(4);

    private final int code;

    TaskStatus(int code) {
        this.code = code;
    }

    /** The number that contracts use. */
    public int code() {
        return code;
    }
}
