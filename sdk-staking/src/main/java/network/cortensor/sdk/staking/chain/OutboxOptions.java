package network.cortensor.sdk.staking.chain;

import java.math.BigInteger;
import java.time.Duration;

/**
 * How patient, how generous and how busy an {@link Outbox} is.
 *
 * <p>Immutable.
 */
public final class OutboxOptions {
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final int confirmations;
    private final int lostAfter;
    private final Duration pollInterval;
    private final int inFlight;
    private final Duration roomTimeout;
    private final Duration sendTimeout;
    private final int gasMarginPercent;
    private final int baseFeePercent;
    private final BigInteger maxFeePerGas;
    private final BigInteger maxGasCost;
    private final Duration replaceAfter;
    private final Duration rebroadcastAfter;
    private final Duration retention;

    /** The same, with what is left to the chain filled in. */
    OutboxOptions completedBy(ChainOptions chain) {
        Builder complete = builder()
                .confirmations(confirmations == 0 ? chain.confirmations() : confirmations)
                .lostAfter(lostAfter)
                .pollInterval(pollInterval.isZero() ? chain.pollInterval() : pollInterval)
                .inFlight(inFlight)
                .roomTimeout(roomTimeout)
                .sendTimeout(sendTimeout)
                .gasMarginPercent(gasMarginPercent)
                .baseFeePercent(baseFeePercent)
                .maxFeePerGas(maxFeePerGas)
                .maxGasCost(maxGasCost)
                .replaceAfter(replaceAfter)
                .rebroadcastAfter(rebroadcastAfter)
                .retention(retention);
        return complete.build();
    }

    private OutboxOptions(Builder builder) {
        this.confirmations = builder.confirmations;
        this.lostAfter = builder.lostAfter;
        this.pollInterval = builder.pollInterval;
        this.inFlight = builder.inFlight;
        this.roomTimeout = builder.roomTimeout;
        this.sendTimeout = builder.sendTimeout;
        this.gasMarginPercent = builder.gasMarginPercent;
        this.baseFeePercent = builder.baseFeePercent;
        this.maxFeePerGas = builder.maxFeePerGas;
        this.maxGasCost = builder.maxGasCost;
        this.replaceAfter = builder.replaceAfter;
        this.rebroadcastAfter = builder.rebroadcastAfter;
        this.retention = builder.retention;
    }

    /** All defaults. */
    public static OutboxOptions defaults() {
        return builder().build();
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Blocks from the one that holds a transaction to the newest, both counted, until it counts as done; 0: as the chain. */
    public int confirmations() {
        return confirmations;
    }

    /** Blocks, counted alike, until an intent whose nonce another process's transaction has used gets a new one. */
    public int lostAfter() {
        return Math.max(lostAfter, confirmations);
    }

    /** How often to look at the chain while something is under way; zero: as the chain. */
    public Duration pollInterval() {
        return pollInterval;
    }

    /** How many intents may be under way at once; more wait. */
    public int inFlight() {
        return inFlight;
    }

    /** How long {@link Outbox#submit} waits for a free place. */
    public Duration roomTimeout() {
        return roomTimeout;
    }

    /** How long {@link Outbox#send} waits for the receipt. */
    public Duration sendTimeout() {
        return sendTimeout;
    }

    /** What is added to an estimate of gas, in percent of it. */
    public int gasMarginPercent() {
        return gasMarginPercent;
    }

    /** How much base fee a transaction is ready to pay, in percent of the present one. */
    public int baseFeePercent() {
        return baseFeePercent;
    }

    /** The most that a unit of gas may cost, in wei, replacements included. */
    public BigInteger maxFeePerGas() {
        return maxFeePerGas;
    }

    /** The most that the gas of one transaction may cost, in wei, replacements included. */
    public BigInteger maxGasCost() {
        return maxGasCost;
    }

    /** How long a transaction that could be next may wait before it is replaced by one that pays more. */
    public Duration replaceAfter() {
        return replaceAfter;
    }

    /** How long until the same bytes are sent once more, in case that all nodes have dropped them. */
    public Duration rebroadcastAfter() {
        return rebroadcastAfter;
    }

    /** How long a finished intent is remembered. */
    public Duration retention() {
        return retention;
    }

    /** Collects options. Not safe for use by several threads. */
    public static final class Builder {
        private int confirmations;
        private int lostAfter = 12;
        private Duration pollInterval = Duration.ZERO;
        private int inFlight = 64;
        private Duration roomTimeout = Duration.ofMinutes(1);
        private Duration sendTimeout = Duration.ofMinutes(5);
        private int gasMarginPercent = 25;
        private int baseFeePercent = 200;
        private BigInteger maxFeePerGas = BigInteger.valueOf(100_000_000_000L);
        private BigInteger maxGasCost = BigInteger.valueOf(100_000_000_000_000_000L);
        private Duration replaceAfter = Duration.ofSeconds(60);
        private Duration rebroadcastAfter = Duration.ofSeconds(15);
        private Duration retention = Duration.ofDays(30);

        private Builder() {}

        /**
         * Default 0: {@link ChainOptions#confirmations}. If a reorganisation is as deep as this, a result that was reported
         * may change.
         */
        public Builder confirmations(int blocks) {
            this.confirmations = blocks;
            return this;
        }

        /**
         * Default 12, and at least {@link #confirmations}. Matters where several processes use one account. If a
         * reorganisation is as deep as this, an intent whose nonce another process had used may happen twice. On a chain
         * that makes blocks only for transactions it takes as many of them.
         */
        public Builder lostAfter(int blocks) {
            this.lostAfter = blocks;
            return this;
        }

        /** Default zero: {@link ChainOptions#pollInterval}. */
        public Builder pollInterval(Duration time) {
            this.pollInterval = time;
            return this;
        }

        /** Default 64, which is what common nodes queue for one account. */
        public Builder inFlight(int intents) {
            this.inFlight = intents;
            return this;
        }

        /** Default 1 minute. */
        public Builder roomTimeout(Duration time) {
            this.roomTimeout = time;
            return this;
        }

        /** Default 5 minutes. */
        public Builder sendTimeout(Duration time) {
            this.sendTimeout = time;
            return this;
        }

        /** Default 25. */
        public Builder gasMarginPercent(int percent) {
            this.gasMarginPercent = percent;
            return this;
        }

        /** Default 200: twice the present base fee, enough for five full blocks in a row. */
        public Builder baseFeePercent(int percent) {
            this.baseFeePercent = percent;
            return this;
        }

        /** Default 100 gwei. */
        public Builder maxFeePerGas(BigInteger wei) {
            this.maxFeePerGas = wei;
            return this;
        }

        /** Default 0.1 ETH. The value that a transaction carries is not part of it. */
        public Builder maxGasCost(BigInteger wei) {
            this.maxGasCost = wei;
            return this;
        }

        /** Default 60 s. */
        public Builder replaceAfter(Duration time) {
            this.replaceAfter = time;
            return this;
        }

        /** Default 15 s. */
        public Builder rebroadcastAfter(Duration time) {
            this.rebroadcastAfter = time;
            return this;
        }

        /** Default 30 days. Asked for after that, an intent is done again. */
        public Builder retention(Duration time) {
            this.retention = time;
            return this;
        }

        /**
         * Checks the options and makes them.
         *
         * @throws IllegalArgumentException if one is out of its range
         */
        public OutboxOptions build() {
            between("confirmations", confirmations, 0, 100_000);
            between("lostAfter", lostAfter, 1, 100_000);
            between("inFlight", inFlight, 1, 100_000);
            between("gasMarginPercent", gasMarginPercent, 0, 1_000);
            between("baseFeePercent", baseFeePercent, 100, 10_000);
            wei("maxFeePerGas", maxFeePerGas);
            wei("maxGasCost", maxGasCost);
            duration("pollInterval", pollInterval, 0);
            duration("roomTimeout", roomTimeout, 0);
            duration("sendTimeout", sendTimeout, 0);
            duration("replaceAfter", replaceAfter, 1);
            duration("rebroadcastAfter", rebroadcastAfter, 1);
            duration("retention", retention, 0);
            return new OutboxOptions(this);
        }

        private static void duration(String property, Duration found, long minMillis) {
            if (found.isNegative() || found.compareTo(LONGEST) > 0 || found.toMillis() < minMillis) {
                throw new IllegalArgumentException("OutboxOptions." + property + ": expected " + minMillis + " ms to "
                        + LONGEST.toDays() + " days, found " + found);
            }
        }

        private static void wei(String property, BigInteger found) {
            if (found.signum() <= 0 || found.bitLength() > 256) {
                throw new IllegalArgumentException(
                        "OutboxOptions." + property + ": expected 1 to 2^256 - 1 wei, found " + found);
            }
        }

        private static void between(String property, int found, int min, int max) {
            if (found < min || found > max) {
                throw new IllegalArgumentException(
                        "OutboxOptions." + property + ": expected " + min + " to " + max + ", found " + found);
            }
        }
    }
}
