package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.AssuranceLevel;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/**
 * How a {@link ContractLedger} reads, sends and keeps what it sends.
 *
 * <p>Immutable.
 */
public final class ContractLedgerOptions {
    private static final Duration LONGEST = Duration.ofDays(1);
    /** Nobody can ask again for most of what an account did, and a busy node does much. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Journal journal;
    private final OutboxOptions outbox;
    private final AssuranceLevel assurance;
    private final AssuranceLevel keyAssurance;
    private final Duration commandTimeout;
    private final int subscriptionBuffer;
    private final @Nullable TransactionSigner keeper;

    private ContractLedgerOptions(Builder builder) {
        this.journal = builder.journal;
        this.outbox = builder.outbox;
        this.assurance = builder.assurance;
        this.keyAssurance = builder.keyAssurance;
        this.commandTimeout = builder.commandTimeout;
        this.subscriptionBuffer = builder.subscriptionBuffer;
        this.keeper = builder.keeper;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The defaults. */
    public static ContractLedgerOptions defaults() {
        return builder().build();
    }

    /** Where the outboxes of all accounts keep what they send. */
    public Journal journal() {
        return journal;
    }

    /** How the outboxes send. */
    public OutboxOptions outbox() {
        return outbox;
    }

    /** The least that reads have to be known by. */
    public AssuranceLevel assurance() {
        return assurance;
    }

    /** The least that a node's key announcement has to be known by. */
    public AssuranceLevel keyAssurance() {
        return keyAssurance;
    }

    /** Longest time for one command. */
    public Duration commandTimeout() {
        return commandTimeout;
    }

    /** Events that wait for one subscriber at most. */
    public int subscriptionBuffer() {
        return subscriptionBuffer;
    }

    /** Who closes phases that are overdue, if this ledger is to. */
    public Optional<TransactionSigner> keeper() {
        return Optional.ofNullable(keeper);
    }

    /** Collects the options; {@link #build} checks them. Not safe for use by several threads. */
    public static final class Builder {
        private Journal journal = Journal.memory();
        private OutboxOptions outbox =
                OutboxOptions.builder().retention(REMEMBERED).build();
        private AssuranceLevel assurance = AssuranceLevel.ENDPOINT;
        private AssuranceLevel keyAssurance = AssuranceLevel.QUORUM;
        private Duration commandTimeout = Duration.ofMinutes(5);
        private int subscriptionBuffer = 4_096;
        private @Nullable TransactionSigner keeper;

        private Builder() {}

        /**
         * Default {@link Journal#memory}, which forgets with the process what it was sending: with money at stake use a file.
         * The caller closes it, after the ledger.
         */
        public Builder journal(Journal store) {
            this.journal = store;
            return this;
        }

        /** Default {@link OutboxOptions#defaults}, but that what was sent is remembered for an hour only. */
        public Builder outbox(OutboxOptions options) {
            this.outbox = options;
            return this;
        }

        /** Default {@link AssuranceLevel#ENDPOINT}: whatever the chain's quorum makes of it. */
        public Builder assurance(AssuranceLevel least) {
            this.assurance = least;
            return this;
        }

        /**
         * Default {@link AssuranceLevel#QUORUM}: an endpoint alone could hand out a key of its own, and read every prompt.
         * {@link AssuranceLevel#ENDPOINT} is for a node of one's own.
         */
        public Builder keyAssurance(AssuranceLevel least) {
            this.keyAssurance = least;
            return this;
        }

        /** Default 5 min. */
        public Builder commandTimeout(Duration time) {
            this.commandTimeout = time;
            return this;
        }

        /** Default 4,096. */
        public Builder subscriptionBuffer(int events) {
            this.subscriptionBuffer = events;
            return this;
        }

        /**
         * Has the ledger close, at this account's cost, the phases that are overdue of every task that it sees queued.
         * Default nobody: then anyone else may, and until somebody does a task whose miners are silent stays as it is. The
         * caller closes the signer, after the ledger.
         */
        public Builder keeper(TransactionSigner account) {
            this.keeper = account;
            return this;
        }

        /**
         * Checks the options and makes them.
         *
         * @throws IllegalArgumentException if a number is out of its range
         */
        public ContractLedgerOptions build() {
            if (commandTimeout.isNegative()
                    || commandTimeout.toMillis() == 0
                    || commandTimeout.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("ContractLedgerOptions.commandTimeout: expected 1 ms to " + LONGEST
                        + ", found " + commandTimeout);
            }
            if (subscriptionBuffer < 1) {
                throw new IllegalArgumentException(
                        "ContractLedgerOptions.subscriptionBuffer: expected at least 1, found " + subscriptionBuffer);
            }
            return new ContractLedgerOptions(this);
        }
    }
}
