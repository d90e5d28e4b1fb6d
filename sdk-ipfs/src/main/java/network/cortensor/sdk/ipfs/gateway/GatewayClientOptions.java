package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.internal.http.Endpoint;
import network.cortensor.sdk.ipfs.ipns.IpnsHistory;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which gateways a {@link GatewayClient} asks, and how patiently. Immutable and thread-safe. */
public final class GatewayClientOptions {
    private final List<URI> gateways;
    private final Optional<DelegatedRouting> routing;
    private final Duration hedgeDelay;
    private final Duration attemptTimeout;
    private final Duration stallLimit;
    private final int concurrency;
    private final long bufferBytes;
    private final IpnsHistory ipnsHistory;

    private GatewayClientOptions(Builder builder) {
        gateways = builder.gateways;
        routing = builder.routing;
        hedgeDelay = builder.hedgeDelay;
        attemptTimeout = builder.attemptTimeout;
        stallLimit = builder.stallLimit;
        concurrency = builder.concurrency;
        bufferBytes = builder.bufferBytes;
        ipnsHistory = builder.ipnsHistory;
    }

    /**
     * Starts with gateways, as {@code https://host} or with a path that {@code /ipfs} comes behind. They may be in the private
     * network, as the user names them. Their order says which is tried first as long as nothing is known about them.
     *
     * @throws IllegalArgumentException if one is not an http or https URL, or has a user, query or fragment
     */
    public static Builder builder(List<URI> gateways) {
        return new Builder(gateways);
    }

    /** As {@link #builder(List)}. */
    public static Builder builder(URI... gateways) {
        return new Builder(List.of(gateways));
    }

    /** Returns the gateways, without a slash at the end. */
    public List<URI> gateways() {
        return gateways;
    }

    /** Returns who knows other gateways; see {@link Builder#routing}. */
    public Optional<DelegatedRouting> routing() {
        return routing;
    }

    /** Returns the longest wait before a late gateway is hedged by another; see {@link Builder#hedgeDelay}. */
    public Duration hedgeDelay() {
        return hedgeDelay;
    }

    /** Returns how long one gateway has for one block, or to begin a stream. */
    public Duration attemptTimeout() {
        return attemptTimeout;
    }

    /** Returns how long a gateway may send next to nothing. */
    public Duration stallLimit() {
        return stallLimit;
    }

    /** Returns how many requests run at a time. */
    public int concurrency() {
        return concurrency;
    }

    /** Returns how many bytes of blocks a stream may hold that came before their turn. */
    public long bufferBytes() {
        return bufferBytes;
    }

    /** Returns what remembers the newest record of each name. */
    public IpnsHistory ipnsHistory() {
        return ipnsHistory;
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {
        private static final int MAX_CONCURRENCY = 1024;
        private static final long MIN_BUFFER = 4L * 1024 * 1024;

        private final List<URI> gateways;
        private Optional<DelegatedRouting> routing = Optional.empty();
        private Duration hedgeDelay = Duration.ofMillis(500);
        private Duration attemptTimeout = Duration.ofSeconds(30);
        private Duration stallLimit = Duration.ofSeconds(10);
        private int concurrency = 32;
        private long bufferBytes = 16L * 1024 * 1024;
        private IpnsHistory ipnsHistory = IpnsHistory.inMemory();

        private Builder(List<URI> gateways) {
            this.gateways = gateways.stream()
                    .map(uri -> Endpoint.require("gateways", uri))
                    .distinct()
                    .toList();
        }

        /**
         * Sets who is asked for other gateways when those named here do not deliver. It stays open when the client is closed.
         * Default: nobody.
         */
        public Builder routing(DelegatedRouting routing) {
            this.routing = Optional.of(routing);
            return this;
        }

        /**
         * Sets the wait for a gateway of which nothing is known, before the next one is asked as well. For a known one it is the
         * time within which nine in ten of its answers began, and at most this. Default: 500 milliseconds.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder hedgeDelay(Duration hedgeDelay) {
            this.hedgeDelay = Endpoint.requirePositive("hedgeDelay", hedgeDelay);
            return this;
        }

        /**
         * Sets how long one gateway has for one block, or to begin a stream. Default: 30 seconds.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder attemptTimeout(Duration attemptTimeout) {
            this.attemptTimeout = Endpoint.requirePositive("attemptTimeout", attemptTimeout);
            return this;
        }

        /**
         * Sets the time in which a gateway has to send at least 1 KiB for each second of it, unless it is at its end. One that
         * drips is treated as one that is silent. Default: 10 seconds.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder stallLimit(Duration stallLimit) {
            this.stallLimit = Endpoint.requirePositive("stallLimit", stallLimit);
            return this;
        }

        /**
         * Sets how many requests run at a time, each on a thread of its own; others wait. Default: 32.
         *
         * @throws IllegalArgumentException if not between 1 and 1024
         */
        public Builder concurrency(int concurrency) {
            if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
                throw new IllegalArgumentException(
                        "concurrency must be between 1 and " + MAX_CONCURRENCY + ", is " + concurrency);
            }
            this.concurrency = concurrency;
            return this;
        }

        /**
         * Sets how many bytes of blocks one stream may hold that came before their turn, and as many again of those that may be
         * needed a second time. Default: 16 MiB.
         *
         * @throws IllegalArgumentException if less than 4 MiB, two blocks
         */
        public Builder bufferBytes(long bufferBytes) {
            if (bufferBytes < MIN_BUFFER) {
                throw new IllegalArgumentException(
                        "bufferBytes must be at least " + MIN_BUFFER + ", is " + bufferBytes);
            }
            this.bufferBytes = bufferBytes;
            return this;
        }

        /**
         * Sets what remembers the newest record of each name, so that nobody can lead back to an older one. Default: one in
         * memory, which these options have for themselves.
         */
        public Builder ipnsHistory(IpnsHistory ipnsHistory) {
            this.ipnsHistory = ipnsHistory;
            return this;
        }

        /**
         * Builds the options.
         *
         * @throws IllegalArgumentException if there are neither gateways nor routing
         */
        public GatewayClientOptions build() {
            if (gateways.isEmpty() && routing.isEmpty()) {
                throw new IllegalArgumentException("gateways must not be empty without routing to find some");
            }
            return new GatewayClientOptions(this);
        }
    }
}
