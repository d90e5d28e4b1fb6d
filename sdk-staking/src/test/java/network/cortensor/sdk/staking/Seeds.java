package network.cortensor.sdk.staking;

import java.security.SecureRandom;

/** The seed of a random test: {@code -Dcortensor.seed=}, or a new one; printed either way. */
public final class Seeds {
    private Seeds() {}

    public static long next(String test) {
        String set = System.getProperty("cortensor.seed", "");
        long seed = set.isEmpty() ? new SecureRandom().nextLong() : Long.parseLong(set);
        System.out.println(test + ": -Dcortensor.seed=" + seed);
        return seed;
    }
}
