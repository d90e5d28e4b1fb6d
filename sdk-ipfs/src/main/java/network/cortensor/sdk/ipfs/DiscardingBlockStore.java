package network.cortensor.sdk.ipfs;

import java.util.Optional;
import java.util.stream.Stream;

/** Takes every block and keeps none. */
final class DiscardingBlockStore implements BlockStore, ReleasesBlocks {
    static final DiscardingBlockStore INSTANCE = new DiscardingBlockStore();

    private DiscardingBlockStore() {}

    @Override
    public void put(Block block) {}

    @Override
    public Optional<Block> get(Cid cid) {
        return Optional.empty();
    }

    @Override
    public boolean has(Cid cid) {
        return false;
    }

    @Override
    public boolean delete(Cid cid) {
        return false;
    }

    @Override
    public Stream<Cid> cids() {
        return Stream.empty();
    }

    @Override
    public void close() {}
}
