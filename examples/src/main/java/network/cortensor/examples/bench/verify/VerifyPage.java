package network.cortensor.examples.bench.verify;

import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Row;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as one HTML page that needs nothing else: no script, no font, no picture from elsewhere. */
final class VerifyPage {

    private static final int BAR = 380;
    private static final int BAR_LEFT = 175;
    private static final int ROW = 34;
    private static final int SQUARE = 400;

    private static final String RIGHT = "#2f7d5b";
    private static final String OPEN = "#d9dde3";
    private static final String WRONG = "#b3261e";

    private static final String STYLE = """
            :root { color-scheme: light; }
            body { font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: #1f2933; background: #fff;
              max-width: 900px; margin: 2.5rem auto; padding: 0 1.2rem; }
            h1 { font-size: 1.6rem; font-weight: 600; margin: 0 0 .3rem; }
            h2 { font-size: 1.15rem; font-weight: 600; margin: 2.2rem 0 .4rem; padding-top: .6rem;
              border-top: 1px solid #d9dde3; }
            p { margin: .4rem 0 .8rem; max-width: 46rem; }
            .note { color: #52606d; font-size: .9rem; }
            .warn { border-left: 3px solid #b3261e; padding-left: .7rem; }
            svg { max-width: 100%; height: auto; display: block; margin: .6rem 0; }
            svg text { font: 12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2933; }
            svg text.tick { font-size: 11px; fill: #52606d; }
            svg text.axis { font-size: 12px; fill: #323f4b; }
            svg text.small { font-size: 11px; fill: #52606d; }
            svg text.miss { font-weight: 600; fill: #b3261e; }
            svg line.grid { stroke: #e8ebef; stroke-width: 1; }
            table { border-collapse: collapse; font-size: .88rem; margin: .6rem 0; }
            th, td { padding: .22rem .7rem .22rem 0; text-align: right; font-variant-numeric: tabular-nums; }
            th { font-weight: 600; border-bottom: 1px solid #9aa5b1; vertical-align: bottom; }
            td { border-bottom: 1px solid #eef0f3; }
            th:first-child, td:first-child { text-align: left; }
            .key span { display: inline-block; width: .8rem; height: .8rem; margin: 0 .3rem 0 1rem; vertical-align: -1px; }
            .key span:first-child { margin-left: 0; }
            @media print { body { margin: 0; max-width: none; font-size: 11px; } h2 { break-after: avoid; }
              svg, table { break-inside: avoid; } }
            """;

    private final VerifyReport report;
    private final Markup page = new Markup();

    private VerifyPage(VerifyReport report) {
        this.report = report;
    }

    static String of(VerifyReport report) {
        VerifyPage page = new VerifyPage(report);
        page.head();
        page.classes(
                "Attacks",
                "One of the two answers was tampered with. Accepting such a pair is a false accept.",
                report.attacks());
        page.classes(
                "Honest pairs", "Both answers say the same. Rejecting such a pair is a false reject.", report.honest());
        page.roc();
        page.reliability();
        page.aucs();
        page.simulation();
        page.figures();
        page.method();
        return page.page.add("</body>").add("</html>").toString();
    }

    private void head() {
        page.add("<!DOCTYPE html>").add("<html lang=\"en\">").add("<head>").add("<meta charset=\"utf-8\">");
        page.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.add("<title>Attacks on the comparison of answers</title>");
        page.add("<style>").add("%s", raw(STYLE)).add("</style>").add("</head>").add("<body>");
        page.add("<h1>Attacks on the comparison of answers</h1>");
        page.add(
                "<p class=\"note\">%,d pairs from %s%s. Compared by %s, beside %s. %d processors, Java %s, %.0f s.</p>",
                report.pairs(),
                report.source(),
                report.seed() == null ? "" : ", seed " + report.seed(),
                report.checks().get(0),
                report.checks().size() > VerifyTable.RULE
                        ? "the " + report.checks().get(VerifyTable.RULE)
                        : "nothing else",
                report.machine().processors(),
                report.machine().java(),
                report.machine().seconds());
        if (report.quick()) {
            page.add("<p class=\"warn\">A quick run: it shows that everything runs. Its figures are no claim.</p>");
        }
        for (String missing : report.missing()) {
            page.add("<p class=\"warn\">%s</p>", missing);
        }
        page.add(
                "<p class=\"key note\"><span style=\"background:%s\"></span>right<span style=\"background:%s\"></span>undecided:"
                        + " another node is asked<span style=\"background:%s\"></span>wrong</p>",
                RIGHT, OPEN, WRONG);
    }

    private void classes(String heading, String meaning, List<ClassResult> results) {
        if (results.isEmpty()) {
            return;
        }
        boolean rule = report.checks().size() > VerifyTable.RULE;
        page.add("<h2>%s</h2>", heading);
        page.add(
                "<p>%s %s \"of 66\" says that the pairs were made from 66 texts.</p>",
                meaning,
                rule
                        ? "The upper bar is " + report.checks().get(0) + ", the thin one below it the "
                                + report.checks().get(VerifyTable.RULE) + "."
                        : "");
        int height = ROW * results.size() + 24;
        page.add(
                "<svg viewBox=\"0 0 860 %d\" width=\"860\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
                height, height, heading);
        page.add(
                "<text x=\"%d\" y=\"12\" class=\"small\">wrong (95 %% interval)</text><text x=\"%d\" y=\"12\" class=\"small\">goal</text>"
                        + "<text x=\"%d\" y=\"12\" class=\"small\" text-anchor=\"end\">%s</text>",
                BAR_LEFT + BAR + 14, BAR_LEFT + BAR + 150, 858, rule ? "rule, wrong" : "");
        for (int i = 0; i < results.size(); i++) {
            row(results.get(i), 20 + ROW * i, rule);
        }
        page.add("</svg>");
    }

    private void row(ClassResult result, int top, boolean rule) {
        boolean honest = result.kind().honest();
        Tally tally = result.tally();
        page.add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\" class=\"tick\">%d"
                        + " pairs of %d</text>",
                BAR_LEFT - 10,
                top + 10,
                result.kind().name(),
                BAR_LEFT - 10,
                top + 24,
                tally.pairs(),
                result.sources());
        bar(tally, honest, top, 15);
        Bounds bounds = tally.wrongBounds(honest);
        page.add(
                "<text x=\"%d\" y=\"%d\">%.1f %% <tspan class=\"small\" fill=\"#52606d\">(%.1f–%.1f)</tspan></text>",
                BAR_LEFT + BAR + 14, top + 12, 100 * tally.wrongShare(honest), 100 * bounds.low(), 100 * bounds.high());
        ClassGoals.of(result.kind()).ifPresent(goal -> goal(goal, ClassGoals.standing(goal, result), top));
        if (rule) {
            Tally of = result.tallies().get(VerifyTable.RULE);
            bar(of, honest, top + 17, 6);
            page.add(
                    "<text x=\"858\" y=\"%d\" text-anchor=\"end\" class=\"small\">%.1f %%</text>",
                    top + 12, 100 * of.wrongShare(honest));
        }
    }

    private void goal(Goal goal, String standing, int top) {
        page.add(
                "<text x=\"%d\" y=\"%d\" class=\"%s\">%s %% %s</text>",
                BAR_LEFT + BAR + 150,
                top + 12,
                standing.equals("FALLS SHORT") ? "small miss" : "small",
                goal.toString().replace("<=", "≤"),
                standing.equals("holds") ? "✓" : standing.equals("FALLS SHORT") ? "missed" : standing);
    }

    private void bar(Tally tally, boolean honest, int top, int height) {
        int right = honest ? tally.accepted() : tally.rejected();
        double unit = (double) BAR / Math.max(1, tally.pairs());
        double open = tally.undecided() * unit;
        double wrong = tally.wrong(honest) * unit;
        part(BAR_LEFT, top, right * unit, height, RIGHT);
        part(BAR_LEFT + right * unit, top, open, height, OPEN);
        part(BAR_LEFT + right * unit + open, top, wrong, height, WRONG);
    }

    private void part(double left, int top, double width, int height, String colour) {
        if (width > 0) {
            page.add(
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                    left, top, width, height, colour);
        }
    }

    private void roc() {
        if (report.separations().isEmpty()) {
            return;
        }
        page.add("<h2>ROC</h2>");
        page.add(
                "<p>Each line is one check at every threshold for its score, over all classes together. A dot is what the check"
                        + " accepts as it is. The upper left corner is perfect; the diagonal is a coin.</p>");
        Plot plot = Plot.of(
                        Plot.Axis.share("attacks accepted"), Plot.Axis.share("honest pairs accepted"), SQUARE, SQUARE)
                .diagonal();
        for (int c = 0; c < report.checks().size(); c++) {
            Separation separation = report.separations().get(c);
            plot.line(
                            String.format(
                                    Locale.ROOT, "%s, AUC %.3f", report.checks().get(c), separation.auc()),
                            separation.roc())
                    .dot(accepted(c, report.attacks()), accepted(c, report.honest()), 4.5);
        }
        page.add("%s", plot.svg("ROC of each check"));
    }

    static double accepted(int check, List<ClassResult> results) {
        int accepted = 0;
        int pairs = 0;
        for (ClassResult result : results) {
            accepted += result.tallies().get(check).accepted();
            pairs += result.tallies().get(check).pairs();
        }
        return pairs == 0 ? 0 : (double) accepted / pairs;
    }

    private void reliability() {
        Reliability reliability = report.reliability();
        if (reliability == null) {
            return;
        }
        page.add("<h2>Calibration</h2>");
        page.add(
                "<p>Of all pairs that got about the same probability of saying the same, the share that does, with its interval;"
                        + " larger dots stand for more pairs. On the diagonal, probabilities are what they say, if half of all"
                        + " pairs are honest: all attacks together have the weight of all honest pairs here. Mean distance"
                        + " %.3f.</p>",
                reliability.error());
        Plot plot = Plot.of(
                        Plot.Axis.share("probability that was given"),
                        Plot.Axis.share("share that says the same"),
                        320,
                        320)
                .diagonal();
        for (Reliability.Bin bin : reliability.bins()) {
            plot.interval(bin.said(), bin.bounds().low(), bin.bounds().high());
            plot.dot(bin.said(), bin.found(), 3 + Math.min(8, Math.log10(bin.pairs()) * 2));
        }
        page.add("%s", plot.svg("Calibration"));
        page.add("<table><tr><th>probability</th><th>pairs</th><th>honest</th><th>95 %% interval</th></tr>");
        for (Reliability.Bin bin : reliability.bins()) {
            page.add(
                    "<tr><td>%.3f</td><td>%d</td><td>%.1f %%</td><td>%.1f–%.1f</td></tr>",
                    bin.said(),
                    bin.pairs(),
                    100 * bin.found(),
                    100 * bin.bounds().low(),
                    100 * bin.bounds().high());
        }
        page.add("</table>");
    }

    private void aucs() {
        List<ClassResult> attacks = report.attacks().stream()
                .filter(result -> !result.aucs().isEmpty())
                .toList();
        if (attacks.isEmpty()) {
            return;
        }
        page.add("<h2>Layer by layer</h2>");
        page.add(
                "<p>For each class of attack and each check: the AUC against honest pairs of the same types, and beside it the"
                        + " share of attacks that is accepted. 0.5 is a coin; less means that the attack looks more alike than an"
                        + " honest paraphrase.</p>");
        Markup heading = new Markup();
        report.checks().forEach(check -> heading.add("<th>%s</th>", check));
        page.add("<table><tr><th>attack</th>%s</tr>", heading);
        for (ClassResult result : attacks) {
            Markup cells = new Markup();
            for (int c = 0; c < result.aucs().size(); c++) {
                cells.add(
                        "<td>%.3f&ensp;<span class=\"note\">%.0f %%</span></td>",
                        result.aucs().get(c), 100 * result.tallies().get(c).wrongShare(false));
            }
            page.add("<tr><td>%s</td>%s</tr>", result.kind().name(), cells);
        }
        page.add("</table>");
    }

    private void simulation() {
        if (report.simulation().isEmpty()) {
            return;
        }
        page.add("<h2>Simulation</h2>");
        page.add(
                "<p>What follows for a whole network when some of its nodes are bad, in networks that are made up.</p>");
        for (Chart chart : report.simulation()) {
            double most = most(chart.curves(), false);
            Plot plot = Plot.of(
                    new Plot.Axis("bad nodes", Plot.Axis.round(most(chart.curves(), true)), true),
                    new Plot.Axis(chart.name(), Plot.Axis.round(most), most <= 1),
                    SQUARE,
                    280);
            chart.curves().forEach(curve -> plot.line(curve.name(), curve));
            page.add("%s", plot.svg(chart.name()));
        }
    }

    private static double most(List<Curve> curves, boolean x) {
        return curves.stream()
                .flatMap(curve -> (x ? curve.x() : curve.y()).stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
    }

    private void figures() {
        if (report.figures().isEmpty()) {
            return;
        }
        page.add("<h2>Times and goals</h2>");
        page.add("<table><tr><th></th><th>measured</th><th>goal</th><th></th></tr>");
        for (Row row : report.figures()) {
            String ratio = row.ratio() == null
                    ? ""
                    : String.format(
                            Locale.ROOT, " (%.2f of linear)", row.ratio().median());
            page.add(
                    "<tr><td>%s</td><td>%s%s</td><td>%s</td><td>%s</td></tr>",
                    row.name(),
                    row.goal() == null || row.ratio() != null
                            ? String.format(Locale.ROOT, "%." + row.decimals() + "f", row.measured())
                            : row.goal().rounded(row.measured(), row.decimals()),
                    ratio,
                    row.goal() == null ? "" : row.goal().toString().replace("<=", "≤"),
                    row.met() == null ? "" : row.met() ? "holds" : "missed");
        }
        page.add("</table>");
        page.add(
                "<p class=\"note\">By the clock, load %.1f to %.1f on %d processors.</p>",
                report.machine().loadBefore(),
                report.machine().loadAfter(),
                report.machine().processors());
    }

    private void method() {
        page.add("<h2>How to read this</h2>");
        List<String> notes = new ArrayList<>(List.of(
                "Intervals are those of Clopper and Pearson, as if all pairs were independent. Pairs that were made of one text"
                        + " are not, so the true uncertainty is larger.",
                "Attacks are measured against the honest answer itself, a paraphrase or a rewording of it.",
                "Attacks are made by rule and share no code with what is measured, but the same authors wrote both. The rates say"
                        + " nothing about attacks of another kind.",
                "Answers of a smaller model are not measured here: bench model runs one."));
        if (report.seed() == null) {
            notes.subList(1, notes.size()).clear();
        }
        page.add("<ul class=\"note\">");
        notes.forEach(note -> page.add("<li>%s</li>", note));
        page.add("</ul>");
    }

    /** Marks text of this class as markup. */
    private static Markup raw(String text) {
        return new Markup().add(text.replace("%", "%%"));
    }
}
