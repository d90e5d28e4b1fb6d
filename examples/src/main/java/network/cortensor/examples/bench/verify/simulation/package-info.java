/**
 * How often a policy accepts a wrong answer, and how many nodes it asks, in made-up networks with bad nodes. Start at {@link
 * network.cortensor.examples.bench.verify.simulation.ConsensusSimulation}.
 */
@NullMarked
package network.cortensor.examples.bench.verify.simulation;

import org.jspecify.annotations.NullMarked;
