package network.cortensor.sdk.node;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Asks an OpenAI-compatible server over {@code POST /v1/chat/completions} with streaming, so that a dead server is noticed by
 * its silence and a cancelled task stops the server's work by closing the connection.
 *
 * <p>The server sees the prompt in clear: it is part of the node. The engine never retries; the node's replacement does.
 */
final class OpenAiEngine implements InferenceEngine {

    /** The largest response in bytes: a million tokens with their framing stay below; an endless one is cut here. */
    private static final long MAX_RESPONSE_BYTES = 64L * 1024 * 1024;

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String END_OF_STREAM = "[DONE]";
    private static final String INSTRUCTION =
            "Answer the question with what the document says. Be brief. If the document does not say it, say so.";

    private final OpenAiEngineOptions options;
    private final HttpUrl chat;
    private final HttpUrl models;
    private final OkHttpClient http;

    private OpenAiEngine(OpenAiEngineOptions options, HttpUrl base) {
        this.options = options;
        this.chat = base.newBuilder().addPathSegments("chat/completions").build();
        this.models = base.newBuilder().addPathSegment("models").build();
        this.http = new OkHttpClient.Builder()
                .connectTimeout(options.connectTimeout())
                .readTimeout(options.idleTimeout())
                .writeTimeout(options.idleTimeout())
                // An idle connection may be closed by the server at any time; a fresh one costs little beside an
                // inference, and
                // resending a request could run it twice.
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .build();
    }

    static OpenAiEngine create(OpenAiEngineOptions options) {
        HttpUrl url = HttpUrl.get(options.baseUrl());
        if (url == null) {
            throw new IllegalArgumentException(
                    "The engine's address must look like http://127.0.0.1:8080, found " + options.baseUrl());
        }
        List<String> segments = new ArrayList<>(url.pathSegments());
        segments.removeIf(String::isEmpty);
        HttpUrl.Builder base = url.newBuilder().encodedPath("/");
        segments.forEach(base::addPathSegment);
        if (segments.isEmpty() || !segments.get(segments.size() - 1).equals("v1")) {
            base.addPathSegment("v1");
        }
        return new OpenAiEngine(options, base.build());
    }

    @Override
    public String model() {
        return options.model();
    }

    @Override
    public void probe(Duration timeout) {
        Call call = http.newCall(request(models).get().build());
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = call.execute()) {
            if (response.code() == 401 || response.code() == 403) {
                throw refused(response.code());
            }
            if (response.code() >= 500) {
                throw unavailable("answered with status " + response.code(), null);
            }
            // A server that does not list its models may answer prompts all the same; one that lists something else
            // will not.
            if (response.isSuccessful()) {
                Json.read(limited(response.body()).readByteArray());
            }
        } catch (MalformedMessageException e) {
            throw malformed("its list of models is " + e.getMessage());
        } catch (IOException e) {
            throw unavailable("could not be reached", e);
        }
    }

    @Override
    public InferenceResult infer(InferenceRequest request, Cancellation cancellation, Duration timeout) {
        Call call = http.newCall(request(chat)
                .header("Accept", "text/event-stream")
                .post(RequestBody.create(body(request), JSON))
                .build());
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        cancellation.onCancel(call::cancel);
        try (Response response = call.execute()) {
            if (!response.isSuccessful()) {
                throw response.code() >= 500 || response.code() == 429 || response.code() == 408
                        ? unavailable("answered with status " + response.code(), null)
                        : refused(response.code());
            }
            Answer answer = new Answer(options.model());
            MediaType type = response.body().contentType();
            if (type != null && type.subtype().equals("json")) {
                answer.whole(Json.read(limited(response.body()).readByteArray()));
            } else {
                read(response, answer);
            }
            cancellation.throwIfCancelled();
            return answer.result();
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw unavailable("did not answer to the end", e);
        } catch (MalformedMessageException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private static void read(Response response, Answer answer) throws IOException {
        ResponseBody body = response.body();
        Response bounded = response.newBuilder()
                .body(ResponseBody.create(limited(body), body.contentType(), body.contentLength()))
                .build();
        EventSources.processResponse(bounded, answer);
        answer.throwIfFailed();
    }

    /** Passes a body on until it gets larger than any honest answer. */
    private static BufferedSource limited(ResponseBody body) {
        return Okio.buffer(new ForwardingSource(body.source()) {
            private long left = MAX_RESPONSE_BYTES;

            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                long read = super.read(sink, byteCount);
                left -= Math.max(read, 0);
                if (left < 0) {
                    throw new IOException("more than " + MAX_RESPONSE_BYTES + " bytes");
                }
                return read;
            }
        });
    }

    private Request.Builder request(HttpUrl url) {
        Request.Builder request = new Request.Builder().url(url);
        options.apiKey().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request;
    }

    private byte[] body(InferenceRequest request) {
        List<Map<String, String>> messages = new ArrayList<>();
        request.document().ifPresent(document -> {
            messages.add(Map.of("role", "system", "content", INSTRUCTION));
            messages.add(Map.of("role", "user", "content", "Document:\n" + document));
        });
        messages.add(Map.of("role", "user", "content", request.prompt()));
        return Json.write(Map.of(
                "model",
                options.model(),
                "messages",
                messages,
                "max_tokens",
                request.maxTokens(),
                "temperature",
                request.temperatureHundredths() / 100.0,
                "seed",
                0,
                "stream",
                true,
                "stream_options",
                Map.of("include_usage", true)));
    }

    private EngineException unavailable(String what, @Nullable IOException cause) {
        String message = "The engine at " + options.baseUrl() + " " + what
                + ". Check that the server runs and that the address is right.";
        return cause == null
                ? new EngineException(EngineException.Kind.UNAVAILABLE, message)
                : new EngineException(EngineException.Kind.UNAVAILABLE, message, cause);
    }

    private EngineException refused(int status) {
        return new EngineException(
                EngineException.Kind.REFUSED,
                "The engine at " + options.baseUrl() + " refused the request with status " + status
                        + ". Check the model name, the API key and the length of the prompt.");
    }

    private EngineException malformed(String problem) {
        return new EngineException(
                EngineException.Kind.MALFORMED,
                "The engine at " + options.baseUrl() + " answered with something that is no chat completion: " + problem
                        + ".");
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    /** Collects an answer from the parts of a stream, or from one JSON object. Used by one thread. */
    private static final class Answer extends EventSourceListener {
        private final StringBuilder text = new StringBuilder();
        private String model;
        private InferenceResult.@Nullable Finish finish;
        private int promptTokens;
        private int completionTokens;
        private boolean complete;
        private @Nullable Throwable failure;

        Answer(String model) {
            this.model = model;
        }

        @Override
        public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
            if (complete || failure != null) {
                return;
            }
            if (data.strip().equals(END_OF_STREAM)) {
                complete = true;
                return;
            }
            try {
                part(Json.read(data.getBytes(StandardCharsets.UTF_8)));
            } catch (MalformedMessageException e) {
                failure = e;
            }
        }

        @Override
        public void onFailure(EventSource source, @Nullable Throwable t, @Nullable Response response) {
            if (failure == null) {
                failure = t == null ? new IOException("the event stream failed") : t;
            }
        }

        void throwIfFailed() throws IOException {
            if (failure instanceof IOException io) {
                throw io;
            }
            if (failure instanceof MalformedMessageException malformed) {
                throw malformed;
            }
            if (failure != null) {
                throw new MalformedMessageException("not an event stream");
            }
        }

        private void part(JsonNode json) {
            usageOf(json);
            JsonNode choice = json.path("choices").path(0);
            JsonNode content = choice.path("delta").path("content");
            if (content.isTextual()) {
                text.append(content.textValue());
            }
            finishOf(choice);
        }

        void whole(JsonNode json) {
            usageOf(json);
            JsonNode choice = json.path("choices").path(0);
            text.append(Json.text(choice.path("message"), "content"));
            finishOf(choice);
            complete = true;
        }

        private void usageOf(JsonNode json) {
            if (json.path("model").isTextual()) {
                model = json.path("model").textValue();
            }
            promptTokens = json.path("usage").path("prompt_tokens").asInt(promptTokens);
            completionTokens = json.path("usage").path("completion_tokens").asInt(completionTokens);
        }

        private void finishOf(JsonNode choice) {
            if (choice.path("finish_reason").isTextual()) {
                finish = choice.path("finish_reason").textValue().equals("length")
                        ? InferenceResult.Finish.LENGTH
                        : InferenceResult.Finish.STOP;
            }
        }

        InferenceResult result() {
            // A stream that just ends may have been cut: one of the two end marks must have been there.
            if (!complete && finish == null) {
                throw new MalformedMessageException("the stream ended without its end mark");
            }
            if (text.toString().isBlank()) {
                throw new MalformedMessageException("the answer is empty");
            }
            return new InferenceResult(
                    text.toString(),
                    model,
                    finish == null ? InferenceResult.Finish.STOP : finish,
                    Math.max(0, promptTokens),
                    Math.max(0, completionTokens));
        }
    }
}
