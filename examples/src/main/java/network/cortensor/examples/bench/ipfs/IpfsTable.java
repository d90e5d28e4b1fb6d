package network.cortensor.examples.bench.ipfs;

import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.RowTable;
import network.cortensor.examples.bench.Units;
import network.cortensor.examples.bench.ipfs.IpfsReport.Latency;
import network.cortensor.examples.bench.ipfs.IpfsReport.Program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people, at most 100 columns wide. */
final class IpfsTable {

    private final List<String> lines = new ArrayList<>();

    private IpfsTable() {}

    static List<String> of(IpfsReport report) {
        IpfsTable table = new IpfsTable();
        table.head(report);
        table.rows(report);
        table.latencies(report.latencies());
        table.programs(report);
        return List.copyOf(table.lines);
    }

    private void head(IpfsReport report) {
        Machine machine = report.machine();
        line(
                "Content addressing: %.0f s on %d processors, load %.1f to %.1f, Java %s",
                machine.seconds(), machine.processors(), machine.loadBefore(), machine.loadAfter(), machine.java());
        if (report.quick()) {
            line("QUICK: shows that everything runs. Its figures are no claim; leave out --quick for that.");
        }
        line(
                "Medians of %d rounds. Times and ratios are CPU time, which other programs hardly change, of the",
                report.rounds());
        line("thread that works, or of the process for two threads; 'clock' is the ratio by the clock. Figures by");
        line("the clock mean something only where the load leaves them the processors.");
    }

    private void rows(IpfsReport report) {
        line("");
        lines.addAll(RowTable.of(report.rows()));
        report.missing().forEach(missing -> line("  %s", missing));
        line("");
        line(
                "References: import, read: the JVM's SHA-256 of the same %s in one thread, where they are. The",
                Units.bytes(report.bytes()));
        line(
                "imports read theirs from a stream, whose copying alone runs at %.0f MiB/s, and keep no block.",
                report.copyMibPerSecond());
        line("Files: page cache, nothing forced to the disk. Blocks of 64 B: last tenth beside first. Looked");
        line("up are blocks drawn from all that are there, and hashed. Race: the best of the three alone.");
    }

    private void latencies(List<Latency> latencies) {
        line("");
        line("%-52s %9s %9s %9s", "First byte of a block from gateways, ms by the clock", "requests", "p50", "p95");
        for (Latency latency : latencies) {
            line("  %-50s %9d %9.1f %9.1f", latency.name(), latency.requests(), latency.p50(), latency.p95());
        }
        line("  Each gateway delays each block by a seeded time of its own; all get the same requests in turns.");
    }

    private void programs(IpfsReport report) {
        line("");
        line(
                "%-38s %-15s %10s %8s  %s",
                "CID of a file of " + Units.bytes(report.fileBytes()) + ", MiB/s", "profile", "process", "warm", "CID");
        for (Program program : report.programs()) {
            line(
                    "  %-36s %-15s %10.0f %8s  %s",
                    program.name(),
                    program.profile(),
                    program.process().median(),
                    program.warm() == null ? "" : String.format(Locale.ROOT, "%.0f", program.warm()),
                    program.same() ? "the same" : "DIFFERS");
        }
        line("  By the clock. 'process' has the start of the program in it, 'warm' is again in the same process.");
    }

    private void line(String format, Object... arguments) {
        lines.add(String.format(Locale.ROOT, format, arguments).stripTrailing());
    }
}
