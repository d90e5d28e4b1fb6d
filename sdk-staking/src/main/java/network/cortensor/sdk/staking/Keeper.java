package network.cortensor.sdk.staking;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Closes phases that are overdue, one look after the other, until it is closed. One thread. */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final ContractLedger ledger;
    private final ContractLedgerAccount payer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    Keeper(ContractLedger ledger, ContractLedgerAccount payer) {
        this.ledger = ledger;
        this.payer = payer;
        this.thread = new Thread(this::run, "cortensor-ledger-keeper");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long interval = ledger.chain().options().pollInterval().toMillis();
        try {
            do {
                try {
                    ledger.closeOverduePhases(payer);
                } catch (LedgerException e) {
                    if (Thread.interrupted()) {
                        return;
                    }
                    // Somebody else may have been faster, or the chain cannot be asked now: look again.
                    LOG.debug("Overdue phases were not closed: {}", e.getMessage());
                }
            } while (!closed.await(interval, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
