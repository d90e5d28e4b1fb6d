package network.cortensor.sdk.staking;

/** What the ledger made of a reveal. */
public enum CommitOutcome {
    /** The text has the precommitted hash. */
    ACCEPTED,
    /** The text has another hash: the miner lost a share of its stake and is not paid. */
    SLASHED
}
