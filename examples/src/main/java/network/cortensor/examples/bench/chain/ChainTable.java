package network.cortensor.examples.bench.chain;

import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.RowTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people, at most 100 columns wide. */
final class ChainTable {

    private final List<String> lines = new ArrayList<>();

    private ChainTable() {}

    static List<String> of(ChainReport report) {
        ChainTable table = new ChainTable();
        table.head(report);
        table.line("");
        table.lines.addAll(RowTable.of(report.rows()));
        report.missing().forEach(missing -> table.line("  %s", missing));
        table.legend();
        return List.copyOf(table.lines);
    }

    private void head(ChainReport report) {
        Machine machine = report.machine();
        line(
                "Chain: %.0f s on %d processors, load %.1f to %.1f, Java %s",
                machine.seconds(), machine.processors(), machine.loadBefore(), machine.loadAfter(), machine.java());
        if (report.quick()) {
            line("QUICK: shows that everything runs. Its figures are no claim; leave out --quick for that.");
        }
        line(
                "Medians of %d rounds of proofs and %d of calls. Proofs and events by CPU time, 'clock' is the ratio",
                report.rounds(), report.sendRounds());
        line("by the clock. Calls by the clock: they mean something only where the load leaves the processors.");
    }

    private void legend() {
        line("");
        line("Proofs: made up, with 8 full branches above the account, 6 above the slot, 3 logs in a receipt; the");
        line("reference is the Keccak-256 of what has to be hashed, and nothing else. Calls: one account, handed");
        line("over by 8 threads; anvil makes a block for each, the journal is a file. The reference is a bare");
        line("web3j loop with nonces counted by hand and no check, then web3j as it waits by default: 15 s");
        line("after each look that came too early. Events: last tenth beside first, from a chain that is made up.");
    }

    private void line(String format, Object... arguments) {
        lines.add(String.format(Locale.ROOT, format, arguments).stripTrailing());
    }
}
