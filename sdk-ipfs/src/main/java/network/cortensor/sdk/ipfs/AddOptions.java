package network.cortensor.sdk.ipfs;

/** How content is added to a {@link ContentStore}. Immutable and thread-safe. */
public final class AddOptions {
    private static final AddOptions DEFAULTS = builder().build();

    /** More than there are cores in most machines; each takes up to two chunks of memory. */
    private static final int MAX_THREADS = 256;

    private final ImportProfile profile;
    private final int threads;
    private final boolean keepMode;
    private final boolean keepModificationTime;
    private final boolean pin;
    private final CallOptions call;

    private AddOptions(Builder builder) {
        profile = builder.profile;
        threads = builder.threads;
        keepMode = builder.keepMode;
        keepModificationTime = builder.keepModificationTime;
        pin = builder.pin;
        call = builder.call;
    }

    /** Returns the defaults: {@link ImportProfile#UNIXFS_V1_2025}, one thread, no attributes, no pin. */
    public static AddOptions defaults() {
        return DEFAULTS;
    }

    /** Returns a builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns how content is cut up. */
    public ImportProfile profile() {
        return profile;
    }

    /** Returns how many threads hash and store, that of the caller included. */
    public int threads() {
        return threads;
    }

    /** Returns whether permissions are kept. */
    public boolean keepMode() {
        return keepMode;
    }

    /** Returns whether modification times are kept. */
    public boolean keepModificationTime() {
        return keepModificationTime;
    }

    /** Returns whether what was added is pinned. */
    public boolean pin() {
        return pin;
    }

    /** Returns the time limit, progress and cancellation. */
    public CallOptions call() {
        return call;
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {
        private ImportProfile profile = ImportProfile.UNIXFS_V1_2025;
        private int threads = 1;
        private boolean keepMode;
        private boolean keepModificationTime;
        private boolean pin;
        private CallOptions call = CallOptions.none();

        private Builder() {}

        /** Sets how content is cut up. Default: {@link ImportProfile#UNIXFS_V1_2025}. */
        public Builder profile(ImportProfile profile) {
            this.profile = profile;
            return this;
        }

        /**
         * Sets how many threads hash and store, that of the caller included. The CID does not depend on it. Default: 1.
         *
         * <p>Further threads are started for content of more than one chunk, and have ended when the call returns. Each thread
         * has up to two chunks in memory.
         *
         * @throws IllegalArgumentException if not from 1 to 256
         */
        public Builder threads(int threads) {
            if (threads < 1 || threads > MAX_THREADS) {
                throw new IllegalArgumentException("threads must be from 1 to " + MAX_THREADS + ", is " + threads);
            }
            this.threads = threads;
            return this;
        }

        /**
         * Sets whether the permissions of files and folders are kept (the bits 07777, where the file system has them), as {@code
         * ipfs add --preserve-mode} does. CIDs change with them. Symlinks have none, and a mode of 0 is left out. Default: no.
         */
        public Builder keepMode(boolean keepMode) {
            this.keepMode = keepMode;
            return this;
        }

        /**
         * Sets whether the modification times of files, folders and symlinks are kept, as {@code ipfs add --preserve-mtime}
         * does. CIDs change with them. Default: no.
         */
        public Builder keepModificationTime(boolean keepModificationTime) {
            this.keepModificationTime = keepModificationTime;
            return this;
        }

        /** Sets whether what was added is pinned, so that no garbage collection takes it. Default: no. */
        public Builder pin(boolean pin) {
            this.pin = pin;
            return this;
        }

        /** Sets the time limit, progress and cancellation. Default: {@link CallOptions#none()}. */
        public Builder call(CallOptions call) {
            this.call = call;
            return this;
        }

        /** Builds the options. */
        public AddOptions build() {
            return new AddOptions(this);
        }
    }
}
