package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.VerifiedRead;
import network.cortensor.sdk.ipfs.internal.Watch;

import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Finds the blocks below pins, and deletes the others.
 *
 * <p>Everything is found before anything is deleted, and nothing is deleted if a block that may have links is missing, damaged
 * or not understood. Raw blocks have none, so they are not read. Stopped or killed at any moment it has deleted only what
 * was garbage.
 */
final class GarbageCollection {
    private final BlockStore blocks;
    private final Watch watch;
    private final ReachableBlocks live;
    private long kept;
    private long removed;
    private long bytesFreed;

    private GarbageCollection(BlockStore blocks, Watch watch) {
        this.blocks = blocks;
        this.watch = watch;
        this.live = new ReachableBlocks(blocks, watch, cid -> {});
    }

    /** Collects; the caller sees to it that nobody adds or pins meanwhile. */
    static GarbageReport run(BlockStore blocks, Pins pins, Watch watch) {
        GarbageCollection collection = new GarbageCollection(blocks, watch);
        try (Stream<Cid> roots = pins.list()) {
            roots.forEach(collection.live::from);
        }
        try (Stream<Cid> all = blocks.cids()) {
            all.forEach(collection::sweep);
        }
        return new GarbageReport(
                collection.kept,
                collection.removed,
                collection.bytesFreed,
                Math.max(collection.live.size() - collection.kept, 0));
    }

    /**
     * Makes sure that a DAG can be pinned: all blocks are there, and those that may have links whole and understood. A store
     * that reads through fetches here what it does not have.
     *
     * @throws BlockNotFoundException if a block is missing
     * @throws BlockMismatchException if a block that was read is damaged
     * @throws MalformedException if the links of a block cannot be read
     */
    static void requireWhole(BlockStore blocks, Cid root, Watch watch) {
        new ReachableBlocks(blocks, watch, cid -> requireStored(blocks, cid)).from(root);
    }

    private static void requireStored(BlockStore blocks, Cid cid) {
        if (!blocks.has(cid)) {
            Block fetched = VerifiedRead.require(blocks, cid);
            // Fetched, but not kept, as in a store that is full.
            if (!blocks.has(fetched.cid())) {
                throw new BlockNotFoundException(cid);
            }
        }
    }

    private void sweep(Cid cid) {
        watch.check();
        if (live.reached(cid)) {
            kept++;
            return;
        }
        long size = sizeOf(cid);
        if (blocks.delete(cid)) {
            removed++;
            bytesFreed += size;
            watch.advanced(size, 1);
        }
    }

    private long sizeOf(Cid cid) {
        try {
            OptionalLong size = blocks.size(cid);
            return size.orElse(0);
        } catch (BlockMismatchException e) {
            // Of a store that has to read: damaged garbage is garbage.
            return e.size();
        }
    }
}
