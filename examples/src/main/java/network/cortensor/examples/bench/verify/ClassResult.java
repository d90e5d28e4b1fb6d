package network.cortensor.examples.bench.verify;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.List;

/**
 * What the checks said of the pairs of one class.
 *
 * @param sources different texts that the pairs were made from; pairs of one text are not independent of one another
 * @param tallies one for each check, in their order
 * @param aucs one for each check, against the honest pairs of the same types; empty for an honest class
 */
record ClassResult(PairClass kind, int sources, List<Tally> tallies, List<Double> aucs) {

    ClassResult {
        tallies = List.copyOf(tallies);
        aucs = List.copyOf(aucs);
    }

    /** Returns the tally of the check that all is about, the first. */
    Tally tally() {
        return tallies.get(0);
    }

    /** One object for a program, as {@code --json} prints it. */
    record Line(@JsonProperty("class") String name, int label, int pairs, int accepted, int undecided, int rejected) {}

    Line line() {
        return new Line(
                kind.name(),
                kind.label(),
                tally().pairs(),
                tally().accepted(),
                tally().undecided(),
                tally().rejected());
    }
}
