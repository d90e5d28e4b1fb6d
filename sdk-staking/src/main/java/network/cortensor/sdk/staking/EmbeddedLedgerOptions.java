package network.cortensor.sdk.staking;

import java.time.Clock;
import java.time.Duration;

/**
 * How an {@link EmbeddedLedger} is set up. Everything has a default; the rules in it are ours.
 *
 * <p>Immutable.
 */
public final class EmbeddedLedgerOptions {
    private final long chainId;
    private final Clock clock;
    private final Journal journal;
    private final TokenAmount minStake;
    private final int slashBasisPoints;
    private final Duration ackTimeout;
    private final int subscriptionBuffer;

    private EmbeddedLedgerOptions(Builder builder) {
        this.chainId = builder.chainId;
        this.clock = builder.clock;
        this.journal = builder.journal;
        this.minStake = builder.minStake;
        this.slashBasisPoints = builder.slashBasisPoints;
        this.ackTimeout = builder.ackTimeout;
        this.subscriptionBuffer = builder.subscriptionBuffer;
    }

    /** Starts from the defaults, with a journal in memory of its own. */
    public static Builder builder() {
        return new Builder();
    }

    /** The chain's number. */
    public long chainId() {
        return chainId;
    }

    /** What time it is. */
    public Clock clock() {
        return clock;
    }

    /** Where events are kept. */
    public Journal journal() {
        return journal;
    }

    /** The least a node stakes. */
    public TokenAmount minStake() {
        return minStake;
    }

    /** The share of its stake that a miner loses for a wrong reveal, in 1/10,000. */
    public int slashBasisPoints() {
        return slashBasisPoints;
    }

    /** Time a miner has to acknowledge. */
    public Duration ackTimeout() {
        return ackTimeout;
    }

    /** Events that wait for one subscriber at most. */
    public int subscriptionBuffer() {
        return subscriptionBuffer;
    }

    /** Collects the options; {@link #build} checks them. Not safe for use by several threads. */
    public static final class Builder {
        private long chainId = 31337;
        private Clock clock = Clock.systemUTC();
        private Journal journal = Journal.memory();
        private TokenAmount minStake = TokenAmount.ofCor("10000");
        private int slashBasisPoints = 1_000;
        private Duration ackTimeout = Duration.ofSeconds(30);
        private int subscriptionBuffer = 4_096;

        private Builder() {}

        /** Default 31337, the usual number of a development chain. */
        public Builder chainId(long number) {
            this.chainId = number;
            return this;
        }

        /** Default the system's. A clock that jumps back stands still for the ledger. */
        public Builder clock(Clock source) {
            this.clock = source;
            return this;
        }

        /** Default {@link Journal#memory}. For this ledger alone; the caller closes it, after the ledger. */
        public Builder journal(Journal store) {
            this.journal = store;
            return this;
        }

        /** Default 10,000 COR, the network's last testnet figure [DOC1]. */
        public Builder minStake(TokenAmount amount) {
            this.minStake = amount;
            return this;
        }

        /** Default 1,000 (10 %). Ours: no slashing rule of the network is known. */
        public Builder slashBasisPoints(int share) {
            this.slashBasisPoints = share;
            return this;
        }

        /** Default 30 s. */
        public Builder ackTimeout(Duration time) {
            this.ackTimeout = time;
            return this;
        }

        /** Default 4,096. */
        public Builder subscriptionBuffer(int events) {
            this.subscriptionBuffer = events;
            return this;
        }

        /**
         * Checks the options and makes them.
         *
         * @throws IllegalArgumentException if a number is out of its range
         */
        public EmbeddedLedgerOptions build() {
            between("chainId", chainId, 1, Long.MAX_VALUE);
            between("slashBasisPoints", slashBasisPoints, 0, 10_000);
            ackTimeout = Milliseconds.between("EmbeddedLedgerOptions.ackTimeout", ackTimeout);
            between("subscriptionBuffer", subscriptionBuffer, 1, Integer.MAX_VALUE);
            return new EmbeddedLedgerOptions(this);
        }

        private static void between(String property, long found, long min, long max) {
            if (found < min || found > max) {
                throw new IllegalArgumentException(
                        "EmbeddedLedgerOptions." + property + ": expected " + min + " to " + max + ", found " + found);
            }
        }
    }
}
