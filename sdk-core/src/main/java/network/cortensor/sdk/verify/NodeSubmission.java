package network.cortensor.sdk.verify;

import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * What one node delivered for a task: the raw material of a verdict. Immutable; holds the node's answer, so it has no
 * telling {@code toString}.
 */
public final class NodeSubmission {

    private final Address node;
    private final @Nullable Hash precommit;
    private final @Nullable String reveal;
    private final @Nullable NodeStatement statement;
    private final @Nullable String text;
    private final @Nullable Evidence failure;
    private final @Nullable KeyId key;
    private final @Nullable TaskId task;

    private NodeSubmission(
            Address node,
            @Nullable Hash precommit,
            @Nullable String reveal,
            @Nullable NodeStatement statement,
            @Nullable String text,
            @Nullable Evidence failure,
            @Nullable KeyId key,
            @Nullable TaskId task) {
        this.node = node;
        this.precommit = precommit;
        this.reveal = reveal;
        this.statement = statement;
        this.text = text;
        this.failure = failure;
        this.key = key;
        this.task = task;
    }

    /**
     * A result that was fetched and opened.
     *
     * @param precommit the hash that the ledger holds for the node
     * @param reveal the string that the node revealed on the ledger
     * @param statement the signed statement from inside the sealed result
     * @param text the answer from inside the sealed result
     */
    public static NodeSubmission opened(
            Address node, Hash precommit, String reveal, NodeStatement statement, String text) {
        return new NodeSubmission(node, precommit, reveal, statement, text, null, null, null);
    }

    /**
     * A result that was revealed but could not be fetched, opened or read.
     *
     * @param finding one sentence that says what failed
     */
    public static NodeSubmission unreadable(Address node, Hash precommit, String reveal, String finding) {
        return new NodeSubmission(
                node, precommit, reveal, null, null, new Evidence(Layer.SEAL, false, finding), null, null);
    }

    /** No result: the node was asked and neither declined nor revealed anything in time, or declined. */
    public static NodeSubmission missing(Address node, String finding) {
        return new NodeSubmission(
                node, null, null, null, null, new Evidence(Layer.COMMIT_REVEAL, false, finding), null, null);
    }

    /** The same, with the key that the prompt was sealed for, so that a receipt can name it. */
    public NodeSubmission withKey(KeyId sealedFor) {
        return new NodeSubmission(node, precommit, reveal, statement, text, failure, sealedFor, task);
    }

    /**
     * The same result as one for another task that the prompt was asked again under, see {@link TaskFacts#withFollowUps}.
     * Without it, it is for the first.
     */
    public NodeSubmission in(TaskId followUp) {
        return new NodeSubmission(node, precommit, reveal, statement, text, failure, key, followUp);
    }

    /** Returns the task that it is for. */
    TaskId task(TaskFacts facts) {
        return task == null ? facts.task() : task;
    }

    Address node() {
        return node;
    }

    @Nullable
    Hash precommit() {
        return precommit;
    }

    @Nullable
    String reveal() {
        return reveal;
    }

    @Nullable
    NodeStatement statement() {
        return statement;
    }

    @Nullable
    String text() {
        return text;
    }

    @Nullable
    Evidence failure() {
        return failure;
    }

    @Nullable
    KeyId key() {
        return key;
    }

    @Override
    public String toString() {
        return "NodeSubmission(" + node + (failure == null ? ", opened)" : ", " + failure.finding() + ")");
    }
}
