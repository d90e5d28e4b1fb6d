package network.cortensor.examples.bench.verify.simulation;

/**
 * How much is simulated.
 *
 * @param runs networks per row, each with a client that starts without knowing any node
 * @param tasks tasks per network
 * @param nodes nodes per network
 * @param seed of everything that is drawn
 */
public record SimulationPlan(int runs, int tasks, int nodes, long seed) {

    /** Checks that there is something to simulate. */
    public SimulationPlan {
        if (runs < 2 || tasks < 2 || nodes < ConsensusSimulation.MAX_NODES) {
            throw new IllegalArgumentException("A simulation needs at least 2 runs, 2 tasks and "
                    + ConsensusSimulation.MAX_NODES + " nodes, not " + runs + ", " + tasks + " and " + nodes);
        }
    }

    /** Some seconds. */
    public static SimulationPlan quick(long seed) {
        return new SimulationPlan(20, 200, 100, seed);
    }

    /** Some minutes. */
    public static SimulationPlan full(long seed) {
        return new SimulationPlan(250, 200, 100, seed);
    }
}
