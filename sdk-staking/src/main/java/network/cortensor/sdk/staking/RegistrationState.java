package network.cortensor.sdk.staking;

/** Whether a registered node gets work. */
public enum RegistrationState {
    /** Has at least the ledger's minimum stake. */
    ACTIVE,
    /** Was slashed below the minimum stake: keeps its open tasks, gets no new ones. */
    BELOW_MINIMUM
}
