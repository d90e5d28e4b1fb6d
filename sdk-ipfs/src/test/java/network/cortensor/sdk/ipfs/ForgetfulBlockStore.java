package network.cortensor.sdk.ipfs;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes every block and keeps none: for when only the CID matters. Counts. */
final class ForgetfulBlockStore implements BlockStore {
    private final AtomicInteger puts = new AtomicInteger();

    int puts() {
        return puts.get();
    }

    @Override
    public void put(Block block) {
        puts.incrementAndGet();
    }

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
    public void close() {}
}
