/**
 * Content addressing held against the hash that it cannot do without. Start at
 * {@link network.cortensor.examples.bench.ipfs.IpfsBenchmark}.
 *
 * <p>The main classes of child processes are {@link network.cortensor.examples.bench.ipfs.LargeFile}, {@link
 * network.cortensor.examples.bench.ipfs.ManyBlocks} and {@link network.cortensor.examples.bench.ipfs.FileImports}.
 */
@NullMarked
package network.cortensor.examples.bench.ipfs;

import org.jspecify.annotations.NullMarked;
