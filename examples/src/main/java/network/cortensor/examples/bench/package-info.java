/**
 * Benchmarks as commands of the example program. Start at {@link network.cortensor.examples.bench.LoopBenchmark}: it times
 * whole tasks on a local network, from the prompt to the verified answer, and says where the time goes.
 *
 * <p>What is measured on a busy machine is the machine as well. So every figure comes with the CPU time of a task, which
 * other programs hardly change, and with the public-key operations that a task cannot do without, timed in the same run.
 *
 * <p>What the benchmarks of other packages share is here too: a {@link network.cortensor.examples.bench.Row} is a figure beside
 * its reference and its {@link network.cortensor.examples.bench.Goal}.
 */
@NullMarked
package network.cortensor.examples.bench;

import org.jspecify.annotations.NullMarked;
