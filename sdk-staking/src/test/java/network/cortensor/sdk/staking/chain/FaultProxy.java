package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Stands between a client and a node, by HTTP and by WebSocket, and does what a bad endpoint or a bad line does. Without
 * rules it passes everything on. Several in front of one node are several endpoints.
 *
 * <pre>{@code
 * try (Anvil anvil = Anvil.start(XTest.class);
 *         FaultProxy liar = FaultProxy.before(anvil)) {
 *     liar.on("eth_getBalance", Fault.quantityOff(1));          // each time
 *     liar.on("eth_sendRawTransaction", Fault.dropAnswer()).times(2);
 *     liar.onAll(Fault.rateLimit()).probability(0.3);           // by the seed
 *     ... liar.uri(), liar.webSocket() ...
 *     liar.clear();
 * }
 * }</pre>
 *
 * <p>Of the rules for a method, all lies are told, in the order in which the rules were made, and the first other fault that
 * comes to its turn happens. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private static final Duration UPSTREAM_DEADLINE = Duration.ofSeconds(60);
    static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(UPSTREAM_DEADLINE)
            .build();

    private final URI upstream;
    private final ServerSocket server;
    private @Nullable Random random;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicLong> seen = new ConcurrentHashMap<>();
    private final Exchanger<JsonNode> swap = new Exchanger<>();
    private volatile boolean refusing;
    private volatile boolean deaf;
    private volatile @Nullable Lag lag;
    private volatile Predicate<JsonNode> notifications = message -> true;

    private FaultProxy(URI upstream) throws IOException {
        this.upstream = upstream;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accepts", this::accept);
    }

    /** A proxy before a node. */
    public static FaultProxy before(Anvil anvil) {
        return before(anvil.uri());
    }

    /** A proxy before whatever answers at {@code upstream}. */
    public static FaultProxy before(URI upstream) {
        try {
            return new FaultProxy(upstream);
        } catch (IOException e) {
            throw new UncheckedIOException("no port for a proxy", e);
        }
    }

    /** The chance of rules with a probability is that of this seed; without, that of {@code -Dcortensor.seed=} or any. */
    public synchronized FaultProxy seed(long seed) {
        random = new Random(seed);
        return this;
    }

    private synchronized double chance() {
        if (random == null) {
            Long set = Long.getLong("cortensor.seed");
            long seed = set == null ? new SecureRandom().nextLong() : set;
            System.out.println("FaultProxy: -Dcortensor.seed=" + seed);
            random = new Random(seed);
        }
        return random.nextDouble();
    }

    /** What a load balancer says. */
    static byte[] page() {
        return "<!DOCTYPE html><html><body><h1>Just a moment, s3cr3t</h1></body></html>"
                .getBytes(StandardCharsets.UTF_8);
    }

    /** {@code http://127.0.0.1:port}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** {@code ws://127.0.0.1:port}. */
    public URI webSocket() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort());
    }

    /** An endpoint with this proxy's HTTP and WebSocket addresses. */
    public Endpoint endpoint() {
        return Endpoint.of(uri()).withWebSocket(webSocket());
    }

    // Rules

    /** From now on, a request of this method meets this fault. */
    public Rule on(String method, Fault fault) {
        return add(new Rule(method::equals, fault, null));
    }

    /** From now on, a request of this method is answered with this lie. */
    public Rule on(String method, Fault.Lie lie) {
        return add(new Rule(method::equals, null, lie));
    }

    /** From now on, each request meets this fault. */
    public Rule onAll(Fault fault) {
        return add(new Rule(method -> true, fault, null));
    }

    /** From now on, each request is answered with this lie. */
    public Rule onAll(Fault.Lie lie) {
        return add(new Rule(method -> true, null, lie));
    }

    private Rule add(Rule rule) {
        rules.add(rule);
        return rule;
    }

    /** Everything is passed on again, as it is. Connections that are silent stay silent. */
    public void clear() {
        rules.clear();
        refusing = false;
        deaf = false;
        lag = null;
        notifications = message -> true;
        tunnels.forEach(tunnel -> tunnel.mute = false);
    }

    /** From now on, connections are closed as soon as they are made, and those that are there at once. */
    public void refuseConnections() {
        refusing = true;
        cutConnections();
    }

    /** From now on, connections are taken and nothing is read from them: half-open sockets. */
    public void acceptAndBeSilent() {
        deaf = true;
        cutConnections();
    }

    /** Closes all connections, those of WebSockets too. New ones are taken. */
    public void cutConnections() {
        sockets.forEach(FaultProxy::closeQuietly);
    }

    /**
     * From now on, this endpoint is {@code blocks} behind: newer blocks and what is in them are unknown to it, and {@code
     * latest} is an older one. It does not lie, and transactions that are sent through it arrive.
     */
    public void lagBy(long blocks) {
        lag = new Lag(() -> Math.max(0, upstreamHead() - blocks));
    }

    /** From now on, this endpoint is at the block that is the newest one now, and stays there. */
    public void freezeHead() {
        long frozen = upstreamHead();
        lag = new Lag(() -> frozen);
    }

    /** How many requests of this method came, each request of a batch counted. */
    public long seen(String method) {
        AtomicLong count = seen.get(method);
        return count == null ? 0 : count.get();
    }

    /** How many requests came. */
    public long seen() {
        return seen.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** Forgets how many requests came. */
    public void resetSeen() {
        seen.clear();
    }

    /** A rule of a proxy: when its fault happens. */
    public final class Rule {
        private final Predicate<String> methods;
        private final @Nullable Fault fault;
        private final Fault.@Nullable Lie lie;
        private long skip;
        private long left = Long.MAX_VALUE;
        private double probability = 1;
        private long applied;

        private Rule(Predicate<String> methods, @Nullable Fault fault, Fault.@Nullable Lie lie) {
            this.methods = methods;
            this.fault = fault;
            this.lie = lie;
        }

        /** Only so many times, then never again. */
        public synchronized Rule times(long count) {
            left = count;
            return this;
        }

        /** Not the first so many times. */
        public synchronized Rule after(long count) {
            skip = count;
            return this;
        }

        /** Not each time, but by the seeded chance of this proxy. */
        public synchronized Rule probability(double chance) {
            probability = chance;
            return this;
        }

        /** How often it happened. */
        public synchronized long applied() {
            return applied;
        }

        /** It does not happen again. */
        public void remove() {
            rules.remove(this);
        }

        private synchronized boolean happens(String method) {
            if (!methods.test(method) || left == 0) {
                return false;
            }
            if (skip > 0) {
                skip--;
                return false;
            }
            if (probability < 1 && chance() >= probability) {
                return false;
            }
            left--;
            applied++;
            return true;
        }
    }

    // WebSocket

    /** Only notifications that pass are sent on. */
    public void keepNotifications(Predicate<JsonNode> which) {
        notifications = which;
    }

    /** From now on, nothing is sent through the WebSockets that are open; they stay open. */
    public void muteWebSockets() {
        tunnels.forEach(tunnel -> tunnel.mute = true);
    }

    /** How many WebSockets are open. */
    public int webSockets() {
        return tunnels.size();
    }

    /** Sends any text to all WebSockets that are open, as if it came from the node. */
    public void sendToWebSockets(String text) throws IOException {
        for (Tunnel tunnel : tunnels) {
            tunnel.send(0x81, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    // Connections

    private static void start(String what, Runnable work) {
        Thread thread = new Thread(work, "fault-proxy-" + THREADS.incrementAndGet() + " " + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                if (refusing || server.isClosed()) {
                    forget(socket);
                } else if (!deaf) {
                    start("serves", () -> serve(socket));
                }
            } catch (IOException e) {
                // The server is closed, or the client was gone before it was taken.
            }
        }
    }

    private void serve(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                Map<String, String> head = head(in);
                if ("websocket".equalsIgnoreCase(head.get("upgrade"))) {
                    tunnel(socket, in, out, head);
                    return;
                }
                byte[] body = in.readNBytes(Integer.parseInt(head.getOrDefault("content-length", "0")));
                Exchange exchange = new Exchange(JSON.readTree(body), out);
                handle(exchange);
                if (!exchange.keepsConnection()) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // The client is gone, or this proxy is.
        } finally {
            forget(socket);
        }
    }

    /** Reads the lines before the body; names in lower case, the request line under the empty name. */
    private static Map<String, String> head(InputStream in) throws IOException {
        Map<String, String> head = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (head.isEmpty()) {
                head.put("", line);
            } else if (colon > 0) {
                head.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        return head;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    private void handle(Exchange exchange) throws IOException, InterruptedException {
        Fault happening = null;
        List<JsonNode> requests = exchange.requests();
        for (int place = 0; place < requests.size(); place++) {
            String method = requests.get(place).path("method").asText();
            seen.computeIfAbsent(method, name -> new AtomicLong()).incrementAndGet();
            for (Rule rule : rules) {
                boolean itsTurn = rule.lie != null || happening == null;
                if (itsTurn && rule.happens(method)) {
                    if (rule.lie != null) {
                        exchange.tell(place, rule.lie);
                    } else {
                        happening = rule.fault;
                    }
                }
            }
        }
        if (happening == null) {
            exchange.reply(exchange.forward());
        } else {
            happening.apply(exchange);
        }
    }

    /** A request, or a batch of them, and what is answered. */
    public final class Exchange {
        private final JsonNode request;
        private final OutputStream out;
        private final List<Map.Entry<Integer, Fault.Lie>> lies = new ArrayList<>();
        private boolean answered;
        private boolean closed;

        private Exchange(JsonNode request, OutputStream out) {
            this.request = request;
            this.out = out;
        }

        private void tell(int place, Fault.Lie lie) {
            lies.add(Map.entry(place, lie));
        }

        /** The request as it came: an object, or an array of them. */
        public JsonNode request() {
            return request;
        }

        /** The requests, one or several. */
        public List<JsonNode> requests() {
            List<JsonNode> all = new ArrayList<>();
            if (request.isArray()) {
                request.forEach(all::add);
            } else {
                all.add(request);
            }
            return all;
        }

        /** Has the node do it, and returns what it answers, with the lies that are to be told. */
        public JsonNode forward() throws IOException, InterruptedException {
            if (!request.isArray()) {
                return one(0, request);
            }
            ArrayNode answers = JSON.createArrayNode();
            for (int place = 0; place < request.size(); place++) {
                answers.add(one(place, request.get(place)));
            }
            return answers;
        }

        private ObjectNode one(int place, JsonNode each) throws IOException, InterruptedException {
            Lag behind = lag;
            ObjectNode answer = behind == null ? upstream(each) : behind.answer(each);
            for (Map.Entry<Integer, Fault.Lie> entry : lies) {
                if (entry.getKey() == place) {
                    answer = entry.getValue().instead((ObjectNode) each, answer);
                }
            }
            return answer;
        }

        /** Waits for another exchange of this proxy that does the same, and takes its answer. */
        public JsonNode swapped(JsonNode answer) throws InterruptedException {
            try {
                return swap.exchange(answer, UPSTREAM_DEADLINE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("there was no second request to swap answers with", e);
            }
        }

        /** Sends JSON with status 200. */
        public void reply(JsonNode answer) throws IOException {
            reply(200, Map.of("Content-Type", "application/json"), JSON.writeValueAsBytes(answer));
        }

        /** Sends a whole answer. */
        public void reply(int status, Map<String, String> headers, byte[] body) throws IOException {
            Map<String, String> all = new TreeMap<>(headers);
            all.put("Content-Length", String.valueOf(body.length));
            head(status, all);
            write(body);
        }

        /** Sends a status line and headers. */
        public void head(int status, Map<String, String> headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Sends any bytes. */
        public void write(byte[] bytes) throws IOException {
            answered = true;
            out.write(bytes);
            out.flush();
        }

        /** Closes the connection when the fault is done. */
        public void close() {
            closed = true;
        }

        /** Waits, or until this proxy is closed. */
        public void pause(Duration time) throws InterruptedException {
            if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                closed = true;
            }
        }

        /** Whether this proxy is closed. Faults without end ask. */
        public boolean isClosed() {
            return closed || closing.getCount() == 0;
        }

        private boolean keepsConnection() {
            return answered && !isClosed();
        }
    }

    // The node

    private ObjectNode upstream(JsonNode request) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(upstream)
                .timeout(UPSTREAM_DEADLINE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))
                .build();
        return (ObjectNode) JSON.readTree(
                HTTP.send(post, HttpResponse.BodyHandlers.ofByteArray()).body());
    }

    private ObjectNode upstream(String method, JsonNode... parameters) throws IOException, InterruptedException {
        ObjectNode request =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        request.set("params", JSON.createArrayNode().addAll(List.of(parameters)));
        return upstream(request);
    }

    private long upstreamHead() {
        try {
            return Long.decode(upstream("eth_blockNumber").get("result").textValue());
        } catch (IOException e) {
            throw new UncheckedIOException("the node does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** How an honest node answers that has only the blocks up to a number. */
    private final class Lag {
        private final LongSupplier head;

        Lag(LongSupplier head) {
            this.head = head;
        }

        ObjectNode answer(JsonNode request) throws IOException, InterruptedException {
            long newest = head.getAsLong();
            ObjectNode asked = request.deepCopy();
            String method = asked.path("method").asText();
            JsonNode parameters = asked.path("params");
            if (method.equals("eth_blockNumber")) {
                return result(request, JSON.getNodeFactory().textNode(hex(newest)));
            }
            if (method.equals("eth_sendRawTransaction") || !(parameters instanceof ArrayNode array)) {
                return upstream(request);
            }
            boolean absent = false;
            boolean refused = false;
            for (int index = 0; index < array.size(); index++) {
                JsonNode parameter = array.get(index);
                if (parameter.isTextual() && Set.of("latest", "pending").contains(parameter.textValue())) {
                    array.set(index, JSON.getNodeFactory().textNode(hex(newest)));
                } else if (method.equals("eth_getBlockByNumber") && index == 0 && isAbove(parameter, newest)) {
                    absent = true;
                } else if (parameter.has("blockHash") && isUnknown(parameter.get("blockHash"), newest)) {
                    refused = true;
                } else if (parameter instanceof ObjectNode filter && filter.has("toBlock")) {
                    if (isAbove(filter.get("toBlock"), newest)
                            || !filter.get("toBlock").textValue().startsWith("0x")) {
                        filter.put("toBlock", hex(newest));
                    }
                    if (isAbove(filter.path("fromBlock"), newest)) {
                        return result(request, JSON.createArrayNode());
                    }
                } else if (Set.of("eth_getBlockByHash", "eth_getBlockReceipts").contains(method) && index == 0) {
                    absent |= parameter.isTextual() && isUnknown(parameter, newest);
                }
            }
            if (absent) {
                return result(request, JSON.nullNode());
            }
            if (refused) {
                ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
                answer.set("id", request.get("id"));
                answer.putObject("error").put("code", -32001).put("message", "Resource not found");
                return answer;
            }
            ObjectNode answer = upstream(asked);
            JsonNode number = answer.path("result").path("blockNumber");
            return isAbove(number, newest) ? result(request, JSON.nullNode()) : answer;
        }

        private boolean isUnknown(JsonNode hash, long newest) throws IOException, InterruptedException {
            if (hash.textValue().length() != 66) {
                return false;
            }
            JsonNode block =
                    upstream("eth_getBlockByHash", hash, JSON.getNodeFactory().booleanNode(false));
            return isAbove(block.path("result").path("number"), newest);
        }

        private static boolean isAbove(JsonNode number, long newest) {
            return number.isTextual()
                    && number.textValue().startsWith("0x")
                    && Long.decode(number.textValue()) > newest;
        }

        private static ObjectNode result(JsonNode request, JsonNode result) {
            ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
            answer.set("id", request.get("id"));
            return answer.set("result", result);
        }

        private static String hex(long number) {
            return "0x" + Long.toHexString(number);
        }
    }

    // WebSocket (RFC 6455): the client's bytes are passed on, the node's frames are looked at

    private void tunnel(Socket client, InputStream in, OutputStream out, Map<String, String> head) throws IOException {
        try (Socket node = new Socket(upstream.getHost(), upstream.getPort())) {
            sockets.add(node);
            node.setTcpNoDelay(true);
            StringBuilder request = new StringBuilder(head.get("") + "\r\n");
            head.forEach((name, value) -> {
                // Without extensions, so that the text in the frames is text.
                if (!name.isEmpty() && !name.equals("sec-websocket-extensions")) {
                    request.append(name).append(": ").append(value).append("\r\n");
                }
            });
            node.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            Tunnel tunnel = new Tunnel(out);
            start("passes on to the node", () -> tunnel.pass(in, node));
            try {
                tunnel.run(new BufferedInputStream(node.getInputStream()));
            } finally {
                tunnels.remove(tunnel);
                forget(node);
                forget(client);
            }
        }
    }

    private final class Tunnel {
        private final OutputStream client;
        private volatile boolean mute;

        Tunnel(OutputStream client) {
            this.client = client;
        }

        void pass(InputStream in, Socket node) {
            try {
                in.transferTo(node.getOutputStream());
            } catch (IOException e) {
                // One of the two is gone.
            }
            closeQuietly(node);
        }

        void run(InputStream node) throws IOException {
            DataInputStream frames = new DataInputStream(node);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            while (!answer.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                answer.write(frames.readByte());
            }
            // Known before the client knows that it is open, and nothing is sent before it does.
            synchronized (this) {
                tunnels.add(this);
                client.write(answer.toByteArray());
            }
            while (true) {
                int first = frames.readUnsignedByte();
                long length = frames.readUnsignedByte();
                if (length == 126) {
                    length = frames.readUnsignedShort();
                } else if (length == 127) {
                    length = frames.readLong();
                }
                byte[] payload = frames.readNBytes((int) length);
                if (!mute && passes(first, payload)) {
                    send(first, payload);
                }
            }
        }

        private boolean passes(int first, byte[] payload) throws IOException {
            boolean wholeText = first == 0x81;
            if (!wholeText) {
                return true;
            }
            JsonNode message = JSON.readTree(payload);
            return !message.has("method") || notifications.test(message);
        }

        synchronized void send(int first, byte[] payload) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(first);
            if (payload.length < 126) {
                frame.write(payload.length);
            } else if (payload.length < 1 << 16) {
                frame.write(126);
                frame.write(payload.length >> 8);
                frame.write(payload.length);
            } else {
                frame.write(127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    frame.write((int) ((long) payload.length >> shift));
                }
            }
            frame.write(payload);
            client.write(frame.toByteArray());
            client.flush();
        }
    }

    private void forget(Socket socket) {
        sockets.remove(socket);
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    /** Closes all connections and ends all silence; a second time does nothing. */
    @Override
    public void close() {
        closing.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a proxy cannot be closed", e);
        }
        cutConnections();
    }
}
