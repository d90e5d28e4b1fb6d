package network.cortensor.sdk.node;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** How to reach an OpenAI-compatible server. Immutable; {@code toString} leaves the API key out. */
public final class OpenAiEngineOptions {

    private final URI baseUrl;
    private final String model;
    private final @Nullable String apiKey;
    private final Duration connectTimeout;
    private final Duration idleTimeout;

    private OpenAiEngineOptions(Builder builder) {
        this.baseUrl = builder.baseUrl;
        this.model = builder.model;
        this.apiKey = builder.apiKey;
        this.connectTimeout = builder.connectTimeout;
        this.idleTimeout = builder.idleTimeout;
    }

    /**
     * Starts with the server's address.
     *
     * @param baseUrl with or without the trailing {@code /v1}: {@code http://127.0.0.1:8080}
     * @throws IllegalArgumentException when it is no http or https address
     */
    public static Builder builder(URI baseUrl) {
        String scheme = baseUrl.getScheme() == null ? "" : baseUrl.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || baseUrl.getHost() == null) {
            throw new IllegalArgumentException(
                    "The engine's address must look like http://127.0.0.1:8080, found " + baseUrl);
        }
        return new Builder(baseUrl);
    }

    /** Returns the server's address. */
    public URI baseUrl() {
        return baseUrl;
    }

    /** Returns the model that is asked for. */
    public String model() {
        return model;
    }

    Optional<String> apiKey() {
        return Optional.ofNullable(apiKey);
    }

    /** Returns the longest time for opening a connection. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Returns the longest silence between two parts of an answer. */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    @Override
    public String toString() {
        return "OpenAiEngineOptions(" + baseUrl + ", model " + model + ")";
    }

    /** Collects the optional parts. Not thread-safe. */
    public static final class Builder {
        private final URI baseUrl;
        private String model = "default";
        private @Nullable String apiKey;
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration idleTimeout = Duration.ofSeconds(60);

        private Builder(URI baseUrl) {
            this.baseUrl = baseUrl;
        }

        /** Sets the model to ask for. Default {@code default}, which single-model servers ignore. */
        public Builder model(String name) {
            this.model = name;
            return this;
        }

        /** Sets the key that is sent as bearer token. Default: none. */
        public Builder apiKey(String key) {
            this.apiKey = key;
            return this;
        }

        /** Sets the longest time for opening a connection. Default 5 s. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = timeout;
            return this;
        }

        /**
         * Sets the longest silence between two parts of an answer, the first included. Default 60 s: a small machine needs
         * long to read a long prompt before it writes its first token.
         */
        public Builder idleTimeout(Duration timeout) {
            this.idleTimeout = timeout;
            return this;
        }

        /** Returns the options. */
        public OpenAiEngineOptions build() {
            return new OpenAiEngineOptions(this);
        }
    }
}
