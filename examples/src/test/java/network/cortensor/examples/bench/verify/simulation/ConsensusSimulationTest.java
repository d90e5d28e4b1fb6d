package network.cortensor.examples.bench.verify.simulation;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ConsensusSimulationTest {

    private static final long SEED = Long.getLong("cortensor.seed", 20261123L);
    private static final SimulationPlan PLAN = new SimulationPlan(12, 200, 100, SEED);

    private static SimulationRow adaptive(Conduct conduct, double badShare) {
        SimulationRow row = ConsensusSimulation.adaptive(PLAN, conduct, badShare, 0);
        System.out.println(row);
        return row;
    }

    @Test
    void adaptive_noBadNodes_asksAtMostTwoPointTwoAndIsNeverWrong() {
        SimulationRow row = adaptive(Conduct.COLLUDING, 0);
        assertThat(row.nodes().high()).as("seed %d", SEED).isLessThanOrEqualTo(2.2);
        assertThat(row.wrongAccept().value()).isZero();
        assertThat(row.noAnswer().value()).isZero();
    }

    @Test
    void adaptive_thirtyPercentColluding_isWrongInOnePercentAtMostWithEightNodesAtMost() {
        SimulationRow row = adaptive(Conduct.COLLUDING, 0.3);
        assertThat(row.wrongAccept().high()).as("seed %d", SEED).isLessThanOrEqualTo(0.01);
        assertThat(row.nodes().high()).as("seed %d", SEED).isLessThanOrEqualTo(8);
        assertThat(row.noAnswer().value()).as("seed %d", SEED).isLessThan(0.05);
    }

    /** What is documented as out of reach stays documented: these are no goals. */
    @Test
    void adaptive_sleepers_getTheirFirstLiesThroughAndAreFoundOut() {
        SimulationRow row = adaptive(Conduct.SLEEPING, 0.3);
        assertThat(row.wrongWhenAttacked().value()).as("seed %d", SEED).isBetween(0.001, 0.08);
    }

    @Test
    void run_smallPlan_hasAllRowsAndCurvesAndIsTheSameAgain() {
        SimulationPlan small = new SimulationPlan(2, 20, 40, SEED);
        SimulationReport report = ConsensusSimulation.run(small);
        assertThat(report).isEqualTo(ConsensusSimulation.run(small));
        assertThat(report.rows()).hasSize(6 * 7 + 6 + 2);
        assertThat(report.curves()).hasSize(3 * 6);
        assertThat(report.curves()).allSatisfy(curve -> {
            assertThat(curve.x()).containsExactly(0.0, 0.1, 0.2, 0.3, 0.4, 0.45);
            assertThat(curve.y()).hasSize(6).allMatch(Double::isFinite);
        });
        assertThat(report.rows())
                .allSatisfy(row -> assertThat(List.of(row.wrongAccept(), row.noAnswer(), row.nodes()))
                        .allMatch(e -> e.low() <= e.value() && e.value() <= e.high()));
    }

    @Test
    void estimate_nothingFound_hasABoundAboveZero() {
        Estimate none = Estimate.ofShares(List.of(0.0, 0.0, 0.0), 300);
        assertThat(none.value()).isZero();
        assertThat(none.high()).isEqualTo(0.0126, within(0.0005));
        Estimate half = Estimate.ofShares(List.of(0.5, 0.5), 100);
        assertThat(half.low()).isEqualTo(0.404, within(0.002));
    }

    @Test
    void plan_tooSmall_isRefused() {
        assertThatThrownBy(() -> new SimulationPlan(1, 20, 40, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SimulationPlan(2, 20, 15, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Curve("c", "n", List.of(1.0), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
