package network.cortensor.sdk.verify.replay;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;

import java.time.Duration;
import java.util.List;

/**
 * The model that a validator runs itself, with the same weights, quantisation and vocabulary as the model that was paid for.
 * Thread-safe.
 *
 * @see OpenAiReference
 */
public interface ReferenceEngine extends AutoCloseable {

    /** Returns what findings call the model. */
    String model();

    /**
     * Returns what the model makes of each token of an answer, given the prompt and all <em>earlier tokens of the
     * answer</em>, not its own choices.
     *
     * @param answer as the node gave it, with its end token when it claims to have been done
     * @param timeout the longest time for the whole of it
     * @return one entry for each token of the answer, in its order
     * @throws UnavailableException when the model cannot be asked now, or not to the end in time
     * @throws RefusedException when it does not take the tokens
     * @throws CancelledException when the thread is interrupted
     */
    List<TokenScores> score(TokenSequence prompt, TokenSequence answer, Duration timeout);

    /** Releases what the reference holds. */
    @Override
    default void close() {}
}
