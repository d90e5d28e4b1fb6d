package network.cortensor.sdk.ipfs.peers;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** That the peers are who they should be, and that they talk to one another: nothing of this module takes part. */
class KuboPeerTest {

    private static final String VERSION = "0.33.2";
    private static final String NOBODY_HAS = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyka";

    private static KuboDaemon kubo;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        kubo = KuboDaemon.start(KuboPeerTest.class);
    }

    @AfterAll
    static void stop() {
        if (kubo != null) {
            kubo.close();
        }
    }

    @Test
    void version_ofTheDaemon_isTheOneThatIsPinned() throws IOException {
        assertThat(kubo.version()).isEqualTo(VERSION);
        System.out.println("peer: Kubo " + kubo.version());
    }

    @Test
    void gateway_fileAddedByCommand_givesItsRawBlock() throws IOException {
        byte[] content = "a file in one block".getBytes(StandardCharsets.UTF_8);
        String cid = add(content);
        HttpURLConnection connection = get("/ipfs/" + cid + "?format=raw");
        assertThat(connection.getResponseCode()).isEqualTo(200);
        assertThat(connection.getContentType()).isEqualTo("application/vnd.ipld.raw");
        assertThat(connection.getInputStream().readAllBytes()).isEqualTo(content);
    }

    @Test
    void gateway_blockThatIsNotThere_isLookedForNowhere() throws IOException {
        assertThat(get("/ipfs/" + NOBODY_HAS + "?format=raw").getResponseCode()).isEqualTo(404);
        assertThatThrownBy(() -> kubo.run("swarm", "peers")).hasMessageContaining("must be run in online mode");
    }

    @Test
    void run_commandThatFails_saysWhy() {
        assertThatThrownBy(() -> kubo.run("block", "stat", NOBODY_HAS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not found");
    }

    @Test
    void verifiedFetch_fromTheGateway_givesTheFile() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        String cid = add(content);
        try (NodePeer peer = NodePeer.verifiedFetch(getClass(), kubo.gateway())) {
            JsonNode reply = peer.ask(Map.of("url", "ipfs://" + cid));
            assertThat(reply.path("status").asInt()).isEqualTo(200);
            assertThat(reply.path("size").asInt()).isEqualTo(content.length);
            assertThat(reply.path("sha256").asText())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
            assertThatThrownBy(() -> peer.ask(Map.of("url", "ipfs://" + NOBODY_HAS, "millis", 1000)))
                    .isInstanceOf(NodePeer.Refusal.class)
                    .hasMessageContaining("TimeoutError");
        }
    }

    @Test
    void kuboRpcClient_withTheDaemon_addsAndReads() throws IOException {
        String content = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        try (NodePeer peer = NodePeer.kuboRpc(getClass(), kubo.rpc())) {
            assertThat(peer.ask(Map.of("call", "version")).at("/result/version").asText())
                    .isEqualTo(VERSION);
            String cid = peer.ask(Map.of("call", "add", "arguments", List.of(Map.of("base64", content))))
                    .at("/result/cid")
                    .asText();
            assertThat(peer.ask(Map.of("call", "cat", "arguments", List.of(cid)))
                            .at("/result/base64")
                            .asText())
                    .isEqualTo(content);
        }
    }

    @Test
    void close_runningDaemon_leavesNoProcess() throws IOException {
        KuboDaemon second = KuboDaemon.start(getClass());
        assertThat(second.rpc()).isNotEqualTo(kubo.rpc());
        second.close();
        assertThat(second.isAlive()).isFalse();
        second.close();
    }

    private String add(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("content"), content);
        return kubo.run("add", "--quieter", "--cid-version=1", file.toString()).strip();
    }

    private static HttpURLConnection get(String path) throws IOException {
        URI uri = URI.create(kubo.gateway() + path);
        return (HttpURLConnection) uri.toURL().openConnection();
    }
}
