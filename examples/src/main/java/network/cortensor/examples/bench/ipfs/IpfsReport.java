package network.cortensor.examples.bench.ipfs;

import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.Spread;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * All figures of one run; with {@code --json} it is printed with the names of these components.
 *
 * @param quick whether it was too short to claim anything
 * @param copyMibPerSecond how fast the source of the imports alone is read, by CPU time
 * @param missing what could not be measured, and why
 */
record IpfsReport(
        Machine machine,
        boolean quick,
        int rounds,
        long bytes,
        double copyMibPerSecond,
        List<Row> rows,
        List<Latency> latencies,
        long fileBytes,
        List<Program> programs,
        List<String> missing) {

    /**
     * How long it took until the first byte of a block could be read, in milliseconds by the clock.
     *
     * @param name which gateways were asked, in which situation
     */
    record Latency(String name, int requests, double p50, double p95) {}

    /**
     * What a program makes of a file, in MiB/s by the clock.
     *
     * @param process one import in a process of its own, its start included
     * @param warm again and again in one process, the median of the later half; a program that cannot do that has none
     * @param cid what it printed
     * @param same whether that is what this SDK gave
     */
    record Program(
            String name,
            String profile,
            Spread process,
            @Nullable Double warm,
            String cid,
            boolean same) {}
}
