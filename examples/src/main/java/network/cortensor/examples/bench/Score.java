package network.cortensor.examples.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What one call of a benchmark took, in nanoseconds.
 *
 * @param clock by the clock
 * @param cpu CPU time of the calling thread, or of all threads where several work
 */
public record Score(double clock, double cpu) {

    /** Work that can fail as input and output do. */
    @FunctionalInterface
    public interface Work {

        /** Does it. */
        void run() throws IOException;
    }

    /** Times work in the calling thread. */
    public static Score ofThread(Work work) throws IOException {
        return timed(ProcessGauge::threadCpuNanos, work);
    }

    /**
     * Times work in several threads, by the CPU time of the whole process. That comes in steps of 10 ms: work that shows none is
     * told as one step, never as free.
     */
    public static Score ofProcess(Work work) throws IOException {
        Score score = timed(ProcessGauge::cpuNanos, work);
        return new Score(score.clock(), Math.max(score.cpu(), ProcessGauge.CPU_TICK_NANOS));
    }

    private static Score timed(LongSupplier cpu, Work work) throws IOException {
        long startCpu = cpu.getAsLong();
        long start = System.nanoTime();
        work.run();
        long clock = System.nanoTime() - start;
        return new Score(clock, cpu.getAsLong() - startCpu);
    }

    /** Divides what the same round gave for the other benchmark, round by round. */
    public static Spread ratio(List<Score> over, List<Score> under, ToDoubleFunction<Score> time) {
        if (over.size() != under.size()) {
            throw new IllegalArgumentException("rounds of different number: " + over.size() + " and " + under.size());
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < over.size(); round++) {
            ratios.add(time.applyAsDouble(over.get(round)) / time.applyAsDouble(under.get(round)));
        }
        return Spread.of(ratios);
    }

    /** Adds what the same round gave for two benchmarks, round by round. */
    public static List<Score> sum(List<Score> some, List<Score> others) {
        if (some.size() != others.size()) {
            throw new IllegalArgumentException("rounds of different number: " + some.size() + " and " + others.size());
        }
        List<Score> sums = new ArrayList<>();
        for (int round = 0; round < some.size(); round++) {
            Score one = some.get(round);
            Score other = others.get(round);
            sums.add(new Score(one.clock() + other.clock(), one.cpu() + other.cpu()));
        }
        return sums;
    }

    public static Spread spread(List<Score> scores, ToDoubleFunction<Score> time) {
        return Spread.of(scores.stream().map(time::applyAsDouble).toList());
    }
}
