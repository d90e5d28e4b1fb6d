package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.PathNotFoundException;
import network.cortensor.sdk.ipfs.UnreachableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Our gateway client and our gateway server with each other. */
class GatewayRoundTripTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private final BlockStore store = BlockStore.memory();
    private final ContentStore content = ContentStore.on(store);
    private final byte[] file = new byte[5 * MEBIBYTE + 17];
    private final IpfsPath path;
    private final List<AutoCloseable> open = new ArrayList<>();

    GatewayRoundTripTest() {
        new Random(4).nextBytes(file);
        Cid folder = content.addFolder(Map.of("a file", content.add(file), "other", content.add(new byte[] {1})));
        path = IpfsPath.of(content.addFolder(Map.of("é", folder)), "é", "a file");
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private GatewayServer serve(GatewayServerOptions.Builder options) {
        GatewayServer server = GatewayServer.start(store, options.build());
        open.add(server);
        return server;
    }

    private GatewayClient client() {
        return client(serve(GatewayServerOptions.builder()));
    }

    private GatewayClient client(GatewayServer... servers) {
        GatewayClient client = GatewayClient.create(GatewayClientOptions.builder(
                        Arrays.stream(servers).map(GatewayServer::uri).toList())
                .build());
        // Before the servers, which would wait for it.
        open.add(0, client);
        return client;
    }

    /** The part of the file in the second of its blocks. */
    private Block second() {
        return Block.of(Codec.RAW, Arrays.copyOfRange(file, MEBIBYTE, 2 * MEBIBYTE));
    }

    @Test
    void get_block_isThereOrNot() {
        GatewayClient client = client();
        assertThat(client.get(path.root())).contains(store.get(path.root()).orElseThrow());
        assertThat(client.get(Block.of(Codec.RAW, new byte[] {2}).cid())).isEmpty();
    }

    @Test
    void open_fileByPath_givesItsBytes() throws IOException {
        try (InputStream in = client().open(path, CallOptions.none())) {
            assertThat(in.readAllBytes()).isEqualTo(file);
        }
    }

    @Test
    void range_ofAFile_needsItsBlocksOnly() throws IOException {
        store.delete(second().cid());
        try (InputStream in = client().range(path, 3L * MEBIBYTE - 5, 10, CallOptions.none())) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(file, 3 * MEBIBYTE - 5, 3 * MEBIBYTE + 5));
        }
    }

    @Test
    void open_pathThatLeadsNowhere_isProven() {
        GatewayClient client = client();
        IpfsPath nowhere = IpfsPath.of(path.root(), "é", "no file");
        assertThatThrownBy(() -> client.open(nowhere, CallOptions.none())).isInstanceOf(PathNotFoundException.class);
    }

    @Test
    void fetch_everything_isTheSameInAnotherStore() {
        BlockStore into = BlockStore.memory();
        FetchReport report = client().fetch(IpfsPath.of(path.root()), FetchScope.ALL, into, CallOptions.none());
        assertThat(report.cid()).isEqualTo(path.root());
        // Two folders, the file, its six parts, and the other file.
        assertThat(report.blocks()).isEqualTo(10);
        assertThat(report.unwanted()).isZero();
        Cid copied = ContentStore.on(into).add(file);
        assertThat(ContentStore.on(into).get(copied, file.length)).isEqualTo(file);
    }

    @Test
    void fetch_blockThatIsMissing_isNoticed() {
        store.delete(second().cid());
        GatewayClient client = client();
        assertThatThrownBy(() ->
                        client.fetch(IpfsPath.of(path.root()), FetchScope.ALL, BlockStore.memory(), CallOptions.none()))
                .isInstanceOfSatisfying(
                        BlockNotFoundException.class, e -> assertThat(e.cid()).isEqualTo(second().cid()));
    }

    @Test
    void fetch_serverWithLimits_isGoneOnWith() {
        GatewayServer limited = serve(GatewayServerOptions.builder().maxBlocks(3));
        BlockStore into = BlockStore.memory();
        FetchReport report = client(limited, serve(GatewayServerOptions.builder()))
                .fetch(IpfsPath.of(path.root()), FetchScope.ALL, into, CallOptions.none());
        assertThat(report.blocks()).isEqualTo(10);
    }

    @Test
    void get_contentThatOneServerDenies_comesFromAnother() {
        GatewayServer denying = serve(GatewayServerOptions.builder().deny(second().cid()::equals));
        GatewayClient client = client(denying, serve(GatewayServerOptions.builder()));
        assertThat(client.get(second().cid())).contains(second());
    }

    @Test
    void get_serverWhoseStoreIsDamaged_isNotSaidToLackTheBlock() {
        GatewayServer damaged = GatewayServer.start(
                cid -> {
                    throw new BlockMismatchException(cid, path.root(), 1);
                },
                GatewayServerOptions.builder().build());
        open.add(damaged);
        GatewayClient client = client(damaged);
        assertThatThrownBy(() -> client.get(second().cid())).isInstanceOf(UnreachableException.class);
    }
}
