package network.cortensor.sdk.client;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a ledger in which transaction a task was settled, for no longer than it is worth to a receipt: the answer is there and
 * paid for, and must not wait for an endpoint, nor fail with it.
 */
final class SettlementLookup {

    private static final Logger LOG = LoggerFactory.getLogger(SettlementLookup.class);

    /** A chain is asked some six questions, one after the other. */
    static final Duration LONGEST = Duration.ofSeconds(2);

    private SettlementLookup() {}

    /**
     * Returns the transaction; empty if there is none, if the ledger does not say it in {@link #LONGEST}, or if this thread is
     * interrupted, whose flag is then set.
     */
    static Optional<Hash> of(TaskId task, Ledger ledger) {
        FutureTask<Optional<Hash>> answer = new FutureTask<>(() -> ledger.settlementTransaction(task));
        Thread asking = new Thread(answer, "cortensor-settlement-" + task);
        asking.setDaemon(true);
        asking.start();
        try {
            return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            LOG.debug("The receipt of task {} names no transaction: {}", task, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            LOG.debug("The receipt of task {} names no transaction: the ledger did not say it in {}", task, LONGEST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // A ledger that is still at it is told that nobody waits any more.
            answer.cancel(true);
        }
        return Optional.empty();
    }
}
