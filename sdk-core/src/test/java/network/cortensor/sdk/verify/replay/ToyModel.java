package network.cortensor.sdk.verify.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A language model of a hundred tokens whose logits are a hash of the last two tokens, with noise as another machine or another
 * quantisation gives it.
 */
final class ToyModel implements ReferenceEngine {

    static final int VOCABULARY = 100;

    private final long weights;
    private final double noise;
    private final SplittableRandom machine;

    ToyModel(long weights, double noise, long machine) {
        this.weights = weights;
        this.noise = noise;
        this.machine = new SplittableRandom(machine);
    }

    @Override
    public String model() {
        return "toy";
    }

    @Override
    public List<TokenScores> score(TokenSequence prompt, TokenSequence answer, Duration timeout) {
        List<TokenScores> scores = new ArrayList<>();
        for (int i = 0; i < answer.size(); i++) {
            scores.add(next(prompt.then(answer.first(i))));
        }
        return scores;
    }

    /** Log-probabilities of the next token. */
    TokenScores next(TokenSequence context) {
        int last = context.at(context.size() - 1);
        int before = context.at(context.size() - 2);
        SplittableRandom random = new SplittableRandom(weights + 7919L * last + 104_729L * before);
        double[] logits = new double[VOCABULARY];
        for (int t = 0; t < VOCABULARY; t++) {
            // A normal number, more or less: the sum of uniform ones.
            double sum = -3;
            double shift = -3;
            for (int k = 0; k < 6; k++) {
                sum += random.nextDouble();
                shift += machine.nextDouble();
            }
            logits[t] = 3 * sum + noise * shift;
        }
        double log = Math.log(Arrays.stream(logits).map(Math::exp).sum());
        Map<Integer, Double> distribution = new HashMap<>();
        for (int t = 0; t < VOCABULARY; t++) {
            distribution.put(t, logits[t] - log);
        }
        return TokenScores.distribution(distribution);
    }

    /** Writes an answer as a node does: the token of margin 0 at each position. */
    TokenSequence write(TokenSequence prompt, Sampling sampling, int tokens) {
        TokenSequence answer = TokenSequence.of();
        for (int i = 0; i < tokens; i++) {
            TokenScores at = next(prompt.then(answer));
            answer = answer.then(TokenSequence.of(drawn(at, sampling, answer, i)));
        }
        return answer;
    }

    private static int drawn(TokenScores at, Sampling sampling, TokenSequence answer, int position) {
        // A walk takes its number once for each position, so all tokens are asked of copies of it.
        for (int rank = 0; rank < at.candidates(); rank++) {
            Sampling.Walk copy = sampling.walk();
            for (int i = 0; i < position; i++) {
                copy.margin(at, answer.at(i), i);
            }
            if (copy.margin(at, at.token(rank), position) == 0) {
                return at.token(rank);
            }
        }
        throw new AssertionError("no token is drawn");
    }
}
