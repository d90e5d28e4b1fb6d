/**
 * {@code bench chain}: sending, proofs and events beside what they cost at least.
 *
 * <p>Start in {@link network.cortensor.examples.bench.chain.ChainMeasurement}.
 */
@NullMarked
package network.cortensor.examples.bench.chain;

import org.jspecify.annotations.NullMarked;
