package network.cortensor.sdk.ipfs.pinning;

import network.cortensor.sdk.ipfs.internal.http.Endpoint;
import network.cortensor.sdk.ipfs.internal.http.HttpLimits;

import java.net.URI;
import java.time.Duration;

/**
 * Which service a {@link PinningClient} talks to, and how. Immutable and thread-safe.
 *
 * <p>The token is never shown: not by {@link #toString()}, not in logs, not in exceptions.
 */
public final class PinningClientOptions {
    private static final int MAX_RETRIES = 10;

    private final URI endpoint;
    private final String token;
    private final Duration answerTimeout;
    private final Duration pollInterval;
    private final int retries;

    private PinningClientOptions(Builder builder) {
        endpoint = builder.endpoint;
        token = builder.token;
        answerTimeout = builder.answerTimeout;
        pollInterval = builder.pollInterval;
        retries = builder.retries;
    }

    /**
     * Returns a builder that holds the defaults.
     *
     * @param endpoint the service's URL, below which {@code /pins} lies
     * @param token what gives access to the account; needs nothing but visible ASCII characters
     * @throws IllegalArgumentException if the URL is not http or https or has a user, query or fragment, or the token is not
     *     allowed
     */
    public static Builder builder(URI endpoint, String token) {
        return new Builder(Endpoint.require("endpoint", endpoint), Endpoint.requireHeader("token", token));
    }

    /** Returns the service's URL. */
    public URI endpoint() {
        return endpoint;
    }

    /** Returns the longest time for one answer. */
    public Duration answerTimeout() {
        return answerTimeout;
    }

    /** Returns how long {@link PinningClient#awaitPinned} waits before it asks again. */
    public Duration pollInterval() {
        return pollInterval;
    }

    /** Returns how often a call that changes nothing is tried again. */
    public int retries() {
        return retries;
    }

    String token() {
        return token;
    }

    HttpLimits limits() {
        return HttpLimits.DEFAULT
                .withAnswer(answerTimeout)
                .withWhole(answerTimeout)
                .withStall(answerTimeout, 0)
                .withRedirects(0);
    }

    /** Names the service, not the token. */
    @Override
    public String toString() {
        return "PinningClientOptions[" + endpoint + "]";
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {
        private final URI endpoint;
        private final String token;
        private boolean clearText;
        private Duration answerTimeout = Duration.ofSeconds(30);
        private Duration pollInterval = Duration.ofSeconds(2);
        private int retries = 2;

        private Builder(URI endpoint, String token) {
            this.endpoint = endpoint;
            this.token = token;
        }

        /**
         * Lets the token go over {@code http} to other machines, where everybody on the way can read it. Default: only {@code
         * https}, or this machine.
         */
        public Builder allowClearTextToken() {
            clearText = true;
            return this;
        }

        /**
         * Sets the longest time for one answer, from the connection to its end. Default: 30 seconds.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder answerTimeout(Duration answerTimeout) {
            this.answerTimeout = Endpoint.requirePositive("answerTimeout", answerTimeout);
            return this;
        }

        /**
         * Sets how long {@link PinningClient#awaitPinned} waits before it asks again; the pause grows to eight times this.
         * Default: 2 seconds.
         *
         * @throws IllegalArgumentException if not positive
         */
        public Builder pollInterval(Duration pollInterval) {
            this.pollInterval = Endpoint.requirePositive("pollInterval", pollInterval);
            return this;
        }

        /**
         * Sets how often {@link PinningClient#get}, {@link PinningClient#page} and {@link PinningClient#list} are tried again
         * when the service cannot be reached or says that it is overloaded. Default: 2. Calls that change something never are:
         * a second {@link PinningClient#add} would be a second pin.
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
         * Builds the options.
         *
         * @throws IllegalArgumentException if the token would go to another machine in clear text
         */
        public PinningClientOptions build() {
            if (!clearText) {
                Endpoint.requirePrivate("endpoint", endpoint);
            }
            return new PinningClientOptions(this);
        }
    }
}
