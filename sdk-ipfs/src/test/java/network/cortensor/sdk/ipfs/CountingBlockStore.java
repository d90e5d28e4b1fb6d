package network.cortensor.sdk.ipfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers which blocks were read. */
final class CountingBlockStore implements BlockStore {
    private final BlockStore blocks;
    private final List<Cid> asked = new ArrayList<>();

    CountingBlockStore(BlockStore blocks) {
        this.blocks = blocks;
    }

    /** Returns what was read since the last time. */
    List<Cid> takeAsked() {
        List<Cid> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }

    @Override
    public Optional<Block> get(Cid cid) {
        asked.add(cid);
        return blocks.get(cid);
    }

    @Override
    public void put(Block block) {
        blocks.put(block);
    }

    @Override
    public boolean has(Cid cid) {
        return blocks.has(cid);
    }

    @Override
    public boolean delete(Cid cid) {
        return blocks.delete(cid);
    }

    @Override
    public void close() {
        blocks.close();
    }
}
