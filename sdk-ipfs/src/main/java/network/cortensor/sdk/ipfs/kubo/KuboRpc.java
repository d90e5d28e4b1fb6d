package network.cortensor.sdk.ipfs.kubo;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.Pause;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.http.HttpAnswer;
import network.cortensor.sdk.ipfs.internal.http.HttpClient;
import network.cortensor.sdk.ipfs.internal.http.HttpLimits;
import network.cortensor.sdk.ipfs.internal.http.JsonLines;
import okhttp3.HttpUrl;
import okhttp3.Request;

import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Sends commands and takes their answers: one JSON value, JSON values by line, or bytes. What a daemon says about a failure
 * is looked at for what kind of failure it is, and goes no further.
 *
 * <p>Thread-safe.
 */
final class KuboRpc implements AutoCloseable {
    private static final int CONCURRENCY = 64;

    /** One value: a CID, some numbers, or all addresses and keys of a daemon. */
    private static final int MAX_VALUE = 1024 * 1024;

    private static final int MAX_LINE = 64 * 1024;
    private static final int MAX_ERROR = 64 * 1024;

    /** The trailer in which Kubo names an error behind a body that it has begun. */
    private static final String ERROR_TRAILER = "X-Stream-Error";

    private static final long FIRST_PAUSE_MILLIS = 200;

    private final HttpClient http = HttpClient.create(CONCURRENCY);
    private final KuboClientOptions options;
    private final HttpUrl api;
    private final HttpLimits limits;
    private volatile boolean closed;

    KuboRpc(KuboClientOptions options) {
        this.options = options;
        this.api = HttpClient.base(options.api());
        this.limits = options.limits();
    }

    /**
     * Something that a daemon says is not there. Thrown only for commands that {@linkplain KuboCommand#mayMiss may miss} it, and
     * never leaves this package: their callers say what it means for them.
     */
    static final class NotThereException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    KuboClientOptions options() {
        return options;
    }

    /** Starts a command; {@code what} completes "could not …" in error messages. */
    KuboCommand command(String name, String what) {
        return KuboCommand.of(api, name, what + " at Kubo " + options.api());
    }

    /**
     * Sends a command, again if it may be, and has the answer read.
     *
     * @param reader called for each answer that is a success, which is closed afterwards
     * @throws NotThereException if the daemon says that what the command may miss does not exist
     * @throws RefusedException if it says no
     * @throws UnreachableException if it could not be asked
     */
    <T> T send(KuboCommand command, Watch watch, Function<HttpAnswer, T> reader) {
        int left = command.isRepeatable() ? options.retries() : 0;
        for (int attempt = 0; ; attempt++) {
            try (HttpAnswer answer = open(command, watch)) {
                return reader.apply(answer);
            } catch (UnreachableException e) {
                if (attempt >= left) {
                    throw e;
                }
            }
            Pause.of(Duration.ofMillis(FIRST_PAUSE_MILLIS << attempt), watch);
        }
    }

    /** Sends a command once; the answer is a success, and to be closed. */
    HttpAnswer open(KuboCommand command, Watch watch) {
        requireOpen();
        Request.Builder request = new Request.Builder().url(command.url()).post(command.body());
        options.authorization().ifPresent(value -> request.header("Authorization", value));
        HttpAnswer answer = http.send(request.build(), limits, watch);
        if (answer.status() == 200) {
            return answer;
        }
        try (answer) {
            throw failure(command, answer);
        }
    }

    /** Sends a command that answers with one value. */
    JsonNode ask(KuboCommand command, Watch watch) {
        return send(command, watch, answer -> {
            JsonNode value = answer.json(MAX_VALUE);
            requireNoError(command, answer);
            return requireNoError(command, value);
        });
    }

    /** Sends a command that answers with one value a line, and hands out all that come. */
    void askLines(KuboCommand command, Watch watch, long maxLines, Consumer<JsonNode> lines) {
        askLines(command, watch, maxLines, () -> lines, Consumer::accept);
    }

    /**
     * Sends a command that answers with one value a line, and gathers all that come.
     *
     * @param start makes what they are gathered in, anew for each attempt
     * @return what the attempt that succeeded has gathered
     */
    <T> T askLines(
            KuboCommand command, Watch watch, long maxLines, Supplier<T> start, BiConsumer<T, JsonNode> gatherer) {
        return send(command, watch, answer -> {
            T gathered = start.get();
            try (Lines values = new Lines(command, answer)) {
                long count = 0;
                for (var next = values.next(); next.isPresent(); next = values.next()) {
                    if (++count > maxLines) {
                        throw new MalformedException("could not " + command.what() + ": expected at most " + maxLines
                                + " lines as answer, more came");
                    }
                    gatherer.accept(gathered, next.get());
                }
            }
            return gathered;
        });
    }

    /** The values of an answer, one a line, until its end or the error behind it. */
    final class Lines implements AutoCloseable {
        private final KuboCommand command;
        private final HttpAnswer answer;
        private final JsonLines lines;

        Lines(KuboCommand command, HttpAnswer answer) {
            this.command = command;
            this.answer = answer;
            this.lines = answer.jsonLines(MAX_LINE, Long.MAX_VALUE);
        }

        Optional<JsonNode> next() {
            var next = lines.next();
            if (next.isEmpty()) {
                requireNoError(command, answer);
            }
            return next.map(value -> requireNoError(command, value));
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    /** Sends a command once; the values of the answer, one a line, are read while the stream is, which must be closed. */
    Stream<JsonNode> stream(KuboCommand command, Watch watch) {
        Lines lines = new Lines(command, open(command, watch));
        Spliterator<JsonNode> values = new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.NONNULL) {
            @Override
            public boolean tryAdvance(Consumer<? super JsonNode> action) {
                Optional<JsonNode> next = lines.next();
                next.ifPresent(action);
                return next.isPresent();
            }
        };
        return StreamSupport.stream(values, false).onClose(lines::close);
    }

    /** Looks for the error that Kubo puts behind a body; only when the body has been read to its end. */
    void requireNoError(KuboCommand command, HttpAnswer answer) {
        answer.trailer(ERROR_TRAILER).ifPresent(message -> {
            throw meaning(command, message);
        });
    }

    /** Looks for an error in place of a value. */
    private JsonNode requireNoError(KuboCommand command, JsonNode value) {
        if (value.path("Type").asText().equals("error") && value.path("Message").isTextual()) {
            throw meaning(command, value.path("Message").asText());
        }
        return value;
    }

    private RuntimeException failure(KuboCommand command, HttpAnswer answer) {
        // Kubo's own errors are 400 and 500 with a message in JSON. What else there is comes from whatever stands
        // before it.
        boolean own = (answer.status() == 500 || answer.status() == 400)
                && answer.contentType().orElse("").equals("application/json");
        if (!own) {
            IpfsException failure = answer.failure();
            return answer.status() == 500 ? refused(command, "answers with status 500") : failure;
        }
        return meaning(command, answer.json(MAX_ERROR).path("Message").asText());
    }

    /** Says what kind of failure a message of the daemon is. */
    private RuntimeException meaning(KuboCommand command, String untrustedMessage) {
        if (command.absence().isMeantBy(untrustedMessage)) {
            return new NotThereException();
        }
        if (untrustedMessage.contains("context deadline exceeded") || untrustedMessage.contains("context canceled")) {
            return new UnreachableException(
                    "could not " + command.what() + ": the daemon gave up; retry, or give it more time", null);
        }
        return refused(command, "says no");
    }

    RefusedException refused(KuboCommand command, String how) {
        return new RefusedException(
                "could not " + command.what() + ": the daemon " + how + "; its log says why, with the same time");
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
    }

    /** Returns a text of an answer. */
    static String text(JsonNode value, String field, KuboCommand command) {
        JsonNode found = value.path(field);
        if (!found.isTextual()) {
            throw malformed(command, "a text " + field);
        }
        return found.asText();
    }

    /** Returns a number of an answer, which is not negative. */
    static long number(JsonNode value, String field, KuboCommand command) {
        JsonNode found = value.path(field);
        if (!found.canConvertToLong() || !found.isIntegralNumber() || found.asLong() < 0) {
            throw malformed(command, "a number " + field + " from zero to 2^63");
        }
        return found.asLong();
    }

    /** Returns bytes of an answer, in the alphabet of RFC 4648 section 4. */
    static byte[] base64(JsonNode value, String field, KuboCommand command) {
        try {
            return Base64.getDecoder().decode(text(value, field, command));
        } catch (IllegalArgumentException e) {
            throw malformed(command, "base64 in " + field);
        }
    }

    /** Returns a CID of an answer, as text or as a link of DAG-JSON. */
    static Cid cid(JsonNode value, KuboCommand command) {
        JsonNode text = value.isObject() ? value.path("/") : value;
        if (!text.isTextual()) {
            throw malformed(command, "a CID");
        }
        return Cid.parse(text.asText());
    }

    static MalformedException malformed(KuboCommand command, String expected) {
        return new MalformedException("could not " + command.what() + ": expected " + expected
                + " in the answer, found something else; is this the RPC API of a Kubo?");
    }

    @Override
    public void close() {
        closed = true;
        http.close();
    }
}
