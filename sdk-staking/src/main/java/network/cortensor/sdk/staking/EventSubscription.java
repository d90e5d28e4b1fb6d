package network.cortensor.sdk.staking;

import java.time.Duration;
import java.util.Optional;

/**
 * Events from the moment of {@link Ledger#subscribe} on, in ledger order, none twice, none left out.
 *
 * <p>To miss nothing: subscribe first, then read the state, then take events. Safe for use by several threads; each
 * event goes to one of them. The subscriber closes it.
 */
public interface EventSubscription extends AutoCloseable {
    /**
     * Waits for the next event.
     *
     * @param timeout how long; zero or less only looks
     * @return the event, or empty if none came in time
     * @throws InterruptedException if the thread is interrupted before or while it waits; no event is lost by it
     * @throws SubscriptionOverrunException if the buffer overflowed and the events before the gap were all delivered
     * @throws LedgerUnavailableException if the subscription or its ledger is closed and what was buffered was all
     *     delivered
     */
    Optional<LedgerEvent> next(Duration timeout) throws InterruptedException;

    /** Ends the subscription and wakes who waits in it. Again: no effect. */
    @Override
    void close();
}
