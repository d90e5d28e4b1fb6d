package network.cortensor.sdk.node;

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

    private ValidatorOptions(Builder builder) {
        this.comparator = builder.comparator;
        this.type = builder.type;
        this.reproduces = builder.reproduces;
    }

    /** Returns options that compare facts, and run the node's own engine where it has the model. */
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
         */
        public Builder reproduces(boolean itself) {
            this.reproduces = itself;
            return this;
        }

        /** Returns the options. */
        public ValidatorOptions build() {
            return new ValidatorOptions(this);
        }
    }
}
