package network.cortensor.sdk.node;

import network.cortensor.sdk.staking.TaskId;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One task on its way through a node. Its {@link #step()} is set by one thread at a time: the one that advances it, or the one
 * that computes for it while nothing else may change it.
 */
final class TaskRun {

    private static final int IDLE = 0;
    private static final int ADVANCING = 1;
    private static final int ADVANCE_AGAIN = 2;

    private final TaskId task;
    private final Cancellation cancellation = Cancellation.create();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger wanted = new AtomicInteger(IDLE);
    private volatile TaskStep step;
    private volatile boolean computing;
    private volatile @Nullable String uselessEnvelope;

    TaskRun(TaskId task) {
        this.task = task;
        this.step = new TaskStep.Assigned(task);
    }

    TaskId task() {
        return task;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    TaskStep step() {
        return step;
    }

    void step(TaskStep next) {
        step = next;
        if (over()) {
            over.countDown();
        }
    }

    boolean over() {
        return step instanceof TaskStep.Settled || step instanceof TaskStep.Failed;
    }

    void cancel() {
        cancellation.cancel();
    }

    void awaitOver(long nanos) throws InterruptedException {
        // Whether it was in time does not matter here: what is not over is cancelled next.
        boolean ignored = over.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    /** Returns true when the caller has to see to it that the run is advanced; false when somebody already does. */
    boolean wantsAdvance() {
        return wanted.getAndUpdate(w -> w == IDLE ? ADVANCING : ADVANCE_AGAIN) == IDLE;
    }

    void advancing() {
        wanted.set(ADVANCING);
    }

    /** Returns true when something happened while the run was advanced, so that it has to be looked at once more. */
    boolean advanceAgain() {
        return wanted.updateAndGet(w -> w == ADVANCE_AGAIN ? ADVANCING : IDLE) == ADVANCING;
    }

    boolean computing() {
        return computing;
    }

    void computingStarts() {
        computing = true;
    }

    void computed() {
        computing = false;
    }

    /** Remembers an access grant that is not for this node, so that it waits for the next one. */
    void uselessEnvelope(String envelope) {
        uselessEnvelope = envelope;
    }

    boolean isUseless(String envelope) {
        return envelope.equals(uselessEnvelope);
    }
}
