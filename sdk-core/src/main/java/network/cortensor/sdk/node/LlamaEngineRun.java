package network.cortensor.sdk.node;

import java.time.Duration;

/** Tells the model's thread when to stop: cancelled, or late. Thread-safe. */
final class LlamaEngineRun {

    private final Cancellation cancellation = Cancellation.create();
    private final long deadline;

    private LlamaEngineRun(long deadline) {
        this.deadline = deadline;
    }

    static LlamaEngineRun within(Duration timeout) {
        return new LlamaEngineRun(System.nanoTime() + timeout.toNanos());
    }

    void cancel() {
        cancellation.cancel();
    }

    void onCancel(Runnable action) {
        cancellation.onCancel(action);
    }

    void throwIfStopped() {
        cancellation.throwIfCancelled();
        if (System.nanoTime() - deadline > 0) {
            throw late();
        }
    }

    static EngineException cancelled() {
        return new EngineException(EngineException.Kind.CANCELLED, "The inference was cancelled.");
    }

    static EngineException late() {
        return new EngineException(
                EngineException.Kind.UNAVAILABLE,
                "The model did not finish in time. Allow more, or ask for fewer tokens.");
    }
}
