package network.cortensor.sdk.verify.replay;

/** MT19937, the generator that llama.cpp draws tokens by (Matsumoto and Nishimura 1998). Not thread-safe. */
final class MersenneTwister {

    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    MersenneTwister(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** Returns the next 32 bits. */
    int next() {
        if (next == SIZE) {
            twist();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >>> 18);
    }

    /** Returns the next number from 0 to below 1, as {@code std::generate_canonical<double, 53>} of libstdc++ makes it. */
    double nextUniform() {
        double low = Integer.toUnsignedLong(next());
        double high = Integer.toUnsignedLong(next());
        double uniform = (low + high * 0x1p32) * 0x1p-64;
        return Math.min(uniform, Math.nextDown(1.0));
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7FFFFFFF);
            state[i] = state[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
        }
        next = 0;
    }
}
