package network.cortensor.examples.bench.verify.simulation;

import java.util.List;
import java.util.Locale;

/**
 * A figure with its 95 % bounds.
 *
 * @param value the figure
 * @param low its lower bound
 * @param high its upper bound
 */
public record Estimate(double value, double low, double high) {

    /** The normal quantile of 97.5 %. */
    private static final double Z = 1.96;

    /** The mean of what was found in each run. Runs are independent; what happens within one is not. */
    static Estimate ofRuns(List<Double> runs) {
        double mean = runs.stream().mapToDouble(run -> run).average().orElseThrow();
        double squares =
                runs.stream().mapToDouble(run -> (run - mean) * (run - mean)).sum();
        double error = Z * Math.sqrt(squares / (runs.size() - 1) / runs.size());
        return new Estimate(mean, mean - error, mean + error);
    }

    /**
     * A share of tasks, from the shares of all runs: the wider one of the bounds by runs and of Wilson's bounds by tasks, which
     * are not zero where nothing was found.
     */
    static Estimate ofShares(List<Double> runs, long tasks) {
        Estimate byRuns = ofRuns(runs);
        double share = byRuns.value();
        double scale = 1 + Z * Z / tasks;
        double middle = (share + Z * Z / (2 * tasks)) / scale;
        double width = Z / scale * Math.sqrt(share * (1 - share) / tasks + Z * Z / (4.0 * tasks * tasks));
        return new Estimate(
                share,
                Math.max(0, Math.min(byRuns.low(), middle - width)),
                Math.min(1, Math.max(byRuns.high(), middle + width)));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", value, low, high);
    }
}
