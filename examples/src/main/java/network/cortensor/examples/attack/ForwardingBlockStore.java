package network.cortensor.examples.attack;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;

import java.util.Optional;

/** A block store that somebody else runs: honest in everything that a subclass does not override. */
class ForwardingBlockStore implements BlockStore {

    private final BlockStore real;

    ForwardingBlockStore(BlockStore real) {
        this.real = real;
    }

    @Override
    public void put(Block block) {
        real.put(block);
    }

    @Override
    public Optional<Block> get(Cid cid) {
        return real.get(cid);
    }

    @Override
    public boolean has(Cid cid) {
        return real.has(cid);
    }

    @Override
    public boolean delete(Cid cid) {
        return real.delete(cid);
    }

    @Override
    public void close() {
        real.close();
    }
}
