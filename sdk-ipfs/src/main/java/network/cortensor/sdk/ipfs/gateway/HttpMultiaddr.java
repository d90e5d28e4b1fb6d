package network.cortensor.sdk.ipfs.gateway;

import okhttp3.HttpUrl;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** Reads the multiaddresses that name an HTTP server, as {@code /dns4/host/tcp/443/https}; no others. */
final class HttpMultiaddr {
    private static final int MAX_LENGTH = 512;
    private static final int MAX_PORT = 65_535;

    private HttpMultiaddr() {}

    /** Returns the URL of the server, or empty if this is the address of anything else, or of nothing. */
    static Optional<HttpUrl> parse(String text) {
        if (text.length() > MAX_LENGTH || !text.startsWith("/")) {
            return Optional.empty();
        }
        Deque<String> parts = new ArrayDeque<>(Arrays.asList(text.substring(1).split("/", -1)));
        Optional<String> host = host(parts);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        int port = 0;
        if (takes(parts, "tcp")) {
            port = port(parts.isEmpty() ? "" : parts.pop());
            if (port == 0) {
                return Optional.empty();
            }
        }
        Optional<String> scheme = scheme(parts);
        boolean complete = parts.isEmpty()
                || (takes(parts, "p2p") && parts.size() == 1 && !parts.peek().isEmpty());
        if (scheme.isEmpty() || !complete) {
            return Optional.empty();
        }
        return url(scheme.get(), host.get(), port);
    }

    private static Optional<String> host(Deque<String> parts) {
        if (parts.size() < 2) {
            return Optional.empty();
        }
        String protocol = parts.pop();
        String host = parts.pop();
        boolean address = protocol.equals("ip4") || protocol.equals("ip6");
        boolean name = protocol.equals("dns") || protocol.equals("dns4") || protocol.equals("dns6");
        boolean literal = protocol.equals("ip6") ? host.contains(":") : !host.contains(":");
        return (address || name) && literal && !host.isEmpty() ? Optional.of(host) : Optional.empty();
    }

    private static Optional<String> scheme(Deque<String> parts) {
        if (takes(parts, "https")) {
            return Optional.of("https");
        }
        if (takes(parts, "tls")) {
            if (takes(parts, "sni") && !parts.isEmpty()) {
                parts.pop();
            }
            return takes(parts, "http") ? Optional.of("https") : Optional.empty();
        }
        return takes(parts, "http") ? Optional.of("http") : Optional.empty();
    }

    private static boolean takes(Deque<String> parts, String protocol) {
        if (!parts.isEmpty() && parts.peek().equals(protocol)) {
            parts.pop();
            return true;
        }
        return false;
    }

    private static int port(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = digits ? Integer.parseInt(text) : 0;
        return port <= MAX_PORT ? port : 0;
    }

    private static Optional<HttpUrl> url(String scheme, String host, int port) {
        try {
            HttpUrl.Builder url = new HttpUrl.Builder().scheme(scheme).host(host);
            if (port != 0) {
                url.port(port);
            }
            return Optional.of(url.build());
        } catch (IllegalArgumentException e) {
            // The host is none.
            return Optional.empty();
        }
    }
}
