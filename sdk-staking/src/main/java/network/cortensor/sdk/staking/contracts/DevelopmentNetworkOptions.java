package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.TokenAmount;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a {@link DevelopmentNetwork} is set up. Everything has a default, that of the embedded ledger where it has one; the
 * rules are ours.
 *
 * <p>Immutable.
 */
public final class DevelopmentNetworkOptions {
    private final String name;
    private final TokenAmount minStake;
    private final int slashBasisPoints;
    private final Duration ackTimeout;
    private final Duration unbondingPeriod;
    private final boolean permissioned;
    private final boolean paysNative;
    private final TokenAmount defaultPricePerResult;
    private final Duration stakingWindow;
    private final int stakingVelocity;
    private final Duration rewardsDuration;
    private final Map<Address, TokenAmount> accounts;

    private DevelopmentNetworkOptions(Builder builder) {
        this.name = builder.name;
        this.minStake = builder.minStake;
        this.slashBasisPoints = builder.slashBasisPoints;
        this.ackTimeout = builder.ackTimeout;
        this.unbondingPeriod = builder.unbondingPeriod;
        this.permissioned = builder.permissioned;
        this.paysNative = builder.paysNative;
        this.defaultPricePerResult = builder.defaultPricePerResult;
        this.stakingWindow = builder.stakingWindow;
        this.stakingVelocity = builder.stakingVelocity;
        this.rewardsDuration = builder.rewardsDuration;
        this.accounts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.accounts));
    }

    /** All defaults. */
    public static DevelopmentNetworkOptions defaults() {
        return builder().build();
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** What its intents begin with: deploying again under a name finishes what was begun, and then finds it there. */
    public String name() {
        return name;
    }

    /** The least that a node stakes. */
    public TokenAmount minStake() {
        return minStake;
    }

    /** The share of its stake that a miner loses for a wrong reveal, in 1/10,000. */
    public int slashBasisPoints() {
        return slashBasisPoints;
    }

    /** Time a miner has to acknowledge; whole seconds on the chain. */
    public Duration ackTimeout() {
        return ackTimeout;
    }

    /** Time from unstaking to withdrawing; whole seconds on the chain. */
    public Duration unbondingPeriod() {
        return unbondingPeriod;
    }

    /** Whether only accounts on the allow list may register nodes and open sessions. */
    public boolean permissioned() {
        return permissioned;
    }

    /** Whether sessions pay in the chain's own currency in place of COR. */
    public boolean paysNative() {
        return paysNative;
    }

    /** What a result costs in a session that named no price, in wei of what sessions pay in. */
    public TokenAmount defaultPricePerResult() {
        return defaultPricePerResult;
    }

    /** How long a window of use by stake is. */
    public Duration stakingWindow() {
        return stakingWindow;
    }

    /** What part of its stake a user may consume in a window, in 1/10,000. */
    public int stakingVelocity() {
        return stakingVelocity;
    }

    /** How long community pools take to release their rewards. */
    public Duration rewardsDuration() {
        return rewardsDuration;
    }

    /** Who has how much COR in the beginning; on a permissioned network these are on the allow list, too. */
    public Map<Address, TokenAmount> accounts() {
        return accounts;
    }

    /** Collects the options; {@link #build} checks them. Not safe for use by several threads. */
    public static final class Builder {
        private String name = "development-network";
        private TokenAmount minStake = TokenAmount.ofCor("10000");
        private int slashBasisPoints = 1_000;
        private Duration ackTimeout = Duration.ofSeconds(30);
        private Duration unbondingPeriod = Duration.ZERO;
        private boolean permissioned;
        private boolean paysNative;
        private TokenAmount defaultPricePerResult = TokenAmount.ZERO;
        private Duration stakingWindow = Duration.ofDays(1);
        private int stakingVelocity = 1_000;
        private Duration rewardsDuration = Duration.ofDays(30);
        private final Map<Address, TokenAmount> accounts = new LinkedHashMap<>();

        private Builder() {}

        /** Default {@code development-network}. A second network from the same outbox needs another. */
        public Builder name(String prefix) {
            this.name = prefix;
            return this;
        }

        /** Default 10,000 COR, the network's last testnet figure [DOC1]. */
        public Builder minStake(TokenAmount amount) {
            this.minStake = amount;
            return this;
        }

        /** Default 1,000 (10 %). */
        public Builder slashBasisPoints(int share) {
            this.slashBasisPoints = share;
            return this;
        }

        /** Default 30 s. */
        public Builder ackTimeout(Duration time) {
            this.ackTimeout = time;
            return this;
        }

        /** Default zero: unstaking pays out at once. */
        public Builder unbondingPeriod(Duration time) {
            this.unbondingPeriod = time;
            return this;
        }

        /** Default open to everyone. */
        public Builder permissioned(boolean allowListed) {
            this.permissioned = allowListed;
            return this;
        }

        /** Default COR. */
        public Builder paysNative(boolean ownCurrency) {
            this.paysNative = ownCurrency;
            return this;
        }

        /** Default zero. */
        public Builder defaultPricePerResult(TokenAmount wei) {
            this.defaultPricePerResult = wei;
            return this;
        }

        /** Default 1 day; from 1 minute to 30 days. */
        public Builder stakingWindow(Duration time) {
            this.stakingWindow = time;
            return this;
        }

        /** Default 1,000 (10 %). */
        public Builder stakingVelocity(int share) {
            this.stakingVelocity = share;
            return this;
        }

        /** Default 30 days; from 1 hour to 4 years. */
        public Builder rewardsDuration(Duration time) {
            this.rewardsDuration = time;
            return this;
        }

        /** Gives an account COR to begin with; the last amount counts. */
        public Builder account(Address account, TokenAmount amount) {
            accounts.put(account, amount);
            return this;
        }

        /**
         * Checks the options and makes them.
         *
         * @throws IllegalArgumentException if the name is blank or longer than 32 characters, or a number is out of its range
         */
        public DevelopmentNetworkOptions build() {
            if (name.isBlank() || name.length() > 32) {
                throw new IllegalArgumentException(
                        "DevelopmentNetworkOptions.name: expected 1 to 32 characters, found " + name.length());
            }
            between("slashBasisPoints", slashBasisPoints, 0, 10_000);
            between("stakingVelocity", stakingVelocity, 0, 10_000);
            between("ackTimeout", ackTimeout, Duration.ofSeconds(1), Duration.ofDays(365));
            between("unbondingPeriod", unbondingPeriod, Duration.ZERO, Duration.ofDays(90));
            between("stakingWindow", stakingWindow, Duration.ofMinutes(1), Duration.ofDays(30));
            between("rewardsDuration", rewardsDuration, Duration.ofHours(1), Duration.ofDays(4 * 365));
            return new DevelopmentNetworkOptions(this);
        }

        private static <T extends Comparable<T>> void between(String property, T found, T min, T max) {
            if (found.compareTo(min) < 0 || found.compareTo(max) > 0) {
                throw new IllegalArgumentException("DevelopmentNetworkOptions." + property + ": expected " + min
                        + " to " + max + ", found " + found);
            }
        }
    }
}
