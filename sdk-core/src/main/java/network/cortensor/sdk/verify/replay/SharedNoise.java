package network.cortensor.sdk.verify.replay;

/**
 * The randomness that a node and its validators share when tokens are drawn by the Gumbel-max trick: the token with the
 * largest {@code logit / temperature - ln(noise)} is drawn. A pure function; thread-safe.
 */
@FunctionalInterface
public interface SharedNoise {

    /**
     * Returns a positive number that is distributed exponentially with mean 1, independent for each position and token.
     *
     * @param position of the token in the answer, from 0
     * @param token its id
     */
    double exponential(int position, int token);

    /**
     * Returns noise that any language can compute from a seed without state. It is this SDK's own: nodes of the network as it
     * is do not draw by it. vLLM draws by PyTorch's generator, whose numbers a caller passes as its own {@code SharedNoise}.
     *
     * <p>With all arithmetic on 64 bits, wrapping: {@code x = seed + 0x9E3779B97F4A7C15 * (position * 2^32 + token + 1)},
     * then twice {@code x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9}, {@code x = (x ^ (x >>> 27)) * 0x94D049BB133111EB},
     * {@code x = x ^ x >>> 31}. The noise is {@code -ln(((x >>> 11) + 0.5) / 2^53)}.
     */
    static SharedNoise hashed(long seed) {
        return (position, token) -> {
            long x = seed + 0x9E3779B97F4A7C15L * (((long) position << 32) + token + 1);
            for (int round = 0; round < 2; round++) {
                x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
                x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
                x ^= x >>> 31;
            }
            return -Math.log(((x >>> 11) + 0.5) * 0x1p-53);
        };
    }
}
