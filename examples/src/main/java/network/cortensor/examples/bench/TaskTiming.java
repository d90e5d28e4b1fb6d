package network.cortensor.examples.bench;

import java.util.Map;

/**
 * The time of one task, in nanoseconds.
 *
 * @param latency from the request to the verified answer
 * @param engine what the engine of the slowest node took of it
 * @param stages how the rest is split
 */
record TaskTiming(long latency, long engine, Map<LoopStage, Long> stages) {

    /** Returns what the SDK took: everything but the engine. */
    long overhead() {
        return latency - engine;
    }
}
