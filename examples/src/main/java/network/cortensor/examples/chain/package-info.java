/** A chain for development: the program anvil, and the contracts of a development network on it. */
@NullMarked
package network.cortensor.examples.chain;

import org.jspecify.annotations.NullMarked;
