package network.cortensor.sdk.staking;

/** Whether a session takes tasks. */
public enum SessionState {
    /** Takes tasks, until its reserve period or its task limit is used up. */
    ACTIVE,
    /** Deactivated by its owner. Tasks submitted before go on to their end. */
    INACTIVE
}
