package network.cortensor.examples.attack;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Pins;

import java.util.Optional;
import java.util.stream.Stream;

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
    public Stream<Cid> cids() {
        return real.cids();
    }

    @Override
    public Optional<Pins> pins() {
        return real.pins();
    }

    @Override
    public void close() {
        real.close();
    }
}
