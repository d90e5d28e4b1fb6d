package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.internal.meaning.OpenAiCalls;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * How to reach a model on an OpenAI-compatible server, for embeddings or as a judge. Immutable; {@code toString} leaves the
 * API key out.
 *
 * <p>The server sees the answers in clear.
 */
public final class OpenAiServer {

    private final URI address;
    private final String model;
    private final @Nullable String apiKey;
    private final Duration timeout;

    private OpenAiServer(Builder builder) {
        this.address = builder.address;
        this.model = builder.model;
        this.apiKey = builder.apiKey;
        this.timeout = builder.timeout;
    }

    /**
     * Starts with the server's address and the model.
     *
     * @param address with or without the trailing {@code /v1}: {@code http://127.0.0.1:8080}
     * @throws IllegalArgumentException when it is no http or https address, or the model has no name
     */
    public static Builder builder(URI address, String model) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || address.getHost() == null) {
            throw new IllegalArgumentException(
                    "The server's address must look like http://127.0.0.1:8080, found " + address);
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("The model needs a name: its cosines are read by it");
        }
        return new Builder(address, model);
    }

    /** Returns the server's address. */
    public URI address() {
        return address;
    }

    /** Returns the model that is asked for. */
    public String model() {
        return model;
    }

    /** Returns the longest time of one call, from connecting to the last byte. */
    public Duration timeout() {
        return timeout;
    }

    OpenAiCalls open() {
        return new OpenAiCalls(address, apiKey, timeout);
    }

    @Override
    public String toString() {
        return "OpenAiServer(" + address + ", model " + model + ")";
    }

    /** Collects the optional parts. Not thread-safe. */
    public static final class Builder {
        private final URI address;
        private final String model;
        private @Nullable String apiKey;
        private Duration timeout = Duration.ofSeconds(30);

        private Builder(URI address, String model) {
            this.address = address;
            this.model = model;
        }

        /** Sets the key that is sent as bearer token. Default: none. */
        public Builder apiKey(String key) {
            this.apiKey = key;
            return this;
        }

        /** Sets the longest time of one call. Default 30 s. */
        public Builder timeout(Duration longest) {
            if (longest.isNegative() || longest.isZero() || longest.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("timeout must be above zero and at most an hour, found " + longest);
            }
            this.timeout = longest;
            return this;
        }

        /** Returns the server. */
        public OpenAiServer build() {
            return new OpenAiServer(this);
        }
    }
}
