package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The fixture itself: each fault is the fault that it claims to be. */
class FaultProxyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RICH = "\"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266\"";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private Anvil anvil;
    private FaultProxy proxy;

    @BeforeEach
    void start() {
        anvil = Anvil.start(FaultProxyTest.class);
        proxy = FaultProxy.before(anvil);
    }

    @AfterEach
    void stop() {
        // Both are missing where anvil is.
        if (proxy != null) {
            proxy.close();
        }
        if (anvil != null) {
            anvil.close();
        }
    }

    private HttpResponse<String> post(String body, Duration timeout) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(proxy.uri())
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode ask(String method, String parameters) throws IOException, InterruptedException {
        return JSON.readTree(
                post(request(7, method, parameters), Duration.ofSeconds(60)).body());
    }

    private static String request(int id, String method, String parameters) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}";
    }

    @Test
    void noRule_requests_arePassedOn() throws IOException, InterruptedException {
        assertThat(ask("eth_chainId", "[]").get("result").textValue()).isEqualTo("0x7a69");
        JsonNode batch = JSON.readTree(post(
                        "[" + request(1, "eth_chainId", "[]") + "," + request(2, "eth_blockNumber", "[]") + "]",
                        Duration.ofSeconds(60))
                .body());
        assertThat(batch).hasSize(2);
        assertThat(proxy.seen("eth_chainId")).isEqualTo(2);
        assertThat(proxy.seen()).isEqualTo(3);
    }

    @Test
    void lies_ofOneMethod_changeItsAnswersOnly() throws IOException, InterruptedException {
        proxy.on("eth_getBalance", Fault.quantityOff(-1));
        assertThat(ask("eth_getBalance", "[" + RICH + ",\"latest\"]")
                        .get("result")
                        .textValue())
                .isEqualTo("0x21e19e0c9bab23fffff");
        assertThat(ask("eth_chainId", "[]").get("result").textValue()).isEqualTo("0x7a69");
        proxy.on("eth_chainId", Fault.wrongId());
        proxy.on("eth_chainId", Fault.wrongVersion());
        assertThat(ask("eth_chainId", "[]").get("id").asInt()).isEqualTo(8);
        assertThat(ask("eth_chainId", "[]").get("jsonrpc").textValue()).isEqualTo("1.0");
        proxy.on("eth_chainId", Fault.error(-32000, "no"));
        assertThat(ask("eth_chainId", "[]").get("error").get("code").asInt()).isEqualTo(-32000);
        proxy.clear();
        assertThat(ask("eth_chainId", "[]").get("result").textValue()).isEqualTo("0x7a69");
    }

    @Test
    void rule_afterAndTimes_happensExactlyThen() throws IOException, InterruptedException {
        FaultProxy.Rule rule =
                proxy.onAll(Fault.rateLimit(Duration.ofSeconds(3))).after(1).times(2);
        List<Integer> statuses = new ArrayList<>();
        for (int count = 0; count < 5; count++) {
            statuses.add(post(request(1, "eth_chainId", "[]"), Duration.ofSeconds(60))
                    .statusCode());
        }
        assertThat(statuses).containsExactly(200, 429, 429, 200, 200);
        assertThat(rule.applied()).isEqualTo(2);
    }

    @Test
    void rule_probability_isTheSeeds() throws IOException, InterruptedException {
        List<List<Integer>> rounds = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            proxy.clear();
            proxy.seed(42).onAll(Fault.status(503, Map.of())).probability(0.5);
            List<Integer> statuses = new ArrayList<>();
            for (int count = 0; count < 20; count++) {
                statuses.add(post(request(1, "eth_chainId", "[]"), Duration.ofSeconds(60))
                        .statusCode());
            }
            rounds.add(statuses);
        }
        assertThat(rounds.get(0)).isEqualTo(rounds.get(1)).contains(200, 503);
    }

    @Test
    void dropAnswer_transaction_isDoneAllTheSame() {
        proxy.on("evm_mine", Fault.dropAnswer()).times(1);
        assertThatThrownBy(() -> ask("evm_mine", "[]")).isInstanceOf(IOException.class);
        assertThat(anvil.blockNumber()).isEqualTo(1);
        proxy.on("evm_mine", Fault.dropRequest()).times(1);
        assertThatThrownBy(() -> ask("evm_mine", "[]")).isInstanceOf(IOException.class);
        assertThat(anvil.blockNumber()).isEqualTo(1);
    }

    @Test
    void duplicateRequest_command_isDoneTwice() throws IOException, InterruptedException {
        proxy.on("evm_mine", Fault.duplicateRequest());
        ask("evm_mine", "[]");
        assertThat(anvil.blockNumber()).isEqualTo(2);
    }

    @Test
    void swapAnswers_twoAtOnce_getEachOthers() throws Exception {
        proxy.onAll(Fault.swapAnswers()).times(2);
        CompletableFuture<JsonNode> first = new CompletableFuture<>();
        Thread other = new Thread(() -> {
            try {
                first.complete(JSON.readTree(post(request(1, "eth_chainId", "[]"), Duration.ofSeconds(60))
                        .body()));
            } catch (IOException | InterruptedException e) {
                first.completeExceptionally(e);
            }
        });
        other.start();
        JsonNode second = JSON.readTree(
                post(request(2, "eth_chainId", "[]"), Duration.ofSeconds(60)).body());
        assertThat(second.get("id").asInt()).isEqualTo(1);
        assertThat(first.get(60, TimeUnit.SECONDS).get("id").asInt()).isEqualTo(2);
    }

    @Test
    void bodies_cutAndEndless_areNoAnswers() {
        for (Fault fault : List.of(Fault.cutBody(), Fault.truncatedJson(), Fault.html(), Fault.body("{"))) {
            proxy.clear();
            proxy.onAll(fault);
            assertThatThrownBy(() -> ask("eth_chainId", "[]")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void silence_request_waitsForEver() {
        proxy.onAll(Fault.silence());
        assertThatThrownBy(() -> post(request(1, "eth_chainId", "[]"), Duration.ofMillis(50)))
                .isInstanceOf(HttpTimeoutException.class);
        proxy.clear();
        proxy.acceptAndBeSilent();
        assertThatThrownBy(() -> post(request(1, "eth_chainId", "[]"), Duration.ofMillis(50)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refuseConnections_newOne_fails() throws IOException, InterruptedException {
        ask("eth_chainId", "[]");
        proxy.refuseConnections();
        assertThatThrownBy(() -> ask("eth_chainId", "[]")).isInstanceOf(IOException.class);
        proxy.clear();
        assertThat(ask("eth_chainId", "[]").has("result")).isTrue();
    }

    @Test
    void lagBy_blocks_knowsNoNewerOnes() throws IOException, InterruptedException {
        anvil.mine(5);
        String newest = "\"" + anvil.blockHash(5) + "\"";
        proxy.lagBy(2);
        assertThat(ask("eth_blockNumber", "[]").get("result").textValue()).isEqualTo("0x3");
        assertThat(ask("eth_getBlockByNumber", "[\"latest\",false]")
                        .get("result")
                        .get("number")
                        .textValue())
                .isEqualTo("0x3");
        assertThat(ask("eth_getBlockByNumber", "[\"0x4\",false]").get("result").isNull())
                .isTrue();
        assertThat(ask("eth_getBlockByHash", "[" + newest + ",false]")
                        .get("result")
                        .isNull())
                .isTrue();
        assertThat(ask("eth_getBlockReceipts", "[" + newest + "]").get("result").isNull())
                .isTrue();
        assertThat(ask("eth_getBalance", "[" + RICH + ",{\"blockHash\":" + newest + "}]")
                        .get("error")
                        .get("code")
                        .asInt())
                .isEqualTo(-32001);
        assertThat(ask("eth_getLogs", "[{\"fromBlock\":\"0x4\",\"toBlock\":\"0x5\"}]")
                        .get("result"))
                .isEmpty();
    }

    @Test
    void webSocket_passedOnThenMuted_hearsNoMore() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        // Not the one of the JDK: it does not always tell that a connection has ended.
        WebSocket socket = new OkHttpClient()
                .newWebSocket(
                        new Request.Builder().url(proxy.webSocket().toString()).build(), new WebSocketListener() {
                            @Override
                            public void onMessage(WebSocket from, String text) {
                                heard.add(text);
                            }

                            @Override
                            public void onFailure(WebSocket from, Throwable error, @Nullable Response response) {
                                heard.add("closed");
                            }
                        });
        assertThat(socket.send(request(1, "eth_subscribe", "[\"newHeads\"]"))).isTrue();
        assertThat(heard.poll(60, TimeUnit.SECONDS)).contains("\"id\":1");
        anvil.mine();
        assertThat(heard.poll(60, TimeUnit.SECONDS)).contains("eth_subscription");
        proxy.keepNotifications(message -> false);
        anvil.mine();
        assertThat(socket.send(request(2, "eth_blockNumber", "[]"))).isTrue();
        assertThat(heard.poll(60, TimeUnit.SECONDS)).contains("\"id\":2").contains("0x2");
        assertThat(proxy.webSockets()).isEqualTo(1);
        proxy.sendToWebSockets("{}");
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("{}");
        proxy.cutConnections();
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("closed");
    }

    /** A client may act as soon as it knows that its WebSocket is open. */
    @Test
    void sendToWebSockets_rightAfterOneOpened_reachesItToo() throws Exception {
        OkHttpClient client = new OkHttpClient();
        Request upgrade =
                new Request.Builder().url(proxy.webSocket().toString()).build();
        for (int round = 0; round < 50; round++) {
            CompletableFuture<Boolean> opened = new CompletableFuture<>();
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            client.newWebSocket(upgrade, new WebSocketListener() {
                @Override
                public void onOpen(WebSocket to, Response response) {
                    opened.complete(true);
                }

                @Override
                public void onMessage(WebSocket from, String text) {
                    heard.add(text);
                }
            });
            opened.get(60, TimeUnit.SECONDS);
            proxy.sendToWebSockets("{}");
            assertThat(heard.poll(60, TimeUnit.SECONDS)).as("round %d", round).isEqualTo("{}");
        }
    }
}
