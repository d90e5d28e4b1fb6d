package network.cortensor.examples.bench.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.BlockHeader;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A chain that is made up while it is read: blocks that follow each other, each full of events, served as JSON-RPC on a port of
 * this machine. Refuses what would be too many events at once, as public servers do.
 */
final class FeedServer implements AutoCloseable {

    static final long CHAIN = 31_337;
    static final String CONTRACT = "0x" + "c0".repeat(20);
    static final int EVENTS_PER_BLOCK = 100;

    /** More than a feed remembers: near the head it reads in another way, for a bounded number of blocks. */
    private static final int BLOCKS_AFTER = 300;

    private static final int MOST_EVENTS = 2_000;
    private static final String TOPIC = "0x" + "70".repeat(32);
    private static final String DATA = "0x" + "da".repeat(64);
    private static final String ZEROS = "0".repeat(64);
    /** Every event may be in it. */
    private static final byte[] FULL_BLOOM = new byte[256];

    static {
        Arrays.fill(FULL_BLOOM, (byte) 0xff);
        // It writes headers and body apart: without this, each answer waits 40 ms for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final byte[][] hashes;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, work -> {
        Thread thread = new Thread(work, "bench-chain");
        thread.setDaemon(true);
        return thread;
    });

    private FeedServer(byte[][] hashes, HttpServer server) {
        this.hashes = hashes;
        this.server = server;
        for (int number = 0; number < hashes.length; number++) {
            numbers.put(hash(number), number);
        }
    }

    /** Starts it with so many events in whole blocks, and then some more blocks, so that those are far from the head. */
    static FeedServer start(int events) throws IOException {
        byte[][] hashes = new byte[1 + events / EVENTS_PER_BLOCK + BLOCKS_AFTER][];
        for (int number = 0; number < hashes.length; number++) {
            hashes[number] = header(number, number == 0 ? new byte[Hash.LENGTH] : hashes[number - 1])
                    .hash()
                    .bytes();
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FeedServer chain = new FeedServer(hashes, server);
        server.createContext("/", chain::answer);
        server.setExecutor(chain.threads);
        server.start();
        return chain;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The block zero has none. */
    private static int events(long number) {
        return number == 0 ? 0 : EVENTS_PER_BLOCK;
    }

    private static BlockHeader header(long number, byte[] parent) {
        byte[] root = new byte[Hash.LENGTH];
        return BlockHeader.of(List.of(
                parent,
                root,
                new byte[20],
                root,
                root,
                root,
                FULL_BLOOM,
                new byte[0],
                Trie.number(number),
                Trie.number(30_000_000),
                Trie.number(15_000_000),
                Trie.number(1_700_000_000 + number),
                new byte[0],
                root,
                new byte[8]));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = MAPPER.readTree(exchange.getRequestBody());
            StringBuilder out = new StringBuilder();
            if (request.isArray()) {
                out.append('[');
                for (JsonNode one : request) {
                    out.append(out.length() > 1 ? "," : "");
                    answer(one, out);
                }
                out.append(']');
            } else {
                answer(request, out);
            }
            byte[] body = out.toString().getBytes(StandardCharsets.ISO_8859_1);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream response = exchange.getResponseBody()) {
                response.write(body);
            }
        }
    }

    private void answer(JsonNode request, StringBuilder out) {
        out.append("{\"jsonrpc\":\"2.0\",\"id\":").append(request.path("id")).append(",");
        JsonNode first = request.path("params").path(0);
        switch (request.path("method").asText()) {
            case "eth_chainId" ->
                out.append("\"result\":\"0x").append(Long.toHexString(CHAIN)).append('"');
            case "eth_blockNumber" ->
                out.append("\"result\":\"").append(quantity(newest())).append('"');
            case "eth_getBlockByNumber" -> block(number(first), out.append("\"result\":"));
            case "eth_getBlockByHash" ->
                block(numbers.getOrDefault(first.asText(), Integer.MAX_VALUE), out.append("\"result\":"));
            case "eth_getLogs" -> logs(number(first.path("fromBlock")), number(first.path("toBlock")), out);
            default -> out.append("\"error\":{\"code\":-32601,\"message\":\"method not found\"}");
        }
        out.append('}');
    }

    private long newest() {
        return hashes.length - 1L;
    }

    private long number(JsonNode tag) {
        String text = tag.asText();
        return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : newest();
    }

    private void block(long number, StringBuilder out) {
        if (number > newest()) {
            out.append("null");
            return;
        }
        String parent = number == 0 ? "0x" + ZEROS : hash(number - 1);
        String zero = "0x" + ZEROS;
        out.append(String.format(
                Locale.ROOT,
                "{\"hash\":\"%s\",\"parentHash\":\"%s\",\"number\":\"%s\",\"timestamp\":\"%s\",\"logsBloom\":\"0x%s\"",
                hash(number),
                parent,
                quantity(number),
                quantity(1_700_000_000 + number),
                "ff".repeat(256)));
        for (String root : List.of("sha3Uncles", "stateRoot", "transactionsRoot", "receiptsRoot", "mixHash")) {
            out.append(",\"").append(root).append("\":\"").append(zero).append('"');
        }
        out.append(",\"miner\":\"0x")
                .append(ZEROS, 0, 40)
                .append("\",\"nonce\":\"0x")
                .append(ZEROS, 0, 16);
        out.append("\",\"difficulty\":\"0x0\",\"extraData\":\"0x\",\"gasLimit\":\"")
                .append(quantity(30_000_000))
                .append("\",\"gasUsed\":\"")
                .append(quantity(15_000_000))
                .append("\",\"transactions\":[]}");
    }

    private void logs(long from, long to, StringBuilder out) {
        long last = Math.min(to, newest());
        if ((last - from + 1) * EVENTS_PER_BLOCK > MOST_EVENTS) {
            out.append("\"error\":{\"code\":-32005,\"message\":\"query returned more than ")
                    .append(MOST_EVENTS)
                    .append(" results\"}");
            return;
        }
        out.append("\"result\":[");
        String separator = "";
        for (long number = from; number <= last; number++) {
            for (int index = 0; index < events(number); index++) {
                out.append(separator);
                log(number, index, out);
                separator = ",";
            }
        }
        out.append(']');
    }

    private void log(long number, int index, StringBuilder out) {
        String transaction = Long.toHexString(number * EVENTS_PER_BLOCK + index);
        out.append("{\"address\":\"")
                .append(CONTRACT)
                .append("\",\"topics\":[\"")
                .append(TOPIC)
                .append("\"],\"data\":\"")
                .append(DATA)
                .append("\",\"blockNumber\":\"")
                .append(quantity(number))
                .append("\",\"blockHash\":\"")
                .append(hash(number))
                .append("\",\"transactionHash\":\"0x")
                .append(ZEROS, 0, ZEROS.length() - transaction.length())
                .append(transaction)
                .append("\",\"transactionIndex\":\"")
                .append(quantity(index))
                .append("\",\"logIndex\":\"")
                .append(quantity(index))
                .append("\",\"removed\":false}");
    }

    private String hash(long number) {
        return "0x" + HexFormat.of().formatHex(hashes[(int) number]);
    }

    private static String quantity(long number) {
        return "0x" + Long.toHexString(number);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
