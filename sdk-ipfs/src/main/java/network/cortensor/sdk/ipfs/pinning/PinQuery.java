package network.cortensor.sdk.ipfs.pinning;

import network.cortensor.sdk.ipfs.Cid;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which requests to pin are wanted (Pinning Service API, "Pagination and filtering"). Immutable and thread-safe. */
public final class PinQuery {
    /** The most CIDs in a query. */
    public static final int MAX_CIDS = 10;

    private final Set<Cid> cids;
    private final Optional<String> name;
    private final NameMatch match;
    private final Set<PinStatus> statuses;
    private final Optional<Instant> before;
    private final Optional<Instant> after;
    private final Map<String, String> meta;

    private PinQuery(Builder builder) {
        cids = Set.copyOf(builder.cids);
        name = builder.name;
        match = builder.match;
        statuses = Set.copyOf(builder.statuses);
        before = builder.before;
        after = builder.after;
        meta = Map.copyOf(builder.meta);
    }

    /** Returns a query for all requests, whatever their status. */
    public static PinQuery all() {
        return builder().build();
    }

    /** Returns a builder of a query for all requests, whatever their status. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the CIDs that are looked for; any if empty. */
    public Set<Cid> cids() {
        return cids;
    }

    /** Returns the name that is looked for. */
    public Optional<String> name() {
        return name;
    }

    /** Returns how the name is compared. */
    public NameMatch match() {
        return match;
    }

    /** Returns the statuses that are looked for. */
    public Set<PinStatus> statuses() {
        return statuses;
    }

    /** Returns the time that requests must be older than. */
    public Optional<Instant> before() {
        return before;
    }

    /** Returns the time that requests must be younger than. */
    public Optional<Instant> after() {
        return after;
    }

    /** Returns what the requests must have among their own. */
    public Map<String, String> meta() {
        return meta;
    }

    /** Collects conditions, all of which must be met; not thread-safe. */
    public static final class Builder {
        private Set<Cid> cids = Set.of();
        private Optional<String> name = Optional.empty();
        private NameMatch match = NameMatch.EXACT;
        private Set<PinStatus> statuses = EnumSet.allOf(PinStatus.class);
        private Optional<Instant> before = Optional.empty();
        private Optional<Instant> after = Optional.empty();
        private Map<String, String> meta = Map.of();

        private Builder() {}

        /**
         * Looks for requests with one of these CIDs. Default: any.
         *
         * @throws IllegalArgumentException if there are more than {@link #MAX_CIDS}
         */
        public Builder cids(Set<Cid> cids) {
            if (cids.size() > MAX_CIDS) {
                throw new IllegalArgumentException("cids must be at most " + MAX_CIDS + ", are " + cids.size());
            }
            this.cids = Set.copyOf(cids);
            return this;
        }

        /**
         * Looks for requests by their name. Default: any.
         *
         * @throws IllegalArgumentException if longer than {@link Pin#MAX_NAME} characters
         */
        public Builder name(String name, NameMatch match) {
            if (name.length() > Pin.MAX_NAME) {
                throw new IllegalArgumentException("name must have at most " + Pin.MAX_NAME + " characters");
            }
            this.name = Optional.of(name);
            this.match = match;
            return this;
        }

        /**
         * Looks for requests with one of these statuses. Default: all, other than the service's own, which is {@link
         * PinStatus#PINNED} alone.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder statuses(Set<PinStatus> statuses) {
            if (statuses.isEmpty()) {
                throw new IllegalArgumentException("statuses must not be empty: nothing has no status");
            }
            this.statuses = Set.copyOf(statuses);
            return this;
        }

        /** Looks for requests that were made before this time. Default: any. */
        public Builder before(Instant before) {
            this.before = Optional.of(before);
            return this;
        }

        /** Looks for requests that were made after this time. Default: any. */
        public Builder after(Instant after) {
            this.after = Optional.of(after);
            return this;
        }

        /** Looks for requests that have all these among what is kept with them. Default: any. */
        public Builder meta(Map<String, String> meta) {
            this.meta = Map.copyOf(meta);
            return this;
        }

        /** Builds the query. */
        public PinQuery build() {
            return new PinQuery(this);
        }
    }
}
