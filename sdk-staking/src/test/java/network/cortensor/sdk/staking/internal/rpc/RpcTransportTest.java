package network.cortensor.sdk.staking.internal.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.Endpoint;
import network.cortensor.sdk.staking.chain.Fault;
import network.cortensor.sdk.staking.chain.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** One exchange by HTTP: what is sent, and what each way of answering means. */
@Timeout(120)
class RpcTransportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT = 10_000;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Question QUESTION = Question.read(RpcRequest.of("eth_chainId"));

    private final MockWebServer web = new MockWebServer();
    private final RpcTransport transport = RpcTransport.create(new RpcLimits(LONG, LIMIT, 0));
    private RpcServer server;

    @BeforeEach
    void start() throws IOException {
        web.start();
        server = RpcServer.of(Endpoint.of(uri()).withHeader("Authorization", "Bearer s3cr3t"));
    }

    @AfterEach
    void stop() {
        transport.close();
        web.close();
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + web.getPort() + "/v3/s3cr3t");
    }

    private Reply ask(Question question, Duration time) {
        return ask(transport, server, question, time);
    }

    private static Reply ask(RpcTransport transport, RpcServer server, Question question, Duration time) {
        try (Round round = new Round(transport, "Ask", question, Deadline.in(time))) {
            round.ask(server);
            while (true) {
                Optional<Reply> reply = round.next(time);
                if (reply.isPresent() && !(reply.get() instanceof Reply.Delayed)) {
                    return reply.get();
                }
            }
        }
    }

    private Failure failure() {
        return ((Reply.Failed) ask(QUESTION, LONG)).failure();
    }

    private String result() {
        RpcResult result = ((Reply.Answered) ask(QUESTION, LONG)).results().get(0);
        return ((RpcResult.Value) result).json().asText();
    }

    /** Answers each request by itself, with the id that it came with. */
    private void answering(Function<JsonNode, MockResponse.Builder> answer) {
        web.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer.apply(body(request)).build();
            }
        });
    }

    private static JsonNode body(RecordedRequest request) {
        try {
            return JSON.readTree(Objects.requireNonNull(request.getBody()).utf8());
        } catch (IOException e) {
            throw new UncheckedIOException("a request that is no JSON", e);
        }
    }

    private static MockResponse.Builder response(int code, String body) {
        return new MockResponse.Builder().code(code).body(body);
    }

    private static String right(JsonNode request) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + ",\"result\":\"0x1\"}";
    }

    private static String error(String id, int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message
                + "\"}}";
    }

    // What is sent

    @Test
    void request_anyServer_isPostedWithItsHeadersAndWithoutCookies() throws InterruptedException {
        answering(request -> response(200, right(request)).addHeader("Set-Cookie", "who=s3cr3t; Path=/"));
        assertThat(result()).isEqualTo("0x1");
        assertThat(result()).isEqualTo("0x1");
        for (int count = 0; count < 2; count++) {
            RecordedRequest request = web.takeRequest();
            assertThat(request.getMethod()).isEqualTo("POST");
            assertThat(request.getTarget()).isEqualTo("/v3/s3cr3t");
            assertThat(request.getHeaders().get("Content-Type")).startsWith("application/json");
            assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
            assertThat(request.getHeaders().get("User-Agent")).isEqualTo("cortensor-sdk-java");
            assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer s3cr3t");
            assertThat(request.getHeaders().get("Cookie")).isNull();
            assertThat(body(request).get("method").textValue()).isEqualTo("eth_chainId");
            assertThat(request.getConnectionIndex()).as("one connection").isZero();
        }
    }

    // Statuses

    @ParameterizedTest
    @CsvSource({
        "429, 7, 7",
        "503, 7, 7",
        "429, ' 7 ', 7",
        "429, 999999999, 86400",
        "429, 0, 0",
        "429, -1, 0",
        "429, soon, 0"
    })
    void retryAfter_seconds_areThePause(int status, String value, long seconds) {
        answering(request -> response(status, "busy").addHeader("Retry-After", value));
        Reply.Failed failed = (Reply.Failed) ask(QUESTION, LONG);
        assertThat(failed.failure()).isEqualTo(Failure.of(Failure.Kind.RATE_LIMITED));
        assertThat(failed.pause()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void retryAfter_date_isThePause() {
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        answering(request -> response(429, "busy")
                .addHeader("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusHours(2))));
        assertThat(((Reply.Failed) ask(QUESTION, LONG)).pause()).isBetween(Duration.ofHours(1), Duration.ofHours(2));
        answering(request -> response(429, "busy")
                .addHeader("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.minusHours(2))));
        assertThat(((Reply.Failed) ask(QUESTION, LONG)).pause()).isZero();
    }

    @Test
    void retryAfter_beyondTheDeadline_isNotAskedAgain() {
        answering(request -> response(429, "busy").addHeader("Retry-After", "100"));
        try (RpcTransport patient = RpcTransport.create(new RpcLimits(LONG, LIMIT, 5))) {
            assertThat(ask(patient, server, QUESTION, LONG)).isInstanceOf(Reply.Failed.class);
        }
        assertThat(web.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "503, BUSY",
        "502, BUSY",
        "500, BUSY",
        "408, BUSY",
        "400, STATUS",
        "401, STATUS",
        "403, STATUS",
        "404, STATUS",
        "501, STATUS"
    })
    void status_noSuccess_isTheFailure(int status, Failure.Kind kind) {
        answering(request -> response(status, "<html>s3cr3t</html>"));
        assertThat(failure()).isEqualTo(new Failure(kind, status));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirect_elsewhere_isNotFollowed(int status) throws IOException {
        try (MockWebServer elsewhere = new MockWebServer()) {
            elsewhere.start();
            answering(request -> response(status, right(request))
                    .addHeader("Location", elsewhere.url("/").toString()));
            assertThat(failure()).isEqualTo(new Failure(Failure.Kind.STATUS, status));
            assertThat(elsewhere.getRequestCount()).as("who would get the key").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 500, 503})
    void status_withAnErrorOfJsonRpc_isThatError(int status) {
        answering(request -> response(status, error(request.get("id").toString(), -32601, "no such method")));
        RpcResult result = ((Reply.Answered) ask(QUESTION, LONG)).results().get(0);
        assertThat(((RpcResult.Refused) result).error().kind()).isEqualTo(RpcError.Kind.NO_SUCH_METHOD);
    }

    @Test
    void status_withSomethingElseOfJsonRpc_isTheStatus() {
        answering(request -> response(401, error(request.get("id").toString(), -32601, "no such method")));
        assertThat(failure()).as("who are you").isEqualTo(new Failure(Failure.Kind.STATUS, 401));
        answering(request -> response(500, right(request)));
        assertThat(failure()).as("a result").isEqualTo(new Failure(Failure.Kind.BUSY, 500));
        answering(request -> response(500, error("7777", -32601, "no such method")));
        assertThat(failure()).as("another's error").isEqualTo(new Failure(Failure.Kind.BUSY, 500));
        answering(request -> response(400, error("null", -32000, "x".repeat(2 << 20))));
        assertThat(failure()).as("a long error").isEqualTo(new Failure(Failure.Kind.STATUS, 400));
    }

    @Test
    void status_refusesABatch_isAskedOneByOne() {
        answering(request -> request.isArray()
                ? response(400, error("null", -32600, "one at a time"))
                : response(200, right(request)));
        Question two = Question.read(RpcRequest.of("eth_chainId"), RpcRequest.of("eth_blockNumber"));
        assertThat(((Reply.Answered) ask(two, LONG)).results()).hasSize(2);
        assertThat(web.getRequestCount()).isEqualTo(3);
    }

    // Bodies

    @Test
    void body_atTheLimitAndBeyond_isTakenAndRefused() {
        answering(request -> response(200, padded(right(request), LIMIT)));
        assertThat(result()).isEqualTo("0x1");
        answering(request -> response(200, padded(right(request), LIMIT + 1)));
        assertThat(failure()).isEqualTo(Failure.of(Failure.Kind.TOO_LARGE));
        answering(request -> new MockResponse.Builder().chunkedBody(padded(right(request), LIMIT + 1), 100));
        assertThat(failure()).as("no length is said").isEqualTo(Failure.of(Failure.Kind.TOO_LARGE));
    }

    private static String padded(String json, int length) {
        return json + " ".repeat(length - json.length());
    }

    @Test
    void body_cut_isCutOff() {
        answering(
                request -> response(200, padded(right(request), 5_000)).onResponseBody(new SocketEffect.CloseSocket()));
        assertThat(failure()).isEqualTo(Failure.of(Failure.Kind.CUT_OFF));
    }

    @Test
    void contentType_isNotLookedAt_theBodyIs() {
        for (String type : new String[] {"text/plain", "text/html", "application/octet-stream", "no type"}) {
            answering(request -> response(200, right(request)).setHeader("Content-Type", type));
            assertThat(result()).as(type).isEqualTo("0x1");
        }
        answering(request -> response(200, "<html>s3cr3t</html>").setHeader("Content-Type", "application/json"));
        assertThat(failure()).isEqualTo(Failure.of(Failure.Kind.NOT_JSON_RPC));
    }

    // Time

    @Test
    void headers_late_endWithTheDeadline() {
        answering(request -> response(200, right(request)).headersDelay(1, TimeUnit.DAYS));
        assertThat(ask(QUESTION, Duration.ofMillis(300)))
                .isEqualTo(new Reply.Failed(server, Failure.of(Failure.Kind.TIMED_OUT)));
    }

    @Test
    void body_slow_endsWithTheDeadline() {
        answering(request -> response(200, padded(right(request), LIMIT)).throttleBody(10, 100, TimeUnit.MILLISECONDS));
        assertThat(ask(QUESTION, Duration.ofMillis(500)))
                .isEqualTo(new Reply.Failed(server, Failure.of(Failure.Kind.TIMED_OUT)));
    }

    @Test
    void wait_interrupted_cancelsTheExchangeAndKeepsTheFlag() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        answering(request -> {
            asked.complete(null);
            return response(200, right(request)).headersDelay(1, TimeUnit.DAYS);
        });
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            failure.complete(catchThrowable(() -> ask(QUESTION, Duration.ofHours(1))));
            flag.complete(Thread.currentThread().isInterrupted());
        });
        thread.start();
        asked.get(60, TimeUnit.SECONDS);
        assertThat(transport.http().dispatcher().runningCallsCount()).isEqualTo(1);
        thread.interrupt();
        assertThat(failure.get(60, TimeUnit.SECONDS))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("interrupted");
        assertThat(flag.get(60, TimeUnit.SECONDS)).isTrue();
        long end = System.nanoTime() + LONG.toNanos();
        while (transport.http().dispatcher().runningCallsCount() > 0) {
            assertThat(System.nanoTime()).as("the exchange is cancelled").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    // Connections

    @Test
    void connection_deliversAnAnswerTwice_isNotUsedAgain() {
        answering(request -> response(200, right(request)));
        try (FaultProxy proxy = FaultProxy.before(uri())) {
            server = RpcServer.of(Endpoint.of(proxy.uri()));
            proxy.onAll(Fault.duplicateAnswer()).times(1);
            assertThat(result()).isEqualTo("0x1");
            assertThat(failure())
                    .as("the answer to the request before is not taken")
                    .isEqualTo(Failure.of(Failure.Kind.NOT_JSON_RPC));
            for (int count = 0; count < 3; count++) {
                assertThat(result()).as("on another connection").isEqualTo("0x1");
            }
        }
    }

    @Test
    void connection_deliversAnAnswerTwice_isAReasonToAskAgain() {
        answering(request -> response(200, right(request)));
        try (FaultProxy proxy = FaultProxy.before(uri());
                RpcTransport patient = RpcTransport.create(new RpcLimits(LONG, LIMIT, 1))) {
            RpcServer doubled = RpcServer.of(Endpoint.of(proxy.uri()));
            proxy.onAll(Fault.duplicateAnswer()).times(1);
            for (int count = 0; count < 4; count++) {
                assertThat(ask(patient, doubled, QUESTION, LONG)).isInstanceOf(Reply.Answered.class);
            }
            assertThat(proxy.seen("eth_chainId")).as("one of them twice").isEqualTo(5);
        }
    }
}
