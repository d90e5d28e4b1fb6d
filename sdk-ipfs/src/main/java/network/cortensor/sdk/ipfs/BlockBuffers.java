package network.cortensor.sdk.ipfs;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Arrays for full leaves, used again where the block store does not keep them. Thread-safe. */
final class BlockBuffers {
    private final boolean reuse;
    private final int fullSize;
    private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();

    /** Makes buffers for blocks of {@code fullSize} bytes, and others, which are not used again. */
    BlockBuffers(BlockStore blocks, int fullSize) {
        this.reuse = blocks instanceof ReleasesBlocks;
        this.fullSize = fullSize;
    }

    /** Returns an array of just this size, with anything in it. */
    byte[] take(int size) {
        byte[] used = size == fullSize ? free.poll() : null;
        return used == null ? new byte[size] : used;
    }

    /** Takes an array back that nobody will look at again. */
    void release(byte[] array) {
        if (reuse && array.length == fullSize) {
            free.add(array);
        }
    }
}
