package network.cortensor.examples.bench.crypto;

import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.RowTable;
import network.cortensor.examples.bench.Units;
import network.cortensor.examples.bench.crypto.CryptoReport.FirstCalls;
import network.cortensor.examples.bench.crypto.CryptoReport.Program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people, at most 100 columns wide. */
final class CryptoTable {

    private final List<String> lines = new ArrayList<>();

    private CryptoTable() {}

    static List<String> of(CryptoReport report) {
        CryptoTable table = new CryptoTable();
        table.head(report);
        table.rows(report);
        table.firstCalls(report.firstCalls());
        table.programs(report);
        return List.copyOf(table.lines);
    }

    private void head(CryptoReport report) {
        Machine machine = report.machine();
        line(
                "Encryption: %.0f s on %d processors, load %.1f to %.1f, Java %s",
                machine.seconds(), machine.processors(), machine.loadBefore(), machine.loadAfter(), machine.java());
        if (report.quick()) {
            line("QUICK: shows that everything runs. Its figures are no claim; leave out --quick for that.");
        }
        line(
                "%s: each benchmark in a JVM of its own, medians. Times and ratios are CPU time of the calling",
                report.rounds() == 1 ? "1 round" : report.rounds() + " rounds");
        line("thread, which other programs hardly change; 'clock' is the ratio by the clock, collector included.");
    }

    private void rows(CryptoReport report) {
        line("");
        lines.addAll(RowTable.of(report.rows()));
        report.missing().forEach(missing -> line("  %s", missing));
        line("");
        line(
                "References: seal, open: Bouncy Castle's X-Wing HPKE for %d keys, or one, with ready keys; ECDSA",
                readers());
        line("over secp256k1 by RFC 6979, checked once; recovery. Header hashes: its Keccak-256 and its MAC.");
        line("Bytes: the JVM's ChaCha20-Poly1305 on chunks of 64 KiB or 64 B, array to array; 'MiB/s' counts");
        line("plaintext without padding. Ratios of times are good when small, of MiB/s when large.");
    }

    private static int readers() {
        return Parties.RECIPIENTS + 1;
    }

    private void firstCalls(List<FirstCalls> calls) {
        line("");
        line(
                "%-44s %9s %9s %9s %9s %9s",
                "First call of a new JVM, ms by the clock", "to main", "keys", "first", "second", "classes");
        for (FirstCalls call : calls) {
            line(
                    "  %-42s %9.0f %9.1f %9.1f %9.1f %9.1f",
                    call.name() + ", median of " + call.jvms(),
                    call.start(),
                    call.keys(),
                    call.first(),
                    call.second(),
                    call.classes());
        }
        line("  'classes': what the first call took over the second: loading, linking, tables of constants.");
    }

    private void programs(CryptoReport report) {
        line("");
        line(
                "%-44s %11s %11s %11s %11s",
                "One file of " + report.fileBytes() / Units.MIB + " MiB, MiB/s by the clock",
                "seal first",
                "seal warm",
                "open first",
                "open warm");
        for (Program program : report.programs()) {
            line(
                    "  %-42s %11.0f %11.0f %11.0f %11.0f",
                    program.name(),
                    program.seal().first(),
                    program.seal().warm(),
                    program.open().first(),
                    program.open().warm());
        }
        line("  From file to file. Age files are for one post-quantum key; raw chunks and Tink have no public key.");
    }

    private void line(String format, Object... arguments) {
        lines.add(String.format(Locale.ROOT, format, arguments).stripTrailing());
    }
}
