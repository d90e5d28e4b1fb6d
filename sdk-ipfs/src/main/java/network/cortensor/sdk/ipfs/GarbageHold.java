package network.cortensor.sdk.ipfs;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps garbage collection out of a store until it is closed; see {@link ContentStore#holdGarbage(CallOptions)}. Thread-safe; may
 * be closed by another thread than the one that opened it.
 */
public final class GarbageHold implements AutoCloseable {
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Runnable end;

    GarbageHold(Runnable end) {
        this.end = end;
    }

    /** Lets garbage be collected again; a second call does nothing. */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            end.run();
        }
    }
}
