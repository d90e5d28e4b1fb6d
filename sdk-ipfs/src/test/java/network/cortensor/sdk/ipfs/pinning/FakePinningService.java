package network.cortensor.sdk.ipfs.pinning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A service as the specification describes one: tokens, filters, pages of 10 unless asked otherwise, only pinned ones unless
 * asked otherwise, youngest first, a new id for each request. Each look at a pending request brings it a step further.
 */
final class FakePinningService implements AutoCloseable {
    static final String TOKEN = "the-right-token";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<ObjectNode> states = new ArrayList<>();
    private Instant clock = Instant.parse("2026-01-01T00:00:00.123456Z");
    private String nextStatus = "queued";
    private int requests;

    FakePinningService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Below a path, as with most services. */
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/psa/v1");
    }

    /** Sets the status of requests from now on. */
    synchronized void begin(String status) {
        nextStatus = status;
    }

    synchronized int requests() {
        return requests;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        requests++;
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        String prefix = "/psa/v1/pins";
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            fail(exchange, 401, "UNAUTHORIZED");
        } else if (path.equals(prefix)) {
            all(exchange, body);
        } else if (path.startsWith(prefix + "/")) {
            one(exchange, path.substring(prefix.length() + 1), body);
        } else {
            fail(exchange, 404, "NOT_FOUND");
        }
    }

    private void all(HttpExchange exchange, String body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" -> list(exchange);
            case "POST" -> answer(exchange, 202, create(JSON.readTree(body)));
            default -> fail(exchange, 405, "METHOD_NOT_ALLOWED");
        }
    }

    private void one(HttpExchange exchange, String id, String body) throws IOException {
        ObjectNode found = states.stream()
                .filter(state -> state.path("requestid").asText().equals(id))
                .findFirst()
                .orElse(null);
        if (found == null) {
            fail(exchange, 404, "NOT_FOUND");
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                answer(exchange, 200, found.deepCopy());
                advance(found);
            }
            case "POST" -> {
                states.remove(found);
                answer(exchange, 202, create(JSON.readTree(body)));
            }
            case "DELETE" -> {
                states.remove(found);
                exchange.sendResponseHeaders(202, -1);
                exchange.close();
            }
            default -> fail(exchange, 405, "METHOD_NOT_ALLOWED");
        }
    }

    private ObjectNode create(JsonNode pin) {
        clock = clock.plusMillis(1);
        ObjectNode state = JSON.createObjectNode();
        state.put("requestid", UUID.randomUUID().toString());
        state.put("status", nextStatus);
        state.put("created", clock.toString());
        state.set("pin", pin);
        state.putArray("delegates")
                .add("/ip4/203.0.113.1/tcp/4001/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN");
        state.putObject("info").put("status_details", "a step at a time");
        states.add(0, state);
        return state;
    }

    private static void advance(ObjectNode state) {
        String status = state.path("status").asText();
        if (status.equals("queued")) {
            state.put("status", "pinning");
        } else if (status.equals("pinning")) {
            state.put("status", "pinned");
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange);
        int limit = Integer.parseInt(query.getOrDefault("limit", "10"));
        if (limit < 1 || limit > 1000) {
            fail(exchange, 400, "BAD_REQUEST");
            return;
        }
        List<ObjectNode> found = states.stream().filter(filter(query)).toList();
        ObjectNode answer = JSON.createObjectNode();
        answer.put("count", found.size());
        ArrayNode results = answer.putArray("results");
        found.stream().limit(limit).forEach(results::add);
        answer(exchange, 200, answer);
    }

    private static Predicate<ObjectNode> filter(Map<String, String> query) throws IOException {
        Set<String> statuses = Set.of(query.getOrDefault("status", "pinned").split(",", -1));
        Predicate<ObjectNode> filter =
                state -> statuses.contains(state.path("status").asText());
        if (query.containsKey("cid")) {
            Set<String> cids = Set.of(query.get("cid").split(",", -1));
            filter = filter.and(
                    state -> cids.contains(state.path("pin").path("cid").asText()));
        }
        if (query.containsKey("before")) {
            Instant before = OffsetDateTime.parse(query.get("before")).toInstant();
            filter = filter.and(
                    state -> Instant.parse(state.path("created").asText()).isBefore(before));
        }
        if (query.containsKey("after")) {
            Instant after = OffsetDateTime.parse(query.get("after")).toInstant();
            filter = filter.and(
                    state -> Instant.parse(state.path("created").asText()).isAfter(after));
        }
        if (query.containsKey("name")) {
            String wanted = query.get("name");
            String match = query.getOrDefault("match", "exact");
            filter = filter.and(state -> matches(state.path("pin").path("name").asText(), wanted, match));
        }
        if (query.containsKey("meta")) {
            JsonNode meta = JSON.readTree(query.get("meta"));
            filter = filter.and(state -> {
                JsonNode has = state.path("pin").path("meta");
                List<String> keys = new ArrayList<>();
                meta.fieldNames().forEachRemaining(keys::add);
                return keys.stream().allMatch(key -> has.path(key).equals(meta.path(key)));
            });
        }
        return filter;
    }

    private static boolean matches(String name, String wanted, String match) {
        String lower = name.toLowerCase(Locale.ROOT);
        String wantedLower = wanted.toLowerCase(Locale.ROOT);
        return switch (match) {
            case "exact" -> name.equals(wanted);
            case "iexact" -> lower.equals(wantedLower);
            case "partial" -> name.contains(wanted);
            case "ipartial" -> lower.contains(wantedLower);
            default -> throw new AssertionError(match);
        };
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static void fail(HttpExchange exchange, int status, String reason) throws IOException {
        ObjectNode failure = JSON.createObjectNode();
        failure.putObject("error").put("reason", reason).put("details", "remote words that nobody should repeat");
        answer(exchange, status, failure);
    }

    private static void answer(HttpExchange exchange, int status, JsonNode json) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
