package network.cortensor.sdk.ipfs.kubo;

/** How a {@link CarUpload} goes about it. Immutable. */
public final class CarUploadOptions {
    private static final CarUploadOptions DEFAULTS = builder().build();
    private static final long MAX_SHARD_BYTES = 1L << 30;

    private final long shardBytes;
    private final boolean pin;

    private CarUploadOptions(Builder builder) {
        shardBytes = builder.shardBytes;
        pin = builder.pin;
    }

    /** Returns the defaults: shards of 8 MiB, and a pin at the end. */
    public static CarUploadOptions defaults() {
        return DEFAULTS;
    }

    /** Returns a builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns how many bytes of blocks a shard has at most, unless it has one block only. */
    public long shardBytes() {
        return shardBytes;
    }

    /** Returns whether the root is pinned at the end. */
    public boolean pin() {
        return pin;
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {
        private long shardBytes = 8L * 1024 * 1024;
        private boolean pin = true;

        private Builder() {}

        /**
         * Sets how many bytes of blocks a shard has at most; a block that is larger has a shard of its own. This is what may be
         * sent twice after a crash. Default: 8 MiB.
         *
         * @throws IllegalArgumentException if not from 1 to 1 GiB
         */
        public Builder shardBytes(long shardBytes) {
            if (shardBytes < 1 || shardBytes > MAX_SHARD_BYTES) {
                throw new IllegalArgumentException("shardBytes must be from 1 to 2^30, is " + shardBytes);
            }
            this.shardBytes = shardBytes;
            return this;
        }

        /**
         * Sets whether the root is pinned when everything is there. Default: yes; without, the next garbage collection of the
         * daemon takes all of it.
         */
        public Builder pin(boolean pin) {
            this.pin = pin;
            return this;
        }

        /** Builds the options. */
        public CarUploadOptions build() {
            return new CarUploadOptions(this);
        }
    }
}
