package network.cortensor.sdk.verify.replay;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;

/**
 * What a reference makes of the next token at one position: scores in nats, likeliest first. Immutable.
 *
 * <p>Either a distribution, whose scores are natural logarithms of probabilities over the whole vocabulary of which only the
 * likeliest need to be listed; or the margin of one token only; or unknown.
 */
public final class TokenScores {

    /** The most candidates of one position. */
    public static final int MAX_CANDIDATES = 1 << 18;

    private static final TokenScores UNKNOWN = new TokenScores(new int[0], new double[0], Kind.UNKNOWN);

    private enum Kind {
        DISTRIBUTION,
        MARGIN,
        UNKNOWN
    }

    private final int[] tokens;
    private final double[] scores;
    private final Kind kind;

    private TokenScores(int[] tokens, double[] scores, Kind kind) {
        this.tokens = tokens;
        this.scores = scores;
        this.kind = kind;
    }

    /**
     * Returns a distribution.
     *
     * @param logProbabilities natural logarithms by token; the likeliest, or all. Negative infinity is no candidate
     * @throws IllegalArgumentException when there is none or too many, one is no number, or they sum to more than 1
     */
    public static TokenScores distribution(Map<Integer, Double> logProbabilities) {
        if (logProbabilities.isEmpty() || logProbabilities.size() > MAX_CANDIDATES) {
            throw new IllegalArgumentException(
                    "A position has 1 to " + MAX_CANDIDATES + " candidates, found " + logProbabilities.size());
        }
        int[] tokens = logProbabilities.entrySet().stream()
                // Equal ones by their id, so that the same candidates always give the same order.
                .sorted(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .mapToInt(Map.Entry::getKey)
                .toArray();
        double[] scores =
                Arrays.stream(tokens).mapToDouble(logProbabilities::get).toArray();
        double mass = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0 || Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("Token ids are not negative and scores are numbers, found token "
                        + tokens[i] + " with " + scores[i]);
            }
            mass += Math.exp(scores[i]);
        }
        // Servers round to single precision.
        if (mass > 1.01 || scores[0] == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException("Probabilities sum to at most 1 and not to 0, found " + mass);
        }
        return new TokenScores(tokens, scores, Kind.DISTRIBUTION);
    }

    /**
     * Returns the margin of one token only.
     *
     * @param nats how far its logit is behind the largest; 0 when it is the likeliest
     * @throws IllegalArgumentException when it is negative or no number
     */
    public static TokenScores margin(int token, double nats) {
        if (token < 0 || !(nats >= 0)) {
            throw new IllegalArgumentException(
                    "Token ids and margins are not negative, found token " + token + " with " + nats);
        }
        return new TokenScores(new int[] {token}, new double[] {-nats}, Kind.MARGIN);
    }

    /** Returns what stands for a position that the reference could not score. */
    public static TokenScores unknown() {
        return UNKNOWN;
    }

    /** Returns whether the reference scored this position. */
    public boolean known() {
        return kind != Kind.UNKNOWN;
    }

    /** Returns whether the scores are logarithms of probabilities. */
    public boolean isDistribution() {
        return kind == Kind.DISTRIBUTION;
    }

    /** Returns how many candidates are listed. */
    public int candidates() {
        return tokens.length;
    }

    /** Returns the candidate at a rank, 0 for the likeliest. */
    int token(int rank) {
        return tokens[rank];
    }

    /** Returns the score of the candidate at a rank. */
    double score(int rank) {
        return scores[rank];
    }

    /** Returns the largest score: 0 when only a margin is known. */
    double best() {
        return kind == Kind.DISTRIBUTION ? scores[0] : 0;
    }

    /** Returns the rank of a token, or -1 when it is not listed. */
    int rank(int token) {
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] == token) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return "TokenScores(" + kind + ", " + tokens.length + " candidates)";
    }
}
