package network.cortensor.sdk.verify.replay;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;

import java.time.Duration;
import java.util.List;

/**
 * Runs a model again over an answer and says of each token whether the model would have drawn it, after Token-DiFR (arXiv
 * 2511.20621): forward passes over the tokens that were delivered, the shared randomness applied, and the distance from the
 * delivered token to the drawn one, clipped. Immutable and thread-safe.
 *
 * <p>What it shows: another model, a coarser quantisation, another prompt or edited text, from some hundred tokens on; an
 * answer that ends where the model would have gone on, when the end token is among the tokens. Honest nodes on other hardware
 * differ in few tokens by small margins; what is small, a {@link ReplayThreshold} takes from honest runs.
 *
 * <p>What it does not show: that the answer is right; who ran the model; a difference that changes no token. A node that
 * knows which tokens are audited, and when, can be honest in these. With an unknown seed little is left, and with
 * unknown sampling parameters nothing.
 */
public final class TokenReplay {

    /** The largest margin of one token that counts, in nats. */
    public static final double CLIP = 8;

    private final ReferenceEngine reference;

    private TokenReplay(ReferenceEngine reference) {
        this.reference = reference;
    }

    /** Returns a replay on a reference, which the caller closes. */
    public static TokenReplay on(ReferenceEngine reference) {
        return new TokenReplay(reference);
    }

    /**
     * Runs the reference and scores the answer.
     *
     * @param prompt exactly as the model read it, with its template applied
     * @param answer with its end token when the node says that the model was done
     * @throws IllegalArgumentException when the answer is empty, or the reference gives margins only and the sampling needs
     *     probabilities
     * @throws UnavailableException when the reference cannot be asked now, or not to the end in time
     * @throws RefusedException when the reference does not take the tokens
     * @throws CancelledException when the thread is interrupted
     */
    public ReplayReport replay(TokenSequence prompt, TokenSequence answer, Sampling sampling, Duration timeout) {
        if (answer.size() == 0) {
            throw new IllegalArgumentException("An answer without tokens cannot be replayed");
        }
        return score(reference.score(prompt, answer, timeout), answer, sampling);
    }

    /**
     * Scores an answer by what a reference made of it, which may have been asked elsewhere.
     *
     * @param reference one entry for each token of the answer
     * @throws IllegalArgumentException when the numbers of entries and tokens differ, or an entry is a margin and the
     *     sampling needs probabilities
     */
    public static ReplayReport score(List<TokenScores> reference, TokenSequence answer, Sampling sampling) {
        if (reference.size() != answer.size() || answer.size() == 0) {
            throw new IllegalArgumentException("Each token needs the scores of its position: found " + reference.size()
                    + " positions for " + answer.size() + " tokens");
        }
        double[] margins = new double[answer.size()];
        double excess = 0;
        double variance = 0;
        Sampling.Walk walk = sampling.walk();
        for (int i = 0; i < margins.length; i++) {
            TokenScores at = reference.get(i);
            margins[i] = Double.NaN;
            if (!at.known()) {
                continue;
            }
            if (sampling.needsDistribution() && !at.isDistribution()) {
                throw new IllegalArgumentException("This reference gives margins of the likeliest token only, and "
                        + sampling + " needs probabilities. Use a reference with log-probabilities.");
            }
            margins[i] = Math.min(walk.margin(at, answer.at(i), i), sampling.clip());
            Sampling.Surprise surprise = sampling.surprise(at, answer.at(i));
            if (surprise != null) {
                excess += surprise.excess();
                variance += surprise.variance();
            }
        }
        return ReplayReport.of(margins, excess, variance);
    }
}
