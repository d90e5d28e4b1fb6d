package network.cortensor.sdk.verify.compare;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpenAiEmbeddingModelTest {

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private OpenAiEmbeddingModel model(Duration timeout) {
        return OpenAiEmbeddingModel.create(
                OpenAiServer.builder(URI.create(server.url("/").toString()), "some-embedder")
                        .apiKey("s3cret")
                        .timeout(timeout)
                        .build());
    }

    private OpenAiEmbeddingModel model() {
        return model(Duration.ofSeconds(10));
    }

    private void enqueue(int status, String body) {
        server.enqueue(new MockResponse(status, Headers.of("Content-Type", "application/json"), body));
    }

    private static String vector(String numbers) {
        return "{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":[" + numbers + "]}],\"model\":\"x\"}";
    }

    @Test
    void embed_vector_isReturned() throws Exception {
        enqueue(200, vector("0.5, -1, 2e-1"));
        try (OpenAiEmbeddingModel model = model()) {
            assertThat(model.embed("a \uD800 text")).containsExactly(0.5f, -1f, 0.2f);
            assertThat(model.id()).isEqualTo("some-embedder");
            assertThat(model.toString()).doesNotContain("s3cret");
        }
        RecordedRequest request = server.takeRequest();
        assertThat(request.getUrl().encodedPath()).isEqualTo("/v1/embeddings");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer s3cret");
        assertThat(request.getBody().utf8())
                .contains("\"input\":\"a ? text\"", "\"model\":\"some-embedder\"", "\"encoding_format\":\"float\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "not json",
                "{\"data\":[]}",
                "{\"data\":[{\"embedding\":[1]},{\"embedding\":[1]}]}",
                "{\"data\":[{\"embedding\":\"AACAPw==\"}]}",
                "{\"data\":[{\"embedding\":[]}]}",
                "{\"data\":[{\"embedding\":[1,NaN]}]}",
                "{\"data\":[{\"embedding\":[1,null]}]}",
                "{\"data\":[{\"embedding\":[1,\"2\"]}]}",
                "{\"data\":[{\"embedding\":[1,1e999]}]}",
                "{\"data\":[{\"embedding\":[1,1e39]}]}",
                "{\"data\":[{\"embedding\":[0,0]}]}"
            })
    void embed_somethingThatIsNoVector_isNotPassedOn(String body) {
        enqueue(200, body);
        assertThatThrownBy(() -> model().embed("text"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(server.url("/").toString());
    }

    @Test
    void embed_tooManyDimensionsOrTooLargeABody_isNotPassedOn() {
        enqueue(200, vector("1,".repeat(OpenAiEmbeddingModel.MAX_DIMENSIONS) + "1"));
        assertThatThrownBy(() -> model().embed("text")).hasMessageContaining("8192");
        enqueue(200, vector("1" + " ".repeat(5_000_000)));
        assertThatThrownBy(() -> model().embed("text")).hasMessageContaining("more than");
    }

    @Test
    void embed_dimensionsThatChange_areNotPassedOn() {
        enqueue(200, vector("1,2,3"));
        enqueue(200, vector("1,2"));
        OpenAiEmbeddingModel model = model();
        model.embed("one");
        assertThatThrownBy(() -> model.embed("two"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("2 numbers after one of 3");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 408})
    void embed_overloadedServer_isUnavailable(int status) {
        enqueue(status, "{\"error\":\"remote text\"}");
        assertThatThrownBy(() -> model().embed("text"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("" + status)
                .message()
                .doesNotContain("remote text");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 404, 413})
    void embed_serverThatSaysNo_isRefused(int status) {
        enqueue(status, "{}");
        assertThatThrownBy(() -> model().embed("text")).isInstanceOf(RefusedException.class);
    }

    @Test
    void embed_silentServer_endsAtTheDeadline() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        assertThatThrownBy(() -> model(Duration.ofMillis(300)).embed("text")).isInstanceOf(UnavailableException.class);
    }

    @Test
    void embed_drippingServer_endsAtTheDeadline() {
        server.enqueue(new MockResponse.Builder()
                .body(vector("1".repeat(100_000)))
                .throttleBody(10, 50, TimeUnit.MILLISECONDS)
                .build());
        assertThatThrownBy(() -> model(Duration.ofMillis(500)).embed("text")).isInstanceOf(UnavailableException.class);
    }

    @Test
    void embed_interruptedThread_cancelsAndKeepsTheFlag() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread asking = new Thread(() -> {
            try {
                model(Duration.ofMinutes(5)).embed("text");
                flag.completeExceptionally(new AssertionError("answered"));
            } catch (CancelledException e) {
                flag.complete(Thread.currentThread().isInterrupted());
            }
        });
        asking.start();
        server.takeRequest();
        asking.interrupt();
        assertThat(flag.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void embed_textThatCannotBeSent_throwsBeforeAsking() {
        for (String text : new String[] {"", " \n", "x".repeat(OpenAiEmbeddingModel.MAX_CHARACTERS + 1)}) {
            assertThatThrownBy(() -> model().embed(text)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void builder_wrongValues_areRefusedByName() {
        assertThatThrownBy(() -> OpenAiServer.builder(URI.create("ftp://x"), "m"))
                .hasMessageContaining("must look like");
        assertThatThrownBy(() -> OpenAiServer.builder(URI.create("http://x"), " "))
                .hasMessageContaining("name");
        assertThatThrownBy(
                        () -> OpenAiServer.builder(URI.create("http://x"), "m").timeout(Duration.ZERO))
                .hasMessageContaining("timeout");
    }
}
