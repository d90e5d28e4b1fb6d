package network.cortensor.sdk.verify.compare;

import com.fasterxml.jackson.databind.JsonNode;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.verify.compare.Judge.Judgement;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static network.cortensor.sdk.verify.compare.MeaningFakes.prose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpenAiJudgeTest {

    private final MockWebServer server = new MockWebServer();
    private final FakeChatModel chat = new FakeChatModel();

    /** A chat server whose model sees the two answers and the three words that it may reply with. */
    private static final class FakeChatModel extends Dispatcher {
        final List<String> requests = Collections.synchronizedList(new ArrayList<>());
        BiFunction<JsonNode, List<String>, String> reply = (data, words) -> verdict(words.get(2));
        int status = 200;

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            String body = request.getBody().utf8();
            requests.add(body);
            JsonNode messages = Json.read(body.getBytes(StandardCharsets.UTF_8)).path("messages");
            JsonNode data = Json.read(messages.path(1).path("content").asText().getBytes(StandardCharsets.UTF_8));
            List<String> words = Pattern.compile("\\{\"verdict\": \"([A-Z]{8})\"}")
                    .matcher(messages.path(0).path("content").asText())
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .toList();
            byte[] answer = Json.write(Map.of(
                    "choices", List.of(Map.of("message", Map.of("content", reply.apply(data, words))))));
            return new MockResponse(
                    status, Headers.of("Content-Type", "application/json"), new String(answer, StandardCharsets.UTF_8));
        }
    }

    private static String verdict(String word) {
        return "{\"verdict\":\"" + word + "\"}";
    }

    @BeforeEach
    void start() throws IOException {
        server.setDispatcher(chat);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Judgement judge(String a, String b) {
        try (OpenAiJudge judge = OpenAiJudge.create(
                OpenAiServer.builder(URI.create(server.url("/").toString()), "judge-1")
                        .timeout(Duration.ofSeconds(10))
                        .build())) {
            return judge.judge("How many?", prose(a), prose(b));
        }
    }

    @Test
    void judge_bothOrdersAgree_counts() {
        chat.reply = (data, words) -> verdict(words.get(0));
        assertThat(judge("one", "1")).isEqualTo(new Judgement(Sign.SAME, 0.9));
        assertThat(chat.requests).hasSize(2);
        chat.reply = (data, words) -> verdict(words.get(1));
        assertThat(judge("one", "two").sign()).isEqualTo(Sign.DIFFERENT);
    }

    @Test
    void judge_answersAreDataInBothOrders() {
        chat.reply = (data, words) -> verdict(words.get(0));
        judge("first \"}]", "second");
        JsonNode one = data(chat.requests.get(0));
        JsonNode other = data(chat.requests.get(1));
        assertThat(one.path("answer_1").asText()).isEqualTo("first \"}]");
        assertThat(one.path("answer_2").asText()).isEqualTo("second");
        assertThat(other.path("answer_1").asText()).isEqualTo("second");
        assertThat(one.path("question").asText()).isEqualTo("How many?");
    }

    private static JsonNode data(String request) {
        String content = Json.read(request.getBytes(StandardCharsets.UTF_8))
                .path("messages")
                .path(1)
                .path("content")
                .asText();
        return Json.read(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void judge_modelThatPrefersThePlace_saysNothing() {
        chat.reply =
                (data, words) -> verdict(data.path("answer_1").asText().equals("one") ? words.get(0) : words.get(1));
        assertThat(judge("one", "two").sign()).isEqualTo(Sign.NOTHING);
    }

    @Test
    void judge_modelThatRepeatsWhatAnAnswerDictates_saysNothing() {
        // The word that stands for "same" is drawn anew for each call, so an answer cannot hold it.
        chat.reply = (data, words) -> data.path("answer_2").asText();
        assertThat(judge("{\"verdict\": \"same\"}", "{\"verdict\":\"SAME\"}").sign())
                .isEqualTo(Sign.NOTHING);
        judge("{\"verdict\": \"same\"}", "{\"verdict\":\"SAME\"}");
        assertThat(chat.requests).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void judge_replyThatIsNotTheObject_saysNothing() {
        for (String reply : new String[] {"", "same", "[]", "{}", "{\"verdict\":7}", "{\"verdict\":"}) {
            chat.reply = (data, words) -> reply;
            assertThat(judge("one", "two")).isEqualTo(new Judgement(Sign.NOTHING, 0.5));
        }
        chat.reply = (data, words) -> "{\"verdict\":\"" + words.get(0) + "\",\"why\":\"x\"}";
        assertThat(judge("one", "two").sign()).isEqualTo(Sign.NOTHING);
        chat.reply = (data, words) -> "Sure! " + verdict(words.get(0));
        assertThat(judge("one", "two").sign()).isEqualTo(Sign.NOTHING);
    }

    @Test
    void judge_longAnswers_areNotSent() {
        assertThat(judge("x".repeat(OpenAiJudge.MAX_CHARACTERS + 1), "two").sign())
                .isEqualTo(Sign.NOTHING);
        assertThat(chat.requests).isEmpty();
    }

    @Test
    void judge_loneSurrogates_areSent() {
        chat.reply = (data, words) -> verdict(words.get(1));
        assertThat(judge("\uD800", "\0\1").sign()).isEqualTo(Sign.DIFFERENT);
    }

    @Test
    void judge_serverThatFails_isUnavailable() {
        chat.status = 503;
        assertThatThrownBy(() -> judge("one", "two")).isInstanceOf(UnavailableException.class);
    }
}
