package network.cortensor.sdk.client;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.staking.ContractLedgerOptions;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.chain.ChainOptions;
import network.cortensor.sdk.staking.contracts.ContractAddresses;
import network.cortensor.sdk.verify.EmbeddingModel;
import network.cortensor.sdk.verify.VerificationPolicy;
import network.cortensor.sdk.verify.compare.AnswerComparator;
import network.cortensor.sdk.verify.consensus.ReputationBook;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** How an application takes part in a network on a chain. Immutable. */
public final class ChainNetworkOptions {

    private final ChainOptions chain;
    private final ContractAddresses addresses;
    private final WalletSigner wallet;
    private final Identity identity;
    private final ContentStore store;
    private final ContractLedgerOptions ledger;
    private final Journal journal;
    private final EmbeddingModel embeddings;
    private final VerificationPolicy policy;
    private final @Nullable AnswerComparator comparator;
    private final ReputationBook reputations;

    private ChainNetworkOptions(Builder builder) {
        this.chain = builder.chain;
        this.addresses = builder.addresses;
        this.wallet = builder.wallet;
        this.identity = builder.identity;
        this.store = builder.store;
        this.ledger = builder.ledger;
        this.journal = builder.journal;
        this.embeddings = builder.embeddings;
        this.policy = builder.policy;
        this.comparator = builder.comparator;
        this.reputations = builder.reputations;
    }

    /**
     * Starts from the defaults. Wallet, identity and store are the caller's, who closes them after the network.
     *
     * @param chain whom to ask; several endpoints of different people, so that none of them is trusted alone
     * @param addresses where the contracts are
     * @param wallet the application's account: owns its sessions, signs its prompts and its transactions
     * @param identity opens the answers
     * @param store where prompts go and results come from
     */
    public static Builder builder(
            ChainOptions chain,
            ContractAddresses addresses,
            WalletSigner wallet,
            Identity identity,
            ContentStore store) {
        return new Builder(chain, addresses, wallet, identity, store);
    }

    ChainOptions chain() {
        return chain;
    }

    ContractAddresses addresses() {
        return addresses;
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

    ContractLedgerOptions ledger() {
        return ledger;
    }

    Journal journal() {
        return journal;
    }

    EmbeddingModel embeddings() {
        return embeddings;
    }

    VerificationPolicy policy() {
        return policy;
    }

    Optional<AnswerComparator> comparator() {
        return Optional.ofNullable(comparator);
    }

    ReputationBook reputations() {
        return reputations;
    }

    /** Collects the options. Not thread-safe. */
    public static final class Builder {
        private final ChainOptions chain;
        private final ContractAddresses addresses;
        private final WalletSigner wallet;
        private final Identity identity;
        private final ContentStore store;
        private ContractLedgerOptions ledger = ContractLedgerOptions.defaults();
        private Journal journal = Journal.memory();
        private EmbeddingModel embeddings = EmbeddingModel.miniLm();
        private VerificationPolicy policy = VerificationPolicy.majority();
        private @Nullable AnswerComparator comparator;
        private ReputationBook reputations = ReputationBook.empty();

        private Builder(
                ChainOptions chain,
                ContractAddresses addresses,
                WalletSigner wallet,
                Identity identity,
                ContentStore store) {
            this.chain = chain;
            this.addresses = addresses;
            this.wallet = wallet;
            this.identity = identity;
            this.store = store;
        }

        /**
         * Sets how the ledger reads and sends. Default: node keys need a quorum of endpoints, and what is being sent is kept
         * in memory only; name a journal in a file where money is at stake.
         */
        public Builder ledger(ContractLedgerOptions options) {
            this.ledger = options;
            return this;
        }

        /** Sets where the client keeps its unfinished tasks. Default: in memory. The caller closes it, after the network. */
        public Builder journal(Journal journal) {
            this.journal = journal;
            return this;
        }

        /** Sets the model that measures how far a dissenting answer is off. Default {@link EmbeddingModel#miniLm()}. */
        public Builder embeddings(EmbeddingModel model) {
            this.embeddings = model;
            return this;
        }

        /** Sets when the client counts an answer as verified. Default {@link VerificationPolicy#majority()}. */
        public Builder policy(VerificationPolicy policy) {
            this.policy = policy;
            return this;
        }

        /**
         * Sets what tells whether two different answers say the same. Must be thread-safe. Default: none, only equal answers
         * count as one.
         */
        public Builder comparator(AnswerComparator comparing) {
            this.comparator = comparing;
            return this;
        }

        /** Sets what the client knows of the nodes. Default: nothing. */
        public Builder reputations(ReputationBook book) {
            this.reputations = book;
            return this;
        }

        /** Returns the options. */
        public ChainNetworkOptions build() {
            return new ChainNetworkOptions(this);
        }
    }
}
