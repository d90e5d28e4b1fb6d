package network.cortensor.sdk.ipfs.kubo;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;

import java.util.Optional;

/** Sends what an import puts into it on as a CAR, and keeps nothing. */
final class CarBlockStore implements BlockStore {
    private final KuboCar car;

    CarBlockStore(KuboCar car) {
        this.car = car;
    }

    @Override
    public void put(Block block) {
        car.put(block);
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
