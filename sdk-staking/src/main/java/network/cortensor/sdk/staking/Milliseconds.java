package network.cortensor.sdk.staking;

import java.time.Duration;

/** Durations as the ledger counts them: whole milliseconds, so that what is read back is what was set. */
final class Milliseconds {
    private static final Duration MIN = Duration.ofMillis(1);
    private static final Duration MAX = Duration.ofDays(36_525);

    private Milliseconds() {}

    static Duration between(String property, Duration found) {
        if (found.compareTo(MIN) < 0 || found.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(property + ": expected 1 ms to 100 years, found " + found);
        }
        return Duration.ofMillis(found.toMillis());
    }
}
