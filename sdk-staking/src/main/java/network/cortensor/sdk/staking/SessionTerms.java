package network.cortensor.sdk.staking;

import java.time.Duration;
import java.util.Objects;

/**
 * What a session's owner asks for when it opens one. The defaults are those of the network's clients [COM].
 *
 * <p>Immutable.
 */
public final class SessionTerms {
    private final String name;
    private final int minNodes;
    private final int maxNodes;
    private final int redundancy;
    private final int validators;
    private final SessionMode mode;
    private final Duration reservePeriod;
    private final int maxTasks;
    private final TokenAmount pricePerResult;
    private final long model;

    private SessionTerms(Builder builder) {
        this.name = builder.name;
        this.minNodes = builder.minNodes;
        this.maxNodes = builder.maxNodes;
        this.redundancy = builder.redundancy;
        this.validators = builder.validators;
        this.mode = builder.mode;
        this.reservePeriod = builder.reservePeriod;
        this.maxTasks = builder.maxTasks;
        this.pricePerResult = builder.pricePerResult;
        this.model = builder.model;
    }

    /** Starts from the defaults. {@code name} is public on the ledger. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The session's name; public. */
    public String name() {
        return name;
    }

    /** Fewest candidate miners the owner accepts. */
    public int minNodes() {
        return minNodes;
    }

    /** Most candidate miners. */
    public int maxNodes() {
        return maxNodes;
    }

    /** Miners that answer each task. */
    public int redundancy() {
        return redundancy;
    }

    /**
     * Validators per task: how many nodes that did not have it judge its results before they are paid. Fewer, or none, when there
     * are not so many. They need access to what they judge, which only the session's owner can give them.
     */
    public int validators() {
        return validators;
    }

    /** Which nodes may serve. The embedded ledger records it and does nothing with it. */
    public SessionMode mode() {
        return mode;
    }

    /** How long after its creation the session takes tasks. */
    public Duration reservePeriod() {
        return reservePeriod;
    }

    /** How many tasks the session takes. */
    public int maxTasks() {
        return maxTasks;
    }

    /** What a miner earns with one accepted result. Ours: the network's price is not known. */
    public TokenAmount pricePerResult() {
        return pricePerResult;
    }

    /** The network's model index. */
    public long model() {
        return model;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionTerms that
                && name.equals(that.name)
                && minNodes == that.minNodes
                && maxNodes == that.maxNodes
                && redundancy == that.redundancy
                && validators == that.validators
                && mode == that.mode
                && reservePeriod.equals(that.reservePeriod)
                && maxTasks == that.maxTasks
                && pricePerResult.equals(that.pricePerResult)
                && model == that.model;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, minNodes, maxNodes, redundancy, maxTasks, pricePerResult, model);
    }

    @Override
    public String toString() {
        return "SessionTerms[" + name + ", " + minNodes + " to " + maxNodes + " nodes, redundancy " + redundancy
                + ", model " + model + ", " + pricePerResult + " per result]";
    }

    /** Collects the terms; {@link #build} checks them together. Not safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private int minNodes = 1;
        private int maxNodes = 3;
        private int redundancy = 1;
        private int validators;
        private SessionMode mode = SessionMode.EPHEMERAL;
        private Duration reservePeriod = Duration.ofMinutes(5);
        private int maxTasks = 5;
        private TokenAmount pricePerResult = TokenAmount.ZERO;
        private long model;

        private Builder(String name) {
            this.name = name;
        }

        /** Default 1. */
        public Builder minNodes(int nodes) {
            this.minNodes = nodes;
            return this;
        }

        /** Default 3. */
        public Builder maxNodes(int nodes) {
            this.maxNodes = nodes;
            return this;
        }

        /** Default 1. */
        public Builder redundancy(int miners) {
            this.redundancy = miners;
            return this;
        }

        /**
         * Default 0. Whoever asks for validators has prompt and results of each task opened to as many nodes beside its miners,
         * which the ledger chooses among all that are registered.
         */
        public Builder validators(int nodes) {
            this.validators = nodes;
            return this;
        }

        /** Default {@link SessionMode#EPHEMERAL}. */
        public Builder mode(SessionMode value) {
            this.mode = value;
            return this;
        }

        /** Default 300 s; counted in whole milliseconds. */
        public Builder reservePeriod(Duration period) {
            this.reservePeriod = period;
            return this;
        }

        /** Default 5. */
        public Builder maxTasks(int tasks) {
            this.maxTasks = tasks;
            return this;
        }

        /** Default 0 COR. */
        public Builder pricePerResult(TokenAmount price) {
            this.pricePerResult = price;
            return this;
        }

        /** Default 0. */
        public Builder model(long index) {
            this.model = index;
            return this;
        }

        /**
         * Checks the terms and makes them.
         *
         * @throws IllegalArgumentException if a number is out of its range, {@code minNodes} or {@code redundancy} is
         *     above {@code maxNodes}, or the name is blank
         */
        public SessionTerms build() {
            if (name.isBlank()) {
                throw new IllegalArgumentException("SessionTerms.name: expected a name, found blank text");
            }
            between("minNodes", minNodes, 1, maxNodes);
            between("redundancy", redundancy, 1, maxNodes);
            between("validators", validators, 0, Integer.MAX_VALUE);
            between("maxTasks", maxTasks, 1, Integer.MAX_VALUE);
            between("model", model, 0, Long.MAX_VALUE);
            reservePeriod = Milliseconds.between("SessionTerms.reservePeriod", reservePeriod);
            return new SessionTerms(this);
        }

        private static void between(String property, long found, long min, long max) {
            if (found < min || found > max) {
                throw new IllegalArgumentException(
                        "SessionTerms." + property + ": expected " + min + " to " + max + ", found " + found);
            }
        }
    }
}
