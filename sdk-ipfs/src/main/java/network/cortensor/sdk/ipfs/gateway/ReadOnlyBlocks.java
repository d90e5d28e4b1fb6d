package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;

import java.util.Optional;

/** A source as a store, for readers that expect one. */
final class ReadOnlyBlocks implements BlockStore {
    private final BlockSource source;

    ReadOnlyBlocks(BlockSource source) {
        this.source = source;
    }

    @Override
    public Optional<Block> get(Cid cid) {
        return source.get(cid);
    }

    @Override
    public boolean has(Cid cid) {
        return source.get(cid).isPresent();
    }

    @Override
    public void put(Block block) {
        throw new UnsupportedOperationException("only for reading");
    }

    @Override
    public boolean delete(Cid cid) {
        throw new UnsupportedOperationException("only for reading");
    }

    @Override
    public void close() {}
}
