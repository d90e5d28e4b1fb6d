package network.cortensor.sdk.staking;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task as the ledger showed it at one moment.
 *
 * <p>Immutable: read it again to see what became of it. Money: {@code escrow + paid + refunded} is what the task cost
 * at its submission, at every moment.
 */
public final class Task {
    private final TaskId id;
    private final Address owner;
    private final String taskData;
    private final String clientReference;
    private final Instant createdAt;
    private final Instant deadline;
    private final TaskStatus status;
    private final List<Address> assigned;
    private final Map<Address, MinerState> minerStates;
    private final @Nullable String envelope;
    private final Instant phaseDeadline;
    private final TokenAmount escrow;
    private final TokenAmount paid;
    private final TokenAmount refunded;

    private Task(Builder builder) {
        this.id = builder.id;
        this.owner = builder.owner;
        this.taskData = builder.taskData;
        this.clientReference = builder.clientReference;
        this.createdAt = builder.createdAt;
        this.deadline = builder.deadline;
        this.status = builder.status;
        this.assigned = builder.assigned;
        this.minerStates = builder.minerStates;
        this.envelope = builder.envelope;
        this.phaseDeadline = builder.phaseDeadline;
        this.escrow = builder.escrow;
        this.paid = builder.paid;
        this.refunded = builder.refunded;
    }

    /** For those who implement {@link Ledger}: what never changes in a task; the rest has the values of a new one. */
    public static Builder builder(
            TaskId id, Address owner, String taskData, String clientReference, Instant createdAt, Instant deadline) {
        return new Builder(id, owner, taskData, clientReference, createdAt, deadline);
    }

    /** Session and number. */
    public TaskId id() {
        return id;
    }

    /** Who submitted it: grants access and may cancel. */
    public Address owner() {
        return owner;
    }

    /** What the client handed in; opaque to the ledger. */
    public String taskData() {
        return taskData;
    }

    /** The client's own name for the task. */
    public String clientReference() {
        return clientReference;
    }

    /** How far the task has come. */
    public TaskStatus status() {
        return status;
    }

    /**
     * The miners that have the task now: without those that declined or were too late to precommit, with their
     * replacements.
     */
    public List<Address> assigned() {
        return assigned;
    }

    /** Every miner that ever had the task, in order of assignment, and how far it came. */
    public Map<Address, MinerState> minerStates() {
        return minerStates;
    }

    /** The latest access grant of the owner, for miners and then for validators; empty before the first. Opaque to the ledger. */
    public Optional<String> envelope() {
        return Optional.ofNullable(envelope);
    }

    /** When the present phase ends at the latest if nothing changes; the deadline that counted last once ended. */
    public Instant phaseDeadline() {
        return phaseDeadline;
    }

    /**
     * When the task ends at the latest, if the ledger is called on whenever something is due. Where nobody does, miners that
     * precommitted in time may still reveal, until one commit time-out later; validators' verdicts have their time on top.
     */
    public Instant deadline() {
        return deadline;
    }

    /** What is still held for this task. */
    public TokenAmount escrow() {
        return escrow;
    }

    /** What miners were paid. */
    public TokenAmount paid() {
        return paid;
    }

    /** What went back to the session. */
    public TokenAmount refunded() {
        return refunded;
    }

    /** When it was submitted, by the ledger's clock. */
    public Instant createdAt() {
        return createdAt;
    }

    /** Id, status and miners; no task data. */
    @Override
    public String toString() {
        return "Task[" + id + ", " + status + ", " + minerStates + "]";
    }

    /** Collects the parts of a task. Not safe for use by several threads. */
    public static final class Builder {
        private final TaskId id;
        private final Address owner;
        private final String taskData;
        private final String clientReference;
        private final Instant createdAt;
        private final Instant deadline;
        private TaskStatus status = TaskStatus.QUEUED;
        private List<Address> assigned = List.of();
        private Map<Address, MinerState> minerStates = Map.of();
        private @Nullable String envelope;
        private Instant phaseDeadline;
        private TokenAmount escrow = TokenAmount.ZERO;
        private TokenAmount paid = TokenAmount.ZERO;
        private TokenAmount refunded = TokenAmount.ZERO;

        private Builder(
                TaskId id,
                Address owner,
                String taskData,
                String clientReference,
                Instant createdAt,
                Instant deadline) {
            this.id = id;
            this.owner = owner;
            this.taskData = taskData;
            this.clientReference = clientReference;
            this.createdAt = createdAt;
            this.deadline = deadline;
            this.phaseDeadline = deadline;
        }

        /** Default {@link TaskStatus#QUEUED}. */
        public Builder status(TaskStatus value) {
            this.status = value;
            return this;
        }

        /** Default none; copied. */
        public Builder assigned(List<Address> miners) {
            this.assigned = List.copyOf(miners);
            return this;
        }

        /** Default none; copied, the order is kept. */
        public Builder minerStates(Map<Address, MinerState> states) {
            this.minerStates = Collections.unmodifiableMap(new LinkedHashMap<>(states));
            return this;
        }

        /** Default none. */
        public Builder envelope(String grant) {
            this.envelope = grant;
            return this;
        }

        /** Default: the task's deadline. */
        public Builder phaseDeadline(Instant at) {
            this.phaseDeadline = at;
            return this;
        }

        /** What is held, was paid and was returned. Default 0 COR each. */
        public Builder money(TokenAmount held, TokenAmount toMiners, TokenAmount toSession) {
            this.escrow = held;
            this.paid = toMiners;
            this.refunded = toSession;
            return this;
        }

        /** Makes the task. */
        public Task build() {
            return new Task(this);
        }
    }
}
