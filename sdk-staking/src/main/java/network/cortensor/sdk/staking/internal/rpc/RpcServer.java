package network.cortensor.sdk.staking.internal.rpc;

import network.cortensor.sdk.staking.chain.Endpoint;
import okhttp3.Headers;
import okhttp3.HttpUrl;

import java.util.concurrent.atomic.AtomicInteger;

/** A server, and what it has been like. Thread-safe. */
public final class RpcServer {
    private static final int MOST_TROUBLE = 16;

    private final Endpoint endpoint;
    private final String name;
    private final HttpUrl url;
    private final Headers headers;
    private final AtomicInteger trouble = new AtomicInteger();
    private volatile boolean known;
    private volatile boolean takesBatches = true;

    private RpcServer(Endpoint endpoint, String name, HttpUrl url, Headers headers) {
        this.endpoint = endpoint;
        this.name = name;
        this.url = url;
        this.headers = headers;
    }

    /**
     * The server of an endpoint.
     *
     * @param name fit to be shown, and no other's
     * @throws IllegalArgumentException if its address or a header cannot be sent; the message has neither
     */
    public static RpcServer of(Endpoint endpoint, String name) {
        HttpUrl url = HttpUrl.parse(endpoint.uri().toString());
        if (url == null) {
            throw new IllegalArgumentException("Endpoint " + endpoint + ": expected a URL that HTTP can ask for");
        }
        return new RpcServer(endpoint, name, url, headers(endpoint));
    }

    static Headers headers(Endpoint endpoint) {
        Headers.Builder headers = new Headers.Builder();
        endpoint.headers().forEach((name, value) -> {
            if (!isName(name) || !value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
                throw new IllegalArgumentException(
                        "Endpoint " + endpoint + ": expected headers of visible ASCII characters");
            }
            headers.set(name, value);
        });
        return headers.build();
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
    }

    /** The endpoint, with its secrets. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** What it is called where others see it. */
    public String name() {
        return name;
    }

    HttpUrl url() {
        return url;
    }

    Headers headers() {
        return headers;
    }

    /** How much it has lately failed, been late or been outvoted; 0 if it has been fine. */
    public int trouble() {
        return trouble.get();
    }

    /** It failed, was late or was outvoted: others are asked first for a while. */
    public void failed() {
        trouble.updateAndGet(before -> Math.min(before + 1, MOST_TROUBLE));
    }

    /** It did as it should. */
    public void served() {
        trouble.updateAndGet(before -> before / 2);
    }

    /** Whether it has said that it serves the right chain. */
    public boolean isKnown() {
        return known;
    }

    /** It has said that it serves the right chain. */
    public void becomeKnown() {
        known = true;
    }

    /** It has not said which chain it serves. */
    public void becomeUnknown() {
        known = false;
    }

    /** Whether it has not refused to take several requests at once. */
    boolean takesBatches() {
        return takesBatches;
    }

    /** It wants one request at a time. */
    void refusedBatch() {
        takesBatches = false;
    }

    @Override
    public String toString() {
        return name;
    }
}
