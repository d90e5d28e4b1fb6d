/**
 * Encryption held against its primitives. Start at {@link network.cortensor.examples.bench.crypto.CryptoBenchmark}.
 *
 * <p>The classes whose names end with {@code Benchmarks} are JMH's; the main classes of child processes are
 * {@link network.cortensor.examples.bench.crypto.ConstantMemory}, {@link network.cortensor.examples.bench.crypto.FirstCall}
 * and {@link network.cortensor.examples.bench.crypto.FileWork}.
 */
@NullMarked
package network.cortensor.examples.bench.crypto;

import org.jspecify.annotations.NullMarked;
