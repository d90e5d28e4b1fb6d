package network.cortensor.examples.attack;

import java.time.Instant;

/** Fixed times for attacks that need no ledger, and so no clock. */
final class Moments {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final Instant IN_AN_HOUR = NOW.plusSeconds(3600);

    private Moments() {}
}
