package network.cortensor.sdk.staking.internal.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.Endpoint;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One WebSocket to a server: calls, and subscriptions whose notifications go to a listener.
 *
 * <p>It does not connect again: whoever holds it hears that it is closed and opens another one. A heartbeat finds a connection
 * that is only half open. Messages are limited in size as answers by HTTP are, and are not compressed. What comes is as
 * unchecked as anything from an endpoint: take it as a hint that there is something to read.
 *
 * <p>Thread-safe. Uses one thread of its {@link RpcTransport} while it is open.
 */
public final class RpcSocket implements AutoCloseable {
    private static final int GOING_AWAY = 1001;

    private final RpcTransport transport;
    private final String name;
    private final Listener listener;
    private final MeteredSockets sockets;
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable WebSocket socket;
    private volatile @Nullable Failure end;

    /** Hears what comes, on the thread that reads: both methods must be quick and must not wait for this socket. */
    public interface Listener {
        /**
         * Something was sent for a subscription; perhaps before {@link RpcSocket#subscribe} has returned.
         *
         * @param subscription which
         * @param result what
         */
        void notified(String subscription, JsonNode result);

        /** Nothing will come any more. Told once, however it ended. */
        void closed(Failure why);
    }

    private record Pending(RpcRequest request, CompletableFuture<RpcResult> result) {}

    private RpcSocket(RpcTransport transport, Endpoint endpoint, Listener listener) {
        this.transport = transport;
        this.name = endpoint.name();
        this.listener = listener;
        this.sockets = new MeteredSockets(transport.limits().answerBytes());
    }

    /**
     * Connects and waits until that is done.
     *
     * @param heartbeat how often a ping is sent, and how long its answer may take
     * @throws IllegalArgumentException if the endpoint has no WebSocket, or an address or header that cannot be sent
     * @throws LedgerUnavailableException if there is no connection in time, or this thread is interrupted, whose flag is then
     *     set
     */
    public static RpcSocket open(
            RpcTransport transport, Endpoint endpoint, Listener listener, Duration heartbeat, Deadline deadline) {
        HttpUrl url = endpoint.webSocket()
                .map(uri -> HttpUrl.parse("http" + uri.toString().substring("ws".length())))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Endpoint " + endpoint + ": expected a WebSocket with a URL that HTTP can ask for"));
        RpcSocket made = new RpcSocket(transport, endpoint, listener);
        OkHttpClient client = transport
                .http()
                .newBuilder()
                .socketFactory(made.sockets)
                .pingInterval(heartbeat)
                // Without compression a message is no longer than the bytes that are counted.
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .removeHeader("Sec-WebSocket-Extensions")
                        .build()))
                .build();
        Request upgrade = new Request.Builder()
                .url(url)
                .headers(RpcServer.headers(endpoint))
                .header("User-Agent", "cortensor-sdk-java")
                .build();
        made.socket = client.newWebSocket(upgrade, made.new Events());
        made.await(made.opened, "Connect to the WebSocket of " + made.name, deadline, true);
        return made;
    }

    /**
     * Calls a method.
     *
     * @throws LedgerUnavailableException if no result comes in time, the server refuses, or this thread is interrupted, whose
     *     flag is then set
     */
    public JsonNode call(RpcRequest request, Deadline deadline) {
        String attempt = "Call " + request.method() + " by the WebSocket of " + name;
        long id = transport.nextId();
        Pending waiting = new Pending(request, new CompletableFuture<>());
        pending.put(id, waiting);
        try {
            send(transport.json().write(List.of(request), id), attempt);
            RpcResult result = await(waiting.result(), attempt, deadline, false);
            if (result instanceof RpcResult.Refused refused) {
                throw new LedgerUnavailableException(
                        attempt + ": expected a result, found that the server refuses, code "
                                + refused.error().code());
            }
            return ((RpcResult.Value) result).json();
        } finally {
            pending.remove(id);
        }
    }

    private void send(byte[] message, String attempt) {
        WebSocket open = socket;
        boolean queued = open != null && end == null && open.send(new String(message, StandardCharsets.UTF_8));
        if (!queued) {
            throw unavailable(attempt);
        }
    }

    /**
     * Subscribes ({@code eth_subscribe}).
     *
     * @param parameters the kind, such as {@code newHeads} or {@code logs}, and what it takes
     * @return what notifications of this subscription are told by
     * @throws LedgerUnavailableException as {@link #call}
     */
    public String subscribe(Deadline deadline, JsonNode... parameters) {
        JsonNode subscription = call(RpcRequest.of("eth_subscribe", parameters), deadline);
        if (!subscription.isTextual()) {
            throw new LedgerUnavailableException("Subscribe by the WebSocket of " + name
                    + ": expected the name of a subscription, found another form; poll instead");
        }
        return subscription.textValue();
    }

    /** Whether nothing has ended it yet. A connection that is half open counts as open until the heartbeat finds out. */
    public boolean isOpen() {
        return end == null;
    }

    private <T> T await(CompletableFuture<T> future, String attempt, Deadline deadline, boolean closeOnFailure) {
        boolean came = false;
        try {
            T value = future.get(Math.max(deadline.remainingNanos(), 0), TimeUnit.NANOSECONDS);
            came = true;
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException(attempt + ": this thread was interrupted", e);
        } catch (TimeoutException e) {
            throw new LedgerUnavailableException(
                    attempt + ": expected an answer within " + deadline.whole() + ", found none; try again later", e);
        } catch (ExecutionException e) {
            throw unavailable(attempt);
        } finally {
            if (!came && closeOnFailure) {
                close();
            }
        }
    }

    private LedgerUnavailableException unavailable(String attempt) {
        Failure why = end;
        return new LedgerUnavailableException(attempt + ": expected an answer, found: "
                + (why == null ? Failure.of(Failure.Kind.CUT_OFF) : why) + "; connect again later");
    }

    private void end(Failure why) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        end = why;
        IOException gone = new IOException(why.toString());
        opened.completeExceptionally(gone);
        pending.values().forEach(waiting -> waiting.result().completeExceptionally(gone));
        WebSocket connected = socket;
        if (connected != null) {
            connected.cancel();
        }
        listener.closed(why);
    }

    /** Closes the connection. A second call does nothing. */
    @Override
    public void close() {
        WebSocket connected = socket;
        if (connected != null && end == null) {
            connected.close(GOING_AWAY, null);
        }
        end(Failure.of(Failure.Kind.CLOSED));
    }

    private void heard(String text) {
        Optional<JsonNode> message = transport.json().readMessage(text);
        if (message.isEmpty()) {
            end(Failure.of(Failure.Kind.NOT_JSON_RPC));
            return;
        }
        JsonNode json = message.get();
        if (json.path("method").asText().equals("eth_subscription")) {
            JsonNode subscription = json.path("params").path("subscription");
            JsonNode result = json.path("params").path("result");
            if (subscription.isTextual() && !result.isMissingNode()) {
                listener.notified(subscription.textValue(), result);
            }
            return;
        }
        long id = json.path("id").asLong(-1);
        // An answer that nobody waits for any more is dropped.
        Pending waiting = pending.get(id);
        if (waiting != null) {
            try {
                waiting.result().complete(RpcJson.answer(json, waiting.request(), id));
            } catch (RpcJson.NoAnswer e) {
                end(Failure.of(Failure.Kind.NOT_JSON_RPC));
            }
        }
    }

    private final class Events extends WebSocketListener {
        @Override
        public void onOpen(WebSocket webSocket, Response response) {
            sockets.reset();
            opened.complete(true);
        }

        @Override
        public void onMessage(WebSocket webSocket, String text) {
            sockets.reset();
            heard(text);
        }

        @Override
        public void onMessage(WebSocket webSocket, ByteString bytes) {
            end(Failure.of(Failure.Kind.NOT_JSON_RPC));
        }

        @Override
        public void onClosing(WebSocket webSocket, int code, String reason) {
            end(Failure.of(Failure.Kind.CUT_OFF));
        }

        @Override
        public void onFailure(WebSocket webSocket, Throwable failed, @Nullable Response response) {
            if (sockets.isExceeded()) {
                end(Failure.of(Failure.Kind.TOO_LARGE));
            } else if (response != null) {
                end(new Failure(Failure.Kind.STATUS, response.code()));
            } else {
                end(failed instanceof IOException e ? transport.failure(e) : Failure.of(Failure.Kind.CUT_OFF));
            }
        }
    }
}
