package network.cortensor.examples.bench.crypto;

import network.cortensor.examples.bench.ProcessGauge;
import network.cortensor.examples.bench.Score;
import network.cortensor.examples.bench.Spread;
import network.cortensor.sdk.CancelledException;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/** One benchmark in a JVM of its own. */
final class JmhRun {

    /** The same for all, so that no benchmark has another collector at work; ample for the arrays of the bulk ones. */
    private static final String HEAP = "512m";

    /** Where others take most of the processors, more patience would not help either. */
    private static final double MAX_STRETCH = 3;

    private static final long PROBE_NANOS = 50_000_000;

    private JmhRun() {}

    /**
     * Runs it.
     *
     * @param warmUpMillis how long before it is measured; longer while other programs take the processors
     * @throws CancelledException if this thread was interrupted
     */
    static Score of(Class<?> benchmarks, String name, CryptoPlan plan, int warmUpMillis) {
        // The compiler is to get as much of its time as on an idle machine.
        double stretch = plan.quick() ? 1 : stretch();
        // Another run on this machine makes figures worse, which they say; it is no reason to refuse.
        System.setProperty("jmh.ignoreLock", "true");
        var options = new OptionsBuilder()
                .include("^" + Pattern.quote(benchmarks.getName() + "." + name) + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .threads(1)
                .jvmArgsAppend("-Xms" + HEAP, "-Xmx" + HEAP)
                .warmupIterations(1)
                .warmupTime(TimeValue.milliseconds((long) (stretch * warmUpMillis)))
                .measurementIterations(plan.iterations())
                .measurementTime(TimeValue.milliseconds(plan.iterationMillis()))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            return score(new Runner(options).runSingle());
        } catch (RunnerException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("The benchmark was cancelled.", e);
            }
            throw new IllegalStateException("the benchmark " + name + " failed", e);
        }
    }

    /** Returns how much longer work takes now than on an idle machine. */
    private static double stretch() {
        long start = System.nanoTime();
        long cpu = ProcessGauge.threadCpuNanos();
        while (ProcessGauge.threadCpuNanos() - cpu < PROBE_NANOS) {
            Thread.onSpinWait();
        }
        return Math.max(1, Math.min(MAX_STRETCH, (System.nanoTime() - start) / (double) PROBE_NANOS));
    }

    private static Score score(RunResult result) {
        List<IterationResult> iterations = result.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream)
                .toList();
        return new Score(
                median(iterations, iteration -> iteration.getPrimaryResult().getScore()),
                median(
                        iterations,
                        iteration -> secondary(iteration, CpuClock.CPU_NANOS) / secondary(iteration, CpuClock.CALLS)));
    }

    private static double median(List<IterationResult> iterations, ToDoubleFunction<IterationResult> value) {
        return Spread.of(iterations.stream().map(value::applyAsDouble).toList()).median();
    }

    private static double secondary(IterationResult iteration, String name) {
        return Objects.requireNonNull(iteration.getSecondaryResults().get(name), name)
                .getScore();
    }
}
