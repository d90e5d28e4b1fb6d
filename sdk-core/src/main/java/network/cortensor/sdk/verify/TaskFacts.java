package network.cortensor.sdk.verify;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.staking.TaskId;

/**
 * What the sender of a task knows for certain and every result is measured against. Immutable.
 *
 * <p>{@code toString} leaves out the salt, because whoever has it can test guesses against the answer digests.
 */
public final class TaskFacts {

    private final long chainId;
    private final TaskId task;
    private final Cid prompt;
    private final byte[] answerSalt;
    private final int asked;

    private TaskFacts(long chainId, TaskId task, Cid prompt, byte[] answerSalt, int asked) {
        this.chainId = chainId;
        this.task = task;
        this.prompt = prompt;
        this.answerSalt = answerSalt;
        this.asked = asked;
    }

    /**
     * Creates the facts.
     *
     * @param prompt the content id of the sealed prompt's payload
     * @param answerSalt the 32 bytes that were sealed with the prompt for {@link CanonicalText#digest}
     * @param asked how many nodes were to answer, at least 1
     */
    public static TaskFacts of(long chainId, TaskId task, Cid prompt, byte[] answerSalt, int asked) {
        if (answerSalt.length != 32 || asked < 1) {
            throw new IllegalArgumentException("Task facts need a salt of 32 bytes and at least 1 asked node; found "
                    + answerSalt.length + " bytes and " + asked + " nodes");
        }
        return new TaskFacts(chainId, task, prompt, answerSalt.clone(), asked);
    }

    /** Returns the chain that the task lives on. */
    public long chainId() {
        return chainId;
    }

    /** Returns the task. */
    public TaskId task() {
        return task;
    }

    /** Returns the content id of the sealed prompt's payload. */
    public Cid prompt() {
        return prompt;
    }

    /** Returns how many nodes were to answer. */
    public int asked() {
        return asked;
    }

    byte[] answerSalt() {
        return answerSalt;
    }

    @Override
    public String toString() {
        return "TaskFacts(chain " + chainId + ", task " + task + ", prompt " + prompt + ", " + asked + " nodes asked)";
    }
}
