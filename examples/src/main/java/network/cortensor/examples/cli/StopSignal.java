package network.cortensor.examples.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an interruption of the thread that runs the command, so that the client ends its task at the
 * ledger and the nodes stop; then the process ends, at the latest five seconds later.
 */
final class StopSignal {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CountDownLatch over = new CountDownLatch(1);

    private StopSignal() {}

    /** Watches for the signal on behalf of a thread. */
    static StopSignal interrupting(Thread thread) {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.stop(thread), "cortensor-stop"));
        return signal;
    }

    private void stop(Thread thread) {
        thread.interrupt();
        try {
            // What is not cleaned up by then is cleaned up by the next run that uses the same store.
            boolean ignored = over.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended; the process may. */
    void over() {
        over.countDown();
    }
}
