package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.internal.contract.Fields;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task as {@code SessionQueueV2} has it [ABI].
 *
 * <p>Immutable.
 */
public final class TaskRecord {
    private final TaskId id;
    private final long globalId;
    private final String data;
    private final List<Address> miners;
    private final boolean ended;
    private final long status;
    private final Instant createdAt;
    private final Instant lastPrecommitAt;
    private final Instant lastCommitAt;
    private final Instant finishedAt;

    private TaskRecord(Fields struct) {
        long number = struct.number();
        this.globalId = struct.number();
        this.id = new TaskId(new SessionId(struct.number()), number);
        this.data = struct.text();
        this.miners = struct.addresses();
        this.ended = struct.flag();
        this.status = struct.number();
        this.createdAt = struct.time();
        this.lastPrecommitAt = struct.time();
        this.lastCommitAt = struct.time();
        this.finishedAt = struct.time();
    }

    static TaskRecord of(Fields struct) {
        return new TaskRecord(struct);
    }

    /** Session and number. */
    public TaskId id() {
        return id;
    }

    /** Its number among the tasks of all sessions. */
    public long globalId() {
        return globalId;
    }

    /** What the client handed in: a prompt, or the name of one that is elsewhere. Public. */
    public String data() {
        return data;
    }

    /** The miners that have it. */
    public List<Address> miners() {
        return miners;
    }

    /** Whether it is over. */
    public boolean isEnded() {
        return ended;
    }

    /** The contract's number for how far it has come. */
    public long statusCode() {
        return status;
    }

    /**
     * How far it has come, in the reading of the network's clients [INF].
     *
     * @throws LedgerEvidenceException if the contract has a number for it that no source explains
     */
    public TaskStatus status() {
        for (TaskStatus known : TaskStatus.values()) {
            if (known.code() == status) {
                return known;
            }
        }
        throw new LedgerEvidenceException("Status of task " + id + ": expected 0 to 4, found " + status);
    }

    /** When it was submitted. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When the last precommit came; empty before the first. */
    public Optional<Instant> lastPrecommitAt() {
        return Zero.unlessZero(lastPrecommitAt);
    }

    /** When the last commit came; empty before the first. */
    public Optional<Instant> lastCommitAt() {
        return Zero.unlessZero(lastCommitAt);
    }

    /** When it ended; empty if it has not. */
    public Optional<Instant> finishedAt() {
        return Zero.unlessZero(finishedAt);
    }

    /** Id, status and count of miners; no task data. */
    @Override
    public String toString() {
        return "TaskRecord[" + id + ", status " + status + ", " + miners.size() + " miners]";
    }
}
