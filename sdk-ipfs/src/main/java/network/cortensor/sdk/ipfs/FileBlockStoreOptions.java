package network.cortensor.sdk.ipfs;

/** How a file block store uses its disk. Immutable. */
public final class FileBlockStoreOptions {
    private final long maxBytes;
    private final Durability durability;

    private FileBlockStoreOptions(Builder builder) {
        maxBytes = builder.maxBytes;
        durability = builder.durability;
    }

    /** Returns a builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the most bytes that the blocks may take together; {@link Long#MAX_VALUE} when there is no quota. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Returns what is forced to the disk before a put returns. */
    public Durability durability() {
        return durability;
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {
        private long maxBytes = Long.MAX_VALUE;
        private Durability durability = Durability.BLOCK;

        private Builder() {}

        /**
         * Sets the most bytes that the blocks may take together, not counting what the file system adds. Default: no quota.
         *
         * <p>With a quota, opening the store walks its folder once to count. The count is exact while one store uses the
         * folder. Nothing is deleted to make room: {@link ContentStore#collectGarbage(CallOptions)} does that when it is
         * called.
         *
         * <p>Putting a block again that was damaged is not refused. Where a power failure had cut it, what is put back is counted,
         * and may exceed the quota by as much.
         *
         * @throws IllegalArgumentException if negative
         */
        public Builder maxBytes(long maxBytes) {
            if (maxBytes < 0) {
                throw new IllegalArgumentException("maxBytes must not be negative, is " + maxBytes);
            }
            this.maxBytes = maxBytes;
            return this;
        }

        /** Sets what is forced to the disk before a put returns. Default: {@link Durability#BLOCK}. */
        public Builder durability(Durability durability) {
            this.durability = durability;
            return this;
        }

        /** Builds the options. */
        public FileBlockStoreOptions build() {
            return new FileBlockStoreOptions(this);
        }
    }
}
