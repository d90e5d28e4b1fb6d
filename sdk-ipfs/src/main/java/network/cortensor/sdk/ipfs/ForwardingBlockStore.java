package network.cortensor.sdk.ipfs;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A block store that hands every call on to another one: for subclasses that watch, hold back or change some of them.
 *
 * <p>Each method goes its own way: one that is overridden changes none of the others. {@link #close()} closes the other store.
 * As safe for use by several threads as that one is.
 */
public abstract class ForwardingBlockStore implements BlockStore {
    private final BlockStore store;

    /** @param store what keeps the blocks */
    protected ForwardingBlockStore(BlockStore store) {
        this.store = store;
    }

    @Override
    public void put(Block block) {
        store.put(block);
    }

    @Override
    public Optional<Block> get(Cid cid) {
        return store.get(cid);
    }

    @Override
    public boolean has(Cid cid) {
        return store.has(cid);
    }

    @Override
    public boolean delete(Cid cid) {
        return store.delete(cid);
    }

    @Override
    public Stream<Cid> cids() {
        return store.cids();
    }

    @Override
    public OptionalLong size(Cid cid) {
        return store.size(cid);
    }

    @Override
    public Optional<Pins> pins() {
        return store.pins();
    }

    @Override
    public void close() {
        store.close();
    }
}
