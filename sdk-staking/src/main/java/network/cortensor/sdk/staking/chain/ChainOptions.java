package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.internal.rpc.RpcServer;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which endpoints to ask, how many have to agree, and how long and how much to wait for.
 *
 * <p>Immutable.
 */
public final class ChainOptions {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final List<Endpoint> endpoints;
    private final int quorum;
    private final long chainId;
    private final Duration callTimeout;
    private final Duration connectTimeout;
    private final long maxAnswerBytes;
    private final int retries;
    private final int confirmations;
    private final Duration pollInterval;

    private ChainOptions(Builder builder, int quorum) {
        this.endpoints = List.copyOf(builder.endpoints);
        this.quorum = quorum;
        this.chainId = builder.chainId;
        this.callTimeout = builder.callTimeout;
        this.connectTimeout = builder.connectTimeout;
        this.maxAnswerBytes = builder.maxAnswerBytes;
        this.retries = builder.retries;
        this.confirmations = builder.confirmations;
        this.pollInterval = builder.pollInterval;
    }

    /** Starts from the defaults, with no endpoint. */
    public static Builder builder() {
        return new Builder();
    }

    /** The defaults with one endpoint, which has to be trusted: use it for a node of your own, or for development. */
    public static ChainOptions of(URI endpoint) {
        return builder().endpoint(Endpoint.of(endpoint)).build();
    }

    /** Whom to ask. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** How many have to say the same. */
    public int quorum() {
        return quorum;
    }

    /** The chain's number; 0 if any will do as long as all say the same. */
    public long chainId() {
        return chainId;
    }

    /** Longest time for one call, retries included. */
    public Duration callTimeout() {
        return callTimeout;
    }

    /** Longest time to reach an endpoint. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Most bytes of one answer, after decompression. */
    public long maxAnswerBytes() {
        return maxAnswerBytes;
    }

    /** How often a read is repeated after a failure that may pass. */
    public int retries() {
        return retries;
    }

    /** How deep a transaction or an event has to lie: 1 is the newest block. */
    public int confirmations() {
        return confirmations;
    }

    /** How often to look for a new block. */
    public Duration pollInterval() {
        return pollInterval;
    }

    /** Names, quorum and chain; no secrets of the endpoints. */
    @Override
    public String toString() {
        return "ChainOptions[" + quorum + " of " + endpoints + ", chain " + chainId + "]";
    }

    /** Collects the options; {@link #build} checks them. Not safe for use by several threads. */
    public static final class Builder {
        private final List<Endpoint> endpoints = new ArrayList<>();
        private int quorum;
        private long chainId;
        private Duration callTimeout = Duration.ofSeconds(20);
        private Duration connectTimeout = Duration.ofSeconds(5);
        private long maxAnswerBytes = 64L << 20;
        private int retries = 3;
        private int confirmations = 1;
        private Duration pollInterval = Duration.ofSeconds(1);

        private Builder() {}

        /**
         * Adds an endpoint. Several count as several witnesses only if different people run them.
         *
         * <p>One host and port is one witness, whatever path, key or header it is asked with, as whoever runs it gives all the
         * answers: a second endpoint there is refused. Hosts are compared as they are written, in one spelling, and not by
         * address; the ports of plain and of secure HTTP, 80 and 443, count as one.
         */
        public Builder endpoint(Endpoint endpoint) {
            endpoints.add(endpoint);
            return this;
        }

        /** Default: more than half of the endpoints. */
        public Builder quorum(int agreeing) {
            this.quorum = agreeing;
            return this;
        }

        /** Default 0: any chain, as long as all endpoints serve the same one. Set it wherever money is at stake. */
        public Builder chainId(long number) {
            this.chainId = number;
            return this;
        }

        /** Default 20 s. */
        public Builder callTimeout(Duration time) {
            this.callTimeout = time;
            return this;
        }

        /** Default 5 s. */
        public Builder connectTimeout(Duration time) {
            this.connectTimeout = time;
            return this;
        }

        /** Default 64 MiB. */
        public Builder maxAnswerBytes(long bytes) {
            this.maxAnswerBytes = bytes;
            return this;
        }

        /** Default 3. */
        public Builder retries(int times) {
            this.retries = times;
            return this;
        }

        /** Default 1, the newest block: fit for a development chain and for a rollup with one sequencer. */
        public Builder confirmations(int blocks) {
            this.confirmations = blocks;
            return this;
        }

        /** Default 1 s. */
        public Builder pollInterval(Duration time) {
            this.pollInterval = time;
            return this;
        }

        /**
         * Checks the options and makes them.
         *
         * @throws IllegalArgumentException if there is no endpoint, or two of one host and port, or one whose address or header
         *     cannot be sent, or a number is out of its range
         */
        public ChainOptions build() {
            between("endpoints", endpoints.size(), 1, 64);
            long hosts = endpoints.stream()
                    .map(endpoint -> RpcServer.of(endpoint).place())
                    .distinct()
                    .count();
            if (hosts != endpoints.size()) {
                throw new IllegalArgumentException(
                        "ChainOptions.endpoints: expected each at a host and port of its own,"
                                + " as one host is one witness whatever it is asked, found " + hosts + " in "
                                + endpoints);
            }
            int agreeing = quorum == 0 ? endpoints.size() / 2 + 1 : quorum;
            between("quorum", agreeing, 1, endpoints.size());
            between("chainId", chainId, 0, Long.MAX_VALUE);
            positive("callTimeout", callTimeout);
            positive("connectTimeout", connectTimeout);
            positive("pollInterval", pollInterval);
            between("maxAnswerBytes", maxAnswerBytes, 1024, Integer.MAX_VALUE);
            between("retries", retries, 0, 100);
            between("confirmations", confirmations, 1, 100_000);
            return new ChainOptions(this, agreeing);
        }

        private static void positive(String property, Duration found) {
            if (found.isNegative() || found.toMillis() == 0 || found.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "ChainOptions." + property + ": expected 1 ms to " + LONGEST + ", found " + found);
            }
        }

        private static void between(String property, long found, long min, long max) {
            if (found < min || found > max) {
                throw new IllegalArgumentException(
                        "ChainOptions." + property + ": expected " + min + " to " + max + ", found " + found);
            }
        }
    }
}
