package network.cortensor.examples.bench.crypto;

import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.Spread;

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
