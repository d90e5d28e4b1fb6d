package network.cortensor.sdk.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Tells a running inference to stop. Once cancelled it stays cancelled. Thread-safe. */
public final class Cancellation {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> actions = new ArrayList<>();
    private volatile boolean cancelled;

    private Cancellation() {}

    /** Creates a cancellation that has not happened. */
    public static Cancellation create() {
        return new Cancellation();
    }

    /** Cancels: runs the registered actions, once, in the calling thread. */
    public void cancel() {
        List<Runnable> toRun;
        lock.lock();
        try {
            cancelled = true;
            toRun = List.copyOf(actions);
            actions.clear();
        } finally {
            lock.unlock();
        }
        toRun.forEach(Runnable::run);
    }

    /** Returns whether it was cancelled. */
    public boolean cancelled() {
        return cancelled;
    }

    /** Runs the action when it is cancelled; at once, when it already is. The action must be quick and must not throw. */
    public void onCancel(Runnable action) {
        lock.lock();
        try {
            if (!cancelled) {
                actions.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    /** Throws the exception that an engine ends with, when it was cancelled. */
    public void throwIfCancelled() {
        if (cancelled) {
            throw new EngineException(EngineException.Kind.CANCELLED, "The inference was cancelled.");
        }
    }
}
