package network.cortensor.examples.bench.crypto;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * All figures of one run; with {@code --json} it is printed with the names of these components.
 *
 * @param quick whether it was too short to claim anything
 * @param rounds how many JVMs each benchmark had
 * @param missing what could not be measured, and why
 */
record CryptoReport(
        Machine machine,
        boolean quick,
        int rounds,
        List<Row> rows,
        List<FirstCalls> firstCalls,
        int fileBytes,
        List<Program> programs,
        List<String> missing) {

    /**
     * Where and when it was measured.
     *
     * @param loadBefore the load average at the start, negative when unknown; above the number of processors others were
     *     measured too
     */
    record Machine(int processors, String java, double loadBefore, double loadAfter, double seconds) {}

    /**
     * One figure, alone or beside a reference.
     *
     * @param measured in the unit that the name says, by CPU time if it is a time or a throughput, unless the name says
     *     otherwise
     * @param reference the same of the reference
     * @param ratio the measured one over the reference by CPU time, round by round
     * @param clockRatio the same by the clock
     * @param met whether the ratio, or without one what was measured, meets the goal
     */
    record Row(
            String name,
            int decimals,
            double measured,
            @Nullable Double reference,
            @Nullable Spread ratio,
            @Nullable Spread clockRatio,
            @Nullable Goal goal,
            @Nullable Boolean met) {

        /** A figure without a reference. */
        static Row of(String name, int decimals, double measured, Goal goal) {
            return new Row(name, decimals, measured, null, null, null, goal, goal.isMetBy(measured));
        }

        /** A figure beside that of a reference, without a goal. */
        static Row of(
                String name,
                int decimals,
                double measured,
                double reference,
                Spread ratio,
                @Nullable Spread clockRatio) {
            return new Row(name, decimals, measured, reference, ratio, clockRatio, null, null);
        }

        /** The same with a goal for the ratio. */
        Row with(Goal wanted) {
            if (ratio == null) {
                throw new IllegalStateException(name + " has no ratio");
            }
            return new Row(
                    name, decimals, measured, reference, ratio, clockRatio, wanted, wanted.isMetBy(ratio.median()));
        }
    }

    /**
     * What new JVMs took for their first call; every part is a median, in milliseconds.
     *
     * @param start from the start of the JVM to its main method
     * @param keys reading the keys that the call needs
     * @param second the same call once more, with all classes there and nothing compiled
     */
    record FirstCalls(String name, int jvms, double start, double keys, double first, double second) {

        static FirstCalls of(String name, List<FirstCall.Result> results) {
            return new FirstCalls(
                    name,
                    results.size(),
                    Spread.of(results.stream().map(FirstCall.Result::start).toList())
                            .median(),
                    Spread.of(results.stream().map(FirstCall.Result::keys).toList())
                            .median(),
                    Spread.of(results.stream().map(FirstCall.Result::first).toList())
                            .median(),
                    Spread.of(results.stream().map(FirstCall.Result::second).toList())
                            .median());
        }

        /** Returns what loading and initialising of classes took within the first call. */
        double classes() {
            return first - second;
        }
    }

    /** What a program makes of a file, in MiB/s by the clock, files and its start included. */
    record Program(String name, FilePass seal, FilePass open) {}
}
