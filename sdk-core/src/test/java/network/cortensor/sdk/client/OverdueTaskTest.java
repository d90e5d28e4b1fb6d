package network.cortensor.sdk.client;

import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How often a task is told to end while the ledger shows it as open. */
final class OverdueTaskTest {

    private static final Instant BLOCK = Instant.parse("2026-01-01T00:00:00Z");

    private int tries;

    @Test
    void endAt_ledgerLags_triesOnceForEachBlock() {
        OverdueTask task = new OverdueTask(() -> tries++);

        for (long millis = 0; millis < 60_000; millis += 100) {
            task.endAt(BLOCK, nanos(millis));
        }
        assertThat(tries).isEqualTo(1);
        task.endAt(BLOCK.plusSeconds(12), nanos(60_000));
        task.endAt(BLOCK.plusSeconds(12), nanos(120_000));
        assertThat(tries).isEqualTo(2);
    }

    @Test
    void endAt_blocksInQuickSuccession_waitsLongerEachTime() {
        List<Long> times = new ArrayList<>();
        AtomicLong clock = new AtomicLong();
        OverdueTask task = new OverdueTask(() -> times.add(clock.get()));
        for (long millis = 0; millis < 40_000; millis += 100) {
            clock.set(millis);
            task.endAt(BLOCK.plusMillis(millis), nanos(millis));
        }
        assertThat(times).containsExactly(0L, 1_000L, 3_000L, 7_000L, 15_000L, 23_000L, 31_000L, 39_000L);
    }

    @Test
    void endAt_notYetDue_isTriedAgain() {
        OverdueTask task = new OverdueTask(() -> {
            tries++;
            throw new LedgerRefusedException(
                    Reason.WRONG_PHASE, "end", "a deadline that is over", "validators at work");
        });

        task.endAt(BLOCK, nanos(0));
        task.endAt(BLOCK.plusSeconds(1), nanos(1_000));

        assertThat(tries).isEqualTo(2);
    }

    @Test
    void endAt_refusedOtherwise_says() {
        OverdueTask task = new OverdueTask(() -> {
            throw new LedgerRefusedException(Reason.UNKNOWN_TASK, "end", "a task", "none");
        });

        assertThatThrownBy(() -> task.endAt(BLOCK, 0)).isInstanceOf(LedgerRefusedException.class);
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
