package network.cortensor.sdk.staking;

import java.time.Duration;

/**
 * A task as a client hands it in. All of it is public on the ledger: {@code taskData} carries a reference to a sealed
 * prompt, not a prompt. Times count in whole milliseconds.
 *
 * @param taskData what the miners get to see, opaque to the ledger
 * @param clientReference the client's own name for the task, unique in its session: submitting it a second time is
 *     refused, which makes a submission safe to repeat
 * @param precommitTimeout time a miner has from its assignment to its precommit
 * @param commitTimeout time for all commits, from the end of the precommit phase
 * @param timeout time for the whole task; see {@link Task#deadline}
 */
public record TaskSubmission(
        String taskData, String clientReference, Duration precommitTimeout, Duration commitTimeout, Duration timeout) {
    /** 90 s, as the network's clients ask for [COM]. */
    public static final Duration DEFAULT_PRECOMMIT_TIMEOUT = Duration.ofSeconds(90);
    /** 60 s. Ours: no client says one. */
    public static final Duration DEFAULT_COMMIT_TIMEOUT = Duration.ofSeconds(60);
    /** 360 s, the longest that is common among the network's clients [COM]. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(6);

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a text is blank, a time is under 1 ms or over 100 years, or the two phases
     *     together are longer than the whole
     */
    public TaskSubmission {
        filled("taskData", taskData);
        filled("clientReference", clientReference);
        precommitTimeout = Milliseconds.between("TaskSubmission.precommitTimeout", precommitTimeout);
        commitTimeout = Milliseconds.between("TaskSubmission.commitTimeout", commitTimeout);
        timeout = Milliseconds.between("TaskSubmission.timeout", timeout);
        Duration phases = precommitTimeout.plus(commitTimeout);
        if (phases.compareTo(timeout) > 0) {
            throw new IllegalArgumentException("TaskSubmission.timeout: expected at least precommitTimeout and"
                    + " commitTimeout together, " + phases + ", found " + timeout);
        }
    }

    /**
     * A submission with the default times.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static TaskSubmission of(String taskData, String clientReference) {
        return new TaskSubmission(
                taskData, clientReference, DEFAULT_PRECOMMIT_TIMEOUT, DEFAULT_COMMIT_TIMEOUT, DEFAULT_TIMEOUT);
    }

    /** Leaves out the task data. */
    @Override
    public String toString() {
        return "TaskSubmission[" + clientReference + ", timeout " + timeout + "]";
    }

    private static void filled(String property, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("TaskSubmission." + property + ": expected text, found blank text");
        }
    }
}
