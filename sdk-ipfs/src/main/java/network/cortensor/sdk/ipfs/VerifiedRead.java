package network.cortensor.sdk.ipfs;

import java.util.Optional;

/**
 * The one way by which content is taken from a block store. A {@link Block} is right by itself; that it is also the one that
 * was asked for is checked here, since block stores may be foreign code.
 */
final class VerifiedRead {
    private VerifiedRead() {}

    static Optional<Block> find(BlockStore blocks, Cid cid) {
        Optional<Block> found = blocks.get(cid);
        found.ifPresent(block -> {
            if (!block.cid().toV1().equals(cid.toV1())) {
                throw new BlockMismatchException(cid, block.cid(), block.size());
            }
        });
        return found;
    }

    static Block require(BlockStore blocks, Cid cid) {
        return find(blocks, cid).orElseThrow(() -> new BlockNotFoundException(cid));
    }
}
