package network.cortensor.sdk.ipfs.kubo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.car.CarReader;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A daemon that takes CARs, and writes down which blocks came in which request. What it has is in a store in memory; a test
 * may have something happen while a request is being read, or before it is answered.
 */
final class CountingKubo implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockStore store = BlockStore.memory();
    private final List<List<Cid>> requests = new ArrayList<>();
    private volatile Disturbance disturbance = (request, bytes, atEnd) -> {};

    /** What happens while a CAR comes. */
    @FunctionalInterface
    interface Disturbance {
        /** Called with the number of the request, for each piece that came and at the end, before the answer. */
        void on(int request, long bytes, boolean atEnd) throws IOException;
    }

    CountingKubo() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/api/v0/dag/import", this::importCar);
        server.createContext("/api/v0/pin/add", exchange -> answerIfWhole(exchange, "{\"Pins\":[\"%s\"]}"));
        server.createContext(
                "/api/v0/dag/stat",
                exchange -> answerIfWhole(
                        exchange, "{\"DagStats\":[{\"Cid\":\"%s\",\"Size\":0,\"NumBlocks\":" + distinct() + "}]}"));
        server.start();
    }

    URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void disturb(Disturbance wanted) {
        disturbance = wanted;
    }

    BlockStore store() {
        return store;
    }

    /** Returns for each request that was read to its end the blocks in it. */
    synchronized List<List<Cid>> requests() {
        return List.copyOf(requests);
    }

    synchronized long distinct() {
        return requests.stream().flatMap(List::stream).distinct().count();
    }

    private void importCar(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        InputStream in = exchange.getRequestBody();
        byte[] piece = new byte[4096];
        int number = requests().size();
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            body.write(piece, 0, count);
            disturbance.on(number, body.size(), false);
        }
        List<Cid> cids = new ArrayList<>();
        long bytes = 0;
        try (CarReader car = CarReader.open(new ByteArrayInputStream(carOf(body.toByteArray())))) {
            for (var block = car.next(); block.isPresent(); block = car.next()) {
                Block taken = block.get();
                store.put(taken);
                cids.add(taken.cid());
                bytes += taken.size();
            }
        }
        synchronized (this) {
            requests.add(cids);
        }
        disturbance.on(number, body.size(), true);
        answer(exchange, 200, "{\"Stats\":{\"BlockCount\":" + cids.size() + ",\"BlockBytesCount\":" + bytes + "}}\n");
    }

    /** Cuts off the head of the one part in the form, and the boundary behind it. */
    private static byte[] carOf(byte[] form) {
        String text = new String(form, StandardCharsets.ISO_8859_1);
        int start = text.indexOf("\r\n\r\n") + 4;
        int end = text.lastIndexOf("\r\n--");
        return text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1);
    }

    private void answerIfWhole(HttpExchange exchange, String answer) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String root = exchange.getRequestURI().getQuery().replaceAll(".*arg=([a-zA-Z0-9]+).*", "$1");
        boolean there = store.has(Cid.parse(root));
        answer(
                exchange,
                there ? 200 : 500,
                there
                        ? String.format(answer, root) + "\n"
                        : "{\"Message\":\"ipld: could not find something\",\"Code\":0,\"Type\":\"error\"}");
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
