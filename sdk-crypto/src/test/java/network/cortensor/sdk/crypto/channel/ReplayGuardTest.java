package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.RejectedException.Check;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReplayGuardTest {

    private static final Instant NOW = Exchange.NOW;
    private static final Instant EXPIRY = NOW.plusSeconds(10);

    private final ReplayGuard guard = ReplayGuard.inMemory(2);

    @Test
    void admit_twice_isRefusedUntilItExpires() {
        guard.admit(opening(1), EXPIRY, NOW);
        assertReplayed(opening(1), NOW, "before");
        assertReplayed(opening(1), EXPIRY.minusNanos(1), "before");
    }

    @Test
    void admit_full_refusesOthersUntilSomethingExpires() {
        guard.admit(opening(1), EXPIRY, NOW);
        guard.admit(opening(2), EXPIRY.plusSeconds(5), NOW);
        assertReplayed(opening(3), NOW, "larger capacity");
        guard.admit(opening(3), EXPIRY.plusSeconds(5), EXPIRY);
        assertThatThrownBy(() -> guard.admit(opening(2), EXPIRY.plusSeconds(5), EXPIRY))
                .isInstanceOf(RejectedException.class);
    }

    @Test
    void admit_clockSetBack_doesNotBringBackWhatExpired() {
        guard.admit(opening(1), EXPIRY, NOW);
        guard.admit(opening(2), EXPIRY.plusSeconds(100), EXPIRY);
        assertReplayed(opening(1), NOW, "latest clock");
    }

    @Test
    void admit_arrayChangedAfterwards_isRememberedAsItWas() {
        byte[] opening = opening(1);
        guard.admit(opening, EXPIRY, NOW);
        opening[0]++;
        assertReplayed(opening(1), NOW, "before");
    }

    @Test
    void admit_severalThreads_oneWins() throws InterruptedException, ExecutionException {
        ReplayGuard large = ReplayGuard.inMemory(1000);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 200; round++) {
                byte[] opening = opening(round);
                List<Callable<Boolean>> calls = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    calls.add(() -> isAdmitted(large, opening));
                }
                int winners = 0;
                for (Future<Boolean> call : threads.invokeAll(calls)) {
                    winners += call.get() ? 1 : 0;
                }
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void inMemory_noCapacity_isRefused() {
        assertThatThrownBy(() -> ReplayGuard.inMemory(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean isAdmitted(ReplayGuard guard, byte[] opening) {
        try {
            guard.admit(opening, EXPIRY, NOW);
            return true;
        } catch (RejectedException e) {
            return false;
        }
    }

    private void assertReplayed(byte[] opening, Instant now, String message) {
        assertThatThrownBy(() -> guard.admit(opening, EXPIRY, now))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.check()).isEqualTo(Check.CHANNEL_REPLAYED))
                .hasMessageContaining(message);
    }

    private static byte[] opening(int number) {
        byte[] opening = new byte[32];
        opening[0] = (byte) number;
        opening[1] = (byte) (number >> 8);
        return opening;
    }
}
