package network.cortensor.sdk.staking;

/** How far one miner has come with one task. The names are ours: the network's numbers are unknown. */
public enum MinerState {
    /** Assigned, nothing heard yet. */
    ASSIGNED,
    /** Took the task. */
    ACKED,
    /** Bound itself to a hash. */
    PRECOMMITTED,
    /** Revealed a text with that hash; is paid when the task ends. */
    COMMITTED,
    /** Revealed a text with another hash; its stake was slashed. */
    MISMATCHED,
    /** Let a deadline pass; replaced where a candidate was left, not paid. */
    MISSED,
    /** Gave the task back; replaced where a candidate was left, not paid. */
    DECLINED
}
