package network.cortensor.sdk.client;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;

import java.util.Optional;
import java.util.stream.Stream;

/** A store as it is, in everything that a test does not override. */
class ForwardingStore implements BlockStore {

    private final BlockStore real;

    ForwardingStore(BlockStore real) {
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
    public Stream<Cid> cids() {
        return real.cids();
    }

    /** Leaves the real store open: it belongs to the test. */
    @Override
    public void close() {}
}
