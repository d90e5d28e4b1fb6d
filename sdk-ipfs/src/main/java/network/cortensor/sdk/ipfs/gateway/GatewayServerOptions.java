package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ipns.IpnsRecordStore;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Where a {@link GatewayServer} listens, and what a request may cost it. Immutable; thread-safe if its predicate is. */
public final class GatewayServerOptions {
    private final InetSocketAddress address;
    private final int maxRequests;
    private final int maxRequestsPerClient;
    private final int maxQueued;
    private final Duration requestTimeout;
    private final Duration writeTimeout;
    private final Duration maxDuration;
    private final Duration drainTimeout;
    private final long maxBlocks;
    private final long maxBytes;
    private final boolean crossOrigin;
    private final Predicate<Cid> denied;
    private final Optional<IpnsRecordStore> records;

    private GatewayServerOptions(Builder builder) {
        address = builder.address;
        maxRequests = builder.maxRequests;
        maxRequestsPerClient = builder.maxRequestsPerClient;
        maxQueued = builder.maxQueued;
        requestTimeout = builder.requestTimeout;
        writeTimeout = builder.writeTimeout;
        maxDuration = builder.maxDuration;
        drainTimeout = builder.drainTimeout;
        maxBlocks = builder.maxBlocks;
        maxBytes = builder.maxBytes;
        crossOrigin = builder.crossOrigin;
        denied = builder.denied;
        records = builder.records;
    }

    /** Returns a builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns where the server listens; port 0 stands for any that is free. */
    public InetSocketAddress address() {
        return address;
    }

    /** Returns how many requests are worked on at a time, in a thread each. */
    public int maxRequests() {
        return maxRequests;
    }

    /** Returns how many of them may be of one address. */
    public int maxRequestsPerClient() {
        return maxRequestsPerClient;
    }

    /** Returns how many requests may wait for a thread. */
    public int maxQueued() {
        return maxQueued;
    }

    /** Returns how long the head of a request may take to arrive. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** Returns how long a client may take for each 64 KiB of an answer. */
    public Duration writeTimeout() {
        return writeTimeout;
    }

    /** Returns how long an answer may take altogether. */
    public Duration maxDuration() {
        return maxDuration;
    }

    /** Returns how long {@link GatewayServer#close()} waits for answers under way. */
    public Duration drainTimeout() {
        return drainTimeout;
    }

    /** Returns how many blocks a CAR may have. */
    public long maxBlocks() {
        return maxBlocks;
    }

    /** Returns how many bytes a CAR may have. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Tells whether scripts of any web page may read the answers. */
    public boolean crossOrigin() {
        return crossOrigin;
    }

    /** Returns what decides which blocks are not given to anybody. */
    public Predicate<Cid> denied() {
        return denied;
    }

    /** Returns where the records of IPNS names are, if any are served. */
    public Optional<IpnsRecordStore> records() {
        return records;
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {
        /** As good as for ever, and no sum of such times overflows. */
        private static final Duration LONGEST = Duration.ofDays(365);

        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private int maxRequests = 32;
        private int maxRequestsPerClient = 24;
        private int maxQueued = 256;
        private Duration requestTimeout = Duration.ofSeconds(10);
        private Duration writeTimeout = Duration.ofSeconds(20);
        private Duration maxDuration = Duration.ofMinutes(15);
        private Duration drainTimeout = Duration.ofSeconds(10);
        private long maxBlocks = 65_536;
        private long maxBytes = 16L * 1024 * 1024 * 1024;
        private boolean crossOrigin = true;
        private Predicate<Cid> denied = cid -> false;
        private Optional<IpnsRecordStore> records = Optional.empty();

        private Builder() {}

        /**
         * Sets where the server listens. Default: the loopback address, which nobody on the network can reach, and any port that
         * is free.
         */
        public Builder address(InetSocketAddress address) {
            this.address = address;
            return this;
        }

        /**
         * Sets how many requests are worked on at a time. Each takes a thread and up to three blocks in memory, plus some 150
         * bytes for each block of a CAR. Default: 32.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder maxRequests(int maxRequests) {
            this.maxRequests = (int) positive("maxRequests", maxRequests);
            return this;
        }

        /**
         * Sets how many of them may be of one IP address; what exceeds it for a second is answered with 429. Behind a reverse
         * proxy all clients are one, so there set as many as {@link #maxRequests(int)}. Default: 24.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder maxRequestsPerClient(int maxRequestsPerClient) {
            this.maxRequestsPerClient = (int) positive("maxRequestsPerClient", maxRequestsPerClient);
            return this;
        }

        /**
         * Sets how many requests may wait for a thread; what exceeds it is answered with 503. Default: 256.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder maxQueued(int maxQueued) {
            this.maxQueued = (int) positive("maxQueued", maxQueued);
            return this;
        }

        /**
         * Sets how long the head of a request may take from its first byte to its last, however steadily it trickles. Default: 10
         * seconds.
         *
         * @throws IllegalArgumentException if not positive, or longer than a year
         */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = positive("requestTimeout", requestTimeout);
            return this;
        }

        /**
         * Sets how long a client may take for each 64 KiB of an answer; then its connection is closed. Default: 20 seconds.
         *
         * @throws IllegalArgumentException if not positive, or longer than a year
         */
        public Builder writeTimeout(Duration writeTimeout) {
            this.writeTimeout = positive("writeTimeout", writeTimeout);
            return this;
        }

        /**
         * Sets how long an answer may take altogether, reading from the store included. Default: 15 minutes.
         *
         * @throws IllegalArgumentException if not positive, or longer than a year
         */
        public Builder maxDuration(Duration maxDuration) {
            this.maxDuration = positive("maxDuration", maxDuration);
            return this;
        }

        /**
         * Sets how long {@link GatewayServer#close()} waits for answers under way. Default: 10 seconds.
         *
         * @throws IllegalArgumentException if negative or longer than a year
         */
        public Builder drainTimeout(Duration drainTimeout) {
            if (!drainTimeout.isZero()) {
                positive("drainTimeout", drainTimeout);
            }
            this.drainTimeout = drainTimeout;
            return this;
        }

        /**
         * Sets how many blocks a CAR may have; a longer one is broken off there. Default: 65,536.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder maxBlocks(long maxBlocks) {
            this.maxBlocks = positive("maxBlocks", maxBlocks);
            return this;
        }

        /**
         * Sets how many bytes a CAR may have; a longer one is broken off there. Default: 16 GiB.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder maxBytes(long maxBytes) {
            this.maxBytes = positive("maxBytes", maxBytes);
            return this;
        }

        /**
         * Sets whether scripts of any web page may read the answers, which the specification wants of public gateways and
         * verified-fetch in browsers needs. They can then also find out which CIDs are here. Default: yes.
         */
        public Builder crossOrigin(boolean crossOrigin) {
            this.crossOrigin = crossOrigin;
            return this;
        }

        /**
         * Sets which blocks are not given to anybody, whatever asks for them. Who asks for one by its CID gets 410; a CAR with
         * one in it is broken off there. Default: none.
         *
         * @param denied asked with CIDs of version 1, from several threads; must be quick. The same bytes have another CID under
         *     another codec
         */
        public Builder deny(Predicate<Cid> denied) {
            this.denied = denied;
            return this;
        }

        /**
         * Serves the records of IPNS names that are in this store, as long as they are valid, at {@code
         * /ipns/<name>?format=ipns-record}. They are given, not followed. Default: none.
         */
        public Builder records(IpnsRecordStore records) {
            this.records = Optional.of(records);
            return this;
        }

        /** Builds the options. */
        public GatewayServerOptions build() {
            return new GatewayServerOptions(this);
        }

        private static long positive(String name, long value) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + " must be positive, is " + value);
            }
            return value;
        }

        private static Duration positive(String name, Duration value) {
            if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(name + " must be positive and at most a year, is " + value);
            }
            return value;
        }
    }
}
