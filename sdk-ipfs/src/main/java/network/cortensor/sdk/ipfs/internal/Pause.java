package network.cortensor.sdk.ipfs.internal;

import network.cortensor.sdk.ipfs.Cancellation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time between two attempts, which ends early when the call does. */
public final class Pause {
    private Pause() {}

    /**
     * Waits.
     *
     * @throws network.cortensor.sdk.ipfs.CancelledException if the call is cancelled, or this thread interrupted; the flag stays
     *     set
     * @throws network.cortensor.sdk.ipfs.DeadlineExceededException if its time is over
     */
    public static void of(Duration pause, Watch watch) {
        CountDownLatch cancelled = new CountDownLatch(1);
        Cancellation.Registration registration = watch.onCancel(cancelled::countDown);
        try {
            long nanos = Math.min(pause.toNanos(), Math.max(watch.remainingNanos(), 0));
            if (cancelled.await(nanos, TimeUnit.NANOSECONDS)) {
                watch.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            registration.close();
        }
        watch.check();
    }
}
