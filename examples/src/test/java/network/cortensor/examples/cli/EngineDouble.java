package network.cortensor.examples.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A server on the loopback interface that speaks, or mis-speaks, the OpenAI protocol over real HTTP. */
final class EngineDouble implements AutoCloseable {

    /** How it treats a request. */
    @FunctionalInterface
    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Semaphore asked = new Semaphore(0);

    private EngineDouble(HttpServer server) {
        this.server = server;
    }

    /** Answers every question with one text. */
    static EngineDouble answering(String text) {
        return answering(call -> text);
    }

    /** Answers the n-th question, counted from 0, with the n-th text. */
    static EngineDouble answering(IntFunction<String> texts) {
        EngineDouble engine = create();
        AtomicInteger calls = new AtomicInteger();
        engine.on("/v1/models", exchange -> reply(exchange, 200, "application/json", "{\"data\":[]}"));
        engine.on("/v1/chat/completions", exchange -> {
            exchange.getRequestBody().readAllBytes();
            engine.asked.release();
            reply(exchange, 200, "text/event-stream", stream(texts.apply(calls.getAndIncrement())));
        });
        return engine;
    }

    /** Has models and never answers a question. */
    static EngineDouble neverAnswering() {
        EngineDouble engine = create();
        engine.on("/v1/models", exchange -> reply(exchange, 200, "application/json", "{\"data\":[]}"));
        engine.on("/v1/chat/completions", engine::hang);
        return engine;
    }

    /** Takes connections and never says anything. */
    static EngineDouble silent() {
        EngineDouble engine = create();
        engine.on("/", engine::hang);
        return engine;
    }

    /** Says the same to every request: some other server. */
    static EngineDouble other(int status, String type, String body) {
        EngineDouble engine = create();
        engine.on("/", exchange -> reply(exchange, status, type, body));
        return engine;
    }

    private static EngineDouble create() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            EngineDouble engine = new EngineDouble(server);
            server.setExecutor(engine.threads);
            server.start();
            return engine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void on(String path, Handler handler) {
        server.createContext(path, handler::handle);
    }

    private void hang(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        asked.release();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void reply(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String stream(String text) {
        String content = Json.object().put("content", text).line();
        return "data: {\"model\":\"double\",\"choices\":[{\"delta\":" + content + "}]}\n\n"
                + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                + "data: [DONE]\n\n";
    }

    /** Returns the address for {@code --engine}. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Waits until that many questions have arrived; false when they do not within half a minute. */
    boolean awaitQuestions(int count) throws InterruptedException {
        return asked.tryAcquire(count, 30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
