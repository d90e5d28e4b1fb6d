package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;

/**
 * Somebody who reads two answers and says whether they say the same: a language model, a model for natural language
 * inference, a person. Slow and dear, so it is asked only where the cheap layers leave it open.
 *
 * <p>An answer may be written to mislead its judge. Implementations treat answers as data, and give the same judgement in
 * either order. Thread-safe.
 */
public interface Judge {

    /** Returns what findings call it. */
    String id();

    /**
     * Judges.
     *
     * @param question that was answered; empty when it is not known
     * @throws UnavailableException when it cannot be asked now
     * @throws RefusedException when it does not take the request
     * @throws CancelledException when the thread is interrupted
     */
    Judgement judge(String question, AnswerText a, AnswerText b);

    /**
     * What a judge says.
     *
     * @param sign {@link Sign#NOTHING} when it is not sure, or contradicts itself
     * @param probability that the answers say the same, between 0 and 1
     */
    record Judgement(Sign sign, double probability) {

        /** Checks the probability. */
        public Judgement {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("A probability lies between 0 and 1, found " + probability);
            }
        }
    }
}
