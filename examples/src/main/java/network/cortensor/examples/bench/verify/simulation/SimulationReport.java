package network.cortensor.examples.bench.verify.simulation;

import java.util.List;

/**
 * What was simulated.
 *
 * @param plan how much
 * @param rows all figures
 * @param curves the figures over the share of colluding nodes: three charts
 */
public record SimulationReport(SimulationPlan plan, List<SimulationRow> rows, List<Curve> curves) {

    /** Copies the lists. */
    public SimulationReport {
        rows = List.copyOf(rows);
        curves = List.copyOf(curves);
    }
}
