package network.cortensor.sdk.staking.internal.rpc;

import network.cortensor.sdk.staking.chain.Endpoint;
import okhttp3.Headers;
import okhttp3.HttpUrl;

import java.util.concurrent.atomic.AtomicInteger;

/** A server, and what it has been like. Thread-safe. */
public final class RpcServer {
    private static final int MOST_TROUBLE = 16;
    private static final int MOST_AT_ONCE = 50;

    private final Endpoint endpoint;
    private final HttpUrl url;
    private final Headers headers;
    private final AtomicInteger trouble = new AtomicInteger();
    private volatile boolean known;
    private final AtomicInteger atOnce = new AtomicInteger(MOST_AT_ONCE);

    private RpcServer(Endpoint endpoint, HttpUrl url, Headers headers) {
        this.endpoint = endpoint;
        this.url = url;
        this.headers = headers;
    }

    /**
     * The server of an endpoint.
     *
     * @throws IllegalArgumentException if its address or a header cannot be sent; the message has neither
     */
    public static RpcServer of(Endpoint endpoint) {
        HttpUrl url = HttpUrl.parse(endpoint.uri().toString());
        if (url == null) {
            throw new IllegalArgumentException("Endpoint " + endpoint + ": expected a URL that HTTP can ask for");
        }
        return new RpcServer(endpoint, url, headers(endpoint));
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
        return endpoint.name();
    }

    /** Host and port in the one spelling of them, where 80 and 443 are the same: two with the same place are one server. */
    public String place() {
        String host =
                url.host().endsWith(".") ? url.host().substring(0, url.host().length() - 1) : url.host();
        boolean usual = url.port() == 80 || url.port() == 443;
        return usual ? host : host + ":" + url.port();
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

    /** How many requests it takes in one exchange. */
    int atOnce() {
        return atOnce.get();
    }

    /** It does not take so many requests in one exchange. */
    void refusedBatch(int requests) {
        atOnce.accumulateAndGet(Math.max(1, requests / 2), Math::min);
    }

    @Override
    public String toString() {
        return name();
    }
}
