package network.cortensor.sdk.ipfs.car;

/** How much of a CAR stream is read before it is given up as too large. Immutable. */
public final class CarLimits {
    private static final CarLimits NONE = new CarLimits(Long.MAX_VALUE, Long.MAX_VALUE);

    private final long maxBytes;
    private final long maxBlocks;

    private CarLimits(long maxBytes, long maxBlocks) {
        this.maxBytes = maxBytes;
        this.maxBlocks = maxBlocks;
    }

    /** Returns limits that nothing exceeds; for files of one's own, or with a deadline. */
    public static CarLimits none() {
        return NONE;
    }

    /**
     * Makes limits on a whole stream.
     *
     * @param maxBytes the most bytes of the stream: headers, CIDs and padding count too
     * @param maxBlocks the most blocks; one that comes twice counts twice
     * @throws IllegalArgumentException if one is negative
     */
    public static CarLimits of(long maxBytes, long maxBlocks) {
        if (maxBytes < 0 || maxBlocks < 0) {
            throw new IllegalArgumentException(
                    "maxBytes and maxBlocks must not be negative, are " + maxBytes + " and " + maxBlocks);
        }
        return new CarLimits(maxBytes, maxBlocks);
    }

    /** Returns the most bytes of the stream. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Returns the most blocks. */
    public long maxBlocks() {
        return maxBlocks;
    }
}
