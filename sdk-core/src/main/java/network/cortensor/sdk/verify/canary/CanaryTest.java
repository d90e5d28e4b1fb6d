package network.cortensor.sdk.verify.canary;

import network.cortensor.sdk.verify.replay.TokenSequence;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Tests whether a node's answers to canary prompts come from the same distribution as a reference's, by the maximum mean
 * discrepancy with a Hamming kernel on tokens and permutations within each prompt, after Model Equality Testing (arXiv
 * 2410.20247). Immutable and thread-safe; a pure function of the samples and the seed.
 *
 * <p>The kernel of two answers is the share of the first {@link #length} positions at which both have the same token; behind
 * its end an answer has no token, and two ends are equal.
 *
 * <p>What it shows: that the sampled answers differ in distribution, with the stated probability of error and without any
 * access to the node. What it does not show: that they are equal (few samples of a close twin pass), or which side is wrong.
 * Reference and node need the same temperature and sampling; a node that recognises a canary passes.
 *
 * <p>Costs at most {@code answers per prompt squared x (length + permutations)} for each prompt: a second at the limits.
 */
public final class CanaryTest {

    /** How many tokens of an answer count unless told otherwise. */
    public static final int LENGTH = 64;

    /** How many permutations are drawn unless told otherwise: the smallest p-value is 0.001. */
    public static final int PERMUTATIONS = 999;

    private final int length;
    private final int permutations;
    private final long seed;

    private CanaryTest(int length, int permutations, long seed) {
        this.length = length;
        this.permutations = permutations;
        this.seed = seed;
    }

    /**
     * Returns a test.
     *
     * @param seed of the permutations: the same seed gives the same p-value. Chosen before the samples are seen
     */
    public static CanaryTest seeded(long seed) {
        return new CanaryTest(LENGTH, PERMUTATIONS, seed);
    }

    /**
     * Returns the same test on another number of tokens.
     *
     * @throws IllegalArgumentException when it is not 1 to 1024
     */
    public CanaryTest length(int tokens) {
        if (tokens < 1 || tokens > 1024) {
            throw new IllegalArgumentException("1 to 1024 tokens can be compared, found " + tokens);
        }
        return new CanaryTest(tokens, permutations, seed);
    }

    /**
     * Returns the same test with another number of permutations.
     *
     * @throws IllegalArgumentException when it is not 19 to 9999
     */
    public CanaryTest permutations(int number) {
        if (number < 19 || number > 9_999) {
            throw new IllegalArgumentException("19 to 9999 permutations can be drawn, found " + number);
        }
        return new CanaryTest(length, number, seed);
    }

    /**
     * Tests.
     *
     * @param node what the node answered
     * @param reference what the model answers that is paid for, sampled afresh: samples that are used for several tests make
     *     these depend on each other
     * @throws IllegalArgumentException when no prompt has two answers of each
     */
    public CanaryResult test(CanarySamples node, CanarySamples reference) {
        List<Gram> grams = node.byPrompt().entrySet().stream()
                .filter(prompt -> prompt.getValue().size() >= 2)
                .filter(prompt -> answers(reference, prompt).size() >= 2)
                .map(prompt -> Gram.of(prompt.getValue(), answers(reference, prompt), length))
                .toList();
        if (grams.isEmpty()) {
            throw new IllegalArgumentException("No prompt has two answers of the node and two of the reference, found "
                    + node + " and " + reference);
        }
        double observed = 0;
        int answers = 0;
        for (Gram gram : grams) {
            observed += gram.discrepancy(gram.order());
            answers += gram.size();
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[][] orders = grams.stream().map(Gram::order).toArray(int[][]::new);
        int asLarge = 1;
        for (int p = 0; p < permutations; p++) {
            double permuted = 0;
            for (int g = 0; g < orders.length; g++) {
                shuffle(orders[g], random);
                permuted += grams.get(g).discrepancy(orders[g]);
            }
            // Equal sums in another order may differ in the last digits.
            asLarge += permuted >= observed - 1e-9 ? 1 : 0;
        }
        return new CanaryResult(grams.size(), answers, observed / grams.size(), (double) asLarge / (permutations + 1));
    }

    private static List<TokenSequence> answers(CanarySamples samples, Map.Entry<Integer, List<TokenSequence>> prompt) {
        return samples.byPrompt().getOrDefault(prompt.getKey(), List.of());
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    /** The kernel of all pairs of answers to one prompt, the node's first. */
    private static final class Gram {
        private final float[][] kernel;
        private final int ofNode;

        private Gram(float[][] kernel, int ofNode) {
            this.kernel = kernel;
            this.ofNode = ofNode;
        }

        static Gram of(List<TokenSequence> node, List<TokenSequence> reference, int length) {
            int size = node.size() + reference.size();
            int[][] tokens = new int[size][];
            for (int i = 0; i < size; i++) {
                TokenSequence answer = i < node.size() ? node.get(i) : reference.get(i - node.size());
                tokens[i] = padded(answer, length);
            }
            float[][] kernel = new float[size][size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < i; j++) {
                    int equal = 0;
                    for (int t = 0; t < length; t++) {
                        equal += tokens[i][t] == tokens[j][t] ? 1 : 0;
                    }
                    kernel[i][j] = (float) equal / length;
                    kernel[j][i] = kernel[i][j];
                }
            }
            return new Gram(kernel, node.size());
        }

        private static int[] padded(TokenSequence answer, int length) {
            int[] tokens = new int[length];
            for (int i = 0; i < length; i++) {
                tokens[i] = i < answer.size() ? answer.at(i) : -1;
            }
            return tokens;
        }

        int size() {
            return kernel.length;
        }

        int[] order() {
            int[] order = new int[size()];
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
            return order;
        }

        /** Returns the unbiased estimate of the squared discrepancy when the first ones in this order are the node's. */
        double discrepancy(int[] order) {
            double within = 0;
            double between = 0;
            double others = 0;
            for (int i = 0; i < order.length; i++) {
                float[] row = kernel[order[i]];
                for (int j = 0; j < i; j++) {
                    double value = row[order[j]];
                    if (i < ofNode) {
                        within += value;
                    } else if (j >= ofNode) {
                        others += value;
                    } else {
                        between += value;
                    }
                }
            }
            double m = ofNode;
            double n = order.length - m;
            return 2 * within / (m * (m - 1)) + 2 * others / (n * (n - 1)) - 2 * between / (m * n);
        }
    }
}
