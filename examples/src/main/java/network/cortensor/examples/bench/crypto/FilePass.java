package network.cortensor.examples.bench.crypto;

import network.cortensor.examples.bench.Spread;
import network.cortensor.examples.bench.Units;

import java.util.List;

/**
 * How fast a program seals and opens a file.
 *
 * @param first the first time in its process, in MiB/s
 * @param warm the median of the later half of all times
 */
record FilePass(double first, double warm) {

    static final String SEAL = "seal";
    static final String OPEN = "open";

    /** Reads the lines that a program printed: {@code seal} or {@code open}, and nanoseconds. */
    static FilePass of(String what, List<String> lines, int fileBytes) {
        List<Double> speeds = lines.stream()
                .filter(line -> line.startsWith(what + " "))
                .map(line -> mibPerSecond(fileBytes, Double.parseDouble(line.substring(what.length() + 1))))
                .toList();
        if (speeds.isEmpty()) {
            throw new IllegalArgumentException("a program printed no time to " + what);
        }
        return new FilePass(
                speeds.get(0),
                Spread.of(speeds.subList(speeds.size() / 2, speeds.size())).median());
    }

    private static double mibPerSecond(int bytes, double nanos) {
        return bytes / (double) Units.MIB / (nanos / 1e9);
    }
}
