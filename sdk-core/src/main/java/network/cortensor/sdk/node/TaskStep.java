package network.cortensor.sdk.node;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;

/**
 * How far a node has come with a task; each step makes the next. From {@link Computed} on it is in the node's journal before
 * the ledger hears of it, so a restarted node goes on with the same commitment instead of making a second one.
 */
public sealed interface TaskStep {

    /** Returns the task. */
    TaskId task();

    /** The ledger assigned it to this node. */
    record Assigned(TaskId task) implements TaskStep {}

    /** The node acknowledged it and waits for, or works on, the sealed prompt. */
    record Accepted(TaskId task) implements TaskStep {}

    /**
     * The result is sealed and stored.
     *
     * @param commitment the hash to pre-commit to
     */
    record Computed(TaskId task, Hash commitment) implements TaskStep {}

    /**
     * The ledger has the commitment.
     *
     * @param commitment the hash that the ledger has
     */
    record Precommitted(TaskId task, Hash commitment) implements TaskStep {}

    /** The ledger has the reveal. */
    record Committed(TaskId task) implements TaskStep {}

    /**
     * The task is over.
     *
     * @param paid what this node got for it
     */
    record Settled(TaskId task, TokenAmount paid) implements TaskStep {}

    /**
     * The node gave the task back or lost it.
     *
     * @param reason one sentence
     */
    record Failed(TaskId task, String reason) implements TaskStep {}
}
