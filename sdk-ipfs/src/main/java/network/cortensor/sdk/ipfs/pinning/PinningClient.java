package network.cortensor.sdk.ipfs.pinning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.DeadlineExceededException;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.Pause;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.http.HttpAnswer;
import network.cortensor.sdk.ipfs.internal.http.HttpClient;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An account at a service that keeps content: the IPFS Pinning Service API, version 1.0.0.
 *
 * <pre>{@code
 * try (PinningClient service = PinningClient.open(PinningClientOptions.builder(endpoint, token).build())) {
 *     PinState asked = service.add(Pin.builder(cid).name("model-7").origins(addresses).build());
 *     PinState kept = service.with(oneHour).awaitPinned(asked.requestId());
 * }
 * }</pre>
 *
 * <p>A service fetches the content from the network: somebody must have it and be reachable. That it is {@link PinStatus#PINNED}
 * is the word of the service; only fetching the content from there proves it, and nothing proves that it will be there
 * tomorrow. What is asked for is compared with what the service says it was asked for ({@link MalformedException}).
 *
 * <p>Every call throws
 *
 * <ul>
 *   <li>{@link RefusedException} if the service says no: 401 and 403 (the token), 402 and 409 (funds), 404 (no such request),
 *       and all other 4xx,
 *   <li>{@link UnreachableException} if it cannot be asked: no connection, 408, 429, 5xx,
 *   <li>{@link MalformedException} if the answer is not one of this API, such as a status that it does not have,
 *   <li>{@link DeadlineExceededException} and {@link CancelledException} as the view's {@link CallOptions} have it.
 * </ul>
 *
 * <p>What a service writes about a failure is not repeated; {@link PinState#info()} of a request may say more.
 *
 * <p>Thread-safe. {@link #close()} ends all calls under way.
 */
public final class PinningClient implements AutoCloseable {
    /** The most requests on a page. */
    public static final int MAX_PAGE = 1000;

    private static final MediaType JSON = MediaType.get("application/json");
    private static final int CONCURRENCY = 16;

    /** A thousand requests with names, addresses and some of what else may be kept. */
    private static final int MAX_ANSWER = 16 * 1024 * 1024;

    private static final long FIRST_RETRY_MILLIS = 250;
    private static final int MAX_POLL_FACTOR = 8;

    private final HttpClient http;
    private final PinningClientOptions options;
    private final CallOptions call;

    private PinningClient(HttpClient http, PinningClientOptions options, CallOptions call) {
        this.http = http;
        this.options = options;
        this.call = call;
    }

    /** Makes a client. Sends nothing yet. */
    public static PinningClient open(PinningClientOptions options) {
        return new PinningClient(HttpClient.create(CONCURRENCY), options, CallOptions.none());
    }

    /**
     * Returns a view of this client whose calls have these options: each has the time limit for itself. It shares connections
     * with this client; closing one closes both.
     */
    public PinningClient with(CallOptions call) {
        return new PinningClient(http, options, call);
    }

    /**
     * Asks the service to keep a DAG. Not tried again: if this fails with {@link UnreachableException}, look for the request by
     * its CID before asking again.
     *
     * @throws MalformedException if the service says that it was asked for another CID
     * @throws IpfsException as the others
     */
    public PinState add(Pin pin) {
        return change("ask for a pin of " + pin.cid(), new Request.Builder().url(pins().build()), pin);
    }

    /**
     * Asks the service to keep another DAG in the place of one, in one step: what both have in common is not thrown away in
     * between. The request has a new id afterwards, and the old one is gone.
     *
     * @throws RefusedException also if there is no such request
     * @throws IpfsException as {@link #add}
     */
    public PinState replace(PinRequestId id, Pin pin) {
        try {
            return change("replace the pin " + id, of(id), pin);
        } catch (NoSuchRequestException e) {
            throw new RefusedException("could not replace the pin " + id + ": " + options.endpoint()
                    + " has no such request; was it removed or replaced?");
        }
    }

    private PinState change(String what, Request.Builder request, Pin pin) {
        Watch watch = Watch.start(what, call);
        RequestBody body = RequestBody.create(json(pin).toString().getBytes(StandardCharsets.UTF_8), JSON);
        PinState state = send(watch, request.post(body), 0, this::state);
        if (!state.pin().cid().toV1().equals(pin.cid().toV1())) {
            throw malformed(what, "the CID " + pin.cid() + " as what was asked for");
        }
        return state;
    }

    /**
     * Asks how far a request is.
     *
     * @return its state, or empty if the service has no such request
     * @throws MalformedException if the service answers about another request
     * @throws IpfsException as the others
     */
    public Optional<PinState> get(PinRequestId id) {
        return get(id, Watch.start("ask for the pin " + id, call));
    }

    private Optional<PinState> get(PinRequestId id, Watch watch) {
        try {
            return Optional.of(send(watch, of(id).get(), options.retries(), answer -> {
                PinState state = state(answer);
                if (!state.requestId().equals(id)) {
                    throw malformed(watch.what(), "the state of this very request");
                }
                return state;
            }));
        } catch (NoSuchRequestException e) {
            return Optional.empty();
        }
    }

    /**
     * Removes a request, and with it, if no other holds the content, the content. Not tried again.
     *
     * @return whether the service had such a request
     * @throws IpfsException as the others
     */
    public boolean remove(PinRequestId id) {
        Watch watch = Watch.start("remove the pin " + id, call);
        try {
            return send(watch, of(id).delete(), 0, answer -> true);
        } catch (NoSuchRequestException e) {
            return false;
        }
    }

    /**
     * Returns the youngest requests that a query finds.
     *
     * @param limit the most to return, from 1 to {@link #MAX_PAGE}
     * @throws IllegalArgumentException if the limit is not allowed
     * @throws IpfsException as the others
     */
    public PinPage page(PinQuery query, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit must be from 1 to " + MAX_PAGE + ", is " + limit);
        }
        return page(query, query.before(), limit, Watch.start("list pins", call));
    }

    /**
     * Returns all requests that a query finds, the youngest first, page by page. Ends whatever the service does: each page must
     * have some that were not on those before, and there is an upper limit.
     *
     * <p>Pages are told apart by the times of requests. If all on a page are of one millisecond and the service has more, this
     * fails rather than leaving some out.
     *
     * @param max the most requests to return
     * @throws IllegalArgumentException if {@code max} is not positive
     * @throws MalformedException if there are more than {@code max}, or the pages of the service do not go on
     * @throws IpfsException as the others
     */
    public List<PinState> list(PinQuery query, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("max must be positive, is " + max);
        }
        Watch watch = Watch.start("list pins", call);
        List<PinState> all = new ArrayList<>();
        Set<PinRequestId> seen = new HashSet<>();
        Optional<Instant> before = query.before();
        while (true) {
            PinPage page = page(query, before, Math.min(MAX_PAGE, max), watch);
            int known = all.size();
            Optional<Instant> next = before;
            for (PinState state : page.states()) {
                // "before" leaves out its own time, at which there may be more than were on this page.
                Instant behind = state.created().plusMillis(1);
                if (next.isEmpty() || behind.isBefore(next.get())) {
                    next = Optional.of(behind);
                }
                if (seen.add(state.requestId())) {
                    all.add(state);
                }
            }
            if (all.size() > max) {
                throw malformed(watch.what(), "at most the " + max + " pins that the caller allows");
            }
            if (page.states().isEmpty() || page.count() <= page.states().size()) {
                return List.copyOf(all);
            }
            if (all.size() == known) {
                throw malformed(watch.what(), "other pins on each page");
            }
            before = next;
        }
    }

    /**
     * Waits until a request is {@link PinStatus#PINNED}, asking in growing intervals. Give it a time limit: {@link #with}.
     *
     * @throws RefusedException if it {@linkplain PinStatus#FAILED failed}, or is gone
     * @throws DeadlineExceededException if the time of this view's calls is over first
     * @throws IpfsException as the others
     */
    public PinState awaitPinned(PinRequestId id) {
        Watch watch = Watch.start("wait for the pin " + id, call);
        Duration pause = options.pollInterval();
        while (true) {
            PinState state = get(id, watch)
                    .orElseThrow(() -> new RefusedException("could not " + watch.what() + ": " + options.endpoint()
                            + " has no such request; was it removed or replaced?"));
            if (state.status() == PinStatus.PINNED) {
                return state;
            }
            if (!state.status().isPending()) {
                throw new RefusedException("could not " + watch.what() + ": " + options.endpoint()
                        + " says that it failed; the state of the request may say why");
            }
            Pause.of(pause, watch);
            Duration longest = options.pollInterval().multipliedBy(MAX_POLL_FACTOR);
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(longest) < 0 ? next : longest;
        }
    }

    // ---- requests

    private HttpUrl.Builder pins() {
        return HttpClient.base(options.endpoint()).newBuilder().addPathSegment("pins");
    }

    /** The tag tells a request for one pin, which may not exist, from others. */
    private Request.Builder of(PinRequestId id) {
        HttpUrl url = pins().addPathSegment(id.toString()).build();
        return new Request.Builder().url(url).tag(PinRequestId.class, id);
    }

    private PinPage page(PinQuery query, Optional<Instant> before, int limit, Watch watch) {
        HttpUrl.Builder url = pins().addQueryParameter("limit", Integer.toString(limit));
        if (!query.cids().isEmpty()) {
            url.addQueryParameter("cid", joined(query.cids(), Cid::toString));
        }
        query.name()
                .ifPresent(name -> url.addQueryParameter("name", name)
                        .addQueryParameter("match", query.match().parameter()));
        url.addQueryParameter("status", joined(query.statuses(), PinStatus::parameter));
        before.ifPresent(time -> url.addQueryParameter("before", time.toString()));
        query.after().ifPresent(time -> url.addQueryParameter("after", time.toString()));
        if (!query.meta().isEmpty()) {
            url.addQueryParameter("meta", json(query.meta()).toString());
        }
        return send(watch, new Request.Builder().url(url.build()).get(), options.retries(), answer -> {
            JsonNode results = answer.path("results");
            JsonNode count = answer.path("count");
            if (!results.isArray() || !count.canConvertToLong() || count.asLong() < 0) {
                throw malformed(watch.what(), "a count and a list of results");
            }
            if (results.size() > limit) {
                throw malformed(watch.what(), "at most " + limit + " results");
            }
            List<PinState> states = new ArrayList<>();
            results.forEach(result -> states.add(state(result)));
            return new PinPage(count.asLong(), states);
        });
    }

    private static <T> String joined(Set<T> values, Function<T, String> text) {
        return values.stream().map(text).sorted().collect(Collectors.joining(","));
    }

    /** A 404 for one request. Never leaves this package: callers say what it means for them. */
    private static final class NoSuchRequestException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private <T> T send(Watch watch, Request.Builder request, int retries, Function<JsonNode, T> reader) {
        Request ready = request.header("Authorization", "Bearer " + options.token())
                .header("Accept", "application/json")
                .build();
        for (int attempt = 0; ; attempt++) {
            try (HttpAnswer answer = http.send(ready, options.limits(), watch)) {
                return read(answer, ready, watch, reader);
            } catch (UnreachableException e) {
                if (attempt >= retries) {
                    throw e;
                }
            }
            Pause.of(Duration.ofMillis(FIRST_RETRY_MILLIS << attempt), watch);
        }
    }

    private <T> T read(HttpAnswer answer, Request request, Watch watch, Function<JsonNode, T> reader) {
        switch (answer.status()) {
            case 200, 202 -> {
                // Removing has no answer but this.
                boolean empty = request.method().equals("DELETE");
                return reader.apply(empty ? JsonNodeFactory.instance.missingNode() : answer.json(MAX_ANSWER));
            }
            case 402, 409 ->
                throw new RefusedException("could not " + watch.what() + ": " + options.endpoint()
                        + " answers with status " + answer.status() + "; the account has no funds or space for it");
            case 404 -> throw request.tag(PinRequestId.class) == null ? answer.failure() : new NoSuchRequestException();
            default -> throw answer.failure();
        }
    }

    // ---- JSON

    private static ObjectNode json(Pin pin) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("cid", pin.cid().toString());
        pin.name().ifPresent(name -> json.put("name", name));
        if (!pin.origins().isEmpty()) {
            pin.origins().forEach(json.putArray("origins")::add);
        }
        if (!pin.meta().isEmpty()) {
            json.set("meta", json(pin.meta()));
        }
        return json;
    }

    private static ObjectNode json(Map<String, String> values) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(values).forEach(json::put);
        return json;
    }

    private PinState state(JsonNode json) {
        JsonNode pin = json.path("pin");
        String what = "read a pin";
        Pin.Builder asked = Pin.builder(Cid.parse(text(pin, "cid", what)));
        try {
            if (pin.path("name").isTextual()) {
                asked.name(pin.path("name").asText());
            }
            asked.origins(texts(pin.path("origins"), what));
            asked.meta(map(pin.path("meta"), what));
            return new PinState(
                    PinRequestId.parse(text(json, "requestid", what)),
                    PinStatus.parse(text(json, "status", what))
                            .orElseThrow(() -> malformed(what, "queued, pinning, pinned or failed as status")),
                    OffsetDateTime.parse(text(json, "created", what)).toInstant(),
                    asked.build(),
                    texts(json.path("delegates"), what),
                    map(json.path("info"), what));
        } catch (DateTimeParseException e) {
            throw malformed(what, "a time of RFC 3339 as created");
        } catch (IllegalArgumentException e) {
            throw malformed(what, "a name, origins and meta within the limits of the API");
        }
    }

    private String text(JsonNode json, String field, String what) {
        if (!json.path(field).isTextual()) {
            throw malformed(what, "a text " + field);
        }
        return json.path(field).asText();
    }

    /** Absent and null are as good as empty: services write both. */
    private List<String> texts(JsonNode json, String what) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : json) {
            if (!json.isArray() || !each.isTextual()) {
                throw malformed(what, "lists of texts");
            }
            texts.add(each.asText());
        }
        return texts;
    }

    private Map<String, String> map(JsonNode json, String what) {
        Map<String, String> map = new TreeMap<>();
        json.properties().forEach(entry -> {
            if (!entry.getValue().isValueNode()) {
                throw malformed(what, "texts in meta and info");
            }
            map.put(entry.getKey(), entry.getValue().asText());
        });
        return map;
    }

    private MalformedException malformed(String what, String expected) {
        return new MalformedException("could not " + what + ": expected " + expected + " from " + options.endpoint()
                + ", found something else; is this a service of the IPFS Pinning Service API?");
    }

    /** Names the service, not the token. */
    @Override
    public String toString() {
        return "PinningClient[" + options.endpoint() + "]";
    }

    /** Ends all calls under way, also those of other views of this client, and closes the connections. */
    @Override
    public void close() {
        http.close();
    }
}
