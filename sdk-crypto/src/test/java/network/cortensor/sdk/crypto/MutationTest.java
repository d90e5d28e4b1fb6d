package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.hostile.Campaign;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Damaged inputs of every kind, some ten thousand in every build: each is refused with a declared exception, and nothing
 * unauthenticated comes out. {@code -Dcortensor.mutations=1000000} runs the campaign that a release is held to.
 */
class MutationTest {

    private static final Seed SEED = Seed.of(MutationTest.class);
    private static final long MUTATIONS = Long.getLong("cortensor.mutations", 60_000);
    private static final int KINDS = 11;
    private static final int DEADLINE_MINUTES = 30;

    @Test
    void read_mutatedObjects_failInADeclaredWayAndReleaseOnlyWhatIsAuthentic() throws InterruptedException {
        long least = Campaign.run(SEED, MUTATIONS, DEADLINE_MINUTES);

        // No object has less than a sixtieth, and no kind of mutation less than its share of that.
        assertThat(least).as("%s", SEED).isGreaterThanOrEqualTo(MUTATIONS / (60 * KINDS));
    }
}
