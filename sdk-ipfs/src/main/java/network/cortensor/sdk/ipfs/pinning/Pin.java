package network.cortensor.sdk.ipfs.pinning;

import network.cortensor.sdk.ipfs.Cid;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service is asked to keep (Pinning Service API, "Pin"). The service and everybody who works there read all of it: what
 * is private has no place in a name.
 *
 * <p>Immutable and thread-safe. Two are equal when all their parts are.
 */
public final class Pin {
    /** The most characters of a name. */
    public static final int MAX_NAME = 255;

    /** The most origins. */
    public static final int MAX_ORIGINS = 20;

    private static final int MAX_META = 1000;

    private final Cid cid;
    private final Optional<String> name;
    private final List<String> origins;
    private final Map<String, String> meta;

    private Pin(Builder builder) {
        cid = builder.cid;
        name = builder.name;
        origins = List.copyOf(builder.origins);
        meta = Map.copyOf(builder.meta);
    }

    /** Returns the request to keep a DAG, and nothing else. */
    public static Pin of(Cid cid) {
        return builder(cid).build();
    }

    /** Returns a builder. */
    public static Builder builder(Cid cid) {
        return new Builder(cid);
    }

    /** Returns the root of the DAG, all of which is kept. */
    public Cid cid() {
        return cid;
    }

    /** Returns what to find it by. */
    public Optional<String> name() {
        return name;
    }

    /** Returns multiaddrs of peers that have it. */
    public List<String> origins() {
        return origins;
    }

    /** Returns what else is to be kept with the pin. */
    public Map<String, String> meta() {
        return meta;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pin pin
                && cid.equals(pin.cid)
                && name.equals(pin.name)
                && origins.equals(pin.origins)
                && meta.equals(pin.meta);
    }

    @Override
    public int hashCode() {
        return cid.hashCode();
    }

    /** Names the CID. */
    @Override
    public String toString() {
        return "Pin[" + cid + "]";
    }

    /** Collects the parts; not thread-safe. */
    public static final class Builder {
        private final Cid cid;
        private Optional<String> name = Optional.empty();
        private List<String> origins = List.of();
        private Map<String, String> meta = Map.of();

        private Builder(Cid cid) {
            this.cid = cid;
        }

        /**
         * Sets what to find it by. Default: none.
         *
         * @throws IllegalArgumentException if longer than {@link #MAX_NAME} characters
         */
        public Builder name(String name) {
            if (name.length() > MAX_NAME) {
                throw new IllegalArgumentException("name must have at most " + MAX_NAME + " characters");
            }
            this.name = Optional.of(name);
            return this;
        }

        /**
         * Sets multiaddrs of peers that have it, each with its {@code /p2p/…} at the end, for the service to fetch it from.
         * Default: none, it looks for it in the network.
         *
         * @throws IllegalArgumentException if there are more than {@link #MAX_ORIGINS}, or one does not begin with a slash
         */
        public Builder origins(List<String> origins) {
            if (origins.size() > MAX_ORIGINS || !origins.stream().allMatch(origin -> origin.startsWith("/"))) {
                throw new IllegalArgumentException("origins must be at most " + MAX_ORIGINS + " multiaddrs");
            }
            this.origins = List.copyOf(origins);
            return this;
        }

        /**
         * Sets what else is to be kept with the pin; services know keys of their own. Default: nothing.
         *
         * @throws IllegalArgumentException if there are more than 1000 entries
         */
        public Builder meta(Map<String, String> meta) {
            if (meta.size() > MAX_META) {
                throw new IllegalArgumentException("meta must have at most " + MAX_META + " entries");
            }
            this.meta = Map.copyOf(meta);
            return this;
        }

        /** Builds the request. */
        public Pin build() {
            return new Pin(this);
        }
    }
}
