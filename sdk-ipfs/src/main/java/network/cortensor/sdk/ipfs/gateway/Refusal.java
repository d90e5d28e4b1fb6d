package network.cortensor.sdk.ipfs.gateway;

import java.util.Map;

/**
 * Why a request gets no content: a status, and a line for people that repeats nothing of the request and tells nothing of what is
 * inside. Checked, and never seen outside of this package.
 */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Map<String, String> RETRY = Map.of("Retry-After", "1");

    private final int status;
    private final transient Map<String, String> headers;

    private Refusal(int status, String message, Map<String, String> headers) {
        // A stack trace would cost more than the answer.
        super(message, null, false, false);
        this.status = status;
        this.headers = headers;
    }

    static Refusal of(int status, String message) {
        return new Refusal(status, message, Map.of());
    }

    static Refusal of(int status, String message, String header, String value) {
        return new Refusal(status, message, Map.of(header, value));
    }

    /** For what may be different in a moment. */
    static Refusal retry(int status, String message) {
        return new Refusal(status, message, RETRY);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }
}
