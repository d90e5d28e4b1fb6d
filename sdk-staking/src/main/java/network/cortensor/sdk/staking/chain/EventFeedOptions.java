package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Journal;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which events an {@link EventFeed} delivers, from where on, and how it reads them.
 *
 * <p>Immutable.
 */
public final class EventFeedOptions {
    /** How sure to be that no event was left out. What is delivered is of the chain in any case. */
    public enum Completeness {
        /** As sure as the endpoints that were asked: their logs are taken as they are. */
        ANSWERED,
        /**
         * In the remembered blocks, a block whose bloom filter lets expect events while none were answered is asked for
         * its receipts. Finds what an endpoint leaves out that lags behind its own head; costs one call for each such
         * block, and one now and then for nothing.
         */
        BLOOM,
        /**
         * For each block whose bloom filter lets expect events the receipts are read, instead of logs, and have to have
         * the root that the block's header says: an endpoint cannot leave out or make up an event, though it can say
         * another {@linkplain ChainLog#transaction hash} of its transaction, which no receipt holds. Costs one call for
         * each block, also when catching up, and two for each such block.
         */
        PROVEN
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Set<Address> addresses;
    private final Set<Hash> topics;
    private final long fromBlock;
    private final @Nullable Journal journal;
    private final String name;
    private final OptionalInt confirmations;
    private final int memory;
    private final int maxRange;
    private final @Nullable Duration pollInterval;
    private final boolean webSocket;
    private final Completeness completeness;

    private EventFeedOptions(Builder builder) {
        this.addresses = Set.copyOf(builder.addresses);
        this.topics = Set.copyOf(builder.topics);
        this.fromBlock = builder.fromBlock;
        this.journal = builder.journal;
        this.name = builder.name;
        this.confirmations = builder.confirmations;
        this.memory = builder.memory;
        this.maxRange = builder.maxRange;
        this.pollInterval = builder.pollInterval;
        this.webSocket = builder.webSocket;
        this.completeness = builder.completeness;
    }

    /** Starts from the defaults, with no contract. */
    public static Builder builder() {
        return new Builder();
    }

    /** Contracts whose events are delivered. */
    public Set<Address> addresses() {
        return addresses;
    }

    /** First topics of the events that are delivered; empty for any. */
    public Set<Hash> topics() {
        return topics;
    }

    /** The first block whose events are delivered. */
    public long fromBlock() {
        return fromBlock;
    }

    /** Where the cursor is kept, if it is kept. */
    public Optional<Journal> journal() {
        return Optional.ofNullable(journal);
    }

    /** The cursor's name; empty without a journal. */
    public String name() {
        return name;
    }

    /** How deep an event has to lie; empty for as deep as the chain's options say. */
    public OptionalInt confirmations() {
        return confirmations;
    }

    /** How many blocks are remembered, so that their events can be taken back. */
    public int memory() {
        return memory;
    }

    /** Most blocks to ask for at once. */
    public int maxRange() {
        return maxRange;
    }

    /** How often to look for a new block; empty for as often as the chain's options say. */
    public Optional<Duration> pollInterval() {
        return Optional.ofNullable(pollInterval);
    }

    /** Whether to be told of new blocks by WebSocket, where an endpoint has one. */
    public boolean webSocket() {
        return webSocket;
    }

    /** How sure to be that no event was left out. */
    public Completeness completeness() {
        return completeness;
    }

    /** Collects the options; {@link #build} checks them. Not safe for use by several threads. */
    public static final class Builder {
        private final Set<Address> addresses = new HashSet<>();
        private final Set<Hash> topics = new HashSet<>();
        private long fromBlock;
        private @Nullable Journal journal;
        private String name = "";
        private OptionalInt confirmations = OptionalInt.empty();
        private int memory = 256;
        private int maxRange = 10_000;
        private @Nullable Duration pollInterval;
        private boolean webSocket = true;
        private Completeness completeness = Completeness.BLOOM;

        private Builder() {}

        /** Adds a contract. */
        public Builder address(Address contract) {
            addresses.add(contract);
            return this;
        }

        /** Adds an event by its first topic. Default: all events of the contracts. */
        public Builder topic(Hash first) {
            topics.add(first);
            return this;
        }

        /** Default 0. Has no effect on a cursor that is in the journal: that goes on where it is. */
        public Builder fromBlock(long number) {
            this.fromBlock = number;
            return this;
        }

        /**
         * Keeps in a journal what was acknowledged, so that a feed that is opened again goes on after that. Default: the
         * feed begins anew each time.
         *
         * @param store the caller closes it, after the feed
         * @param cursor names the cursor; 1 to 64 letters, digits, dots, dashes or underscores. For one feed at a time,
         *     with the same contracts and events each time
         */
        public Builder journal(Journal store, String cursor) {
            this.journal = store;
            this.name = cursor;
            return this;
        }

        /** Default: what the chain's options say. */
        public Builder confirmations(int blocks) {
            this.confirmations = OptionalInt.of(blocks);
            return this;
        }

        /** Default 256. A reorganisation that goes deeper is an error. */
        public Builder memory(int blocks) {
            this.memory = blocks;
            return this;
        }

        /** Default 10,000; less where an endpoint refuses that, or where blocks hold many events. */
        public Builder maxRange(int blocks) {
            this.maxRange = blocks;
            return this;
        }

        /** Default: what the chain's options say. */
        public Builder pollInterval(Duration time) {
            this.pollInterval = time;
            return this;
        }

        /**
         * Default true: new blocks are heard of at once, and the chain is looked at a tenth as often besides, in case that
         * a connection is dead and does not show it. While there is no connection, the feed polls.
         */
        public Builder webSocket(boolean use) {
            this.webSocket = use;
            return this;
        }

        /** Default {@link Completeness#BLOOM}. */
        public Builder completeness(Completeness wanted) {
            this.completeness = wanted;
            return this;
        }

        /**
         * Checks the options and makes them.
         *
         * @throws IllegalArgumentException if there is no contract, or a name or a number is out of its range
         */
        public EventFeedOptions build() {
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException(
                        "EventFeedOptions.address: expected at least one contract, found none");
            }
            if (journal != null && !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "EventFeedOptions.journal: expected a name of 1 to 64 letters, digits,"
                                + " dots, dashes or underscores, found " + name.length()
                                + " characters of another form");
            }
            between("fromBlock", fromBlock, 0, Long.MAX_VALUE / 2);
            confirmations.ifPresent(blocks -> between("confirmations", blocks, 1, 100_000));
            between("memory", memory, 1, 100_000);
            between("maxRange", maxRange, 1, 1_000_000);
            if (pollInterval != null && (pollInterval.toMillis() < 1 || pollInterval.compareTo(LONGEST) > 0)) {
                throw new IllegalArgumentException(
                        "EventFeedOptions.pollInterval: expected 1 ms to " + LONGEST + ", found " + pollInterval);
            }
            return new EventFeedOptions(this);
        }

        private static void between(String property, long found, long min, long max) {
            if (found < min || found > max) {
                throw new IllegalArgumentException(
                        "EventFeedOptions." + property + ": expected " + min + " to " + max + ", found " + found);
            }
        }
    }
}
