package network.cortensor.sdk.ipfs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends calls from another thread: each call that was given this object stops, closes its sockets and throws {@link
 * CancelledException}.
 *
 * <p>Works once and for good, also for calls that begin later. Thread-safe.
 */
public final class Cancellation {
    /** Of calls that nobody can cancel; it keeps no listeners, of which there would be more and more. */
    static final Cancellation NEVER = new Cancellation(false);

    private final boolean possible;
    private final Map<Object, Runnable> listeners = new LinkedHashMap<>();
    private boolean cancelled;

    /** Creates one that has not been cancelled. */
    public Cancellation() {
        this(true);
    }

    private Cancellation(boolean possible) {
        this.possible = possible;
    }

    /** Takes back a listener. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Cancels; a second call does nothing. Runs the listeners in this thread, all of them, even if one throws.
     *
     * @throws UnsupportedOperationException if this is the {@link CallOptions#cancellation()} of options that were given none
     */
    public void cancel() {
        if (!possible) {
            throw new UnsupportedOperationException(
                    "these calls were given no cancellation; see CallOptions.builder()");
        }
        List<Runnable> toRun;
        synchronized (listeners) {
            cancelled = true;
            toRun = List.copyOf(listeners.values());
            listeners.clear();
        }
        run(toRun);
    }

    private static void run(List<Runnable> listeners) {
        RuntimeException failure = null;
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                // The others have sockets to close.
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Tells whether {@link #cancel()} was called. */
    public boolean isCancelled() {
        synchronized (listeners) {
            return cancelled;
        }
    }

    /**
     * Has {@code listener} run once, when this is cancelled; at once if it is already. For implementations of {@link
     * BlockSource} that wait for something.
     *
     * @param listener must be quick and not throw
     * @return closed by whoever no longer wants to hear
     */
    public Registration onCancel(Runnable listener) {
        synchronized (listeners) {
            if (!possible) {
                return () -> {};
            }
            if (!cancelled) {
                // Two registrations of one listener are two.
                Object key = new Object();
                listeners.put(key, listener);
                return () -> remove(key);
            }
        }
        listener.run();
        return () -> {};
    }

    private void remove(Object key) {
        synchronized (listeners) {
            listeners.remove(key);
        }
    }
}
