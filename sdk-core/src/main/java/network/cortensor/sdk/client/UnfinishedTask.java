package network.cortensor.sdk.client;

import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
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
    private final @Nullable TaskId task;

    UnfinishedTask(
            String reference, SessionId session, Cid payload, Envelope own, Duration timeout, @Nullable TaskId task) {
        this.reference = reference;
        this.session = session;
        this.payload = payload;
        this.own = own;
        this.timeout = timeout;
        this.task = task;
    }

    /** Returns the reference that the client gave the task before it was submitted. */
    public String reference() {
        return reference;
    }

    /** Returns the session that it belongs to. */
    public SessionId session() {
        return session;
    }

    /** Returns the task, when the crash came after the submission was recorded. */
    public Optional<TaskId> task() {
        return Optional.ofNullable(task);
    }

    UnfinishedTask submittedAs(TaskId id) {
        return new UnfinishedTask(reference, session, payload, own, timeout, id);
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

    @Override
    public String toString() {
        return "UnfinishedTask(" + reference + " of session " + session + ")";
    }
}
