package network.cortensor.sdk.ipfs.internal.http;

import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.Watch;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends requests and keeps the connections that they were sent over.
 *
 * <p>No cookies, no cache, no credentials but those in the request, no compression, no redirect that {@link HttpLimits} does
 * not allow. Every exchange ends with the call that it is part of: at its deadline, when it is cancelled, or when the waiting
 * thread is interrupted.
 *
 * <p>Thread-safe. Each exchange takes one daemon thread while it runs; {@link #close()} ends all of them.
 */
public final class HttpClient implements AutoCloseable {
    private static final int IDLE_CONNECTIONS = 16;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final OkHttpClient http;
    private final ThreadPoolExecutor threads;
    private final Set<PendingAnswer> pendingAnswers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private HttpClient(int concurrency) {
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), HttpClient::thread);
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(concurrency);
        dispatcher.setMaxRequestsPerHost(concurrency);
        http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .followRedirects(false)
                .followSslRedirects(false)
                .addInterceptor(new Route())
                .build();
    }

    /**
     * Makes a client.
     *
     * @param concurrency how many exchanges may run at a time; others wait their turn, within the time of their calls
     */
    public static HttpClient create(int concurrency) {
        return new HttpClient(concurrency);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "cortensor-ipfs-http-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Takes a URL of the user's configuration to put paths below.
     *
     * @return the URL, whose path ends with a slash
     * @throws IllegalArgumentException if it is not http or https, or has credentials, a query or a fragment
     */
    public static HttpUrl base(URI uri) {
        HttpUrl url = HttpUrl.parse(uri.toString());
        if (url == null
                || !url.username().isEmpty()
                || !url.password().isEmpty()
                || url.query() != null
                || url.fragment() != null) {
            // Not quoted: there may be a password in it.
            throw new IllegalArgumentException(
                    "expected an http or https URL without credentials, query and fragment, as https://host/path");
        }
        return url.encodedPath().endsWith("/")
                ? url
                : url.newBuilder().addPathSegment("").build();
    }

    /**
     * Sends a request and waits for the headers of the answer, whatever its status.
     *
     * <p>The body comes through a thread of this client, a little ahead of its reader, so that also a reader who waits for it
     * can be interrupted. The answer must be closed.
     *
     * @throws UnreachableException if there is no answer
     * @throws CancelledException if the call is cancelled, this thread interrupted, or this client closed
     * @throws network.cortensor.sdk.ipfs.DeadlineExceededException if the call's time is over
     * @throws RuntimeException what the body of the request threw
     */
    public HttpAnswer send(Request request, HttpLimits limits, Watch watch) {
        return begin(request, limits, watch).await();
    }

    /**
     * As {@link #send}, but returns at once; whoever waits does so later.
     *
     * @throws CancelledException if the call is cancelled already, this thread interrupted, or this client closed
     * @throws network.cortensor.sdk.ipfs.DeadlineExceededException if the call's time is over
     */
    public PendingAnswer begin(Request request, HttpLimits limits, Watch watch) {
        watch.check();
        PendingAnswer pending = new PendingAnswer(watch, limits, pendingAnswers);
        pendingAnswers.add(pending);
        pending.onEnd(watch.onCancel(pending::cancel));
        pending.started(start(request, limits, watch, pending));
        if (closed) {
            pending.cancel();
        }
        return pending;
    }

    /**
     * Sends a request and returns at once. The deadline of the call holds; hearing of its cancellation, and of interruption, is
     * left to the caller, who has {@link HttpExchange#cancel()} for it.
     */
    public HttpExchange start(Request request, HttpLimits limits, Watch watch, HttpListener listener) {
        HttpExchange exchange = new HttpExchange(watch.what(), request.url(), limits);
        Request.Builder tagged = request.newBuilder().tag(HttpLimits.class, limits);
        if (request.body() != null) {
            tagged.method(request.method(), exchange.guarded(request.body()));
        }
        Call call = http.newCall(tagged.build());
        long time = Math.min(watch.remainingNanos(), limits.whole().toNanos());
        if (time < Long.MAX_VALUE) {
            call.timeout().timeout(Math.max(time, 1), TimeUnit.NANOSECONDS);
        }
        exchange.start(call, listener);
        return exchange;
    }

    /** Ends everything that runs, closes all connections and lets the threads go. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        // First, so that their readers hear that they were cancelled, and not of the sockets that close.
        pendingAnswers.forEach(PendingAnswer::cancel);
        http.dispatcher().cancelAll();
        threads.shutdown();
        http.connectionPool().evictAll();
    }
}
