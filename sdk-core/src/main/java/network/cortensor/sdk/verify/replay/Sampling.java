package network.cortensor.sdk.verify.replay;

import org.jspecify.annotations.Nullable;

/**
 * How the tokens of an answer were drawn, as far as a validator knows it. Immutable.
 *
 * <p>Each way has its own unit of the margin, the distance between the token that was delivered and the token that the
 * reference draws:
 *
 * <ul>
 *   <li>{@link #greedy}: nats, by which the token's logit is behind the largest.
 *   <li>{@link #gumbel}: nats, by which its noised logit is behind the largest.
 *   <li>{@link #llamaCpp}: probability, between the number that was drawn and the token's part of the unit interval.
 *   <li>{@link #unseeded}: none; only the {@linkplain ReplayReport#surprise() surprise} is computed.
 * </ul>
 */
public final class Sampling {

    private enum Kind {
        GREEDY,
        UNSEEDED,
        GUMBEL,
        INVERSE_CDF
    }

    private final Kind kind;
    private final double temperature;
    private final int topK;
    private final double topP;
    private final double minP;
    private final int seed;
    private final @Nullable SharedNoise noise;

    private Sampling(
            Kind kind, double temperature, int topK, double topP, double minP, int seed, @Nullable SharedNoise noise) {
        this.kind = kind;
        this.temperature = temperature;
        this.topK = topK;
        this.topP = topP;
        this.minP = minP;
        this.seed = seed;
        this.noise = noise;
    }

    /** Returns drawing the likeliest token: temperature 0. The only one that every engine does alike. */
    public static Sampling greedy() {
        return new Sampling(Kind.GREEDY, 0, 0, 1, 0, 0, null);
    }

    /**
     * Returns drawing at a temperature with a seed that is not known. Far weaker evidence than a shared seed.
     *
     * @throws IllegalArgumentException when the temperature is not above 0 and at most 2
     */
    public static Sampling unseeded(double temperature) {
        return new Sampling(Kind.UNSEEDED, checked(temperature), 0, 1, 0, 0, null);
    }

    /**
     * Returns drawing by the Gumbel-max trick with shared noise, as vLLM does.
     *
     * @throws IllegalArgumentException when the temperature is not above 0 and at most 2
     */
    public static Sampling gumbel(double temperature, SharedNoise noise) {
        return new Sampling(Kind.GUMBEL, checked(temperature), 0, 1, 0, 0, noise);
    }

    /**
     * Returns drawing as llama.cpp does with a seed on Linux: candidates by falling probability, cut by top-k, top-p and
     * min-p before the temperature is applied, then one number of MT19937 for each token.
     *
     * <p>llama.cpp takes no number where one candidate is left. So one position at which reference and node cut differently
     * puts all later numbers out of step; with top-k, top-p and min-p off that cannot happen. Repetition penalties and other
     * samplers have to be off.
     *
     * @throws IllegalArgumentException when the temperature is not above 0 and at most 2
     */
    public static Sampling llamaCpp(double temperature, int seed) {
        return new Sampling(Kind.INVERSE_CDF, checked(temperature), 0, 1, 0, seed, null);
    }

    /**
     * Returns the same with only the likeliest candidates.
     *
     * @param candidates 0 for all
     * @throws IllegalArgumentException when it is negative
     */
    public Sampling topK(int candidates) {
        if (candidates < 0) {
            throw new IllegalArgumentException("top-k is not negative, found " + candidates);
        }
        return new Sampling(kind, temperature, candidates, topP, minP, seed, noise);
    }

    /**
     * Returns the same with the fewest candidates that have this share of the probability together.
     *
     * @throws IllegalArgumentException when it is not above 0 and at most 1
     */
    public Sampling topP(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("top-p is above 0 and at most 1, found " + share);
        }
        return new Sampling(kind, temperature, topK, share, minP, seed, noise);
    }

    /**
     * Returns the same without candidates below this share of the likeliest one's probability.
     *
     * @throws IllegalArgumentException when it is not from 0 to below 1
     */
    public Sampling minP(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("min-p is from 0 to below 1, found " + share);
        }
        return new Sampling(kind, temperature, topK, topP, share, seed, noise);
    }

    /** Returns the temperature; 0 for {@link #greedy}. */
    public double temperature() {
        return temperature;
    }

    private static double checked(double temperature) {
        if (!(temperature > 0 && temperature <= 2)) {
            throw new IllegalArgumentException(
                    "A temperature is above 0 and at most 2, found " + temperature + "; for 0 there is greedy()");
        }
        return temperature;
    }

    boolean needsDistribution() {
        return kind != Kind.GREEDY;
    }

    boolean hasMargin() {
        return kind != Kind.UNSEEDED;
    }

    /** Returns the largest margin that counts: one token alone must not decide over hundreds. */
    double clip() {
        return kind == Kind.INVERSE_CDF ? 1 : TokenReplay.CLIP;
    }

    /** Starts walking along an answer. */
    Walk walk() {
        return new Walk();
    }

    /** The draws of one answer, position by position. Not thread-safe. */
    final class Walk {
        private final MersenneTwister twister = new MersenneTwister(seed);

        /** Returns the margin of a token, not clipped: infinite for one that cannot be drawn; NaN when that is not known. */
        double margin(TokenScores at, int token, int position) {
            return switch (kind) {
                case GREEDY -> greedy(at, token);
                case UNSEEDED -> Double.NaN;
                case GUMBEL -> gumbel(at, token, position);
                case INVERSE_CDF -> inverse(at, token);
            };
        }

        private double greedy(TokenScores at, int token) {
            int rank = at.rank(token);
            return rank < 0 ? Double.POSITIVE_INFINITY : at.best() - at.score(rank);
        }

        private double gumbel(TokenScores at, int token, int position) {
            SharedNoise shared = noise;
            if (shared == null) {
                throw new IllegalStateException("gumbel() takes the noise");
            }
            // The temperature comes before the cuts here, as in vLLM.
            int kept = cut(at, temperature);
            double best = Double.NEGATIVE_INFINITY;
            double own = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < kept; i++) {
                double noised = at.score(i) - temperature * Math.log(shared.exponential(position, at.token(i)));
                best = Math.max(best, noised);
                if (at.token(i) == token) {
                    own = noised;
                }
            }
            return best - own;
        }

        private double inverse(TokenScores at, int token) {
            int kept = cut(at, 1);
            if (kept == 1) {
                return at.token(0) == token ? 0 : Double.POSITIVE_INFINITY;
            }
            double drawn = twister.nextUniform();
            // What is not listed lies behind all that is; cutting leaves nothing behind.
            double unlisted = kept < at.candidates() || topK == kept ? 0 : unlisted(at);
            double total = unlisted;
            for (int i = 0; i < kept; i++) {
                total += Math.exp(at.score(i) / temperature);
            }
            double low = 0;
            for (int i = 0; i < kept; i++) {
                double high = low + Math.exp(at.score(i) / temperature) / total;
                if (at.token(i) == token) {
                    return drawn < low ? low - drawn : drawn < high ? 0 : drawn - high;
                }
                low = high;
            }
            // Somewhere in the part that is not listed, or nowhere.
            return unlisted == 0 ? Double.POSITIVE_INFINITY : Math.max(0, low - drawn);
        }

        private double unlisted(TokenScores at) {
            double listed = 0;
            for (int i = 0; i < at.candidates(); i++) {
                listed += Math.exp(at.score(i));
            }
            double rest = Math.max(0, 1 - listed);
            // Below single precision nothing is missing.
            return rest < 1e-6 ? 0 : Math.exp(Math.log(rest) / temperature);
        }
    }

    /** Returns how many of the listed candidates are left. */
    private int cut(TokenScores at, double scale) {
        int kept = topK == 0 ? at.candidates() : Math.min(topK, at.candidates());
        if (topP < 1) {
            double total = 0;
            for (int i = 0; i < kept; i++) {
                total += Math.exp(at.score(i) / scale);
            }
            // With no top-k before it, shares are of everything; at another scale than 1 that is only the listed part.
            if (topK == 0 && scale == 1) {
                total = 1;
            }
            double sum = 0;
            for (int i = 0; i < kept; i++) {
                sum += Math.exp(at.score(i) / scale) / total;
                if (sum >= topP) {
                    kept = i + 1;
                }
            }
        }
        if (minP > 0) {
            double least = at.best() / scale + Math.log(minP);
            while (kept > 1 && at.score(kept - 1) / scale < least) {
                kept--;
            }
        }
        return kept;
    }

    /**
     * Returns by how much more than expected a token surprises: {@code -ln p - H}, and the variance of that, as if each token
     * was drawn from the listed candidates at this temperature; null when those hold too little of the probability.
     */
    @Nullable
    Surprise surprise(TokenScores at, int token) {
        if (kind == Kind.GREEDY || !at.isDistribution()) {
            return null;
        }
        int kept = cut(at, kind == Kind.INVERSE_CDF ? 1 : temperature);
        double listed = 0;
        double total = 0;
        for (int i = 0; i < kept; i++) {
            listed += Math.exp(at.score(i));
            total += Math.exp(at.score(i) / temperature);
        }
        boolean whole = kept < at.candidates() || topK == kept;
        if (!whole && listed < 0.99) {
            return null;
        }
        double entropy = 0;
        double square = 0;
        double own = TokenReplay.CLIP;
        for (int i = 0; i < kept; i++) {
            double log = at.score(i) / temperature - Math.log(total);
            double p = Math.exp(log);
            // 0 times infinity is nothing here.
            if (p > 0) {
                entropy -= p * log;
                square += p * log * log;
            }
            if (at.token(i) == token) {
                own = Math.min(-log, TokenReplay.CLIP);
            }
        }
        return new Surprise(own - entropy, Math.max(0, square - entropy * entropy));
    }

    /** The excess surprise of one token in nats, and its variance under honest drawing. */
    record Surprise(double excess, double variance) {}

    @Override
    public String toString() {
        return "Sampling(" + kind + ", temperature " + temperature + ")";
    }
}
