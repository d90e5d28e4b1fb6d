package network.cortensor.sdk.crypto.hostile;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What a campaign did to the objects of one kind. Thread-safe. */
final class Tally {

    private final Map<Mutation, LongAdder> byMutation = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> byOutcome = new ConcurrentHashMap<>();
    private final LongAdder beginnings = new LongAdder();
    private final LongAdder cpuNanos = new LongAdder();
    private final LongAccumulator mostMemory = new LongAccumulator(Math::max, 0);

    /** Counts one mutation with its outcome. */
    void add(Mutation mutation, String outcome) {
        byMutation.computeIfAbsent(mutation, first -> new LongAdder()).increment();
        byOutcome.computeIfAbsent(outcome, first -> new LongAdder()).increment();
    }

    /** Counts a failure before which something had been released. */
    void addBeginning() {
        beginnings.increment();
    }

    void addCpuNanos(long nanos) {
        cpuNanos.add(nanos);
    }

    void addMemory(long bytes) {
        mostMemory.accumulate(bytes);
    }

    long of(Mutation mutation) {
        return byMutation.getOrDefault(mutation, new LongAdder()).sum();
    }

    long sum() {
        return Arrays.stream(Mutation.values()).mapToLong(this::of).sum();
    }

    long least() {
        return Arrays.stream(Mutation.values()).mapToLong(this::of).min().orElse(0);
    }

    /** Returns a line for a report. */
    String line(ObjectKind object) {
        Map<String, Long> outcomes = new TreeMap<>();
        byOutcome.forEach((name, count) -> outcomes.put(name, count.sum()));
        return String.format(
                "  %-17s %9d %9d %7d %8d  %s, %d after a beginning%n",
                object,
                least(),
                sum(),
                cpuNanos.sum() / 1000 / Math.max(1, sum()),
                mostMemory.get() >> 10,
                outcomes,
                beginnings.sum());
    }
}
