package network.cortensor.examples.bench;

import network.cortensor.sdk.client.CompletionListener;
import network.cortensor.sdk.client.Stage;

import java.util.EnumMap;
import java.util.Map;

/**
 * Notes when each stage of one task was last reported. Used by the thread that waits for the task.
 *
 * <p>That is not when it happened: granting access wakes the nodes, and where they take all processors the report that the
 * prompt is sealed comes after their work. The sum of the stages is exact; the border between these two is not.
 */
final class StageClock implements CompletionListener {

    private final Map<LoopStage, Long> reached = new EnumMap<>(LoopStage.class);

    @Override
    public void onStage(Stage stage, String detail) {
        LoopStage.endingAt(stage).ifPresent(part -> reached.put(part, System.nanoTime()));
    }

    /**
     * Splits a task's time.
     *
     * @param start when the task began, by {@link System#nanoTime()}
     * @param end when its answer was there
     * @param engineNanos the engine's time, which lies within {@link LoopStage#PRECOMMITTED} and is taken out of it
     * @return nanoseconds for every part; a part that was over before the one before it took none
     */
    Map<LoopStage, Long> split(long start, long end, long engineNanos) {
        Map<LoopStage, Long> parts = new EnumMap<>(LoopStage.class);
        long before = start;
        for (LoopStage stage : LoopStage.values()) {
            long at = Math.max(before, stage == LoopStage.RETURNED ? end : reached.getOrDefault(stage, before));
            long engine = stage == LoopStage.PRECOMMITTED ? engineNanos : 0;
            parts.put(stage, Math.max(0, at - before - engine));
            before = at;
        }
        return parts;
    }
}
