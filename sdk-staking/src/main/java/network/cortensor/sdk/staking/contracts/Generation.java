package network.cortensor.sdk.staking.contracts;

/**
 * The forms in which {@code SessionV2} and {@code SessionQueueV2} are in use [ABI]. Names carry the month of the oldest
 * source with that form. Which one an address has is found out from its code.
 */
public enum Generation {
    /** {@code create} takes 9 values, {@code submit} 7. A session has no SLA, model, reserve period or task limit. */
    V2025_07,
    /** {@code create} takes 13 values, {@code submit} 7. The queue is that of {@link #V2025_07}. */
    V2025_08,
    /** {@code create} takes 13 values, {@code submit} 8, with request parameters. */
    V2025_11,
    /**
     * The development network's: all of {@link #V2025_11}, and what the network's sources do not show: prices, time-outs,
     * replacement, access grants, verdicts. Ours.
     */
    DEVELOPMENT;

    /** Whether sessions of this form have {@link SessionLimits}. */
    boolean hasLimits() {
        return compareTo(V2025_08) >= 0;
    }

    /** Whether submissions of this form carry request parameters. */
    boolean hasRequestParameters() {
        return compareTo(V2025_11) >= 0;
    }
}
