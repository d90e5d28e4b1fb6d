package network.cortensor.sdk.staking;

import java.time.Instant;
import java.util.List;

/**
 * A session as the ledger showed it at one moment.
 *
 * <p>Immutable: read it again to see what became of it.
 */
public final class Session {
    private final SessionId id;
    private final Address owner;
    private final SessionTerms terms;
    private final SessionState state;
    private final List<Address> nodes;
    private final long taskCount;
    private final TokenAmount balance;
    private final Instant createdAt;

    private Session(Builder builder) {
        this.id = builder.id;
        this.owner = builder.owner;
        this.terms = builder.terms;
        this.createdAt = builder.createdAt;
        this.state = builder.state;
        this.nodes = builder.nodes;
        this.taskCount = builder.taskCount;
        this.balance = builder.balance;
    }

    /** For those who implement {@link Ledger}: what never changes in a session; the rest has the values of a new one. */
    public static Builder builder(SessionId id, Address owner, SessionTerms terms, Instant createdAt) {
        return new Builder(id, owner, terms, createdAt);
    }

    /** The session's number. */
    public SessionId id() {
        return id;
    }

    /** Who opened it: submits its tasks and withdraws its balance. */
    public Address owner() {
        return owner;
    }

    /** What was asked for. */
    public SessionTerms terms() {
        return terms;
    }

    /** Whether it was deactivated. Says nothing of the reserve period and the task limit. */
    public SessionState state() {
        return state;
    }

    /** Candidate miners, in the order in which they take turns. */
    public List<Address> nodes() {
        return nodes;
    }

    /** Tasks submitted so far. */
    public long taskCount() {
        return taskCount;
    }

    /** What is deposited and not held in escrow for a task. */
    public TokenAmount balance() {
        return balance;
    }

    /** When it was opened, by the ledger's clock. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When the session stops taking tasks. */
    public Instant reservedUntil() {
        return createdAt.plus(terms.reservePeriod());
    }

    /** Number, state and task count. */
    @Override
    public String toString() {
        return "Session[" + id + ", " + state + ", " + nodes.size() + " nodes, " + taskCount + " tasks]";
    }

    /** Collects the parts of a session. Not safe for use by several threads. */
    public static final class Builder {
        private final SessionId id;
        private final Address owner;
        private final SessionTerms terms;
        private final Instant createdAt;
        private SessionState state = SessionState.ACTIVE;
        private List<Address> nodes = List.of();
        private long taskCount;
        private TokenAmount balance = TokenAmount.ZERO;

        private Builder(SessionId id, Address owner, SessionTerms terms, Instant createdAt) {
            this.id = id;
            this.owner = owner;
            this.terms = terms;
            this.createdAt = createdAt;
        }

        /** Default {@link SessionState#ACTIVE}. */
        public Builder state(SessionState value) {
            this.state = value;
            return this;
        }

        /** Default none; copied. */
        public Builder nodes(List<Address> candidates) {
            this.nodes = List.copyOf(candidates);
            return this;
        }

        /** Default 0. */
        public Builder taskCount(long tasks) {
            this.taskCount = tasks;
            return this;
        }

        /** Default 0 COR. */
        public Builder balance(TokenAmount amount) {
            this.balance = amount;
            return this;
        }

        /** Makes the session. */
        public Session build() {
            return new Session(this);
        }
    }
}
