package network.cortensor.sdk.ipfs;

import java.time.Duration;
import java.util.Optional;

/**
 * What a caller may want of one call: a time limit, progress, a way to end it. Immutable and thread-safe; may be used for many
 * calls.
 *
 * <p>Interrupting the calling thread ends a call too.
 */
public final class CallOptions {
    private static final CallOptions NONE = builder().build();

    private final Optional<Duration> timeout;
    private final ProgressListener progress;
    private final Cancellation cancellation;

    private CallOptions(Builder builder) {
        timeout = builder.timeout;
        progress = builder.progress;
        cancellation = builder.cancellation;
    }

    /** Returns options without a time limit of the caller's; calls that use the network still have their own. */
    public static CallOptions none() {
        return NONE;
    }

    /** Returns a builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the longest time from the beginning of the call to its end, that of a returned stream included. */
    public Optional<Duration> timeout() {
        return timeout;
    }

    /** Returns who hears of progress; does nothing by default. */
    public ProgressListener progress() {
        return progress;
    }

    /** Returns what ends the call; by default, nothing does, and it cannot be cancelled. */
    public Cancellation cancellation() {
        return cancellation;
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {
        private Optional<Duration> timeout = Optional.empty();
        private ProgressListener progress = done -> {};
        private Cancellation cancellation = Cancellation.NEVER;

        private Builder() {}

        /**
         * Sets the longest time from the beginning of the call to its end, that of a returned stream included. Default: none.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder timeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout must be positive, is " + timeout);
            }
            this.timeout = Optional.of(timeout);
            return this;
        }

        /** Sets who hears of progress. */
        public Builder progress(ProgressListener progress) {
            this.progress = progress;
            return this;
        }

        /** Sets what ends the call. */
        public Builder cancellation(Cancellation cancellation) {
            this.cancellation = cancellation;
            return this;
        }

        /** Builds the options. */
        public CallOptions build() {
            return new CallOptions(this);
        }
    }
}
