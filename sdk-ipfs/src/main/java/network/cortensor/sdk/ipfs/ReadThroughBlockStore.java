package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.VerifiedRead;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A local store that is filled by reading from a remote source. */
final class ReadThroughBlockStore implements BlockStore {
    private final BlockStore local;
    private final BlockSource remote;

    ReadThroughBlockStore(BlockStore local, BlockSource remote) {
        this.local = local;
        this.remote = remote;
    }

    @Override
    public Optional<Block> get(Cid cid) {
        Optional<Block> here = findHere(cid);
        if (here.isPresent()) {
            return here;
        }
        Optional<Block> there = VerifiedRead.find(remote, cid);
        there.ifPresent(this::keep);
        return there;
    }

    private Optional<Block> findHere(Cid cid) {
        try {
            return local.get(cid);
        } catch (BlockMismatchException e) {
            // The remote source may have it right, and putting that again heals the damage.
            return Optional.empty();
        }
    }

    private void keep(Block block) {
        try {
            local.put(block);
        } catch (StoreFullException e) {
            // Keeping it would save time later; the caller asked to read.
        }
    }

    @Override
    public void put(Block block) {
        local.put(block);
    }

    @Override
    public boolean has(Cid cid) {
        return local.has(cid);
    }

    @Override
    public boolean delete(Cid cid) {
        return local.delete(cid);
    }

    @Override
    public Stream<Cid> cids() {
        return local.cids();
    }

    @Override
    public OptionalLong size(Cid cid) {
        return local.size(cid);
    }

    @Override
    public Optional<Pins> pins() {
        return local.pins();
    }

    @Override
    public void close() {
        local.close();
    }
}
