package network.cortensor.sdk.client;

import network.cortensor.sdk.node.InferenceEngine;
import network.cortensor.sdk.node.NodeListener;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.DevelopmentLedger;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.verify.EmbeddingModel;
import network.cortensor.sdk.verify.VerificationPolicy;
import network.cortensor.sdk.verify.compare.AnswerComparator;
import network.cortensor.sdk.verify.consensus.ReputationBook;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How a {@link LocalNetwork} is set up; everything has a default. Immutable. */
public final class LocalNetworkOptions {

    private final int nodes;
    private final @Nullable DevelopmentLedger ledger;
    private final @Nullable Path directory;
    private final @Nullable Path identity;
    private final Journal.Sync sync;
    private final @Nullable InferenceEngine engine;
    private final EmbeddingModel embeddings;
    private final VerificationPolicy policy;
    private final @Nullable AnswerComparator comparator;
    private final ReputationBook reputations;
    private final Duration ackTimeout;
    private final int concurrentTasks;
    private final NodeListenerFactory nodeListeners;

    /** Makes the listener of each node. */
    @FunctionalInterface
    public interface NodeListenerFactory {
        /** Returns the listener of the node with that address. */
        NodeListener listenerOf(Address node);
    }

    private LocalNetworkOptions(Builder builder) {
        this.nodes = builder.nodes;
        this.ledger = builder.ledger;
        this.directory = builder.directory;
        this.identity = builder.identity;
        this.sync = builder.sync;
        this.engine = builder.engine;
        this.embeddings = builder.embeddings;
        this.policy = builder.policy;
        this.comparator = builder.comparator;
        this.reputations = builder.reputations;
        this.ackTimeout = builder.ackTimeout;
        this.concurrentTasks = builder.concurrentTasks;
        this.nodeListeners = builder.nodeListeners;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    int nodes() {
        return nodes;
    }

    Optional<DevelopmentLedger> ledger() {
        return Optional.ofNullable(ledger);
    }

    Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    Optional<Path> identity() {
        return Optional.ofNullable(identity);
    }

    Journal.Sync sync() {
        return sync;
    }

    Optional<InferenceEngine> engine() {
        return Optional.ofNullable(engine);
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

    Duration ackTimeout() {
        return ackTimeout;
    }

    int concurrentTasks() {
        return concurrentTasks;
    }

    NodeListenerFactory nodeListeners() {
        return nodeListeners;
    }

    /** Collects the options. Not thread-safe. */
    public static final class Builder {
        private int nodes = 3;
        private @Nullable DevelopmentLedger ledger;
        private @Nullable Path directory;
        private @Nullable Path identity;
        private Journal.Sync sync = Journal.Sync.ALWAYS;
        private @Nullable InferenceEngine engine;
        private EmbeddingModel embeddings = EmbeddingModel.miniLm();
        private VerificationPolicy policy = VerificationPolicy.majority();
        private @Nullable AnswerComparator comparator;
        private ReputationBook reputations = ReputationBook.empty();
        private Duration ackTimeout = Duration.ofSeconds(30);
        private int concurrentTasks = 2;
        private NodeListenerFactory nodeListeners = node -> new NodeListener() {};

        private Builder() {}

        /** Sets how many light nodes are started. Default 3. */
        public Builder nodes(int count) {
            if (count < 1 || count > 64) {
                throw new IllegalArgumentException("A local network has 1 to 64 nodes, " + count + " were asked for");
            }
            this.nodes = count;
            return this;
        }

        /**
         * Sets another ledger than the embedded one, such as contracts on a development chain; the caller closes it, after
         * the network. Its minimum stake must not be above 10,000 COR; its own acknowledgement time counts.
         */
        public Builder ledger(DevelopmentLedger ledger) {
            this.ledger = ledger;
            return this;
        }

        /**
         * Sets the folder in which ledger, store, journals and keys last from one run to the next; one process at a time can
         * use it. Its {@code keys} folder holds secrets, readable by the owner only. Default: none, everything is in memory.
         */
        public Builder directory(Path directory) {
            this.directory = directory;
            return this;
        }

        /** Sets the file with the client's encryption identity. Default: one is made, and kept in the directory if there is one. */
        public Builder identity(Path file) {
            this.identity = file;
            return this;
        }

        /** Sets when a write to the directory's journals is done. Default {@link Journal.Sync#ALWAYS}: survives a power cut. */
        public Builder sync(Journal.Sync sync) {
            this.sync = sync;
            return this;
        }

        /** Sets the engine that all nodes share; the caller closes it. Default: the extractive engine. */
        public Builder engine(InferenceEngine engine) {
            this.engine = engine;
            return this;
        }

        /** Sets the embedding model of the default engine and of verification. Default {@link EmbeddingModel#miniLm()}. */
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
         * Sets what tells the client, and nodes that validate, whether two different answers say the same. Default: for the client
         * none, only equal answers count as one; for validators the facts that the answers state.
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

        /** Sets how long a node has to acknowledge a task before another one gets it. Default 30 s. */
        public Builder ackTimeout(Duration timeout) {
            this.ackTimeout = timeout;
            return this;
        }

        /** Sets how many inferences each node runs at a time. Default 2. */
        public Builder concurrentTasks(int tasks) {
            this.concurrentTasks = tasks;
            return this;
        }

        /** Sets who is told what the nodes do. Default: nobody. */
        public Builder nodeListeners(NodeListenerFactory factory) {
            this.nodeListeners = factory;
            return this;
        }

        /** Returns the options. */
        public LocalNetworkOptions build() {
            return new LocalNetworkOptions(this);
        }
    }
}
