package network.cortensor.sdk.ipfs;

/**
 * How content is written to disk by {@link ContentStore#export}. Immutable and thread-safe.
 *
 * <p>A few blocks can stand for more files, folders and bytes than any disk holds. Set both limits for content of strangers.
 */
public final class ExportOptions {
    private static final ExportOptions DEFAULTS = builder().build();
    private static final long DEFAULT_MAX_ENTRIES = 1_000_000;

    private final long maxBytes;
    private final long maxEntries;
    private final CallOptions call;

    private ExportOptions(Builder builder) {
        maxBytes = builder.maxBytes;
        maxEntries = builder.maxEntries;
        call = builder.call;
    }

    /** Returns the defaults: no limit on bytes, a million entries. */
    public static ExportOptions defaults() {
        return DEFAULTS;
    }

    /** Returns a builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the most bytes that all files together may have. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Returns the most files, folders and symlinks that are written. */
    public long maxEntries() {
        return maxEntries;
    }

    /** Returns the time limit, progress and cancellation. */
    public CallOptions call() {
        return call;
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {
        private long maxBytes = Long.MAX_VALUE;
        private long maxEntries = DEFAULT_MAX_ENTRIES;
        private CallOptions call = CallOptions.none();

        private Builder() {}

        /**
         * Sets the most bytes that all files together may have. Default: no limit.
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

        /**
         * Sets the most files, folders and symlinks that are written. Default: one million.
         *
         * @throws IllegalArgumentException if less than one
         */
        public Builder maxEntries(long maxEntries) {
            if (maxEntries < 1) {
                throw new IllegalArgumentException("maxEntries must be positive, is " + maxEntries);
            }
            this.maxEntries = maxEntries;
            return this;
        }

        /** Sets the time limit, progress and cancellation. Default: {@link CallOptions#none()}. */
        public Builder call(CallOptions call) {
            this.call = call;
            return this;
        }

        /** Builds the options. */
        public ExportOptions build() {
            return new ExportOptions(this);
        }
    }
}
