package network.cortensor.sdk.ipfs.internal;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.HashFunction;

import java.util.Optional;

/**
 * The one way by which blocks are taken from a source. A {@link Block} is right by itself; that it is also the one that was
 * asked for is checked here, since sources may be foreign code. A CID that holds its content is answered from itself.
 */
public final class VerifiedRead {
    private VerifiedRead() {}

    /**
     * Returns the block {@code cid}, or empty if the source does not have it.
     *
     * @throws BlockMismatchException if the source gave another block
     */
    public static Optional<Block> find(BlockSource blocks, Cid cid) {
        if (cid.hash() == HashFunction.IDENTITY) {
            return Optional.of(BlockAccess.adoptVerified(cid, cid.digest()));
        }
        Optional<Block> found = blocks.get(cid);
        found.ifPresent(block -> {
            if (!block.cid().toV1().equals(cid.toV1())) {
                throw new BlockMismatchException(cid, block.cid(), block.size());
            }
        });
        return found;
    }

    /**
     * Returns the block {@code cid}.
     *
     * @throws BlockNotFoundException if the source does not have it
     * @throws BlockMismatchException if the source gave another block
     */
    public static Block require(BlockSource blocks, Cid cid) {
        return find(blocks, cid).orElseThrow(() -> new BlockNotFoundException(cid));
    }
}
