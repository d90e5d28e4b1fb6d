package network.cortensor.sdk.verify;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.compare.TaskType;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    private final TaskType type;
    private final double temperature;
    private final @Nullable TokenAmount paid;
    private final List<TaskId> tasks;

    private TaskFacts(
            long chainId,
            TaskId task,
            Cid prompt,
            byte[] answerSalt,
            int asked,
            TaskType type,
            double temperature,
            @Nullable TokenAmount paid,
            List<TaskId> tasks) {
        this.chainId = chainId;
        this.task = task;
        this.prompt = prompt;
        this.answerSalt = answerSalt;
        this.asked = asked;
        this.type = type;
        this.temperature = temperature;
        this.paid = paid;
        this.tasks = tasks;
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
        return new TaskFacts(chainId, task, prompt, answerSalt.clone(), asked, TaskType.PROSE, 0, null, List.of(task));
    }

    /** The same facts with the kind of answer that was asked for; without it, prose. It tells a comparator what counts. */
    public TaskFacts withType(TaskType asked) {
        return new TaskFacts(chainId, task, prompt, answerSalt, this.asked, asked, temperature, paid, tasks);
    }

    /**
     * The same facts with the temperature that the nodes were told to sample with, each with a seed of its own. From then on
     * long answers that are equal letter by letter are suspicious. Without it, or with a shared seed, nothing is.
     *
     * @throws IllegalArgumentException when it is negative or no finite number
     */
    public TaskFacts withTemperature(double sampled) {
        if (!(sampled >= 0 && sampled < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("A temperature is from 0 on and finite, not " + sampled);
        }
        return new TaskFacts(chainId, task, prompt, answerSalt, asked, type, sampled, paid, tasks);
    }

    /** The same facts with what the task cost, for the verdict to tell. */
    public TaskFacts withPaid(TokenAmount amount) {
        return new TaskFacts(chainId, task, prompt, answerSalt, asked, type, temperature, amount, tasks);
    }

    /**
     * The same facts for a prompt that was given to nodes one after the other: under this task first, and then under others of
     * the same session. A result counts when it is bound to the one {@linkplain NodeSubmission#in that it is said to be for}.
     *
     * @param later the other tasks, in the order in which they were submitted
     * @throws IllegalArgumentException when one of them belongs to another session
     */
    public TaskFacts withFollowUps(Collection<TaskId> later) {
        Set<TaskId> all = new LinkedHashSet<>(List.of(task));
        all.addAll(later);
        for (TaskId other : all) {
            if (!other.session().equals(task.session())) {
                throw new IllegalArgumentException(
                        "A prompt is asked again in its own session " + task.session() + ", not in that of " + other);
            }
        }
        return new TaskFacts(chainId, task, prompt, answerSalt, asked, type, temperature, paid, List.copyOf(all));
    }

    /** Returns the chain that the task lives on. */
    public long chainId() {
        return chainId;
    }

    /** Returns the task; of several, the first. */
    public TaskId task() {
        return task;
    }

    /** Returns all tasks that the prompt was given to nodes under, {@link #task()} first. */
    public List<TaskId> tasks() {
        return tasks;
    }

    /** Returns the content id of the sealed prompt's payload. */
    public Cid prompt() {
        return prompt;
    }

    /** Returns how many nodes were to answer. */
    public int asked() {
        return asked;
    }

    /** Returns what kind of answer was asked for. */
    public TaskType type() {
        return type;
    }

    /** Returns the temperature that the nodes sample with; 0 when they do not, or when it is not known. */
    public double temperature() {
        return temperature;
    }

    /** Returns what the task cost, if that was told. */
    public Optional<TokenAmount> paid() {
        return Optional.ofNullable(paid);
    }

    byte[] answerSalt() {
        return answerSalt;
    }

    @Override
    public String toString() {
        return "TaskFacts(chain " + chainId + ", task " + task + ", prompt " + prompt + ", " + asked + " nodes asked)";
    }
}
