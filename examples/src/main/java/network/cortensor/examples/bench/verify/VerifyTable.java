package network.cortensor.examples.bench.verify;

import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.RowTable;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report for people, at most 100 columns wide. */
final class VerifyTable {

    /** Where the network's rule stands among the checks. */
    static final int RULE = 1;

    private static final int NAME = 18;

    private final List<String> lines = new ArrayList<>();
    private final VerifyReport report;

    private VerifyTable(VerifyReport report) {
        this.report = report;
    }

    static List<String> of(VerifyReport report) {
        VerifyTable table = new VerifyTable(report);
        table.head();
        table.classes("Honest pairs", "rejected", report.honest());
        table.classes("Attacks", "accepted", report.attacks());
        table.separations();
        if (!report.figures().isEmpty()) {
            table.line("");
            table.lines.addAll(RowTable.of(report.figures()));
        }
        report.missing().forEach(missing -> table.line("  %s", missing));
        table.legend();
        return List.copyOf(table.lines);
    }

    private void head() {
        Machine machine = report.machine();
        line(
                "Verify: %.0f s on %d processors, load %.1f to %.1f, Java %s",
                machine.seconds(), machine.processors(), machine.loadBefore(), machine.loadAfter(), machine.java());
        if (report.quick()) {
            line("QUICK: shows that everything runs. Its figures are no claim; leave out --quick for that.");
        }
        line(
                "%d pairs from %s%s; compared by: %s",
                report.pairs(),
                report.source(),
                report.seed() == null ? "" : ", seed " + report.seed(),
                report.checks().get(0));
    }

    private void classes(String heading, String wrong, List<ClassResult> results) {
        if (results.isEmpty()) {
            return;
        }
        line("");
        line(
                "%-18s %5s %8s %9s %8s  %-18s %5s %-5s",
                heading, "pairs", "accepted", "undecided", "rejected", wrong + ", % (95 %)", "rule", "goal");
        for (ClassResult result : results) {
            boolean honest = result.kind().honest();
            Tally tally = result.tally();
            Optional<Goal> goal = ClassGoals.of(result.kind());
            line(
                    "%-18s %5d %8d %9d %8d  %-18s %5s %-5s %s",
                    name(result),
                    tally.pairs(),
                    tally.accepted(),
                    tally.undecided(),
                    tally.rejected(),
                    interval(tally, honest, goal.orElse(null)),
                    rule(result),
                    goal.map(Goal::toString).orElse(""),
                    goal.map(wanted -> ClassGoals.standing(wanted, result)).orElse(""));
        }
    }

    private static String name(ClassResult result) {
        String name = result.kind().name();
        return name.length() > NAME ? name.substring(0, NAME - 1) + "…" : name;
    }

    private static String interval(Tally tally, boolean honest, @Nullable Goal goal) {
        Bounds bounds = tally.wrongBounds(honest);
        double high = 100 * bounds.high();
        return String.format(
                Locale.ROOT,
                "%5.1f (%.1f-%s)",
                100 * tally.wrongShare(honest),
                100 * bounds.low(),
                goal == null ? String.format(Locale.ROOT, "%.1f", high) : goal.rounded(high, 1));
    }

    private static String rule(ClassResult result) {
        return result.tallies().size() <= RULE
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.1f",
                        100
                                * result.tallies()
                                        .get(RULE)
                                        .wrongShare(result.kind().honest()));
    }

    private void separations() {
        if (report.separations().isEmpty()) {
            return;
        }
        line("");
        line(
                "%-26s %6s %21s %20s %20s",
                "All pairs", "AUC", "attacks accepted, %", "honest accepted, %", "honest rejected, %");
        for (int c = 0; c < report.checks().size(); c++) {
            line(
                    "%-26s %6.3f %21.1f %20.1f %20.1f",
                    report.checks().get(c),
                    report.separations().get(c).auc(),
                    100 * share(c, report.attacks(), false),
                    100 * VerifyPage.accepted(c, report.honest()),
                    100 * share(c, report.honest(), true));
        }
    }

    /** Returns the share of wrong decisions over classes of whatever size. */
    static double share(int check, List<ClassResult> results, boolean honest) {
        int wrong = 0;
        int pairs = 0;
        for (ClassResult result : results) {
            wrong += result.tallies().get(check).wrong(honest);
            pairs += result.tallies().get(check).pairs();
        }
        return pairs == 0 ? 0 : (double) wrong / pairs;
    }

    private void legend() {
        line("");
        line("Intervals: Clopper-Pearson, as if all pairs were independent; those of one text are not. Goals: of");
        line("attacks for the upper end, of honest pairs for the share. 'rule' is the same share by the network's");
        line("rule. What is undecided is no error: another node is asked. AUC: the chance that an honest pair");
        line("scores above an attack. Answers of a smaller model: see bench model.");
    }

    private void line(String format, Object... arguments) {
        lines.add(String.format(Locale.ROOT, format, arguments).stripTrailing());
    }
}
