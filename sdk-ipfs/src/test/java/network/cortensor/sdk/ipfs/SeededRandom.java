package network.cortensor.sdk.ipfs;

import java.util.Arrays;
import java.util.Random;

/** Randomness that can be had again: the seed is printed, belongs into assertion messages, and can be set. */
public final class SeededRandom {
    private final String seed;
    private final Random random;

    private SeededRandom(long seed) {
        this.seed = "-Dcortensor.seed=" + seed;
        this.random = new Random(seed);
    }

    public static SeededRandom create(String test) {
        String given = System.getProperty("cortensor.seed", "");
        SeededRandom created = new SeededRandom(given.isEmpty() ? new Random().nextLong() : Long.parseLong(given));
        System.out.println(test + ": " + created.seed);
        return created;
    }

    public String seed() {
        return seed;
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public long nextLong() {
        return random.nextLong();
    }

    public byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Returns a copy with one to three things wrong: a bit flipped, a byte replaced, cut, extended, or a piece moved. */
    public byte[] mutated(byte[] original) {
        byte[] bytes = original.clone();
        for (int rounds = 1 + below(3); rounds > 0; rounds--) {
            bytes = mutatedOnce(bytes);
        }
        return bytes;
    }

    private byte[] mutatedOnce(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes(1 + below(4));
        }
        int at = below(bytes.length);
        switch (below(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << below(8));
            case 1 -> bytes[at] = (byte) below(256);
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                return Arrays.copyOf(bytes, bytes.length + 1 + below(8));
            }
            case 4 -> bytes[at] = (byte) 0xff;
            default -> {
                int count = Math.min(bytes.length - at, 1 + below(8));
                System.arraycopy(bytes, at, bytes, below(bytes.length - count + 1), count);
            }
        }
        return bytes;
    }
}
