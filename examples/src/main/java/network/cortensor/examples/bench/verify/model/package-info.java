/**
 * What each layer sees in the answers of a real language model: run again, sampled, of a coarser twin, to another instruction,
 * cut off. Start at {@link network.cortensor.examples.bench.verify.model.ModelBenchmark}.
 */
@NullMarked
package network.cortensor.examples.bench.verify.model;

import org.jspecify.annotations.NullMarked;
