package network.cortensor.sdk.client;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.internal.wire.MessageLimits;
import network.cortensor.sdk.node.InferenceRequest;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.VerificationPolicy;
import network.cortensor.sdk.verify.compare.TaskType;
import org.jspecify.annotations.Nullable;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A prompt with its options. Immutable; {@code toString} shows sizes only. */
public final class CompletionRequest {

    /** The largest prompt, and the largest document, in UTF-8 bytes: 16 MiB. */
    public static final int MAX_TEXT_BYTES = MessageLimits.MAX_TEXT_BYTES;

    /** How long a task may take when the caller says nothing: 120 s. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

    private final InferenceRequest inference;
    private final Duration timeout;
    private final CompletionListener listener;
    private final TaskType type;
    private final @Nullable VerificationPolicy policy;
    private final @Nullable TokenAmount budget;

    private CompletionRequest(InferenceRequest inference, Builder builder) {
        this.inference = inference;
        this.timeout = builder.timeout;
        this.listener = builder.listener;
        this.type = builder.type;
        this.policy = builder.policy;
        this.budget = builder.budget;
    }

    /** Starts a request with the question or instruction. */
    public static Builder builder(String prompt) {
        return new Builder(prompt);
    }

    InferenceRequest inference() {
        return inference;
    }

    Duration timeout() {
        return timeout;
    }

    CompletionListener listener() {
        return listener;
    }

    TaskType type() {
        return type;
    }

    Optional<VerificationPolicy> policy() {
        return Optional.ofNullable(policy);
    }

    Optional<TokenAmount> budget() {
        return Optional.ofNullable(budget);
    }

    @Override
    public String toString() {
        return "CompletionRequest(" + inference + ", timeout " + timeout + ")";
    }

    /** Collects the optional parts. Not thread-safe. */
    public static final class Builder {
        private final String prompt;
        private @Nullable String document;
        private int maxTokens = InferenceRequest.DEFAULT_MAX_TOKENS;
        private int temperatureHundredths;
        private Duration timeout = DEFAULT_TIMEOUT;
        private CompletionListener listener = new CompletionListener() {};
        private TaskType type = TaskType.PROSE;
        private @Nullable VerificationPolicy policy;
        private @Nullable TokenAmount budget;

        private Builder(String prompt) {
            this.prompt = prompt;
        }

        /** Sets the text that the question is about. Default: none. */
        public Builder document(String text) {
            this.document = text;
            return this;
        }

        /** Sets the largest number of tokens of the answer. Default {@value InferenceRequest#DEFAULT_MAX_TOKENS}. */
        public Builder maxTokens(int tokens) {
            this.maxTokens = tokens;
            return this;
        }

        /**
         * Sets the sampling temperature in hundredths. Default 0; above it, honest nodes give different answers, and without a
         * {@linkplain ClientOptions.Builder#comparator comparator} answers that are not equal are not accepted.
         */
        public Builder temperatureHundredths(int hundredths) {
            this.temperatureHundredths = hundredths;
            return this;
        }

        /**
         * Sets how long the completion may take, from the first submission to the last result. Default 120 s. A further node is
         * asked within what is left of it. The ledger is asked for the receipt's {@link
         * network.cortensor.sdk.verify.Receipt#payment() transaction} afterwards, for two seconds at most.
         */
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /** Sets what kind of answer is asked for, which tells a comparator what counts. Default {@link TaskType#PROSE}. */
        public Builder type(TaskType asked) {
            this.type = asked;
            return this;
        }

        /** Sets when the answer counts as verified. Default: the client's {@linkplain ClientOptions.Builder#policy policy}. */
        public Builder policy(VerificationPolicy accepting) {
            this.policy = accepting;
            return this;
        }

        /**
         * Sets the most that may be paid to nodes, all tasks of the completion together; no further node is asked that could
         * cost more. Gas is not counted. Default: what the session holds.
         */
        public Builder budget(TokenAmount most) {
            this.budget = most;
            return this;
        }

        /** Sets who is told how far the task is. Default: nobody. */
        public Builder listener(CompletionListener listener) {
            this.listener = listener;
            return this;
        }

        /**
         * Returns the request.
         *
         * @throws InvalidRequestException when the prompt or the document is blank, too large or no valid Unicode text, or when
         *     another value is out of its range
         */
        public CompletionRequest build() {
            check("prompt", prompt);
            if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofDays(1)) > 0) {
                throw new InvalidRequestException("The timeout must be 1 s to 1 day, found " + timeout + ".");
            }
            try {
                InferenceRequest.Builder inference = InferenceRequest.builder(prompt)
                        .maxTokens(maxTokens)
                        .temperatureHundredths(temperatureHundredths);
                if (document != null) {
                    check("document", document);
                    inference.document(document);
                }
                return new CompletionRequest(inference.build(), this);
            } catch (IllegalArgumentException e) {
                throw new InvalidRequestException(String.valueOf(e.getMessage()), e);
            }
        }

        private static void check(String what, String text) {
            if (text.isBlank()) {
                throw new InvalidRequestException("The " + what + " is empty: give it at least one word.");
            }
            int bytes;
            try {
                bytes = StandardCharsets.UTF_8
                        .newEncoder()
                        .encode(CharBuffer.wrap(text))
                        .remaining();
            } catch (CharacterCodingException e) {
                throw new InvalidRequestException(
                        "The " + what + " is no valid Unicode text: it holds half of a surrogate pair.", e);
            }
            if (bytes > MAX_TEXT_BYTES) {
                throw new InvalidRequestException("The " + what + " has " + bytes + " bytes, at most " + MAX_TEXT_BYTES
                        + " are allowed. Send the part that the question is about.");
            }
        }
    }
}
