package network.cortensor.examples.bench;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A number of tasks that were run one after the other or side by side.
 *
 * @param tasks the time of each
 * @param wallNanos the time of them together
 * @param cpuNanos the CPU time of the whole process meanwhile, nodes and ledger included
 */
record Run(List<TaskTiming> tasks, long wallNanos, long cpuNanos) {

    double tasksPerSecond() {
        return tasks.size() * 1e9 / wallNanos;
    }

    double cpuMillisPerTask() {
        return cpuNanos / 1e6 / tasks.size();
    }

    Distribution latency() {
        return distribution(TaskTiming::latency);
    }

    Distribution overhead() {
        return distribution(TaskTiming::overhead);
    }

    Distribution stage(LoopStage stage) {
        return distribution(task -> task.stages().getOrDefault(stage, 0L));
    }

    private Distribution distribution(ToLongFunction<TaskTiming> part) {
        return Distribution.ofNanos(tasks.stream().mapToLong(part));
    }
}
