package network.cortensor.sdk.ipfs.gateway;

import mockwebserver3.MockResponse;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class RoutingTest {
    private static final String LINES = "application/x-ndjson";
    private static final String JSON = "application/json";
    private static final Block BLOCK = Block.of(Codec.RAW, "somewhere".getBytes(StandardCharsets.UTF_8));

    private final BlockStore blocks = BlockStore.memory();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        toClose.push(closeable);
        return closeable;
    }

    /** A server that answers like this, whatever it is asked. */
    private FakeGateway server(MockResponse answer) throws IOException {
        return opened(FakeGateway.behaving(blocks, (asked, gateway) -> answer));
    }

    private static MockResponse answer(String type, String text) {
        return FakeGateway.answer(type, text.getBytes(StandardCharsets.UTF_8)).build();
    }

    private static String peer(String... addresses) {
        return "{\"Schema\":\"peer\",\"ID\":\"12D3\",\"Protocols\":[\"transport-ipfs-gateway-http\"],\"Addrs\":[\""
                + String.join("\",\"", addresses) + "\"]}";
    }

    private static String address(FakeGateway gateway) {
        return "/ip4/127.0.0.1/tcp/" + gateway.uri().getPort() + "/http";
    }

    private List<URI> found(MockResponse answer) throws IOException {
        return opened(DelegatedRouting.create(server(answer).uri())).gateways(BLOCK.cid(), CallOptions.none());
    }

    @ParameterizedTest
    @CsvSource({
        "/dns4/host.example/tcp/443/https,https://host.example/",
        "/dns/host.example/tcp/443/tls/http,https://host.example/",
        "/dns6/host.example/tcp/8443/tls/sni/host.example/http,https://host.example:8443/",
        "/dns/host.example/https,https://host.example/",
        "/ip4/93.184.216.34/tcp/8080/http,http://93.184.216.34:8080/",
        "/ip6/2606:2800:220:1::1/tcp/80/http/p2p/12D3,http://[2606:2800:220:1::1]/",
    })
    void parse_addressOfAnHttpServer_isItsUrl(String address, String url) {
        assertThat(HttpMultiaddr.parse(address))
                .hasValueSatisfying(found -> assertThat(found).hasToString(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/dns4/host.example",
                "/dns4/host.example/tcp/443",
                "/dns4/host.example/tcp/0/https",
                "/dns4/host.example/tcp/70000/https",
                "/dns4/host.example/tcp/44x/https",
                "/dns4//tcp/443/https",
                "/ip4/host:1/tcp/1/http",
                "/ip6/host/tcp/1/http",
                "/ip4/1.2.3.4/udp/4001/quic-v1",
                "/dns4/host.example/tcp/443/https/p2p",
                "/dns4/host.example/tcp/443/wss",
                "/dns4/host.example/tcp/443/https/http-path/x",
                "dns4/host.example/tcp/443/https",
                "/dns4/user@host/tcp/443/https",
                "/dns4/a b/tcp/443/https"
            })
    void parse_anythingElse_isNone(String address) {
        assertThat(HttpMultiaddr.parse(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {LINES, JSON})
    void gateways_answer_listsThoseOverHttp(String type) throws IOException {
        String other =
                "{\"Schema\":\"peer\",\"Protocols\":[\"transport-bitswap\"],\"Addrs\":[\"/dns/no.example/https\"]}";
        String unknown =
                "{\"Schema\":\"unknown\",\"Protocols\":[\"transport-ipfs-gateway-http\"],\"Addrs\":[\"/dns/no.example/https\"]}";
        String first = peer("/dns/plain.example/tcp/80/http", "/dns4/one.example/tcp/443/https", "/ip4/1.2.3.4/udp/1");
        String second = peer("/dns4/one.example/tcp/443/https", "/dns4/two.example/tcp/443/tls/http");
        String text = type.equals(LINES)
                ? String.join("\n", other, first, unknown, "{}", second)
                : "{\"Providers\":[" + String.join(",", other, first, unknown, "{}", second) + "]}";
        assertThat(found(answer(type, text)))
                .containsExactly(
                        URI.create("https://one.example/"),
                        URI.create("https://two.example/"),
                        URI.create("http://plain.example/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ip4/127.0.0.1/tcp/80/http", "/ip4/10.0.0.1/tcp/80/http", "/ip4/169.254.169.254/tcp/80/http",
                "/ip4/192.168.1.1/tcp/443/https", "/ip6/::1/tcp/80/http", "/ip6/fd00::1/tcp/80/http",
                "/ip6/::ffff:127.0.0.1/tcp/80/http", "/dns4/localhost/tcp/80/http", "/ip4/0.0.0.0/tcp/80/http",
                "/dns/127.1/tcp/80/http"
            })
    void gateways_privateAddress_isLeftOut(String address) throws IOException {
        assertThat(found(answer(LINES, peer(address)))).isEmpty();
    }

    @Test
    void gateways_none_isEmpty() throws IOException {
        assertThat(found(FakeGateway.status(404))).isEmpty();
        assertThat(found(answer(JSON, "{\"Providers\":null}"))).isEmpty();
        assertThat(found(answer(JSON, "{}"))).isEmpty();
        assertThat(found(answer(LINES, ""))).isEmpty();
    }

    @Test
    void gateways_routerFails_isTold() {
        assertThatThrownBy(() -> found(FakeGateway.status(503))).isInstanceOf(UnreachableException.class);
        assertThatThrownBy(() -> found(FakeGateway.status(403))).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> found(answer("text/html", "<p>"))).isInstanceOf(UnreachableException.class);
        assertThatThrownBy(() -> found(answer(JSON, "<p>"))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> found(answer(LINES, "{\"a\":".repeat(100)))).isInstanceOf(MalformedException.class);
    }

    @Test
    void gateways_recordsWithoutEnd_areLimited() throws IOException {
        byte[] line = (peer("/dns/h.example/https") + "\n").getBytes(StandardCharsets.UTF_8);
        MockResponse endless = FakeGateway.streaming(LINES, sink -> {
            while (true) {
                sink.write(line).flush();
            }
        });
        assertThat(found(endless)).containsExactly(URI.create("https://h.example/"));
        MockResponse oneLine = FakeGateway.streaming(LINES, sink -> {
            while (true) {
                sink.writeUtf8("[");
            }
        });
        assertThatThrownBy(() -> found(oneLine)).isInstanceOf(MalformedException.class);
        MockResponse whole = FakeGateway.streaming(JSON, sink -> {
            while (true) {
                sink.writeUtf8("  ");
            }
        });
        assertThatThrownBy(() -> found(whole)).isInstanceOf(MalformedException.class);
    }

    @Test
    void gateways_manyAddresses_areLimited() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int host = 0; host < 100; host++) {
            lines.append(peer("/dns/h" + host + ".example/https")).append('\n');
        }
        assertThat(found(answer(LINES, lines.toString()))).hasSize(16);
    }

    @Test
    void get_nobodyNamedHasIt_oneThatIsFoundDelivers() throws IOException {
        blocks.put(BLOCK);
        FakeGateway has = opened(FakeGateway.honest(blocks));
        FakeGateway hasNot = opened(FakeGateway.honest(BlockStore.memory()));
        FakeGateway router = server(answer(LINES, peer(address(has))));
        DelegatedRouting routing = opened(DelegatedRouting.withinPrivateNetwork(router.uri()));
        GatewayClient client = opened(GatewayClient.create(
                GatewayClientOptions.builder(hasNot.uri()).routing(routing).build()));

        assertThat(client.get(BLOCK.cid())).isPresent();
        assertThat(router.asked())
                .containsExactly(
                        "/routing/v1/providers/" + BLOCK.cid() + "?filter-protocols=transport-ipfs-gateway-http");
        assertThat(client.health()).extracting(GatewayHealth::found).containsExactly(false, true);
        try (InputStream content = client.open(IpfsPath.of(BLOCK.cid()), CallOptions.none())) {
            assertThat(content.readAllBytes()).isEqualTo(BLOCK.bytes());
        }
        // It has proven itself, so nobody has to be asked for it again.
        assertThat(router.requests()).isEqualTo(1);
    }

    @Test
    void get_onlyRouting_finds() throws IOException {
        blocks.put(BLOCK);
        FakeGateway has = opened(FakeGateway.honest(blocks));
        FakeGateway lies = server(answer(FakeGateway.RAW, "something else"));
        FakeGateway router = server(answer(LINES, peer(address(lies), address(has))));
        DelegatedRouting routing = opened(DelegatedRouting.withinPrivateNetwork(router.uri()));
        GatewayClient client = opened(GatewayClient.create(
                GatewayClientOptions.builder().routing(routing).build()));
        assertThat(client.get(BLOCK.cid())).isPresent();
    }

    @Test
    void get_routerFails_isNotTakenForNotFound() throws IOException {
        FakeGateway hasNot = opened(FakeGateway.honest(BlockStore.memory()));
        DelegatedRouting routing = opened(DelegatedRouting.withinPrivateNetwork(
                server(FakeGateway.status(500)).uri()));
        GatewayClient client = opened(GatewayClient.create(
                GatewayClientOptions.builder(hasNot.uri()).routing(routing).build()));
        assertThatThrownBy(() -> client.get(BLOCK.cid()))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("others could not be looked for");
    }

    @Test
    void get_routerKnowsNobody_isEmpty() throws IOException {
        DelegatedRouting routing =
                opened(DelegatedRouting.create(server(answer(LINES, "")).uri()));
        GatewayClient client = opened(GatewayClient.create(
                GatewayClientOptions.builder().routing(routing).build()));
        assertThat(client.get(BLOCK.cid())).isEmpty();
    }
}
