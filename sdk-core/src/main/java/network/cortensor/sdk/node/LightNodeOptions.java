package network.cortensor.sdk.node;

import network.cortensor.sdk.crypto.KeyRing;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.TokenAmount;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What a {@link LightNode} is made of. Immutable. The node uses what it is given and closes none of it: account, wallet,
 * keys, store, engine and journal stay the caller's.
 */
public final class LightNodeOptions {

    private final LedgerAccount account;
    private final WalletSigner wallet;
    private final KeyRing keys;
    private final ContentStore store;
    private final InferenceEngine engine;
    private final Journal journal;
    private final TokenAmount stake;
    private final int concurrentTasks;
    private final int queuedTasks;
    private final Duration keyValidity;
    private final Duration keyRetention;
    private final Duration drainTimeout;
    private final Clock clock;
    private final NodeListener listener;
    private final @Nullable ValidatorOptions validator;

    private LightNodeOptions(Builder builder) {
        this.account = builder.account;
        this.wallet = builder.wallet;
        this.keys = builder.keys;
        this.store = builder.store;
        this.engine = builder.engine;
        this.journal = builder.journal;
        this.stake = builder.stake;
        this.concurrentTasks = builder.concurrentTasks;
        this.queuedTasks = builder.queuedTasks;
        this.keyValidity = builder.keyValidity;
        this.keyRetention = builder.keyRetention;
        this.drainTimeout = builder.drainTimeout;
        this.clock = builder.clock;
        this.listener = builder.listener;
        this.validator = builder.validator;
    }

    /**
     * Starts with the mandatory parts.
     *
     * @param account the node's account on the ledger
     * @param wallet the wallet of that account; signs key announcements and results
     * @param keys the node's encryption keys; a ring that rotates gets a new one with each announcement, and loses the old
     *     ones, which is what gives forward secrecy. {@link KeyRing#of} holds one key for good
     * @param store where prompts are read from and results are put
     * @param engine what answers
     * @throws IllegalArgumentException when account and wallet have different addresses
     */
    public static Builder builder(
            LedgerAccount account, WalletSigner wallet, KeyRing keys, ContentStore store, InferenceEngine engine) {
        if (!Counterparts.of(wallet.address()).equals(account.address())) {
            throw new IllegalArgumentException("A node signs with the wallet of its account: the account is "
                    + account.address() + ", the wallet " + wallet.address());
        }
        return new Builder(account, wallet, keys, store, engine);
    }

    LedgerAccount account() {
        return account;
    }

    WalletSigner wallet() {
        return wallet;
    }

    KeyRing keys() {
        return keys;
    }

    ContentStore store() {
        return store;
    }

    InferenceEngine engine() {
        return engine;
    }

    Journal journal() {
        return journal;
    }

    TokenAmount stake() {
        return stake;
    }

    int concurrentTasks() {
        return concurrentTasks;
    }

    int queuedTasks() {
        return queuedTasks;
    }

    Duration keyValidity() {
        return keyValidity;
    }

    Duration keyRetention() {
        return keyRetention;
    }

    Duration drainTimeout() {
        return drainTimeout;
    }

    Clock clock() {
        return clock;
    }

    NodeListener listener() {
        return listener;
    }

    Optional<ValidatorOptions> validator() {
        return Optional.ofNullable(validator);
    }

    /** Collects the optional parts. Not thread-safe. */
    public static final class Builder {
        private final LedgerAccount account;
        private final WalletSigner wallet;
        private final KeyRing keys;
        private final ContentStore store;
        private final InferenceEngine engine;
        private Journal journal = Journal.memory();
        private TokenAmount stake = TokenAmount.ofCor("10");
        private int concurrentTasks = 2;
        private int queuedTasks = 128;
        private Duration keyValidity = Duration.ofHours(24);
        private Duration keyRetention = Duration.ofHours(1);
        private Duration drainTimeout = Duration.ofSeconds(10);
        private Clock clock = Clock.systemUTC();
        private NodeListener listener = new NodeListener() {};
        private @Nullable ValidatorOptions validator;

        private Builder(
                LedgerAccount account, WalletSigner wallet, KeyRing keys, ContentStore store, InferenceEngine engine) {
            this.account = account;
            this.wallet = wallet;
            this.keys = keys;
            this.store = store;
            this.engine = engine;
        }

        /**
         * Sets where unfinished tasks and the last key announcement survive a crash. Default: memory, so they do not; without
         * the announcement a node whose ledger is behind begins its history of keys anew, and apps cannot check the link.
         */
        public Builder journal(Journal journal) {
            this.journal = journal;
            return this;
        }

        /** Sets the stake to register with. Default 10 COR; each network sets its own minimum. */
        public Builder stake(TokenAmount stake) {
            this.stake = stake;
            return this;
        }

        /** Sets how many inferences run at a time. Default 2. */
        public Builder concurrentTasks(int tasks) {
            if (tasks < 1) {
                throw new IllegalArgumentException("concurrentTasks must be at least 1, found " + tasks);
            }
            this.concurrentTasks = tasks;
            return this;
        }

        /** Sets how many tasks may wait for a free place; more are declined as busy. Default 128. */
        public Builder queuedTasks(int tasks) {
            if (tasks < 0) {
                throw new IllegalArgumentException("queuedTasks must not be negative, found " + tasks);
            }
            this.queuedTasks = tasks;
            return this;
        }

        /**
         * Sets for how long an announcement of the encryption key is valid; after half of that the next is made, with the
         * next key of a ring that rotates. Default 24 h: apps stop sealing for a node that is gone within a day.
         */
        public Builder keyValidity(Duration validity) {
            if (validity.compareTo(Duration.ofMinutes(1)) < 0) {
                throw new IllegalArgumentException("keyValidity must be at least a minute, found " + validity);
            }
            this.keyValidity = validity;
            return this;
        }

        /**
         * Sets for how long a key is kept after its last announcement has expired, to open what was sealed for it at the
         * end; then it is destroyed. Longer than a task may wait for its node. Default 1 h.
         */
        public Builder keyRetention(Duration retention) {
            if (retention.isNegative()) {
                throw new IllegalArgumentException("keyRetention must not be negative, found " + retention);
            }
            this.keyRetention = retention;
            return this;
        }

        /** Sets how long {@link LightNode#close()} waits for accepted tasks. Default 10 s. */
        public Builder drainTimeout(Duration timeout) {
            this.drainTimeout = timeout;
            return this;
        }

        /** Sets the clock. Default: the system's. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Sets who is told what the node does. Default: nobody. */
        public Builder listener(NodeListener listener) {
            this.listener = listener;
            return this;
        }

        /**
         * Has the node judge the results of others in the rounds for which the ledger chooses it. Default: it says nothing
         * there, which rejects nobody. Judging has a thread of its own and takes no places of {@link #concurrentTasks} and
         * {@link #queuedTasks}.
         */
        public Builder validator(ValidatorOptions judging) {
            this.validator = judging;
            return this;
        }

        /** Returns the options. */
        public LightNodeOptions build() {
            return new LightNodeOptions(this);
        }
    }
}
