package network.cortensor.examples.bench;

import network.cortensor.sdk.node.Cancellation;
import network.cortensor.sdk.node.InferenceEngine;
import network.cortensor.sdk.node.InferenceRequest;
import network.cortensor.sdk.node.InferenceResult;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An engine that does next to nothing and notes for how long, so that its time can be taken out of a task's. Its answer
 * follows from the prompt alone, so all nodes agree. Thread-safe.
 */
final class TimedEngine implements InferenceEngine {

    private static final String MODEL = "bench-checksum";

    private final Map<String, Long> slowest = new ConcurrentHashMap<>();

    /** The number of characters at the start of a prompt that tell it from all others. */
    static final int KEY_CHARACTERS = 16;

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public InferenceResult infer(InferenceRequest request, Cancellation cancellation, Duration timeout) {
        long start = System.nanoTime();
        String prompt = request.prompt();
        String key = prompt.substring(0, KEY_CHARACTERS);
        String answer = "Prompt " + key + " has " + prompt.length() + " characters and the checksum "
                + Integer.toHexString(prompt.hashCode()) + ".";
        slowest.merge(key, System.nanoTime() - start, Math::max);
        return new InferenceResult(answer, MODEL, InferenceResult.Finish.STOP, 0, 0);
    }

    /** Returns and forgets the time of the slowest node for a prompt, in nanoseconds: nodes work side by side. */
    long takeNanos(String key) {
        return Optional.ofNullable(slowest.remove(key)).orElse(0L);
    }
}
