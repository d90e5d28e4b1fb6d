package network.cortensor.sdk.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An engine that answers as it is told, counts, and can be made to hang until it is cancelled. */
public final class FakeEngine implements InferenceEngine {

    private final Function<InferenceRequest, String> answers;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final boolean hangs;

    private FakeEngine(Function<InferenceRequest, String> answers, boolean hangs) {
        this.answers = answers;
        this.hangs = hangs;
    }

    /** Answers every request with the same text. */
    public static FakeEngine answering(String text) {
        return new FakeEngine(request -> text, false);
    }

    /** Answers each request with what the function makes of it. */
    public static FakeEngine computing(Function<InferenceRequest, String> answers) {
        return new FakeEngine(answers, false);
    }

    /** Never answers; ends when cancelled or timed out. */
    public static FakeEngine hanging() {
        return new FakeEngine(request -> "never", true);
    }

    /** Fails as a dead server does. */
    public static FakeEngine dead() {
        return new FakeEngine(
                request -> {
                    throw new EngineException(EngineException.Kind.UNAVAILABLE, "the engine is down");
                },
                false);
    }

    @Override
    public String model() {
        return "fake";
    }

    @Override
    public InferenceResult infer(InferenceRequest request, Cancellation cancellation, Duration timeout) {
        calls.incrementAndGet();
        entered.countDown();
        if (hangs) {
            CountDownLatch stop = new CountDownLatch(1);
            cancellation.onCancel(stop::countDown);
            try {
                if (stop.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    cancelled.incrementAndGet();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cancelled.incrementAndGet();
            }
            throw new EngineException(EngineException.Kind.CANCELLED, "stopped");
        }
        return new InferenceResult(answers.apply(request), model(), InferenceResult.Finish.STOP, 0, 0);
    }

    /** Returns how often it was asked. */
    public int calls() {
        return calls.get();
    }

    /** Returns how often a hanging call was cancelled. */
    public int cancelled() {
        return cancelled.get();
    }

    /** Waits until it is asked for the first time. */
    public boolean awaitCall() throws InterruptedException {
        return entered.await(30, TimeUnit.SECONDS);
    }
}
