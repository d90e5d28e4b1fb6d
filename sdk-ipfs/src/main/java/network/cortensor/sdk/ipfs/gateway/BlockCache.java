package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Some verified blocks, by their CIDv1, within a limit on their bytes. For one thread. */
final class BlockCache {
    /** What the bookkeeping of a block takes; else blocks without bytes would be without limit. */
    private static final long OVERHEAD = 512;

    private final long maxBytes;
    private final Map<Cid, Block> blocks = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    BlockCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds a block if there is room for it. */
    boolean offer(Block block) {
        if (blocks.containsKey(block.cid().toV1())) {
            return true;
        }
        if (bytes + cost(block) > maxBytes) {
            return false;
        }
        blocks.put(block.cid().toV1(), block);
        bytes += cost(block);
        return true;
    }

    /** Adds a block, and drops those that were used longest ago for it. */
    void put(Block block) {
        Iterator<Block> eldest = blocks.values().iterator();
        while (bytes + cost(block) > maxBytes && eldest.hasNext()) {
            bytes -= cost(eldest.next());
            eldest.remove();
        }
        offer(block);
    }

    Optional<Block> get(Cid cid) {
        return Optional.ofNullable(blocks.get(cid.toV1()));
    }

    Optional<Block> remove(Cid cid) {
        Block block = blocks.remove(cid.toV1());
        if (block != null) {
            bytes -= cost(block);
        }
        return Optional.ofNullable(block);
    }

    int size() {
        return blocks.size();
    }

    void clear() {
        blocks.clear();
        bytes = 0;
    }

    /** Returns what it takes to keep, or only to look at, a block. */
    static long cost(Block block) {
        return block.size() + OVERHEAD;
    }
}
