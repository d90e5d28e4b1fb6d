package network.cortensor.sdk.crypto;

import java.security.SecureRandom;
import java.util.Random;

/** The seed of a random test: drawn anew, or given with {@code -Dcortensor.seed=}, and printed either way. */
public final class Seed {

    private final long value;

    private Seed(long value) {
        this.value = value;
    }

    public static Seed of(Class<?> test) {
        String given = System.getProperty("cortensor.seed", "");
        Seed seed = new Seed(given.isBlank() ? new SecureRandom().nextLong() : Long.parseLong(given.trim()));
        System.out.println(test.getSimpleName() + ": " + seed);
        return seed;
    }

    public Random random() {
        return new Random(value);
    }

    @Override
    public String toString() {
        return "-Dcortensor.seed=" + value;
    }
}
