package network.cortensor.sdk.ipfs.kubo;

import network.cortensor.sdk.ipfs.internal.http.Endpoint;
import network.cortensor.sdk.ipfs.internal.http.HttpLimits;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Which Kubo a {@link KuboClient} talks to, and how. Immutable and thread-safe.
 *
 * <p>What authorises the client is never shown: not by {@link #toString()}, not in logs, not in exceptions.
 */
public final class KuboClientOptions {
    private static final int MAX_RETRIES = 10;

    private final URI api;
    private final Optional<String> authorization;
    private final Duration connectTimeout;
    private final Duration silence;
    private final int retries;
    private final boolean network;

    private KuboClientOptions(Builder builder) {
        api = builder.api;
        authorization = builder.authorization;
        connectTimeout = builder.connectTimeout;
        silence = builder.silence;
        retries = builder.retries;
        network = builder.network;
    }

    /**
     * Returns a builder that holds the defaults.
     *
     * @param api the RPC API without {@code /api/v0}, such as {@code http://127.0.0.1:5001}
     * @throws IllegalArgumentException if this is no http or https URL of a host, or it has a user, query or fragment
     */
    public static Builder builder(URI api) {
        return new Builder(Endpoint.require("api", api));
    }

    /** Returns the RPC API, without {@code /api/v0}. */
    public URI api() {
        return api;
    }

    /** Returns the longest time until there is a connection. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Returns how long the daemon may be silent. */
    public Duration silence() {
        return silence;
    }

    /** Returns how often a call that changes nothing twice is tried again. */
    public int retries() {
        return retries;
    }

    /** Returns whether the daemon may look for blocks in the network. */
    public boolean network() {
        return network;
    }

    Optional<String> authorization() {
        return authorization;
    }

    /** Answers when the daemon does: an import may keep it busy while it says nothing, up to {@link #silence()}. */
    HttpLimits limits() {
        return HttpLimits.DEFAULT
                .withConnect(connectTimeout)
                .withAnswer(HttpLimits.NONE)
                .withStall(silence, 0)
                .withRedirects(0);
    }

    /** Names the daemon, and whether there is something that authorises, but not what. */
    @Override
    public String toString() {
        return "KuboClientOptions[" + api + (authorization.isPresent() ? ", with authorization" : "") + "]";
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {
        private final URI api;
        private Optional<String> authorization = Optional.empty();
        private boolean clearText;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration silence = Duration.ofMinutes(2);
        private int retries = 2;
        private boolean network;

        private Builder(URI api) {
            this.api = api;
        }

        /**
         * Authorises with a token ({@code Authorization: Bearer}). Default: none.
         *
         * @throws IllegalArgumentException if the token is empty or has characters that no header can hold
         */
        public Builder bearerToken(String token) {
            authorization = Optional.of("Bearer " + Endpoint.requireHeader("token", token));
            return this;
        }

        /**
         * Authorises with a user and a password ({@code Authorization: Basic}, RFC 7617, in UTF-8). Default: none.
         *
         * @throws IllegalArgumentException if the user holds a colon
         */
        public Builder basic(String user, String password) {
            if (user.indexOf(':') >= 0) {
                throw new IllegalArgumentException("user must not hold a colon (RFC 7617)");
            }
            byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            authorization = Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
            return this;
        }

        /**
         * Lets what authorises go over {@code http} to other machines, where everybody on the way can read it. Default: only
         * {@code https}, or this machine. For networks that nobody else is in, as between containers.
         */
        public Builder allowClearTextAuthorization() {
            clearText = true;
            return this;
        }

        /**
         * Sets the longest time until there is a connection. Default: 10 seconds.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = Endpoint.requirePositive("connectTimeout", connectTimeout);
            return this;
        }

        /**
         * Sets how long the daemon may be silent while bytes are awaited from it, or to be taken by it. Default: 2 minutes. The
         * whole of a call is limited by {@link KuboClient#with}.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder silence(Duration silence) {
            this.silence = Endpoint.requirePositive("silence", silence);
            return this;
        }

        /**
         * Sets how often a call is tried again when the daemon cannot be reached, cuts the answer off, or says that it is
         * overloaded (502, 503, 504). Default: 2. Only calls of which a second one changes nothing are; {@link KuboClient} says
         * which.
         *
         * @throws IllegalArgumentException if not from 0 to 10
         */
        public Builder retries(int retries) {
            if (retries < 0 || retries > MAX_RETRIES) {
                throw new IllegalArgumentException("retries must be from 0 to " + MAX_RETRIES + ", is " + retries);
            }
            this.retries = retries;
            return this;
        }

        /**
         * Sets whether {@link KuboClient#get}, {@link KuboClient#cat}, {@link KuboClient#export} and {@link KuboClient#pin} may
         * have the daemon look for blocks in the network. Default: no, only what the daemon has counts.
         *
         * <p>With it, a block that nobody has is searched for until {@link #silence} or the call's time is over, and the
         * network hears what is asked for.
         */
        public Builder network(boolean network) {
            this.network = network;
            return this;
        }

        /**
         * Builds the options.
         *
         * @throws IllegalArgumentException if what authorises would go to another machine in clear text
         */
        public KuboClientOptions build() {
            if (authorization.isPresent() && !clearText) {
                Endpoint.requirePrivate("api", api);
            }
            return new KuboClientOptions(this);
        }
    }
}
