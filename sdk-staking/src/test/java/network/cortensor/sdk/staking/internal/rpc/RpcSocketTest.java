package network.cortensor.sdk.staking.internal.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.Anvil;
import network.cortensor.sdk.staking.chain.Endpoint;
import network.cortensor.sdk.staking.chain.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Subscriptions of a real node, over lines that break in the ways that lines break. */
class RpcSocketTest {

    private static final RpcLimits LIMITS = new RpcLimits(Duration.ofSeconds(60), 1 << 20, 0);
    private static final Duration SLOW = Duration.ofSeconds(60);

    private final Heard heard = new Heard();
    private final RpcTransport transport = RpcTransport.create(LIMITS);
    private Anvil anvil;
    private FaultProxy proxy;

    private static final class Heard implements RpcSocket.Listener {
        private final BlockingQueue<JsonNode> notifications = new LinkedBlockingQueue<>();
        private final CompletableFuture<Failure> end = new CompletableFuture<>();

        @Override
        public void notified(String subscription, JsonNode result) {
            notifications.add(result);
        }

        @Override
        public void closed(Failure why) {
            if (!end.complete(why)) {
                throw new AssertionError("told twice");
            }
        }

        Failure.Kind end() throws Exception {
            return end.get(60, TimeUnit.SECONDS).kind();
        }

        long nextNumber() throws InterruptedException {
            JsonNode head = notifications.poll(60, TimeUnit.SECONDS);
            if (head == null) {
                throw new AssertionError("no notification");
            }
            return Hex.number("number", head.path("number"));
        }
    }

    @BeforeEach
    void start() {
        anvil = Anvil.start(RpcSocketTest.class);
        proxy = FaultProxy.before(anvil);
    }

    @AfterEach
    void stop() {
        transport.close();
        // Both are missing where anvil is.
        if (proxy != null) {
            proxy.close();
        }
        if (anvil != null) {
            anvil.close();
        }
    }

    private RpcSocket open(Duration heartbeat) {
        return RpcSocket.open(transport, proxy.endpoint(), heard, heartbeat, Deadline.in(SLOW));
    }

    @Test
    void subscribe_newHeads_areNotified() throws Exception {
        try (RpcSocket socket = open(SLOW)) {
            assertThat(socket.subscribe(Deadline.in(SLOW), RpcRequest.text("newHeads")))
                    .startsWith("0x");
            anvil.mine(2);
            assertThat(heard.nextNumber()).isEqualTo(1);
            assertThat(heard.nextNumber()).isEqualTo(2);
            assertThat(socket.call(RpcRequest.of("eth_blockNumber"), Deadline.in(SLOW))
                            .textValue())
                    .isEqualTo("0x2");
        }
        assertThat(heard.end()).isEqualTo(Failure.Kind.CLOSED);
    }

    @Test
    void call_refusedByTheServer_isUnavailableWithoutItsText() {
        try (RpcSocket socket = open(SLOW)) {
            assertThatThrownBy(() -> socket.call(RpcRequest.of("no_such_s3cr3t"), Deadline.in(SLOW)))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("-32602");
        }
    }

    @Test
    void connection_cut_closesOnceAndFailsCalls() throws Exception {
        try (RpcSocket socket = open(SLOW)) {
            proxy.cutConnections();
            assertThat(heard.end()).isEqualTo(Failure.Kind.CUT_OFF);
            assertThat(socket.isOpen()).isFalse();
            assertThatThrownBy(() -> socket.call(RpcRequest.of("eth_blockNumber"), Deadline.in(SLOW)))
                    .isInstanceOf(LedgerUnavailableException.class);
        }
    }

    @Test
    void connection_halfOpen_isFoundByTheHeartbeat() throws Exception {
        try (RpcSocket socket = open(Duration.ofMillis(50))) {
            proxy.muteWebSockets();
            assertThat(heard.end()).isEqualTo(Failure.Kind.TIMED_OUT);
            assertThat(socket.isOpen()).isFalse();
        }
    }

    @Test
    void call_noAnswer_endsAtItsDeadline() {
        try (RpcSocket socket = open(SLOW)) {
            proxy.muteWebSockets();
            assertThatThrownBy(() -> socket.call(RpcRequest.of("eth_blockNumber"), Deadline.in(Duration.ofMillis(50))))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("PT0.05S");
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @Test
    void call_interrupted_endsAndKeepsTheFlag() {
        try (RpcSocket socket = open(SLOW)) {
            proxy.muteWebSockets();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> socket.call(RpcRequest.of("eth_blockNumber"), Deadline.in(SLOW)))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void message_notJson_closes() throws Exception {
        try (RpcSocket socket = open(SLOW)) {
            proxy.sendToWebSockets("<html>s3cr3t</html>");
            assertThat(heard.end()).isEqualTo(Failure.Kind.NOT_JSON_RPC);
            assertThat(socket.isOpen()).isFalse();
        }
    }

    @Test
    void message_tooLong_closes() throws Exception {
        try (RpcSocket socket = open(SLOW)) {
            proxy.sendToWebSockets("\"" + "x".repeat(2 << 20) + "\"");
            assertThat(heard.end()).isEqualTo(Failure.Kind.TOO_LARGE);
            assertThat(socket.isOpen()).isFalse();
        } catch (IOException e) {
            // The proxy finds the connection closed while it writes.
            assertThat(heard.end()).isEqualTo(Failure.Kind.TOO_LARGE);
        }
    }

    @Test
    void messages_manyLargeOnes_areNotCountedTogether() throws Exception {
        try (RpcSocket socket = open(SLOW)) {
            for (int count = 0; count < 20; count++) {
                proxy.sendToWebSockets("{\"x\":\"" + "x".repeat(200_000) + "\"}");
            }
            assertThat(socket.call(RpcRequest.of("eth_blockNumber"), Deadline.in(SLOW))
                            .textValue())
                    .isEqualTo("0x0");
        }
    }

    @Test
    void message_withAnIdThatNobodyAskedFor_isDropped() throws Exception {
        try (RpcSocket socket = open(SLOW)) {
            proxy.sendToWebSockets("{\"jsonrpc\":\"2.0\",\"id\":987654,\"result\":\"0x1\"}");
            proxy.sendToWebSockets("{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":7}");
            assertThat(socket.call(RpcRequest.of("eth_blockNumber"), Deadline.in(SLOW))
                            .textValue())
                    .isEqualTo("0x0");
        }
        assertThat(heard.notifications).isEmpty();
    }

    @Test
    void open_nobodyThere_isUnavailable() throws Exception {
        proxy.refuseConnections();
        assertThatThrownBy(() -> open(SLOW)).isInstanceOf(LedgerUnavailableException.class);
        assertThat(heard.end()).isNotNull();
    }

    @Test
    void open_halfOpen_endsAtItsDeadline() {
        proxy.acceptAndBeSilent();
        assertThatThrownBy(() ->
                        RpcSocket.open(transport, proxy.endpoint(), heard, SLOW, Deadline.in(Duration.ofMillis(100))))
                .isInstanceOf(LedgerUnavailableException.class);
    }

    @Test
    void open_pathWithKey_isNowhereInTheMessage() {
        proxy.refuseConnections();
        Endpoint endpoint = Endpoint.of(proxy.uri())
                .withWebSocket(URI.create(proxy.webSocket() + "/v3/s3cr3t?key=s3cr3t"))
                .withHeader("Authorization", "Bearer s3cr3t");
        assertThatThrownBy(() -> RpcSocket.open(transport, endpoint, heard, SLOW, Deadline.in(SLOW)))
                .isInstanceOf(LedgerUnavailableException.class)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cr3t"));
    }

    @Test
    void open_endpointWithoutWebSocket_isRefused() {
        assertThatThrownBy(() -> RpcSocket.open(transport, Endpoint.of(proxy.uri()), heard, SLOW, Deadline.in(SLOW)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
