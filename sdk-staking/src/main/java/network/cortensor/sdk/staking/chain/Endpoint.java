package network.cortensor.sdk.staking.chain;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON-RPC server of a chain, by HTTP and, if it has one, by WebSocket.
 *
 * <p>The path, the query and the headers often hold a key of the caller's. They are sent to the server and shown nowhere:
 * messages and {@link #toString} have {@link #name} only. Immutable.
 */
public final class Endpoint {
    private final URI uri;
    private final Optional<URI> webSocket;
    private final Map<String, String> headers;

    private Endpoint(URI uri, Optional<URI> webSocket, Map<String, String> headers) {
        this.uri = uri;
        this.webSocket = webSocket;
        this.headers = headers;
    }

    /**
     * An endpoint without headers and without WebSocket.
     *
     * @param uri {@code http://} or {@code https://}, with a host
     * @throws IllegalArgumentException if it has another form, or holds a user name
     */
    public static Endpoint of(URI uri) {
        checked("Endpoint", uri, "http", "https");
        return new Endpoint(uri, Optional.empty(), Map.of());
    }

    /** The same endpoint, with one header more on each request; replaces an earlier one of that name. */
    public Endpoint withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Endpoint(uri, webSocket, Map.copyOf(more));
    }

    /**
     * The same endpoint, with the address of its WebSocket.
     *
     * @param address {@code ws://} or {@code wss://}, with a host
     * @throws IllegalArgumentException if it has another form, or holds a user name
     */
    public Endpoint withWebSocket(URI address) {
        checked("Endpoint.webSocket", address, "ws", "wss");
        return new Endpoint(uri, Optional.of(address), headers);
    }

    /** Where requests go. May hold a secret. */
    public URI uri() {
        return uri;
    }

    /** Where subscriptions go. May hold a secret. */
    public Optional<URI> webSocket() {
        return webSocket;
    }

    /** What is sent along with each request. May hold a secret. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Scheme, host and port: fit to be shown. */
    public String name() {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /** The name alone. */
    @Override
    public String toString() {
        return name();
    }

    private static void checked(String what, URI uri, String plain, String secure) {
        String scheme = uri.getScheme() == null ? "none" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals(plain) && !scheme.equals(secure)) {
            throw new IllegalArgumentException(
                    what + ": expected a URI of scheme " + plain + " or " + secure + ", found scheme " + scheme);
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(what + ": expected a URI with a host, found none");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    what + ": expected no user name in the URI, found one; use a header Authorization instead");
        }
    }
}
