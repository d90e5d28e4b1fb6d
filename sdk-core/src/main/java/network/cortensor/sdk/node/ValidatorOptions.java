package network.cortensor.sdk.node;

import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.VerificationPolicy;
import network.cortensor.sdk.verify.compare.AnswerComparator;
import network.cortensor.sdk.verify.compare.FactSignature;
import network.cortensor.sdk.verify.compare.LayeredComparator;
import network.cortensor.sdk.verify.compare.TaskType;

/** How a {@link LightNode} judges the results of others when the ledger makes it a validator. Immutable. */
public final class ValidatorOptions {

    private final AnswerComparator comparator;
    private final TaskType type;
    private final boolean reproduces;
    private final TokenAmount reproducesFrom;
    private final int reproductionsPerHour;

    private ValidatorOptions(Builder builder) {
        this.comparator = builder.comparator;
        this.type = builder.type;
        this.reproduces = builder.reproduces;
        this.reproducesFrom = builder.reproducesFrom;
        this.reproductionsPerHour = builder.reproductionsPerHour;
    }

    /** Returns options that compare facts, and run the node's own engine where it has the model, a few times per hour. */
    public static ValidatorOptions defaults() {
        return builder().build();
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    AnswerComparator comparator() {
        return comparator;
    }

    TaskType type() {
        return type;
    }

    boolean reproduces() {
        return reproduces;
    }

    TokenAmount reproducesFrom() {
        return reproducesFrom;
    }

    int reproductionsPerHour() {
        return reproductionsPerHour;
    }

    ResultVerifier verifier() {
        return ResultVerifier.builder(VerificationPolicy.majority())
                .comparator(comparator)
                .build();
    }

    /** Collects the optional parts. Not thread-safe. */
    public static final class Builder {
        private AnswerComparator comparator =
                LayeredComparator.builder().facts(FactSignature.create()).build();
        private TaskType type = TaskType.PROSE;
        private boolean reproduces = true;
        private TokenAmount reproducesFrom = TokenAmount.ZERO;
        private int reproductionsPerHour = 20;

        private Builder() {}

        /** Sets what tells whether two answers say the same. Default: their facts; equal answers always do. */
        public Builder comparator(AnswerComparator comparing) {
            this.comparator = comparing;
            return this;
        }

        /** Sets what kind of answers the network's tasks ask for; a task itself does not say. Default: prose. */
        public Builder type(TaskType asked) {
            this.type = asked;
            return this;
        }

        /**
         * Sets whether the validator runs the prompt itself where its engine has the model that a miner names and the
         * temperature is 0. What it gets then counts more than what most miners say, which is what finds a majority that
         * colludes; a judge that is wrong then is wrong alone, because more than half of the validators have to reject.
         * Default: it does.
         *
         * <p>Nobody pays for such a run. It takes at most half of the time that the round has left, and there is one at a
         * time, beside the paid inferences: the engine should bear one request more than
         * {@link LightNodeOptions.Builder#concurrentTasks}. One that runs a single request at a time, as {@link LlamaEngine}
         * does, has a paid one wait for an own one that has begun.
         */
        public Builder reproduces(boolean itself) {
            this.reproduces = itself;
            return this;
        }

        /**
         * Sets the lowest price per result, in the session of the task, at which the validator runs the prompt itself. Results
         * that cost less it judges by the other evidence, as a node without an engine does. Default 0: the price does not
         * matter, because what a run costs in COR is known to nobody but who pays for the engine, and below the bound a
         * majority that colludes is not found. It is no defence against an app whose own node is the miner, which is paid by
         * itself; {@link #reproductionsPerHour} bounds also what that one gets for nothing.
         */
        public Builder reproducesFrom(TokenAmount pricePerResult) {
            this.reproducesFrom = pricePerResult;
            return this;
        }

        /**
         * Sets how many prompts the validator runs itself within any 60 minutes by the ledger's clock, however they end; in
         * further rounds it judges by the other evidence, as a node without an engine does. A node that starts again counts
         * anew. Default 20: with half of a {@linkplain network.cortensor.sdk.staking.ValidationRound#TIME round} each at most,
         * that is ten minutes of one request per hour, whatever others make of it; they can also use it up, so a node that has
         * computing to spare should allow more.
         *
         * @throws IllegalArgumentException when it is less than 1; {@link #reproduces} is what allows none
         */
        public Builder reproductionsPerHour(int runs) {
            if (runs < 1) {
                throw new IllegalArgumentException("reproductionsPerHour must be at least 1, found " + runs);
            }
            this.reproductionsPerHour = runs;
            return this;
        }

        /** Returns the options. */
        public ValidatorOptions build() {
            return new ValidatorOptions(this);
        }
    }
}
