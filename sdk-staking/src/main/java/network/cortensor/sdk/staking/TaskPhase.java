package network.cortensor.sdk.staking;

/** The step a miner owed when its deadline passed. */
public enum TaskPhase {
    /** Acknowledge the assignment. */
    ACK,
    /** Precommit a hash. */
    PRECOMMIT,
    /** Commit the text. */
    COMMIT
}
