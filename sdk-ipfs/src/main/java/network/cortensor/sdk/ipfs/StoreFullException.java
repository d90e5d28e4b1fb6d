package network.cortensor.sdk.ipfs;

import org.jspecify.annotations.Nullable;

/** A store has no room for a block, by its own quota or because the disk is full. The block was not stored. */
public final class StoreFullException extends StoreException {
    private static final long serialVersionUID = 1L;

    private final long needed;
    private final long free;

    /**
     * Says that {@code needed} bytes were to be stored and {@code free} bytes were left.
     *
     * @param what the store and the limit that was hit, as the start of a sentence
     */
    public StoreFullException(String what, long needed, long free, @Nullable Throwable cause) {
        super(
                what + ": a block needs " + needed + " bytes, " + free
                        + " are free; delete blocks, raise the quota or free disk space, then put it again",
                cause);
        this.needed = needed;
        this.free = free;
    }

    /** Returns how many bytes the block needs. */
    public long needed() {
        return needed;
    }

    /** Returns how many bytes were free. */
    public long free() {
        return free;
    }
}
