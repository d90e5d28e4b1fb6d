package network.cortensor.examples.bench;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One figure, alone or beside a reference.
 *
 * @param measured in the unit that the name says, by CPU time if it is a time or a throughput, unless the name says otherwise
 * @param reference the same of the reference
 * @param ratio the measured one over the reference by the same time, round by round
 * @param clockRatio the same by the clock
 * @param met whether the ratio, or without one what was measured, meets the goal
 */
public record Row(
        String name,
        int decimals,
        double measured,
        @Nullable Double reference,
        @Nullable Spread ratio,
        @Nullable Spread clockRatio,
        @Nullable Goal goal,
        @Nullable Boolean met) {

    /** A figure without a reference. */
    public static Row of(String name, int decimals, double measured, Goal goal) {
        return new Row(name, decimals, measured, null, null, null, goal, goal.isMetBy(measured));
    }

    /** A figure beside that of a reference, without a goal. */
    public static Row of(
            String name, int decimals, double measured, double reference, Spread ratio, @Nullable Spread clockRatio) {
        return new Row(name, decimals, measured, reference, ratio, clockRatio, null, null);
    }

    /** Times by CPU, each round beside that of the reference. */
    public static Row time(String name, int decimals, double unit, List<Score> ours, List<Score> reference) {
        return of(
                name,
                decimals,
                median(ours, Score::cpu) / unit,
                median(reference, Score::cpu) / unit,
                Score.ratio(ours, reference, Score::cpu),
                Score.ratio(ours, reference, Score::clock));
    }

    /** Throughputs by CPU in MiB/s, each round beside that of the reference. */
    public static Row throughput(String name, long bytes, List<Score> ours, List<Score> reference) {
        return of(
                name,
                0,
                Units.mibPerSecond(median(ours, Score::cpu) / bytes),
                Units.mibPerSecond(median(reference, Score::cpu) / bytes),
                // Throughput is the inverse of time.
                Score.ratio(reference, ours, Score::cpu),
                Score.ratio(reference, ours, Score::clock));
    }

    private static double median(List<Score> scores, ToDoubleFunction<Score> time) {
        return Score.spread(scores, time).median();
    }

    /** The same with a goal for the ratio. */
    public Row with(Goal wanted) {
        if (ratio == null) {
            throw new IllegalStateException(name + " has no ratio");
        }
        return new Row(name, decimals, measured, reference, ratio, clockRatio, wanted, wanted.isMetBy(ratio.median()));
    }
}
