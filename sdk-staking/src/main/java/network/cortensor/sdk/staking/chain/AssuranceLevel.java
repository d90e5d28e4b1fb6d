package network.cortensor.sdk.staking.chain;

/**
 * How well an answer is known, weakest first. Callers set the least that they accept; a level is never claimed for less
 * than it says.
 */
public enum AssuranceLevel {
    /** One endpoint said so. It can say anything, and prove it against a chain that it made up. */
    ENDPOINT,
    /** At least two endpoints said the same, and as many as the quorum asks for. Wrong only if all of those lie alike. */
    QUORUM,
    /**
     * Proved (EIP-1186, or a receipts root) against a block whose hash has {@link #QUORUM} or was pinned by the caller:
     * no endpoint can make it up, and nothing was left out.
     */
    PROVEN,
    /**
     * Proved on a rollup's block that the rollup's contract on the parent chain has confirmed, against a block of the
     * parent chain that has {@link #QUORUM} or was pinned by the caller.
     */
    ROLLUP_CONFIRMED
}
