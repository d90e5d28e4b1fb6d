package network.cortensor.examples.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells a person on stderr how far a command is: a line for each stage that was reached and, on a terminal, one below them
 * that shows what is waited for and for how long. Silent when stderr is no terminal, unless asked for. Thread-safe.
 */
final class Progress implements AutoCloseable {

    private static final String ERASE_LINE = "\r\u001B[K";
    private static final long REFRESH_MILLIS = 100;

    private final PrintStream err;
    private final Stopwatch watch;
    private final boolean shown;
    private final boolean live;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private String waitingFor = "";
    private Stopwatch waiting = Stopwatch.start();
    private boolean reached;
    private boolean closed;

    private Progress(PrintStream err, Stopwatch watch, boolean shown, boolean live) {
        this.err = err;
        this.watch = watch;
        this.shown = shown;
        this.live = live;
    }

    /** Opens the progress of a command; {@code wanted} asks for plain lines where stderr is no terminal. */
    static Progress open(Console console, Stopwatch watch, boolean wanted) {
        Progress progress = new Progress(console.err(), watch, wanted || console.terminal(), console.terminal());
        if (progress.live) {
            Thread refresher = new Thread(progress::refresh, "cortensor-progress");
            refresher.setDaemon(true);
            refresher.start();
        }
        return progress;
    }

    /** Returns a progress that shows nothing. */
    static Progress silent() {
        return new Progress(System.err, Stopwatch.start(), false, false);
    }

    /** A stage was reached. */
    void reached(String stage, String detail) {
        if (!shown) {
            return;
        }
        lock.lock();
        try {
            if (!closed) {
                err.print((live ? ERASE_LINE : "")
                        + String.format(Locale.ROOT, "%8s  %-10s %s%n", watch.seconds(), stage, detail));
                waitingFor = "";
                reached = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** From now on, until the next call, something is waited for. */
    void waitingFor(String what) {
        if (!live) {
            return;
        }
        lock.lock();
        try {
            if (!what.equals(waitingFor)) {
                waitingFor = what;
                waiting = Stopwatch.start();
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void refresh() {
        lock.lock();
        try {
            while (!closed) {
                if (waitingFor.isEmpty()) {
                    changed.await();
                } else {
                    err.print(String.format(
                            Locale.ROOT,
                            "%s       …  waiting for %s  %.1f s",
                            ERASE_LINE,
                            waitingFor,
                            waiting.millis() / 1000.0));
                    err.flush();
                    // Woken or not, the line is drawn again.
                    boolean ignored = changed.await(REFRESH_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the waiting line away and sets what follows apart; nothing is shown any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed && live) {
                err.print(reached ? ERASE_LINE + System.lineSeparator() : ERASE_LINE);
                err.flush();
            }
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
