package network.cortensor.sdk.ipfs.internal.http;

import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.UnreachableException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.util.Optional;

/** One request on its way. {@link #cancel()} may be called from any thread and at any time. */
public final class HttpExchange {
    private final String what;
    private final HttpUrl url;
    private final HttpLimits limits;
    private @Nullable Call call;
    private boolean cancelled;
    private volatile @Nullable RuntimeException bodyFailure;
    private volatile Headers trailers = Headers.EMPTY;

    HttpExchange(String what, HttpUrl url, HttpLimits limits) {
        this.what = what;
        this.url = url;
        this.limits = limits;
    }

    /** Closes the connection, whatever it is being used for; the listener hears of it as a failure. */
    public void cancel() {
        Call running;
        synchronized (this) {
            cancelled = true;
            running = call;
        }
        if (running != null) {
            running.cancel();
        }
    }

    String what() {
        return what;
    }

    HttpLimits limits() {
        return limits;
    }

    void start(Call started, HttpListener listener) {
        boolean tooLate;
        synchronized (this) {
            call = started;
            tooLate = cancelled;
        }
        if (tooLate) {
            started.cancel();
        }
        started.enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                listener.failed(translated(e));
            }

            @Override
            public void onResponse(Call call, Response response) {
                hand(response, listener);
            }
        });
    }

    private void hand(Response response, HttpListener listener) {
        boolean ended = false;
        try (HttpAnswer answer = HttpAnswer.of(response, this)) {
            listener.answered(answer);
            ended = true;
        } catch (IpfsException | UncheckedIOException e) {
            ended = true;
            listener.failed(e);
        } finally {
            if (!ended) {
                // A bug, which goes on to the thread's handler; nobody is to wait for an answer for ever.
                listener.failed(
                        new UnreachableException("could not " + what + ": the reader of the answer failed", null));
            }
        }
    }

    void ended(Headers behindBody) {
        trailers = behindBody;
    }

    Optional<String> trailer(String name) {
        return Optional.ofNullable(trailers.get(name));
    }

    /** Says what an {@code IOException} of OkHttp means. */
    RuntimeException translated(IOException e) {
        RuntimeException ownFailure = bodyFailure;
        if (ownFailure != null) {
            return ownFailure;
        }
        // What OkHttp says about a breach of the protocol quotes the other side.
        boolean quotes = e instanceof ProtocolException;
        return new UnreachableException(
                "could not " + what + ": " + host() + ": " + reason(e) + "; retry later or ask elsewhere",
                quotes ? null : e);
    }

    private static String reason(IOException e) {
        if (e instanceof Route.RefusedRedirect || e instanceof Stall) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof UnknownHostException) {
            return "the name of the host is not known";
        }
        if (e instanceof ConnectException) {
            return "no connection";
        }
        if (e instanceof InterruptedIOException) {
            return "no answer in time";
        }
        if (e instanceof SSLException) {
            return "no trusted TLS connection";
        }
        if (e instanceof ProtocolException) {
            return "the answer is cut off or not HTTP";
        }
        return "the connection failed or was cut off";
    }

    /** Returns the other side as scheme, host and port: paths and queries may hold more than a log should. */
    String host() {
        return url.scheme() + "://" + (url.host().contains(":") ? "[" + url.host() + "]" : url.host()) + ":"
                + url.port();
    }

    /** A body that came too slowly. */
    static final class Stall extends IOException {
        private static final long serialVersionUID = 1L;

        Stall(HttpLimits limits) {
            super("fewer than " + limits.stallBytes() + " bytes came within " + limits.stall());
        }
    }

    /** Keeps what a request body throws, which OkHttp would take for a crash, for whoever waits for the answer. */
    RequestBody guarded(RequestBody body) {
        return new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return body.contentType();
            }

            @Override
            public long contentLength() throws IOException {
                return body.contentLength();
            }

            @Override
            public boolean isOneShot() {
                return body.isOneShot();
            }

            @Override
            public boolean isDuplex() {
                return body.isDuplex();
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                try {
                    body.writeTo(sink);
                } catch (IpfsException | UncheckedIOException e) {
                    bodyFailure = e;
                    throw new IOException("the body of the request failed", e);
                }
            }
        };
    }
}
