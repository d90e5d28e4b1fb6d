package network.cortensor.sdk.verify.replay;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpenAiReferenceTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final TokenSequence PROMPT = TokenSequence.of(10, 11);
    private static final TokenSequence ANSWER = TokenSequence.of(20, 31);

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private URI address() {
        return URI.create(server.url("/").toString());
    }

    private OpenAiReference vllm() {
        return OpenAiReference.vllm(address(), "tiny", "s3cret");
    }

    private OpenAiReference llamaCpp() {
        return OpenAiReference.llamaCpp(address(), "tiny", "");
    }

    private void enqueue(int status, String body) {
        server.enqueue(new MockResponse(status, Headers.of("Content-Type", "application/json"), body));
    }

    private static String step(int likeliest, int other) {
        return "{\"choices\":[{\"text\":\"x\",\"logprobs\":{\"content\":[{\"id\":" + likeliest
                + ",\"token\":\"x\",\"logprob\":-0.2,\"top_logprobs\":[{\"id\":" + likeliest
                + ",\"token\":\"x\",\"logprob\":-0.2},{\"id\":" + other
                + ",\"token\":\"y\",\"logprob\":-2.2}]}]}}]}";
    }

    @Test
    void score_vllm_readsAllPositionsInOneCall() throws Exception {
        enqueue(
                200,
                "{\"choices\":[{\"text\":\"x\",\"prompt_logprobs\":[null,"
                        + "{\"11\":{\"logprob\":-1.0,\"rank\":1,\"decoded_token\":\"a\"}},"
                        + "{\"20\":{\"logprob\":-0.1,\"rank\":1},\"21\":{\"logprob\":-3,\"rank\":2}},"
                        + "{\"30\":{\"logprob\":-0.5,\"rank\":1},\"31\":{\"logprob\":-1.5,\"rank\":2}}]}]}");
        try (OpenAiReference reference = vllm()) {
            ReplayReport report = TokenReplay.on(reference).replay(PROMPT, ANSWER, Sampling.greedy(), LONG);
            assertThat(report.equalShare()).hasValue(0.5);
            assertThat(report.lastMargin()).hasValue(1.0);
            assertThat(reference.model()).isEqualTo("tiny");
            assertThat(reference.toString()).doesNotContain("s3cret");
        }
        var request = server.takeRequest();
        assertThat(request.getUrl().encodedPath()).isEqualTo("/v1/completions");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer s3cret");
        assertThat(request.getBody().utf8())
                .contains("\"prompt\":[10,11,20,31]", "\"prompt_logprobs\":20", "\"max_tokens\":1");
    }

    @Test
    void score_llamaCpp_asksForEachPositionWithTheTokensThatWereDelivered() throws Exception {
        enqueue(200, step(20, 21));
        enqueue(200, step(30, 31));
        try (OpenAiReference reference = llamaCpp()) {
            ReplayReport report = TokenReplay.on(reference).replay(PROMPT, ANSWER, Sampling.greedy(), LONG);
            assertThat(report.equalShare()).hasValue(0.5);
            assertThat(report.lastMargin()).hasValue(2.0);
        }
        assertThat(server.takeRequest().getBody().utf8())
                .contains("\"prompt\":[10,11]", "\"logprobs\":20", "\"cache_prompt\":true");
        var second = server.takeRequest();
        assertThat(second.getBody().utf8()).contains("\"prompt\":[10,11,20]");
        assertThat(second.getHeaders().get("Authorization")).isNull();
    }

    @Test
    void score_vllmAnswerWithoutPrompt_hasNothingForTheFirstToken() {
        enqueue(200, "{\"choices\":[{\"prompt_logprobs\":[null,{\"31\":{\"logprob\":-0.5}}]}]}");
        ReplayReport report = TokenReplay.on(vllm()).replay(TokenSequence.of(), ANSWER, Sampling.greedy(), LONG);
        assertThat(report.scored()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":[{\"prompt_logprobs\":null}]}",
                "{\"choices\":[{\"prompt_logprobs\":[null,null,null]}]}",
                "{\"choices\":[{\"prompt_logprobs\":[null,null,{\"a\":{\"logprob\":-1}},{\"1\":{\"logprob\":-1}}]}]}",
                "{\"choices\":[{\"prompt_logprobs\":[null,null,{\"1\":{\"logprob\":\"-1\"}},{\"1\":{\"logprob\":-1}}]}]}",
                "{\"choices\":[{\"prompt_logprobs\":[null,null,{\"1\":{\"logprob\":3}},{\"1\":{\"logprob\":-1}}]}]}",
                "{\"choices\":[{\"logprobs\":{\"content\":[{\"top_logprobs\":[{\"token\":\"a\",\"logprob\":-1}]}]}}]}",
                "<html>hello</html>"
            })
    void score_answerThatIsNone_isUnavailable(String body) {
        enqueue(200, body);
        enqueue(200, body);
        for (OpenAiReference reference : new OpenAiReference[] {vllm(), llamaCpp()}) {
            assertThatThrownBy(() -> reference.score(PROMPT, ANSWER, LONG))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageNotContaining("hello");
        }
    }

    @Test
    void score_statusOfTheServer_isSortedByWhatHelps() {
        enqueue(400, "{}");
        enqueue(503, "{}");
        assertThatThrownBy(() -> vllm().score(PROMPT, ANSWER, LONG)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> vllm().score(PROMPT, ANSWER, LONG)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void score_slowServer_isUnavailableAtTheDeadline() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        assertThatThrownBy(() -> vllm().score(PROMPT, ANSWER, Duration.ofMillis(200)))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> llamaCpp().score(PROMPT, ANSWER, Duration.ZERO))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("in time");
    }

    @Test
    void score_interruptedThread_isCancelled() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> vllm().score(PROMPT, ANSWER, LONG)).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void create_addressThatIsNone_isRefused() {
        assertThatThrownBy(() -> OpenAiReference.vllm(URI.create("ftp://host"), "m", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
