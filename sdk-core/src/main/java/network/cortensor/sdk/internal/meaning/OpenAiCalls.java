package network.cortensor.sdk.internal.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.CortensorException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts JSON to an OpenAI-compatible server and reads one JSON object back, with a deadline for the whole call. Never
 * retries. Interrupting the waiting thread, or closing, ends the call on the server too. Thread-safe.
 */
public final class OpenAiCalls implements AutoCloseable {

    /** The largest response: a vector of 8,192 numbers, or a judgement, stays far below. */
    private static final long MAX_RESPONSE_BYTES = 4L * 1024 * 1024;

    private static final MediaType JSON = MediaType.get("application/json");

    private final URI address;
    private final HttpUrl base;
    private final @Nullable String apiKey;
    private final OkHttpClient http;
    private final long maxResponseBytes;

    public OpenAiCalls(URI address, @Nullable String apiKey, Duration timeout) {
        this(address, apiKey, timeout, MAX_RESPONSE_BYTES);
    }

    /** Takes responses of another size than embeddings and judgements have. */
    public OpenAiCalls(URI address, @Nullable String apiKey, Duration timeout, long maxResponseBytes) {
        this.maxResponseBytes = maxResponseBytes;
        this.address = address;
        this.base = base(address);
        this.apiKey = apiKey;
        this.http = new OkHttpClient.Builder()
                .callTimeout(timeout)
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .build();
    }

    private static HttpUrl base(URI address) {
        HttpUrl url = HttpUrl.get(address);
        if (url == null) {
            throw new IllegalArgumentException(
                    "The server's address must look like http://127.0.0.1:8080, found " + address);
        }
        List<String> segments = new ArrayList<>(url.pathSegments());
        segments.removeIf(String::isEmpty);
        HttpUrl.Builder base = url.newBuilder().encodedPath("/");
        segments.forEach(base::addPathSegment);
        if (segments.isEmpty() || !segments.get(segments.size() - 1).equals("v1")) {
            base.addPathSegment("v1");
        }
        return base.build();
    }

    /** Returns a text that can be sent as JSON: lone surrogates become question marks. */
    public static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /**
     * Posts and waits.
     *
     * @throws UnavailableException when the server cannot be reached, is overloaded, takes too long, or answers with something
     *     that is no JSON object
     * @throws RefusedException when it says no
     * @throws CancelledException when the thread is interrupted
     */
    public JsonNode post(String path, Map<String, ?> body) {
        return post(path, body, Duration.ofMillis(http.callTimeoutMillis()));
    }

    /** As the other one, with a deadline of this call's own. */
    public JsonNode post(String path, Map<String, ?> body, Duration timeout) {
        Request.Builder request = new Request.Builder()
                .url(base.newBuilder().addPathSegments(path).build())
                .post(RequestBody.create(Json.write(body), JSON));
        if (apiKey != null) {
            request.header("Authorization", "Bearer " + apiKey);
        }
        Call call = http.newCall(request.build());
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        // A blocked read does not react to interruption; waiting for a future does.
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                answer.completeExceptionally(new UnavailableException(
                        "The server at " + address + " did not answer in time or closed the"
                                + " connection. Check that it runs and that the address is right.",
                        e));
            }

            @Override
            public void onResponse(Call done, Response response) {
                try (response) {
                    answer.complete(read(response));
                } catch (IOException e) {
                    onFailure(done, e);
                } catch (CortensorException e) {
                    answer.completeExceptionally(e);
                }
            }
        });
        return wait(call, answer, timeout);
    }

    private JsonNode wait(Call call, CompletableFuture<byte[]> answer, Duration timeout) {
        try {
            // The call ends by itself at its deadline; the margin is for a machine that sleeps.
            return Json.read(answer.get(timeout.toMillis() + 5_000L, TimeUnit.MILLISECONDS));
        } catch (MalformedMessageException e) {
            throw new UnavailableException("The server at " + address + " answered with something that is "
                    + e.getMessage() + ". Check that it is an OpenAI-compatible server.");
        } catch (InterruptedException e) {
            call.cancel();
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    "Waiting for the server at " + address + " was interrupted; the call was cancelled.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CortensorException failure) {
                throw failure;
            }
            throw new UnavailableException("The server at " + address + " could not be asked", e);
        } catch (TimeoutException e) {
            call.cancel();
            throw new UnavailableException("The server at " + address + " did not answer in time", e);
        }
    }

    private byte[] read(Response response) throws IOException {
        int status = response.code();
        if (status >= 500 || status == 429 || status == 408) {
            throw new UnavailableException("The server at " + address + " answered with status " + status
                    + ". It may be overloaded: try later.");
        }
        if (!response.isSuccessful()) {
            throw new RefusedException("The server at " + address + " refused the request with status " + status
                    + ". Check the model name, the API key and the length of the text.");
        }
        BufferedSource source = response.body().source();
        if (source.request(maxResponseBytes + 1)) {
            throw new UnavailableException(
                    "The server at " + address + " answered with more than " + maxResponseBytes + " bytes.");
        }
        Buffer whole = source.getBuffer();
        return whole.readByteArray();
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
