package network.cortensor.examples.bench.verify;

import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.Row;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * All figures of one run.
 *
 * @param source where the pairs are from
 * @param seed of the generator; none when the pairs are from a file
 * @param checks the names of what was tried: the first is what all is about, the second the network's rule, then layers
 * @param separations one for each check, over all pairs; empty when there are no honest pairs or no attacks
 * @param reliability of the probabilities of the first check; none when it gives none, or as above
 * @param figures figures with goals: times, and what was simulated
 * @param simulation charts over the share of bad nodes; may be empty
 * @param missing what could not be measured, and why
 */
record VerifyReport(
        Machine machine,
        boolean quick,
        String source,
        @Nullable Long seed,
        int pairs,
        List<String> checks,
        List<ClassResult> classes,
        List<Separation> separations,
        @Nullable Reliability reliability,
        List<Row> figures,
        List<Chart> simulation,
        List<String> missing) {

    VerifyReport {
        checks = List.copyOf(checks);
        classes = List.copyOf(classes);
        separations = List.copyOf(separations);
        figures = List.copyOf(figures);
        simulation = List.copyOf(simulation);
        missing = List.copyOf(missing);
    }

    List<ClassResult> honest() {
        return classes.stream().filter(result -> result.kind().honest()).toList();
    }

    List<ClassResult> attacks() {
        return classes.stream().filter(result -> !result.kind().honest()).toList();
    }
}
