package network.cortensor.sdk.ipfs;

import java.util.Optional;

/** Takes every block and keeps none: for when only the CID matters. Counts. */
final class ForgetfulBlockStore implements BlockStore {
    private int puts;

    int puts() {
        return puts;
    }

    @Override
    public void put(Block block) {
        puts++;
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
