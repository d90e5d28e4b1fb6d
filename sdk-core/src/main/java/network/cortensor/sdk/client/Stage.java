package network.cortensor.sdk.client;

/**
 * How far a completion is, in the order in which the stages are usually reached. Where further nodes are asked, all from {@link
 * #SUBMITTED} to {@link #VERIFIED} are reached again for each further task.
 */
public enum Stage {
    /** The prompt is encrypted and stored; only the app itself can open it so far. */
    STORED,
    /** The ledger has the task and the payment is in escrow. */
    SUBMITTED,
    /** The prompt is sealed for the nodes that the ledger assigned. Reached again for a replacement node. */
    SEALED,
    /** A node took the task. Once per node. */
    ACKNOWLEDGED,
    /** A node gave the task back, missed its deadline, or is refused what it would need. */
    NODE_LOST,
    /** A node bound itself to its answer. Once per node. */
    PRECOMMITTED,
    /** A node revealed its answer. Once per node. */
    COMMITTED,
    /** Prompt and results are sealed for the validators, in a session that was opened with validators. */
    GRANTED,
    /** A validator said of one node's result whether it accepts it. Once per verdict. */
    JUDGED,
    /** The task is over; nodes are paid and the rest is refunded. */
    ENDED,
    /** The results are fetched, their hashes checked, and opened. */
    OPENED,
    /** There is a verdict; the last one counts. */
    VERIFIED
}
