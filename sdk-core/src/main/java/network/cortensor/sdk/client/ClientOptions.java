package network.cortensor.sdk.client;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.verify.EmbeddingModel;
import network.cortensor.sdk.verify.VerificationPolicy;
import network.cortensor.sdk.verify.compare.AnswerComparator;
import network.cortensor.sdk.verify.consensus.ReputationBook;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Optional;

/**
 * What a {@link CortensorClient} is made of. Immutable. The client uses what it is given and closes none of it: account,
 * wallet, identity, store and journal stay the caller's.
 */
public final class ClientOptions {

    private final LedgerAccount account;
    private final WalletSigner wallet;
    private final Identity identity;
    private final ContentStore store;
    private final Journal journal;
    private final VerificationPolicy policy;
    private final EmbeddingModel embeddings;
    private final @Nullable AnswerComparator comparator;
    private final ReputationBook reputations;
    private final Clock clock;

    private ClientOptions(Builder builder) {
        this.account = builder.account;
        this.wallet = builder.wallet;
        this.identity = builder.identity;
        this.store = builder.store;
        this.journal = builder.journal;
        this.policy = builder.policy;
        this.embeddings = builder.embeddings;
        this.comparator = builder.comparator;
        this.reputations = builder.reputations;
        this.clock = builder.clock;
    }

    /**
     * Starts with the mandatory parts.
     *
     * @param account the app's account on the ledger; pays
     * @param wallet the wallet of that account; signs sealed prompts and receipts
     * @param identity the app's encryption key; results are sealed for it
     * @param store where sealed prompts are put and sealed results are read from
     * @throws IllegalArgumentException when account and wallet have different addresses
     */
    public static Builder builder(LedgerAccount account, WalletSigner wallet, Identity identity, ContentStore store) {
        if (!Counterparts.of(wallet.address()).equals(account.address())) {
            throw new IllegalArgumentException("A client signs with the wallet of its account: the account is "
                    + account.address() + ", the wallet " + wallet.address());
        }
        return new Builder(account, wallet, identity, store);
    }

    LedgerAccount account() {
        return account;
    }

    WalletSigner wallet() {
        return wallet;
    }

    Identity identity() {
        return identity;
    }

    ContentStore store() {
        return store;
    }

    Journal journal() {
        return journal;
    }

    VerificationPolicy policy() {
        return policy;
    }

    EmbeddingModel embeddings() {
        return embeddings;
    }

    Optional<AnswerComparator> comparator() {
        return Optional.ofNullable(comparator);
    }

    ReputationBook reputations() {
        return reputations;
    }

    Clock clock() {
        return clock;
    }

    /** Collects the optional parts. Not thread-safe. */
    public static final class Builder {
        private final LedgerAccount account;
        private final WalletSigner wallet;
        private final Identity identity;
        private final ContentStore store;
        private Journal journal = Journal.memory();
        private VerificationPolicy policy = VerificationPolicy.majority();
        private EmbeddingModel embeddings = EmbeddingModel.miniLm();
        private @Nullable AnswerComparator comparator;
        private ReputationBook reputations = ReputationBook.empty();
        private Clock clock = Clock.systemUTC();

        private Builder(LedgerAccount account, WalletSigner wallet, Identity identity, ContentStore store) {
            this.account = account;
            this.wallet = wallet;
            this.identity = identity;
            this.store = store;
        }

        /** Sets where unfinished tasks, and the newest key announcement of each node, survive a crash. Default: memory. */
        public Builder journal(Journal journal) {
            this.journal = journal;
            return this;
        }

        /**
         * Sets when an answer counts as verified, where a request does not say it. Default {@link
         * VerificationPolicy#majority()}.
         */
        public Builder policy(VerificationPolicy policy) {
            this.policy = policy;
            return this;
        }

        /**
         * Sets the model that measures how far a dissenting answer is off, where there is no comparator. Default {@link
         * EmbeddingModel#miniLm()}.
         */
        public Builder embeddings(EmbeddingModel model) {
            this.embeddings = model;
            return this;
        }

        /**
         * Sets what tells whether two different answers say the same, such as a {@link
         * network.cortensor.sdk.verify.compare.LayeredComparator}. Must be thread-safe. Default: none, only equal answers count
         * as one.
         */
        public Builder comparator(AnswerComparator comparing) {
            this.comparator = comparing;
            return this;
        }

        /**
         * Sets what is known of the nodes from earlier runs. Default: nothing. The client learns from each accepted verdict;
         * {@link CortensorClient#reputations()} gives the book back.
         */
        public Builder reputations(ReputationBook book) {
            this.reputations = book;
            return this;
        }

        /** Sets the clock. Default: the system's. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Returns the options. */
        public ClientOptions build() {
            return new ClientOptions(this);
        }
    }
}
