package network.cortensor.sdk.ipfs.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.http.Endpoint;
import network.cortensor.sdk.ipfs.internal.http.HttpAnswer;
import network.cortensor.sdk.ipfs.internal.http.HttpClient;
import network.cortensor.sdk.ipfs.internal.http.HttpLimits;
import network.cortensor.sdk.ipfs.internal.http.JsonLines;
import network.cortensor.sdk.ipfs.internal.http.PublicAddresses;
import network.cortensor.sdk.ipfs.ipns.IpnsHistory;
import network.cortensor.sdk.ipfs.ipns.IpnsName;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;
import okhttp3.HttpUrl;
import okhttp3.Request;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a delegated router who provides content ({@code /routing/v1}, delegated routing specification), and keeps those who
 * provide it over HTTP.
 *
 * <p>The router is told which CIDs its user is interested in. What it answers is a hint: it cannot make anybody accept wrong
 * content, but it can send its users to hosts of its choice. So addresses in private networks are left out, unless it was made
 * {@linkplain #withinPrivateNetwork for such a network}; where a name leads is looked at again when it is connected to.
 *
 * <p>Thread-safe. Whoever made it closes it.
 */
public final class DelegatedRouting implements AutoCloseable {
    private static final String LINES = "application/x-ndjson";
    private static final String JSON = "application/json";
    private static final String GATEWAY_PROTOCOL = "transport-ipfs-gateway-http";
    private static final int MAX_BYTES = 1024 * 1024;
    private static final int MAX_RECORD_BYTES = 64 * 1024;
    private static final int MAX_RECORDS = 256;
    private static final int MAX_ADDRESSES = 32;
    private static final int MAX_GATEWAYS = 16;
    private static final int CONCURRENCY = 16;
    private static final HttpLimits LIMITS = HttpLimits.DEFAULT
            .withAnswer(Duration.ofSeconds(20))
            .withWhole(Duration.ofSeconds(30))
            .withStall(Duration.ofSeconds(10), 0)
            .withRedirects(3);

    private final HttpUrl endpoint;
    private final boolean privateGateways;
    private final HttpClient http = HttpClient.create(CONCURRENCY);

    private DelegatedRouting(HttpUrl endpoint, boolean privateGateways) {
        this.endpoint = endpoint;
        this.privateGateways = privateGateways;
    }

    /**
     * Makes a client of a router. Asks nothing yet.
     *
     * @param endpoint the URL that {@code /routing/v1} comes behind
     * @throws IllegalArgumentException if it is not an http or https URL, or has a user, query or fragment
     */
    public static DelegatedRouting create(URI endpoint) {
        return new DelegatedRouting(HttpUrl.get(Endpoint.require("endpoint", endpoint)), false);
    }

    /**
     * As {@link #create}, and believes the router also when it names gateways on this machine or in its network. For networks
     * of one's own and for tests: a stranger could use it to have this machine call others that he cannot reach himself.
     */
    public static DelegatedRouting withinPrivateNetwork(URI endpoint) {
        return new DelegatedRouting(HttpUrl.get(Endpoint.require("endpoint", endpoint)), true);
    }

    /**
     * Returns the gateways that are said to provide {@code cid}: at most 16, those over https first, else in the order of the
     * answer. Empty if the router knows none.
     *
     * @throws UnreachableException if the router could not be asked
     * @throws network.cortensor.sdk.ipfs.RefusedException if it refused
     * @throws network.cortensor.sdk.ipfs.MalformedException if its answer is not what the specification says, or too large
     * @throws network.cortensor.sdk.ipfs.CancelledException if the call is cancelled, or this thread interrupted
     * @throws network.cortensor.sdk.ipfs.DeadlineExceededException if the call's time is over
     */
    public List<URI> gateways(Cid cid, CallOptions call) {
        return providers(cid, Watch.start("find gateways for " + cid, call)).stream()
                .map(url -> URI.create(url.toString()))
                .toList();
    }

    List<HttpUrl> providers(Cid cid, Watch watch) {
        Request request = new Request.Builder()
                .url(endpoint.newBuilder()
                        .addPathSegments("routing/v1/providers")
                        .addPathSegment(cid.toV1().toString())
                        .addQueryParameter("filter-protocols", GATEWAY_PROTOCOL)
                        .build())
                .header("Accept", LINES + ", " + JSON + ";q=0.9")
                .build();
        Set<HttpUrl> found = new LinkedHashSet<>();
        try (HttpAnswer answer = http.send(request, LIMITS, watch)) {
            if (answer.status() == 404) {
                return List.of();
            }
            answer.requireSuccess();
            String type = answer.contentType().orElse("");
            if (type.equals(LINES)) {
                readLines(answer, found);
            } else if (type.equals(JSON)) {
                readWhole(answer, found);
            } else {
                throw new UnreachableException(
                        "could not " + watch.what() + ": " + answer.host()
                                + " answers with neither JSON nor JSON lines; it may be no delegated router",
                        null);
            }
        }
        List<HttpUrl> ordered = new ArrayList<>(found);
        ordered.sort((one, other) -> Boolean.compare(other.isHttps(), one.isHttps()));
        return ordered.subList(0, Math.min(ordered.size(), MAX_GATEWAYS));
    }

    private void readLines(HttpAnswer answer, Set<HttpUrl> found) {
        // Not closed here: the answer is.
        JsonLines lines = answer.jsonLines(MAX_RECORD_BYTES, MAX_BYTES);
        int records = 0;
        for (Optional<JsonNode> next = lines.next();
                next.isPresent() && records < MAX_RECORDS && found.size() < MAX_GATEWAYS;
                next = lines.next()) {
            records++;
            readProvider(next.get(), found);
        }
    }

    private void readWhole(HttpAnswer answer, Set<HttpUrl> found) {
        int records = 0;
        for (JsonNode provider : answer.json(MAX_BYTES).path("Providers")) {
            if (records++ == MAX_RECORDS) {
                return;
            }
            readProvider(provider, found);
        }
    }

    /** Takes what it understands of a record; there are others for other transports. */
    private void readProvider(JsonNode provider, Set<HttpUrl> found) {
        boolean gateway = false;
        for (JsonNode protocol : provider.path("Protocols")) {
            gateway |= protocol.asText().equals(GATEWAY_PROTOCOL);
        }
        if (!gateway || !provider.path("Schema").asText().equals("peer")) {
            return;
        }
        int addresses = 0;
        for (JsonNode address : provider.path("Addrs")) {
            if (addresses++ == MAX_ADDRESSES) {
                return;
            }
            HttpMultiaddr.parse(address.asText()).filter(this::isAllowed).ifPresent(found::add);
        }
    }

    private boolean isAllowed(HttpUrl url) {
        return privateGateways
                || (PublicAddresses.admits(url.host()) && !url.host().equals("localhost"));
    }

    /**
     * Asks for the record of a name, and verifies it. Whether there is a newer one shows only when others are asked as well, as
     * {@link GatewayClient#resolve} does.
     *
     * @return the record, or empty if the router knows none
     * @throws network.cortensor.sdk.ipfs.ipns.RecordRejectedException if the record proves nothing
     * @throws UnreachableException if the router could not be asked
     * @throws network.cortensor.sdk.ipfs.RefusedException if it refused
     * @throws network.cortensor.sdk.ipfs.CancelledException if the call is cancelled, or this thread interrupted
     * @throws network.cortensor.sdk.ipfs.DeadlineExceededException if the call's time is over
     */
    public Optional<IpnsRecord> resolve(IpnsName name, CallOptions call) {
        Watch watch = Watch.start("resolve " + name, call);
        Duration patience = LIMITS.whole();
        IpnsLookup lookup = new IpnsLookup(name, IpnsHistory.inMemory(), patience, patience, watch);
        lookup.askRouter(listener -> startRecord(name, watch, listener));
        return lookup.run();
    }

    Attempt startRecord(IpnsName name, Watch watch, Attempt.Listener<byte[]> listener) {
        HttpUrl url = endpoint.newBuilder()
                .addPathSegments("routing/v1/ipns")
                .addPathSegment(name.toString())
                .build();
        return IpnsRequest.start(http, url, LIMITS, watch, listener);
    }

    boolean allowsPrivateGateways() {
        return privateGateways;
    }

    /** Ends what runs, which then throws {@code CancelledException}, and lets all connections and threads go. */
    @Override
    public void close() {
        http.close();
    }
}
