package network.cortensor.sdk.node;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * What an engine is asked to do. Immutable; {@code toString} shows sizes only, because the content is somebody's prompt.
 */
public final class InferenceRequest {

    /** The number of tokens that an answer may have when the caller says nothing: what the network's clients send. */
    public static final int DEFAULT_MAX_TOKENS = 1024;

    /** The largest number of tokens that can be asked for. */
    public static final int MAX_TOKENS = 1 << 20;

    /** The largest temperature, in hundredths: 2.00, as OpenAI-compatible servers define it. */
    public static final int MAX_TEMPERATURE_HUNDREDTHS = 200;

    private final String prompt;
    private final @Nullable String document;
    private final int maxTokens;
    private final int temperatureHundredths;

    private InferenceRequest(Builder builder) {
        this.prompt = builder.prompt;
        this.document = builder.document;
        this.maxTokens = builder.maxTokens;
        this.temperatureHundredths = builder.temperatureHundredths;
    }

    /** Starts a request with the question or instruction. */
    public static Builder builder(String prompt) {
        return new Builder(prompt);
    }

    /** Returns the question or instruction. */
    public String prompt() {
        return prompt;
    }

    /** Returns the text that the question is about. */
    public Optional<String> document() {
        return Optional.ofNullable(document);
    }

    /** Returns the largest number of tokens that the answer may have. */
    public int maxTokens() {
        return maxTokens;
    }

    /**
     * Returns the sampling temperature in hundredths, as the network's {@code llmParams} have it [COM]. 0, the default, asks
     * for the most likely answer; it is what makes answers of several nodes comparable.
     */
    public int temperatureHundredths() {
        return temperatureHundredths;
    }

    @Override
    public String toString() {
        return "InferenceRequest(prompt of " + prompt.length() + " characters, "
                + (document == null ? "no document" : "document of " + document.length() + " characters") + ")";
    }

    /** Collects the optional parts. Not thread-safe. */
    public static final class Builder {
        private final String prompt;
        private @Nullable String document;
        private int maxTokens = DEFAULT_MAX_TOKENS;
        private int temperatureHundredths;

        private Builder(String prompt) {
            this.prompt = prompt;
        }

        /** Sets the text that the question is about. Default: none. */
        public Builder document(String text) {
            this.document = text;
            return this;
        }

        /** Sets the largest number of tokens of the answer. Default {@value #DEFAULT_MAX_TOKENS}. */
        public Builder maxTokens(int tokens) {
            if (tokens < 1 || tokens > MAX_TOKENS) {
                throw new IllegalArgumentException("maxTokens must be 1 to " + MAX_TOKENS + ", found " + tokens);
            }
            this.maxTokens = tokens;
            return this;
        }

        /** Sets the sampling temperature in hundredths. Default 0. */
        public Builder temperatureHundredths(int hundredths) {
            if (hundredths < 0 || hundredths > MAX_TEMPERATURE_HUNDREDTHS) {
                throw new IllegalArgumentException(
                        "temperature must be 0 to " + MAX_TEMPERATURE_HUNDREDTHS + " hundredths, found " + hundredths);
            }
            this.temperatureHundredths = hundredths;
            return this;
        }

        /** Returns the request. */
        public InferenceRequest build() {
            return new InferenceRequest(this);
        }
    }
}
