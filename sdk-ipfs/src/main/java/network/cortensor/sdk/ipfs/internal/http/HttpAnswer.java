package network.cortensor.sdk.ipfs.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An answer: its status, headers, and a body that can be read once.
 *
 * <p>The streams and methods that read the body throw the exceptions of this module: {@link UnreachableException} when it is
 * cut off or comes too slowly, {@link MalformedException} when it is larger than allowed, and those of the call's end. What
 * the headers say about its length is not relied on.
 *
 * <p>Belongs to whoever got it, and to one thread; closing it frees the connection.
 */
public final class HttpAnswer implements AutoCloseable {
    private final Response response;
    private final HttpExchange exchange;
    private final Source body;
    private final Ending ending;

    /** What closing does, and what a failure of the body means. */
    interface Ending {
        void close();

        RuntimeException translated(IOException e);

        /** Called before each read, and at the end of the body. */
        void check();
    }

    HttpAnswer(Response response, HttpExchange exchange, Source body, Ending ending) {
        this.response = response;
        this.exchange = exchange;
        this.body = body;
        this.ending = ending;
    }

    /** An answer whose body is read from the connection, on the thread that it came on. */
    static HttpAnswer of(Response response, HttpExchange exchange) {
        return new HttpAnswer(response, exchange, paced(response, exchange), new Ending() {
            @Override
            public void close() {
                response.close();
            }

            @Override
            public RuntimeException translated(IOException e) {
                return exchange.translated(e);
            }

            @Override
            public void check() {}
        });
    }

    /** The same answer with a body that comes another way. */
    HttpAnswer with(Source otherBody, Ending otherEnding) {
        return new HttpAnswer(response, exchange, otherBody, otherEnding);
    }

    RuntimeException translated(IOException e) {
        return ending.translated(e);
    }

    Source body() {
        return body;
    }

    private static Source paced(Response response, HttpExchange exchange) {
        Source body = response.body().source();
        HttpLimits limits = exchange.limits();
        long window = limits.stall().toNanos();
        body.timeout().timeout(window, TimeUnit.NANOSECONDS);
        return new ForwardingSource(body) {
            private long waited;
            private long came;

            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                long start = System.nanoTime();
                long count = super.read(sink, byteCount);
                waited += System.nanoTime() - start;
                came += Math.max(count, 0);
                if (count < 0) {
                    exchange.ended(response.trailers());
                }
                if (waited >= window) {
                    if (count >= 0 && came < limits.stallBytes()) {
                        throw new HttpExchange.Stall(limits);
                    }
                    waited = 0;
                    came = 0;
                }
                return count;
            }
        };
    }

    /** Returns the status code. */
    public int status() {
        return response.code();
    }

    /** Returns the last value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.header(name));
    }

    /** Returns the last value of a header that came behind the body; empty until the body has been read to its end. */
    public Optional<String> trailer(String name) {
        return exchange.trailer(name);
    }

    /** Returns type and subtype of {@code Content-Type} in lower case, without parameters; empty if there is none. */
    public Optional<String> contentType() {
        MediaType type = response.body().contentType();
        return type == null
                ? Optional.empty()
                : Optional.of((type.type() + "/" + type.subtype()).toLowerCase(Locale.ROOT));
    }

    /** Returns who was asked, as scheme, host and port, for messages. */
    public String host() {
        return exchange.host();
    }

    /** Opens the body; closing the stream closes this. At most {@code maxBytes} bytes are returned before it fails. */
    public InputStream stream(long maxBytes) {
        return new BodyStream(maxBytes);
    }

    /**
     * Reads the body.
     *
     * @throws MalformedException if it has more than {@code maxBytes} bytes
     */
    public byte[] bytes(int maxBytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[Math.min(1 << 16, Math.max(maxBytes, 1))];
        BodyStream stream = new BodyStream(maxBytes);
        for (int count = stream.read(part, 0, part.length); count >= 0; count = stream.read(part, 0, part.length)) {
            all.write(part, 0, count);
        }
        return all.toByteArray();
    }

    /**
     * Reads the body as JSON; see {@link Json}.
     *
     * @throws MalformedException if it is not, or exceeds a limit
     */
    public JsonNode json(int maxBytes) {
        return Json.read(bytes(maxBytes), "the answer of " + host());
    }

    /** Reads the body as one JSON value a line. */
    public JsonLines jsonLines(int maxLineBytes, long maxBytes) {
        return new JsonLines(stream(maxBytes), maxLineBytes, "the answer of " + host());
    }

    /** Returns whether the status is 200 to 299. */
    public boolean isSuccess() {
        return status() >= 200 && status() < 300;
    }

    /**
     * Returns this.
     *
     * @throws RefusedException if the other side said no
     * @throws UnreachableException if it could not answer
     */
    public HttpAnswer requireSuccess() {
        if (!isSuccess()) {
            throw failure();
        }
        return this;
    }

    /**
     * Says what a status means that is no success: 408, 429, 5xx and redirects that are not followed that nothing is known;
     * all other 4xx that the other side said no. Callers for whom 404 means that something is not there look at it before.
     */
    public IpfsException failure() {
        int status = status();
        String asked = "could not " + exchange.what() + ": " + host() + " answers with status " + status;
        boolean saysNo = status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
        if (!saysNo) {
            return new UnreachableException(asked + "; retry later or ask elsewhere", null);
        }
        String advice = switch (status) {
            case 401, 403 -> "; check the credentials and what they allow";
            case 410, 451 -> "; it does not serve this any more, ask elsewhere";
            default -> "; it does not accept the request";
        };
        return new RefusedException(asked + advice);
    }

    @Override
    public void close() {
        ending.close();
    }

    /** The body with its limit. Its methods declare no {@code IOException}: nobody is to handle failures in two ways. */
    private final class BodyStream extends InputStream {
        private final long maxBytes;
        private final Buffer buffer = new Buffer();
        private long taken;
        private boolean ended;

        BodyStream(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            return fill() ? buffer.read(target, offset, length) : -1;
        }

        @Override
        public int available() {
            return (int) Math.min(buffer.size(), Integer.MAX_VALUE);
        }

        /** Makes sure that there is a byte to take; returns false at the end of the body. */
        private boolean fill() {
            if (!buffer.exhausted()) {
                return true;
            }
            ending.check();
            if (ended) {
                return false;
            }
            long count = more();
            ended = count < 0;
            if (ended) {
                ending.check();
                return false;
            }
            taken += count;
            if (taken > maxBytes) {
                buffer.clear();
                throw new MalformedException("could not " + exchange.what() + ": the answer of " + host()
                        + " has more than the " + maxBytes + " bytes that are allowed; ask elsewhere");
            }
            return true;
        }

        private long more() {
            try {
                // Segments of 8 KiB change hands here; no byte is copied.
                return body.read(buffer, 1 << 16);
            } catch (IOException e) {
                ending.check();
                throw ending.translated(e);
            }
        }

        @Override
        public void close() {
            HttpAnswer.this.close();
        }
    }
}
