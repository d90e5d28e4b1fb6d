package network.cortensor.sdk.ipfs.internal;

import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cancellation;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.DeadlineExceededException;
import network.cortensor.sdk.ipfs.Progress;

import java.time.Duration;

/**
 * Watches over one running call: its deadline, its cancellation and its progress. Thread-safe, as several threads may work on
 * one call.
 */
public final class Watch {
    private final String what;
    private final CallOptions options;
    private final long startNanos = System.nanoTime();
    private final long limitNanos;
    private final Object progressLock = new Object();
    private long bytes;
    private long blocks;
    private long totalBytes = Progress.UNKNOWN;

    private Watch(String what, CallOptions options) {
        this.what = what;
        this.options = options;
        this.limitNanos = options.timeout().map(Watch::toNanos).orElse(Long.MAX_VALUE);
    }

    /** Starts the clock. {@code what} completes "could not …" in error messages. */
    public static Watch start(String what, CallOptions options) {
        return new Watch(what, options);
    }

    private static long toNanos(Duration timeout) {
        // 292 years are as good as for ever.
        return timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
    }

    /** Returns what is being tried, for error messages. */
    public String what() {
        return what;
    }

    /**
     * Ends the call if it is to end.
     *
     * @throws CancelledException if it was cancelled, or this thread is interrupted; the flag stays set
     * @throws DeadlineExceededException if its time is over
     */
    public void check() {
        if (options.cancellation().isCancelled() || Thread.currentThread().isInterrupted()) {
            throw new CancelledException(what);
        }
        if (remainingNanos() <= 0) {
            throw new DeadlineExceededException(what, options.timeout().orElseThrow());
        }
    }

    /** Returns the nanoseconds that are left, {@link Long#MAX_VALUE} without a deadline; not positive when time is over. */
    public long remainingNanos() {
        return limitNanos == Long.MAX_VALUE ? Long.MAX_VALUE : limitNanos - (System.nanoTime() - startNanos);
    }

    /** Has {@code listener} run when the call is cancelled; see {@link Cancellation#onCancel}. */
    public Cancellation.Registration onCancel(Runnable listener) {
        return options.cancellation().onCancel(listener);
    }

    /** Tells the call's listener from now on that {@code total} bytes are expected. */
    public void expect(long total) {
        synchronized (progressLock) {
            totalBytes = total;
        }
    }

    /** Counts what has been done since the last time, and tells the call's listener. */
    public void advanced(long moreBytes, long moreBlocks) {
        synchronized (progressLock) {
            bytes += moreBytes;
            blocks += moreBlocks;
            options.progress().onProgress(new Progress(bytes, blocks, totalBytes));
        }
    }
}
