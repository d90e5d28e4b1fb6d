package network.cortensor.sdk.ipfs.gateway;

import com.sun.net.httpserver.HttpServer;
import network.cortensor.sdk.ipfs.BlockSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves the blocks of a {@link BlockSource} to anyone, as a trustless gateway: {@code GET} and {@code HEAD} of
 * {@code /ipfs/<cid>?format=raw} and {@code /ipfs/<cid>[/<path>]?format=car}, as the trustless gateway specification has it.
 *
 * <pre>{@code
 * try (GatewayServer server = GatewayServer.start(store, GatewayServerOptions.builder().build())) {
 *     System.out.println(server.uri());
 * }
 * }</pre>
 *
 * <p>Guaranteed:
 *
 * <ul>
 *   <li>Each block is hashed on its way out, whatever the source says: what is damaged here is answered with 500 and not sent.
 *   <li>A CAR that cannot be completed, since a block is missing or a limit is reached, is broken off: its connection is closed
 *       without the end of the stream, so that every HTTP client notices. CARs are version 1, depth-first, with the CID of the
 *       request as their root.
 *   <li>Threads, memory and time that clients can take are limited ({@link GatewayServerOptions}), also for clients that send or
 *       read slowly. What exceeds that is answered with 503 or 429 and {@code Retry-After}, or its connection closed.
 *   <li>Nothing is fetched from anywhere else, unless the source does.
 * </ul>
 *
 * <p>Records of IPNS names are served where they are {@linkplain GatewayServerOptions.Builder#records given}.
 *
 * <p>Not served: anything that had to be rendered, converted or unpacked (406 for HTML, JSON, TAR and so on), paths below names,
 * redirects, and the RPC API of Kubo. There is no encryption and no authentication, and connections that only stay open are not
 * counted here (see the property {@code jdk.httpserver.maxConnections} of the JDK): on a public address, put a reverse proxy with
 * HTTPS in front. Errors in the very syntax of a request are answered by the server of the JDK, in its own words.
 *
 * <p>Thread-safe.
 */
public final class GatewayServer implements AutoCloseable {
    private static final int BACKLOG = 128;

    /** How long threads that were interrupted may take to end. */
    private static final Duration STOPPING = Duration.ofSeconds(2);

    private final GatewayServerOptions options;
    private final HttpServer server;
    private final RequestWorkers workers;
    private final AtomicBoolean closing;
    private final URI uri;

    private GatewayServer(
            GatewayServerOptions options, HttpServer server, RequestWorkers workers, AtomicBoolean closing) {
        this.options = options;
        this.server = server;
        this.workers = workers;
        this.closing = closing;
        this.uri = uri(server.getAddress());
    }

    /**
     * Starts to serve; when this method returns, requests are answered.
     *
     * @param blocks asked by several threads at a time. Should react to interruption, which is how requests that take too long are
     *     ended. Stays open when the server is closed.
     * @throws UncheckedIOException if the address is in use, is not one of this machine's, or is not allowed
     */
    public static GatewayServer start(BlockSource blocks, GatewayServerOptions options) {
        HttpServer server;
        try {
            server = HttpServer.create(options.address(), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot listen on " + options.address() + ": " + e.getMessage()
                            + "; choose another port (0 for any that is free) or another address of this machine",
                    e);
        }
        RequestWorkers workers = RequestWorkers.start(options);
        AtomicBoolean closing = new AtomicBoolean();
        server.setExecutor(workers);
        server.createContext("/", new ContentHandler(blocks, options, workers, closing::get));
        server.start();
        return new GatewayServer(options, server, workers, closing);
    }

    /**
     * Returns where the server is to be found, without {@code /ipfs}: {@code http://127.0.0.1:8080}. If it listens on all
     * addresses, the loopback address stands for them.
     */
    public URI uri() {
        return uri;
    }

    private static URI uri(InetSocketAddress bound) {
        InetAddress address =
                bound.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound.getAddress();
        String host = address.getHostAddress();
        return URI.create("http://" + (address instanceof Inet6Address ? "[" + withoutZone(host) + "]" : host) + ":"
                + bound.getPort());
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /**
     * Stops: new requests get 503 from now on, answers under way have {@link GatewayServerOptions#drainTimeout()} to be
     * completed, then all connections are closed. A second call does nothing.
     *
     * <p>An interrupted thread does not wait, and stays interrupted.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        try {
            workers.awaitIdle(options.drainTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        workers.stop(STOPPING);
    }
}
