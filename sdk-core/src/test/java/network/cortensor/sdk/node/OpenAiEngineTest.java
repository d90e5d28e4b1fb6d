package network.cortensor.sdk.node;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class OpenAiEngineTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final InferenceRequest REQUEST =
            InferenceRequest.builder("How many?").document("There are 42.").build();

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private InferenceEngine engine() {
        return engine(Duration.ofSeconds(10));
    }

    private InferenceEngine engine(Duration idle) {
        return InferenceEngine.openAi(
                OpenAiEngineOptions.builder(URI.create(server.url("/").toString()))
                        .model("tiny")
                        .apiKey("s3cret")
                        .idleTimeout(idle)
                        .build());
    }

    private void enqueue(int status, String contentType, String body) {
        server.enqueue(new MockResponse(status, Headers.of("Content-Type", contentType), body));
    }

    private static String event(String content, String finish) {
        return "data: {\"id\":\"1\",\"model\":\"tiny-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content
                + "\"},\"finish_reason\":" + finish + "}]}\n\n";
    }

    private EngineException failure() {
        return failure(engine());
    }

    private static EngineException failure(InferenceEngine engine) {
        return catchThrowableOfType(EngineException.class, () -> engine.infer(REQUEST, Cancellation.create(), LONG));
    }

    @Test
    void infer_streamedAnswer_isPutTogether() throws Exception {
        enqueue(
                200,
                "text/event-stream",
                ": hello\n\n" + event("There ", "null") + event("are 42.", "null") + event("", "\"stop\"")
                        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}\n\n"
                        + "data: [DONE]\n\n");
        try (InferenceEngine engine = engine()) {
            InferenceResult result = engine.infer(REQUEST, Cancellation.create(), LONG);
            assertThat(result)
                    .isEqualTo(new InferenceResult("There are 42.", "tiny-1", InferenceResult.Finish.STOP, 9, 4));
        }
        RecordedRequest request = server.takeRequest();
        assertThat(request.getUrl().encodedPath()).isEqualTo("/v1/chat/completions");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer s3cret");
        assertThat(request.getBody().utf8())
                .contains("\"model\":\"tiny\"", "\"temperature\":0.0", "\"stream\":true", "There are 42.", "How many?");
    }

    @Test
    void infer_serverThatDoesNotStream_isUnderstood() {
        enqueue(
                200,
                "application/json",
                "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"42\"},\"finish_reason\":\"length\"}]}");
        InferenceResult result = engine().infer(REQUEST, Cancellation.create(), LONG);
        assertThat(result.text()).isEqualTo("42");
        assertThat(result.finish()).isEqualTo(InferenceResult.Finish.LENGTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/", "/openai", "/openai/v1"})
    void infer_baseAddressWithOrWithoutVersion_meetsTheSamePath(String base) throws Exception {
        enqueue(200, "text/event-stream", event("a", "\"stop\"") + "data: [DONE]\n\n");
        InferenceEngine engine = InferenceEngine.openAi(
                OpenAiEngineOptions.builder(URI.create(server.url(base).toString()))
                        .build());
        engine.infer(REQUEST, Cancellation.create(), LONG);
        assertThat(server.takeRequest().getUrl().encodedPath())
                .isEqualTo((base.contains("openai") ? "/openai" : "") + "/v1/chat/completions");
    }

    @ParameterizedTest
    @CsvSource({
        "500, UNAVAILABLE",
        "503, UNAVAILABLE",
        "429, UNAVAILABLE",
        "401, REFUSED",
        "404, REFUSED",
        "400, REFUSED"
    })
    void infer_errorStatus_isSortedByWhatHelps(int status, EngineException.Kind kind) {
        enqueue(status, "text/plain", "the prompt was: How many?");
        EngineException failure = failure();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(String.valueOf(status)).hasMessageNotContaining("How many?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: not json\n\n",
                "data: [1,2]\n\n",
                "data: [DONE]\n\n",
                "",
                "data: {\"choices\":[{\"delta\":{\"content\":\"cut off\"}}]}\n\n",
                "<html>hello</html>"
            })
    void infer_streamThatIsNoAnswer_isMalformed(String body) {
        enqueue(200, "text/event-stream", body);
        assertThat(failure().kind()).isEqualTo(EngineException.Kind.MALFORMED);
    }

    @Test
    void infer_pageOfAnotherKind_isMalformed() {
        enqueue(200, "text/html", "<html>hello</html>");
        assertThat(failure().kind()).isIn(EngineException.Kind.MALFORMED, EngineException.Kind.UNAVAILABLE);
    }

    @Test
    void infer_jsonThatIsNoAnswer_isMalformed() {
        enqueue(200, "application/json", "{\"error\":\"no\"}");
        assertThat(failure().kind()).isEqualTo(EngineException.Kind.MALFORMED);
    }

    @Test
    void infer_connectionCutMidway_isUnavailable() {
        server.enqueue(new MockResponse.Builder()
                .code(200)
                .addHeader("Content-Type", "text/event-stream")
                .body(event("half an ", "null").repeat(1000))
                .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
                .build());
        assertThat(failure().kind()).isEqualTo(EngineException.Kind.UNAVAILABLE);
    }

    @Test
    void infer_silentServer_isUnavailableAfterTheIdleTimeout() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        assertThat(failure(engine(Duration.ofMillis(200))).kind()).isEqualTo(EngineException.Kind.UNAVAILABLE);
    }

    @Test
    void infer_serverSlowerThanTheTimeout_isUnavailable() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        assertThatThrownBy(() -> engine().infer(REQUEST, Cancellation.create(), Duration.ofMillis(200)))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.UNAVAILABLE));
    }

    @Test
    void infer_cancelled_endsAtOnceAndClosesTheConnection() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        Cancellation cancellation = Cancellation.create();
        CountDownLatch ended = new CountDownLatch(1);
        EngineException[] failure = new EngineException[1];
        Thread thread = new Thread(() -> {
            failure[0] = catchThrowableOfType(EngineException.class, () -> engine().infer(REQUEST, cancellation, LONG));
            ended.countDown();
        });
        thread.start();
        server.takeRequest();
        cancellation.cancel();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(failure[0].kind()).isEqualTo(EngineException.Kind.CANCELLED);
    }

    @ParameterizedTest
    @CsvSource({"401, {}, REFUSED", "503, {}, UNAVAILABLE", "200, <html>, MALFORMED", "200, [], MALFORMED"})
    void probe_serverThatWillNotDo_isRefused(int status, String body, EngineException.Kind kind) {
        enqueue(status, "text/html", body);
        EngineException failure =
                catchThrowableOfType(EngineException.class, () -> engine().probe(Duration.ofSeconds(5)));
        assertThat(failure.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"200, {}", "404, nothing here"})
    void probe_serverThatMayDo_passes(int status, String body) {
        enqueue(status, "application/json", body);
        engine().probe(Duration.ofSeconds(5));
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void infer_serverThatClosesAfterEachAnswer_isAskedOnAFreshConnection() {
        InferenceEngine engine = engine();
        for (int i = 0; i < 3; i++) {
            server.enqueue(new MockResponse.Builder()
                    .code(200)
                    .addHeader("Content-Type", "text/event-stream")
                    .body(event("42", "\"stop\"") + "data: [DONE]\n\n")
                    .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE)
                    .build());
            assertThat(engine.infer(REQUEST, Cancellation.create(), LONG).text())
                    .isEqualTo("42");
        }
    }

    @Test
    void probe_deadServer_saysWhatToDo() {
        InferenceEngine engine = engine();
        server.close();
        assertThatThrownBy(() -> engine.probe(Duration.ofSeconds(2)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("could not be reached")
                .hasMessageContaining("Check that the server runs");
    }

    @Test
    void options_addressThatIsNone_isRefused() {
        assertThatThrownBy(() -> OpenAiEngineOptions.builder(URI.create("ftp://host")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OpenAiEngineOptions.builder(URI.create("localhost:8080")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toString_optionsAndRequest_showNoSecret() {
        OpenAiEngineOptions options = OpenAiEngineOptions.builder(URI.create("http://h"))
                .apiKey("s3cret")
                .build();
        assertThat(options.toString()).doesNotContain("s3cret");
        assertThat(REQUEST.toString()).doesNotContain("How many").doesNotContain("42");
    }
}
