package network.cortensor.sdk.node;

import java.nio.file.Path;

/** Which language model runs inside this JVM, and with how much of the machine. Immutable. */
public final class LlamaEngineOptions {

    private final Path model;
    private final int contextTokens;
    private final int threads;
    private final int seed;

    private LlamaEngineOptions(Builder builder) {
        this.model = builder.model;
        this.contextTokens = builder.contextTokens;
        this.threads = builder.threads;
        this.seed = builder.seed;
    }

    /**
     * Starts with the model's file.
     *
     * @param model in GGUF, version 3 or older
     */
    public static Builder builder(Path model) {
        return new Builder(model);
    }

    /** Returns the model's file. */
    public Path model() {
        return model;
    }

    /** Returns how many tokens prompt and answer may have together. */
    public int contextTokens() {
        return contextTokens;
    }

    /** Returns how many threads compute. */
    public int threads() {
        return threads;
    }

    /** Returns the seed that tokens are drawn by when the temperature is above 0. */
    public int seed() {
        return seed;
    }

    @Override
    public String toString() {
        return "LlamaEngineOptions(" + model.getFileName() + ", " + contextTokens + " tokens, " + threads + " threads)";
    }

    /** Collects the optional parts. Not thread-safe. */
    public static final class Builder {
        private final Path model;
        private int contextTokens = 4096;
        private int threads = Math.min(8, Runtime.getRuntime().availableProcessors());
        private int seed;

        private Builder(Path model) {
            this.model = model;
        }

        /**
         * Sets how many tokens prompt and answer may have together. Memory grows with it. Default 4096.
         *
         * @throws IllegalArgumentException when it is not 64 to 1048576
         */
        public Builder contextTokens(int tokens) {
            if (tokens < 64 || tokens > InferenceRequest.MAX_TOKENS) {
                throw new IllegalArgumentException(
                        "A context has 64 to " + InferenceRequest.MAX_TOKENS + " tokens, found " + tokens);
            }
            this.contextTokens = tokens;
            return this;
        }

        /**
         * Sets how many threads compute. Default: the processors, at most 8. Another number may give other tokens.
         *
         * @throws IllegalArgumentException when it is not 1 to 256
         */
        public Builder threads(int number) {
            if (number < 1 || number > 256) {
                throw new IllegalArgumentException("1 to 256 threads can compute, found " + number);
            }
            this.threads = number;
            return this;
        }

        /**
         * Sets the seed that tokens are drawn by when the temperature is above 0. Default 0: the same on every node.
         *
         * @throws IllegalArgumentException when it is negative
         */
        public Builder seed(int number) {
            this.seed = checkedSeed(number);
            return this;
        }

        /** Returns the options. */
        public LlamaEngineOptions build() {
            return new LlamaEngineOptions(this);
        }
    }

    static int checkedSeed(int number) {
        if (number < 0) {
            // -1 would make llama.cpp choose one.
            throw new IllegalArgumentException("A seed is not negative, found " + number);
        }
        return number;
    }
}
