package network.cortensor.examples.bench;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows for people, at most 100 columns wide. */
public final class RowTable {

    /** Enough to tell a ratio of 1.15 from one just above. */
    private static final int RATIO_DECIMALS = 3;

    private RowTable() {}

    /** Returns a line of headings, and one for each row. */
    public static List<String> of(List<Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(line("", "measured", "reference", "ratio", "rounds", "clock", "goal", ""));
        for (Row row : rows) {
            lines.add(line(
                    row.name(),
                    number(row.measured(), row.decimals(), row.ratio() == null ? row.goal() : null),
                    row.reference() == null ? "" : number(row.reference(), row.decimals(), null),
                    row.ratio() == null ? "" : number(row.ratio().median(), RATIO_DECIMALS, row.goal()),
                    row.ratio() == null ? "" : range(row.ratio()),
                    row.clockRatio() == null ? "" : number(row.clockRatio().median(), RATIO_DECIMALS, null),
                    row.goal() == null ? "" : row.goal(),
                    row.met() == null ? "" : row.met() ? "holds" : "FALLS SHORT"));
        }
        return List.copyOf(lines);
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-36s %8s %9s %6s %9s %6s %7s  %s", cells)
                .stripTrailing();
    }

    private static String range(Spread spread) {
        // One round has none.
        return spread.least() == spread.most()
                ? ""
                : String.format(Locale.ROOT, "%.2f-%.2f", spread.least(), spread.most());
    }

    private static String number(double value, int decimals, @Nullable Goal goal) {
        return goal == null ? String.format(Locale.ROOT, "%." + decimals + "f", value) : goal.rounded(value, decimals);
    }
}
