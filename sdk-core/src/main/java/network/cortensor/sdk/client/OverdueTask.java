package network.cortensor.sdk.client;

import network.cortensor.sdk.staking.LedgerRefusedException;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Ends a task that is overdue. Each try may cost a transaction, and a ledger that lags behind shows the task as open for a
 * while after it was ended: there is one try for each time that the ledger shows, a block's on a chain, and a longer wait
 * before each. Not thread-safe.
 */
final class OverdueTask {

    private static final long FIRST_WAIT = TimeUnit.SECONDS.toNanos(1);
    /** Of the waits; shorter than the time that a task's driver has patience for. */
    private static final long LONGEST_WAIT = Duration.ofSeconds(8).toNanos();

    private final Runnable end;
    private Instant triedAt = Instant.MIN;
    private long tried;
    private long wait;

    /** Of a task that is ended by {@code end}. */
    OverdueTask(Runnable end) {
        this.end = end;
    }

    /**
     * Ends it, if the last try is long enough ago. Returns at once if not.
     *
     * @param now by the ledger's clock
     * @param nanos as {@link System#nanoTime} counts
     */
    void endAt(Instant now, long nanos) {
        if (!now.isAfter(triedAt) || nanos - tried < wait) {
            return;
        }
        try {
            end.run();
        } catch (LedgerRefusedException e) {
            // A ledger with validators may keep a task open beyond its deadline; then there is nothing to end yet.
            if (e.reason() != LedgerRefusedException.Reason.WRONG_PHASE) {
                throw e;
            }
        }
        triedAt = now;
        tried = nanos;
        wait = wait == 0 ? FIRST_WAIT : Math.min(2 * wait, LONGEST_WAIT);
    }
}
