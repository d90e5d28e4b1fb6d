package network.cortensor.sdk.client;

import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.VerificationPolicy;
import network.cortensor.sdk.verify.compare.TaskType;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A completion that an earlier run of the application began and did not finish. {@link CortensorClient#resume} brings it to
 * its end. Immutable.
 */
public final class UnfinishedTask {

    private final String reference;
    private final SessionId session;
    private final Cid payload;
    private final Envelope own;
    private final Duration timeout;
    private final Wanted wanted;
    private final List<TaskId> tasks;
    private final @Nullable Duration next;

    UnfinishedTask(
            String reference,
            SessionId session,
            Cid payload,
            Envelope own,
            Duration timeout,
            Wanted wanted,
            List<TaskId> tasks,
            @Nullable Duration next) {
        this.reference = reference;
        this.session = session;
        this.payload = payload;
        this.own = own;
        this.timeout = timeout;
        this.wanted = wanted;
        this.tasks = List.copyOf(tasks);
        this.next = next;
    }

    /**
     * What the answer is wanted to be.
     *
     * @param policy when it counts as verified
     * @param type what kind of answer it is
     * @param budget the most that may be paid for it, or null for what the session holds
     */
    record Wanted(
            VerificationPolicy policy,
            TaskType type,
            @Nullable TokenAmount budget) {}

    /** A completion whose first task is not submitted yet. */
    static UnfinishedTask of(
            String reference, SessionId session, Cid payload, Envelope own, Duration timeout, Wanted wanted) {
        return new UnfinishedTask(reference, session, payload, own, timeout, wanted, List.of(), timeout);
    }

    /** Returns the reference that the client gave the task before it was submitted. */
    public String reference() {
        return reference;
    }

    /** Returns the session that it belongs to. */
    public SessionId session() {
        return session;
    }

    /** Returns the first task, when the crash came after its submission was recorded. */
    public Optional<TaskId> task() {
        return tasks.stream().findFirst();
    }

    /** Returns the tasks whose submission was recorded; more than one when further nodes were asked. */
    public List<TaskId> tasks() {
        return tasks;
    }

    /** The next task was submitted. */
    UnfinishedTask submittedAs(TaskId id, VerificationPolicy policy) {
        List<TaskId> all = new ArrayList<>(tasks);
        all.add(id);
        Wanted now = new Wanted(policy, wanted.type(), wanted.budget());
        return new UnfinishedTask(reference, session, payload, own, timeout, now, all, null);
    }

    /** One more task is going to be submitted, which may take that long. */
    UnfinishedTask asking(Duration within) {
        return new UnfinishedTask(reference, session, payload, own, timeout, wanted, tasks, within);
    }

    /** How long the task may take that is to be submitted, and may have been already; empty if none is. */
    Optional<Duration> next() {
        return Optional.ofNullable(next);
    }

    /** The reference of the task to be submitted next: the same after a restart, so that the ledger has it once. */
    String nextReference() {
        return tasks.isEmpty() ? reference : reference + "-" + (tasks.size() + 1);
    }

    Cid payload() {
        return payload;
    }

    /** The envelope that only the app itself opens; with it the content key survives a crash. */
    Envelope own() {
        return own;
    }

    Duration timeout() {
        return timeout;
    }

    Wanted wanted() {
        return wanted;
    }

    @Override
    public String toString() {
        return "UnfinishedTask(" + reference + " of session " + session + ")";
    }
}
