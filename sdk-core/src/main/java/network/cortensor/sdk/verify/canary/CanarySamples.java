package network.cortensor.sdk.verify.canary;

import network.cortensor.sdk.verify.replay.TokenSequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers to canary prompts, several for each, as tokens of one vocabulary. Immutable; {@code toString} shows numbers only. */
public final class CanarySamples {

    /** The most answers to one prompt in one test. */
    public static final int MAX_PER_PROMPT = 64;

    /** The most prompts in one test. */
    public static final int MAX_PROMPTS = 256;

    private final Map<Integer, List<TokenSequence>> byPrompt;

    private CanarySamples(Map<Integer, List<TokenSequence>> byPrompt) {
        this.byPrompt = byPrompt;
    }

    /** Starts without an answer. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns how many prompts have an answer. */
    public int prompts() {
        return byPrompt.size();
    }

    /** Returns how many answers there are. */
    public int size() {
        return byPrompt.values().stream().mapToInt(List::size).sum();
    }

    Map<Integer, List<TokenSequence>> byPrompt() {
        return byPrompt;
    }

    @Override
    public String toString() {
        return "CanarySamples(" + size() + " answers to " + prompts() + " prompts)";
    }

    /** Collects answers. Not thread-safe. */
    public static final class Builder {
        private final Map<Integer, List<TokenSequence>> byPrompt = new TreeMap<>();

        private Builder() {}

        /**
         * Adds an answer.
         *
         * @param prompt the number that the caller gives the prompt, the same for the node and for the reference
         * @throws IllegalArgumentException when that is more than {@link #MAX_PROMPTS} or {@link #MAX_PER_PROMPT}
         */
        public Builder add(int prompt, TokenSequence answer) {
            List<TokenSequence> answers = byPrompt.get(prompt);
            if (answers == null) {
                if (byPrompt.size() == MAX_PROMPTS) {
                    throw new IllegalArgumentException("A test has at most " + MAX_PROMPTS + " prompts");
                }
                answers = new ArrayList<>();
                byPrompt.put(prompt, answers);
            }
            if (answers.size() == MAX_PER_PROMPT) {
                throw new IllegalArgumentException("A prompt has at most " + MAX_PER_PROMPT + " answers");
            }
            answers.add(answer);
            return this;
        }

        /** Returns the answers so far. */
        public CanarySamples build() {
            Map<Integer, List<TokenSequence>> copy = new TreeMap<>();
            byPrompt.forEach((prompt, answers) -> copy.put(prompt, List.copyOf(answers)));
            return new CanarySamples(copy);
        }
    }
}
