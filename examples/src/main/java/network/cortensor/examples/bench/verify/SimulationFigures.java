package network.cortensor.examples.bench.verify;

import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.verify.simulation.Conduct;
import network.cortensor.examples.bench.verify.simulation.ConsensusSimulation;
import network.cortensor.examples.bench.verify.simulation.SimulationReport;
import network.cortensor.examples.bench.verify.simulation.SimulationRow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a simulation gave, as rows with goals and as charts. */
final class SimulationFigures {

    private SimulationFigures() {}

    /** Returns what is wanted of the policy that learns: few errors among many bad nodes, few nodes among none. */
    static List<Row> rows(SimulationReport report) {
        SimulationRow bad = row(report, 0.3);
        SimulationRow good = row(report, 0);
        return List.of(
                Row.of(
                        "simulated, 30 % collude: wrong, %",
                        2, 100 * bad.wrongAccept().value(), Goal.atMost(1)),
                Row.of("  nodes asked on average", 2, bad.nodes().value(), Goal.atMost(8)),
                Row.of("simulated, none bad: nodes asked", 2, good.nodes().value(), Goal.atMost(2.2)));
    }

    /** Returns the curves, those of one chart together. */
    static List<Chart> charts(SimulationReport report) {
        Map<String, List<Curve>> byChart = new LinkedHashMap<>();
        for (var curve : report.curves()) {
            byChart.computeIfAbsent(curve.chart(), chart -> new ArrayList<>())
                    .add(new Curve(curve.name(), curve.x(), curve.y()));
        }
        return byChart.entrySet().stream()
                .map(chart -> new Chart(chart.getKey(), chart.getValue()))
                .toList();
    }

    private static SimulationRow row(SimulationReport report, double badShare) {
        return report.rows().stream()
                .filter(row -> row.policy().equals(ConsensusSimulation.WITH_BOOK)
                        && row.conduct() == Conduct.COLLUDING
                        && row.badShare() == badShare
                        && row.honestDeviation() == 0)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The simulation has no row for " + badShare));
    }
}
