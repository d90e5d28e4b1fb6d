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

    private final OverduePhases phases;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private String lastTold = "";

    private Keeper(OverduePhases phases, Duration interval) {
        this.phases = phases;
        this.interval = interval;
        this.thread = new Thread(this::run, "cortensor-ledger-keeper");
        this.thread.setDaemon(true);
    }

    static Keeper start(OverduePhases phases, Duration interval) {
        Keeper keeper = new Keeper(phases, interval);
        keeper.thread.start();
        return keeper;
    }

    private void run() {
        try {
            do {
                look();
            } while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever one look comes to, the miners of other tasks count on the next. */
    private void look() throws InterruptedException {
        try {
            phases.close();
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while overdue phases were closed");
            }
            tell(e);
        }
    }

    /** What lasts is told once. */
    private void tell(RuntimeException failure) {
        String message = failure.toString();
        if (!message.equals(lastTold)) {
            lastTold = message;
            LOG.warn("Overdue phases were not all closed; the next look tries again", failure);
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
