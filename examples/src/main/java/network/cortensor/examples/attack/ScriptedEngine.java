package network.cortensor.examples.attack;

import network.cortensor.sdk.node.Cancellation;
import network.cortensor.sdk.node.EngineException;
import network.cortensor.sdk.node.InferenceEngine;
import network.cortensor.sdk.node.InferenceRequest;
import network.cortensor.sdk.node.InferenceResult;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An engine that says what the script says, whatever it is asked. */
final class ScriptedEngine implements InferenceEngine {

    private final String answer;
    private final Runnable before;

    private ScriptedEngine(String answer, Runnable before) {
        this.answer = answer;
        this.before = before;
    }

    static InferenceEngine saying(String answer) {
        return new ScriptedEngine(answer, () -> {});
    }

    /** Does something else first, on the thread that is about to sign the answer. */
    static InferenceEngine saying(String answer, Runnable before) {
        return new ScriptedEngine(answer, before);
    }

    /** Takes every request and never answers. */
    static InferenceEngine hanging() {
        return new InferenceEngine() {
            @Override
            public String model() {
                return "hanging";
            }

            @Override
            public InferenceResult infer(InferenceRequest request, Cancellation cancellation, Duration timeout) {
                CountDownLatch cancelled = new CountDownLatch(1);
                cancellation.onCancel(cancelled::countDown);
                try {
                    boolean inTime = cancelled.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
                    throw new EngineException(EngineException.Kind.CANCELLED, inTime ? "told to stop" : "out of time");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new EngineException(EngineException.Kind.CANCELLED, "interrupted", e);
                }
            }
        };
    }

    @Override
    public String model() {
        return "scripted";
    }

    @Override
    public InferenceResult infer(InferenceRequest request, Cancellation cancellation, Duration timeout) {
        before.run();
        return new InferenceResult(answer, model(), InferenceResult.Finish.STOP, 0, 0);
    }
}
