package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.PathNotFoundException;
import network.cortensor.sdk.ipfs.SeededRandom;
import network.cortensor.sdk.ipfs.peers.KuboDaemon;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a real Kubo serves, taken by this client. */
@Timeout(300)
class KuboGatewayTest {
    private static final SeededRandom RANDOM = SeededRandom.create("KuboGatewayTest");
    private static final byte[] CONTENT = RANDOM.bytes(2_000_000);
    private static final byte[] SMALL = RANDOM.bytes(1000);

    private static KuboDaemon kubo;
    private static GatewayClient client;
    private static Cid folder;
    private static Cid file;

    @BeforeAll
    static void start(@TempDir Path work) throws IOException {
        kubo = KuboDaemon.start(KuboGatewayTest.class);
        client = GatewayClient.create(
                GatewayClientOptions.builder(kubo.gateway()).build());
        Path tree = Files.createDirectories(work.resolve("tree/below"));
        Files.write(tree.resolve("large"), CONTENT);
        Files.write(tree.resolve("small"), SMALL);
        Files.createSymbolicLink(tree.resolve("link"), Path.of("small"));
        folder = Cid.parse(
                kubo.run("add", "-r", "-Q", "--offline", work.resolve("tree").toString())
                        .strip());
        file = Cid.parse(
                kubo.run("add", "-Q", "--offline", tree.resolve("large").toString())
                        .strip());
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        if (kubo != null) {
            kubo.close();
        }
    }

    private static IpfsPath path(String... names) {
        return IpfsPath.of(folder, names);
    }

    @Test
    void get_rawBlock_isVerified() {
        assertThat(client.get(folder).orElseThrow().cid()).isEqualTo(folder);
    }

    @Test
    void get_blockThatKuboDoesNotHave_isNotFound() {
        Cid other = Block.of(Codec.RAW, RANDOM.bytes(20)).cid();
        assertThat(client.get(other)).isEmpty();
    }

    @Test
    void open_fileBelowAFolder_comesInOneStream() throws IOException {
        long before = client.health().get(0).delivered();
        try (InputStream content = client.open(path("below", "large"), CallOptions.none())) {
            assertThat(content.readAllBytes()).isEqualTo(CONTENT);
        }
        assertThat(client.health().get(0).delivered() - before).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "0,2000000", "262143,2", "262144,262144", "700000,900000", "1999999,5", "3000000,5"})
    void range_bytes_areThoseOfTheFile(long from, long length) throws IOException {
        int start = (int) Math.min(from, CONTENT.length);
        int end = (int) Math.min(from + length, CONTENT.length);
        try (InputStream content = client.range(path("below", "large"), from, length, CallOptions.none())) {
            assertThat(content.readAllBytes()).as(RANDOM.seed()).isEqualTo(Arrays.copyOfRange(CONTENT, start, end));
        }
    }

    @Test
    void open_missingPath_isProvenMissing() {
        assertThatThrownBy(() -> client.open(path("below", "none"), CallOptions.none()))
                .isInstanceOf(PathNotFoundException.class);
    }

    @Test
    void fetch_eachScope_isWhatKuboSends() throws IOException {
        // Kubo cuts 2,000,000 bytes into 8 chunks below one node.
        assertThat(blocks(path("below", "large"), FetchScope.BLOCK)).isEqualTo(3);
        assertThat(blocks(path("below", "large"), FetchScope.ENTITY)).isEqualTo(2 + 9);
        assertThat(blocks(path(), FetchScope.ENTITY)).isEqualTo(1);
        assertThat(blocks(path(), FetchScope.ALL)).isEqualTo(2 + 9 + 1 + 1);
    }

    private static long blocks(IpfsPath path, FetchScope scope) {
        try (BlockStore into = BlockStore.memory()) {
            FetchReport report = client.fetch(path, scope, into, CallOptions.none());
            assertThat(report.unwanted()).isZero();
            return report.blocks();
        }
    }

    @Test
    void fetch_everything_canBeReadFromTheStore() throws IOException {
        try (ContentStore store = ContentStore.on(BlockStore.memory())) {
            client.fetch(path(), FetchScope.ALL, store.blocks(), CallOptions.none());
            assertThat(store.get(path("below", "small"), 5000)).isEqualTo(SMALL);
            assertThat(store.get(file, 5_000_000)).isEqualTo(CONTENT);
        }
    }
}
