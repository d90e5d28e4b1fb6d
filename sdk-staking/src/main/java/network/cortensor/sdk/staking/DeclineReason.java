package network.cortensor.sdk.staking;

/** Why a miner gives a task back. Ours: the network has no such call. */
public enum DeclineReason {
    /** No capacity before the deadline. */
    BUSY,
    /** The task is not sealed for this miner, or does not open. */
    CANNOT_OPEN,
    /** The model or a parameter is not supported. */
    UNSUPPORTED,
    /** The miner's access rules do not allow this client. */
    POLICY,
    /** The task cannot be read as a task. */
    MALFORMED,
    /** The engine or the store failed. */
    FAILED,
    /** The node is shutting down. */
    STOPPING
}
