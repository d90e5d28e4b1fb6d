package network.cortensor.sdk.staking.internal.rpc;

import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import javax.net.ssl.SSLException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Sends questions by HTTP and reads the answers, each within its deadline and its size.
 *
 * <p>No cookies, no cache, no redirects, nothing repeated here (that is {@link Round}'s). Compressed answers are taken, and
 * counted as what they unpack to. Thread-safe. At most 64 exchanges run at a time, each on one daemon thread that ends after
 * 5 s without work; {@link #close} ends all.
 */
public final class RpcTransport implements AutoCloseable {
    private static final int CONCURRENCY = 64;
    private static final int IDLE_CONNECTIONS = 16;
    private static final long ERROR_BYTES = 1 << 20;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final MediaType JSON = MediaType.get("application/json");
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final RpcLimits limits;
    private final RpcJson json;
    private final RpcJson errorJson = new RpcJson(ERROR_BYTES);
    private final OkHttpClient http;
    private final ThreadPoolExecutor threads;
    private final AtomicLong ids = new AtomicLong();
    private volatile boolean closed;

    private RpcTransport(RpcLimits limits) {
        this.limits = limits;
        this.json = new RpcJson(limits.answerBytes());
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), RpcTransport::thread);
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(CONCURRENCY);
        dispatcher.setMaxRequestsPerHost(CONCURRENCY);
        this.http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .connectTimeout(limits.connect())
                // How long an answer may take is said by each call; silence is not limited besides.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                // Finds half-open connections of HTTP/2; those of HTTP/1 end with the call that they fail.
                .pingInterval(HEARTBEAT)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .build();
    }

    /** Makes a transport. */
    public static RpcTransport create(RpcLimits limits) {
        return new RpcTransport(limits);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "cortensor-rpc-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** What one exchange may cost. */
    public RpcLimits limits() {
        return limits;
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }

    OkHttpClient http() {
        return http;
    }

    RpcJson json() {
        return json;
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    /**
     * Sends a question, and returns at once.
     *
     * @param heard is told once how it ended, on a thread of this transport; must be quick
     * @return to cancel; then it is told that the connection was cut off
     */
    Call start(RpcServer server, Question question, Deadline deadline, Consumer<Reply> heard) {
        List<RpcRequest> requests = question.requests();
        long firstId = ids.getAndAdd(requests.size()) + 1;
        Request post = new Request.Builder()
                .url(server.url())
                .headers(server.headers())
                .header("User-Agent", "cortensor-sdk-java")
                .header("Accept", "application/json")
                .post(RequestBody.create(json.write(requests, firstId), JSON))
                .build();
        Call call = http.newCall(post);
        call.timeout().timeout(Math.max(deadline.remainingNanos(), 1), TimeUnit.NANOSECONDS);
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                heard.accept(new Reply.Failed(server, failure(e)));
            }

            @Override
            public void onResponse(Call answered, Response response) {
                Reply reply = reply(server, requests, firstId, response);
                if (isOutOfStep(reply)) {
                    http.connectionPool().evictAll();
                }
                heard.accept(reply);
            }
        });
        return call;
    }

    /**
     * Whether a connection may have delivered the answer to another request: then it would do so for ever, and must not be used
     * again. OkHttp cannot close one; that the idle ones of other servers close too costs little.
     */
    private static boolean isOutOfStep(Reply reply) {
        return reply instanceof Reply.Failed failed && failed.failure().kind() == Failure.Kind.NOT_JSON_RPC;
    }

    private Reply reply(RpcServer server, List<RpcRequest> requests, long firstId, Response response) {
        try (response) {
            if (response.isSuccessful()) {
                return new Reply.Answered(server, body(response, json, limits.answerBytes(), requests, firstId));
            }
            return unsuccessful(server, requests, firstId, response);
        } catch (IOException e) {
            return new Reply.Failed(server, failure(e));
        }
    }

    private static List<RpcResult> body(
            Response response, RpcJson json, long maxBytes, List<RpcRequest> requests, long firstId)
            throws IOException {
        try (InputStream in = new LimitedStream(response.body().byteStream(), maxBytes)) {
            return json.read(in, requests, firstId);
        }
    }

    /** A status that is no success, behind which there may be an error of JSON-RPC all the same. */
    private Reply unsuccessful(RpcServer server, List<RpcRequest> requests, long firstId, Response response) {
        int status = response.code();
        if (status == 429 || (status == 503 && response.header("Retry-After") != null)) {
            return new Reply.Failed(server, Failure.of(Failure.Kind.RATE_LIMITED), pause(response));
        }
        boolean mayAskForLess = requests.size() > 1 || requests.get(0).method().equals("eth_getLogs");
        if (status == 413 && mayAskForLess) {
            return new Reply.Failed(server, Failure.of(Failure.Kind.TOO_LARGE));
        }
        boolean mayHoldError = status >= 400 && status != 401 && status != 403;
        if (mayHoldError) {
            try {
                List<RpcResult> results = body(response, errorJson, ERROR_BYTES, requests, firstId);
                if (results.stream().allMatch(RpcResult.Refused.class::isInstance)) {
                    return new Reply.Answered(server, results);
                }
            } catch (RpcJson.NoBatch e) {
                return new Reply.Failed(server, Failure.of(Failure.Kind.NO_BATCH));
            } catch (IOException e) {
                // Then the status is all that there is.
            }
        }
        boolean mayPass = status == 408 || status == 425 || status == 500 || (status >= 502 && status <= 504);
        return new Reply.Failed(server, new Failure(mayPass ? Failure.Kind.BUSY : Failure.Kind.STATUS, status));
    }

    /** Reads {@code Retry-After} in both of its forms (RFC 9110, section 10.2.3). */
    private static Duration pause(Response response) {
        String value = response.header("Retry-After", "").trim();
        if (value.matches("[0-9]{1,9}")) {
            return shorter(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            ZonedDateTime until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration pause = Duration.between(Instant.now(), until);
            return pause.isNegative() ? Duration.ZERO : shorter(pause);
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    private static Duration shorter(Duration pause) {
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** Says what an exception of OkHttp means; what it says itself may quote the server. */
    Failure failure(IOException e) {
        return Failure.of(closed ? Failure.Kind.CLOSED : kind(e));
    }

    private static Failure.Kind kind(IOException e) {
        if (e instanceof LimitedStream.TooLong) {
            return Failure.Kind.TOO_LARGE;
        }
        if (e instanceof RpcJson.NoAnswer) {
            return Failure.Kind.NOT_JSON_RPC;
        }
        if (e instanceof RpcJson.NoBatch) {
            return Failure.Kind.NO_BATCH;
        }
        if (e instanceof UnknownHostException) {
            return Failure.Kind.UNKNOWN_HOST;
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return Failure.Kind.NOT_REACHED;
        }
        if (e instanceof InterruptedIOException) {
            return Failure.Kind.TIMED_OUT;
        }
        return e instanceof SSLException ? Failure.Kind.NO_TLS : Failure.Kind.CUT_OFF;
    }

    /** Ends everything that runs, closes all connections and lets the threads go. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        http.dispatcher().cancelAll();
        threads.shutdown();
        http.connectionPool().evictAll();
    }
}
