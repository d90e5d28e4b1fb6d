package network.cortensor.sdk.ipfs;

import java.util.Optional;

/**
 * Something that blocks can be read from: a {@link BlockStore}, or strangers on the network.
 *
 * <p>Own implementations are welcome and need not be trusted: whoever reads through this module checks that the block is the
 * one that was asked for. They must be thread-safe and tell "it is not there" (empty) from "could not ask" (an exception).
 */
@FunctionalInterface
public interface BlockSource {
    /**
     * Returns the block, or empty if it is not here.
     *
     * @throws BlockMismatchException if what is here under this CID does not hash to it
     * @throws StoreException if the store fails
     * @throws UnreachableException if a remote source cannot be asked
     */
    Optional<Block> get(Cid cid);
}
