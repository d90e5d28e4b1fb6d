package network.cortensor.examples.bench.crypto;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one call of a benchmark took in one JVM, in nanoseconds.
 *
 * @param clock by the clock
 * @param cpu CPU time of the calling thread
 */
record Score(double clock, double cpu) {

    /** Divides what the same round gave for the other benchmark, round by round. */
    static Spread ratio(List<Score> over, List<Score> under, ToDoubleFunction<Score> time) {
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
    static List<Score> sum(List<Score> some, List<Score> others) {
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

    static Spread spread(List<Score> scores, ToDoubleFunction<Score> time) {
        return Spread.of(scores.stream().map(time::applyAsDouble).toList());
    }
}
