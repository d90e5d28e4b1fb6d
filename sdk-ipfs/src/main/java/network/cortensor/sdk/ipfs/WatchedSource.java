package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;

import java.util.Optional;

/** Asks for blocks on behalf of a call: not beyond its end, and each is progress. */
final class WatchedSource implements BlockSource {
    private final BlockSource blocks;
    private final Watch watch;

    WatchedSource(BlockSource blocks, Watch watch) {
        this.blocks = blocks;
        this.watch = watch;
    }

    @Override
    public Optional<Block> get(Cid cid) {
        watch.check();
        Optional<Block> block = blocks.get(cid);
        block.ifPresent(found -> watch.advanced(0, 1));
        return block;
    }
}
