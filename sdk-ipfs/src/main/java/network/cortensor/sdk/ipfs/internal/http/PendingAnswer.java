package network.cortensor.sdk.ipfs.internal.http;

import network.cortensor.sdk.ipfs.Cancellation;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.Watch;
import okio.BufferedSink;
import okio.Okio;
import okio.Pipe;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An answer that somebody waits for and then reads, while a thread of the client receives it. {@link #cancel()} may be called
 * from any thread and at any time.
 */
public final class PendingAnswer implements HttpListener {
    /** How far the connection may be ahead of its reader. */
    private static final long AHEAD = 256 * 1024;

    private final Watch watch;
    private final HttpLimits limits;
    private final Set<PendingAnswer> all;
    private final Pipe pipe = new Pipe(AHEAD);
    private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean cancelled;
    private volatile @Nullable HttpExchange exchange;
    private volatile Cancellation.@Nullable Registration registration;

    PendingAnswer(Watch watch, HttpLimits limits, Set<PendingAnswer> all) {
        this.watch = watch;
        this.limits = limits;
        this.all = all;
    }

    void onEnd(Cancellation.Registration toClose) {
        registration = toClose;
    }

    void started(HttpExchange started) {
        exchange = started;
        if (cancelled) {
            started.cancel();
        }
    }

    /** Ends the exchange, whichever thread waits for what. */
    public void cancel() {
        cancelled = true;
        answer.completeExceptionally(new CancelledException(watch.what()));
        close();
    }

    private void end() {
        HttpExchange running = exchange;
        if (running != null) {
            running.cancel();
        }
        pipe.cancel();
        all.remove(this);
    }

    private void close() {
        end();
        Cancellation.Registration registered = registration;
        if (registered != null) {
            registered.close();
        }
    }

    /**
     * Has {@code listener} run when the headers are there or the exchange has failed, on the thread that found out; {@link
     * #await} then returns at once. It must be quick, as the body is received after it.
     */
    public void whenDecided(Runnable listener) {
        CompletableFuture<Void> unused = answer.handle((received, failed) -> {
            listener.run();
            return null;
        });
    }

    /** Waits for the headers; see {@link HttpClient#send}. */
    public HttpAnswer await() {
        long time = Math.min(watch.remainingNanos(), limits.answer().toNanos());
        try {
            return answer.get(time, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new CancelledException(watch.what());
        } catch (TimeoutException e) {
            close();
            watch.check();
            throw new UnreachableException(
                    "could not " + watch.what() + ": no answer within " + limits.answer()
                            + "; retry later or ask elsewhere",
                    null);
        } catch (ExecutionException e) {
            close();
            watch.check();
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new AssertionError("not completed with anything else", e);
        }
    }

    @Override
    public void failed(RuntimeException reason) {
        failure = reason;
        answer.completeExceptionally(reason);
    }

    @Override
    public void answered(HttpAnswer received) {
        HttpAnswer handed = received.with(pipe.source(), new HttpAnswer.Ending() {
            @Override
            public void close() {
                PendingAnswer.this.close();
            }

            @Override
            public RuntimeException translated(IOException e) {
                RuntimeException reason = failure;
                return reason != null ? reason : new CancelledException(watch.what());
            }

            @Override
            public void check() {
                watch.check();
                if (cancelled) {
                    throw new CancelledException(watch.what());
                }
                RuntimeException reason = failure;
                if (reason != null) {
                    throw reason;
                }
            }
        });
        try (BufferedSink sink = Okio.buffer(pipe.sink())) {
            if (watch.remainingNanos() < Long.MAX_VALUE) {
                // A reader who does not come back must not hold the connection beyond the end of the call.
                sink.timeout().deadline(Math.max(watch.remainingNanos(), 1), TimeUnit.NANOSECONDS);
            }
            if (answer.complete(handed)) {
                pumpWhole(received, sink);
            }
        } catch (IOException e) {
            failure = notWhole(e);
        }
    }

    /** Whatever ends the pump but the end of the body is noted before the pipe is closed, as its reader takes that for the end. */
    private void pumpWhole(HttpAnswer received, BufferedSink sink) throws IOException {
        boolean ended = false;
        try {
            pump(received, sink);
            ended = true;
        } finally {
            if (!ended && failure == null) {
                failure = notWhole(null);
            }
        }
    }

    private UnreachableException notWhole(@Nullable IOException cause) {
        return new UnreachableException("could not " + watch.what() + ": the body was not read to its end", cause);
    }

    /** Moves the body into the pipe. */
    private void pump(HttpAnswer received, BufferedSink sink) throws IOException {
        while (true) {
            long count;
            try {
                count = received.body().read(sink.getBuffer(), 1 << 16);
            } catch (IOException e) {
                failure = received.translated(e);
                return;
            }
            if (count < 0) {
                return;
            }
            sink.emitCompleteSegments();
            sink.flush();
        }
    }
}
