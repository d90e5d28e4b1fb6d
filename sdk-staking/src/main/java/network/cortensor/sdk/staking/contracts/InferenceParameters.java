package network.cortensor.sdk.staking.contracts;

import java.util.List;
import java.util.Objects;

/**
 * How miners are to answer a task: what {@code submit} carries beside the task's data. Defaults and meaning are those of the
 * network's clients [COM]; whether a miner keeps to them is not checked by any contract.
 *
 * <p>Immutable.
 */
public final class InferenceParameters {
    private static final InferenceParameters DEFAULTS = builder().build();

    private final PromptKind promptKind;
    private final String template;
    private final int maxTokens;
    private final int temperature;
    private final int topP;
    private final int topK;
    private final int repeatPenalty;
    private final int presencePenalty;
    private final int frequencyPenalty;

    private InferenceParameters(Builder builder) {
        this.promptKind = builder.promptKind;
        this.template = builder.template;
        this.maxTokens = builder.maxTokens;
        this.temperature = builder.temperature;
        this.topP = builder.topP;
        this.topK = builder.topK;
        this.repeatPenalty = builder.repeatPenalty;
        this.presencePenalty = builder.presencePenalty;
        this.frequencyPenalty = builder.frequencyPenalty;
    }

    /** All defaults. */
    public static InferenceParameters defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** What a miner makes of the task's data. */
    public PromptKind promptKind() {
        return promptKind;
    }

    /** The template that comes with the task; public, perhaps empty. */
    public String template() {
        return template;
    }

    /** Most tokens of an answer. */
    public int maxTokens() {
        return maxTokens;
    }

    /** Temperature in hundredths. */
    public int temperatureHundredths() {
        return temperature;
    }

    /** Top-p in hundredths. */
    public int topPHundredths() {
        return topP;
    }

    /** Top-k. */
    public int topK() {
        return topK;
    }

    /** Repeat penalty in hundredths. */
    public int repeatPenaltyHundredths() {
        return repeatPenalty;
    }

    /** Presence penalty. */
    public int presencePenalty() {
        return presencePenalty;
    }

    /** Frequency penalty. */
    public int frequencyPenalty() {
        return frequencyPenalty;
    }

    /** In the order of {@code llmParams}. */
    List<Object> inOrder() {
        return List.of(maxTokens, temperature, topP, topK, repeatPenalty, presencePenalty, frequencyPenalty);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InferenceParameters that
                && promptKind == that.promptKind
                && template.equals(that.template)
                && inOrder().equals(that.inOrder());
    }

    @Override
    public int hashCode() {
        return Objects.hash(promptKind, template, inOrder());
    }

    /** The numbers; no template. */
    @Override
    public String toString() {
        return "InferenceParameters[" + promptKind + ", " + inOrder() + "]";
    }

    /** Collects parameters. Not safe for use by several threads. */
    public static final class Builder {
        private PromptKind promptKind = PromptKind.RAW;
        private String template = "";
        private int maxTokens = 1024;
        private int temperature = 70;
        private int topP = 100;
        private int topK = 40;
        private int repeatPenalty = 100;
        private int presencePenalty;
        private int frequencyPenalty;

        private Builder() {}

        /** Default {@link PromptKind#RAW}. */
        public Builder promptKind(PromptKind kind) {
            this.promptKind = kind;
            return this;
        }

        /** Default empty. Public on the chain. */
        public Builder template(String text) {
            this.template = text;
            return this;
        }

        /** Default 1,024. */
        public Builder maxTokens(int tokens) {
            this.maxTokens = tokens;
            return this;
        }

        /** Default 70, which is 0.7. */
        public Builder temperatureHundredths(int hundredths) {
            this.temperature = hundredths;
            return this;
        }

        /** Default 100, which is 1. */
        public Builder topPHundredths(int hundredths) {
            this.topP = hundredths;
            return this;
        }

        /** Default 40. */
        public Builder topK(int tokens) {
            this.topK = tokens;
            return this;
        }

        /** Default 100, which is 1. */
        public Builder repeatPenaltyHundredths(int hundredths) {
            this.repeatPenalty = hundredths;
            return this;
        }

        /** Default 0. */
        public Builder presencePenalty(int penalty) {
            this.presencePenalty = penalty;
            return this;
        }

        /** Default 0. */
        public Builder frequencyPenalty(int penalty) {
            this.frequencyPenalty = penalty;
            return this;
        }

        /**
         * Checks the parameters and makes them.
         *
         * @throws IllegalArgumentException if a number is negative, or there are to be no tokens
         */
        public InferenceParameters build() {
            InferenceParameters made = new InferenceParameters(this);
            if (maxTokens < 1 || made.inOrder().stream().anyMatch(number -> (Integer) number < 0)) {
                throw new IllegalArgumentException(
                        "InferenceParameters: expected at least 1 token and no negative number, found "
                                + made.inOrder());
            }
            return made;
        }
    }
}
