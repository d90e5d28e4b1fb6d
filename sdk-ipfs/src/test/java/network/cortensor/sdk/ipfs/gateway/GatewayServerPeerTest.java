package network.cortensor.sdk.ipfs.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.ipfs.AddOptions;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.ImportProfile;
import network.cortensor.sdk.ipfs.peers.KuboDaemon;
import network.cortensor.sdk.ipfs.peers.NodePeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Programs of others, as they are, fetch from our gateway: {@code @helia/verified-fetch} and a real Kubo. The RPC client of Kubo
 * is not among them: it speaks the RPC API, which a gateway does not have.
 */
class GatewayServerPeerTest {
    private final BlockStore store = BlockStore.memory();
    private final ContentStore content = ContentStore.on(store);
    private final AtomicInteger asked = new AtomicInteger();
    private final GatewayServer server = GatewayServer.start(
            cid -> {
                asked.incrementAndGet();
                return store.get(cid);
            },
            GatewayServerOptions.builder().build());

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static void assertGives(JsonNode reply, int status, byte[] expected) throws NoSuchAlgorithmException {
        assertThat(reply.path("status").asInt()).isEqualTo(status);
        assertThat(reply.path("size").asInt()).isEqualTo(expected.length);
        assertThat(reply.path("sha256").asText()).isEqualTo(sha256(expected));
    }

    @Test
    void verifiedFetch_filesRangesAndFolders_getsThemAll() throws Exception {
        byte[] small = "a file in one block".getBytes(StandardCharsets.UTF_8);
        byte[] chunked = bytes(3_000_000);
        // 160 blocks of 256 KiB, which it asks for at once.
        byte[] wide = bytes(160 * 256 * 1024);
        Cid wideCid = content.add(
                wide, AddOptions.builder().profile(ImportProfile.UNIXFS_V0_2015).build());
        Cid inner = content.addFolder(Map.of("chunked.bin", content.add(chunked), "wide.bin", wideCid));
        Map<String, Cid> many = new TreeMap<>(Map.of("inner", inner));
        for (int i = 0; i < 100; i++) {
            many.put("é " + i + ".txt", content.add(("file " + i).getBytes(StandardCharsets.UTF_8)));
        }
        Cid outer = content.addFolder(many);
        try (NodePeer peer = NodePeer.verifiedFetch(getClass(), server.uri())) {
            assertGives(peer.ask(Map.of("url", "ipfs://" + content.add(small))), 200, small);
            assertGives(peer.ask(Map.of("url", "ipfs://" + content.add(chunked))), 200, chunked);
            assertGives(peer.ask(Map.of("url", "ipfs://" + wideCid.toV1())), 200, wide);
            assertGives(peer.ask(Map.of("url", "ipfs://" + outer + "/inner/chunked.bin")), 200, chunked);
            assertGives(
                    peer.ask(Map.of("url", "ipfs://" + outer + "/%C3%A9%2042.txt")),
                    200,
                    "file 42".getBytes(StandardCharsets.UTF_8));
            assertGives(
                    peer.ask(Map.of("url", "ipfs://bafkqabtimvwgy3yk")),
                    200,
                    "hello\n".getBytes(StandardCharsets.UTF_8));
        }
        System.out.println(
                "peer: verified-fetch read 6 times, for which the server was asked for " + asked + " blocks");
        assertThat(asked).hasValueGreaterThan(160);
    }

    @Test
    void verifiedFetch_range_getsItWithTheBlocksThatItNeeds() throws Exception {
        byte[] file = bytes(40 * 1024 * 1024);
        Cid outer = content.addFolder(Map.of("folder", content.addFolder(Map.of("file.bin", content.add(file)))));
        try (NodePeer peer = NodePeer.verifiedFetch(getClass(), server.uri())) {
            assertGives(
                    peer.ask(Map.of(
                            "url",
                            "ipfs://" + outer + "/folder/file.bin",
                            "headers",
                            Map.of("Range", "bytes=10000000-12000000"))),
                    206,
                    Arrays.copyOfRange(file, 10_000_000, 12_000_001));
        }
        System.out.println("peer: verified-fetch read a range of 2 MB, for which the server was asked for " + asked
                + " of 43 blocks");
        assertThat(asked).hasValueLessThan(20);
    }

    @Test
    void verifiedFetch_contentThatIsNotHereOrDamaged_getsNothing() throws IOException {
        Cid missing = Block.of(Codec.RAW, bytes(10)).cid();
        Cid cut = content.add(bytes(3_000_000));
        store.delete(Block.of(Codec.RAW, Arrays.copyOfRange(bytes(3_000_000), 1024 * 1024, 2 * 1024 * 1024))
                .cid());
        try (NodePeer peer = NodePeer.verifiedFetch(getClass(), server.uri())) {
            assertThatThrownBy(() -> peer.ask(Map.of("url", "ipfs://" + missing, "millis", 2000)))
                    .isInstanceOf(NodePeer.Refusal.class);
            assertThatThrownBy(() -> peer.ask(Map.of("url", "ipfs://" + cut, "millis", 2000)))
                    .isInstanceOf(NodePeer.Refusal.class);
        }
    }

    @Test
    void kubo_importsOurCars_andHasTheSameContent() throws IOException {
        byte[] file = bytes(3_000_000);
        Map<String, Cid> entries = new TreeMap<>();
        for (ImportProfile profile : ImportProfile.values()) {
            entries.put(
                    profile.name(),
                    content.add(file, AddOptions.builder().profile(profile).build()));
        }
        entries.put("again", content.add(file));
        Cid root = content.addFolder(Map.of("folder", content.addFolder(entries), "x", content.add(new byte[] {1})));
        try (KuboDaemon kubo = KuboDaemon.start(getClass())) {
            for (String query : new String[] {"format=car", "format=car&car-dups=y"}) {
                Path car = folder.resolve("content.car");
                try (InputStream in = server.uri()
                        .resolve("/ipfs/" + root + "?" + query)
                        .toURL()
                        .openStream()) {
                    Files.copy(in, car, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
                assertThat(kubo.run("dag", "import", "--stats", car.toString()))
                        .contains("Pinned root", root.toString(), "success");
            }
            for (String name : entries.keySet()) {
                Path out = folder.resolve(name);
                kubo.run("get", "--output=" + out, root + "/folder/" + name);
                assertThat(out).hasBinaryContent(file);
            }
            assertThat(kubo.run("pin", "ls", "--type=recursive", "--quiet")).contains(root.toString());
            Path part = folder.resolve("part.car");
            try (InputStream in = server.uri()
                    .resolve("/ipfs/" + root + "/x?format=car")
                    .toURL()
                    .openStream()) {
                Files.copy(in, part);
            }
            assertThat(kubo.run("dag", "import", "--pin-roots=false", "--stats", part.toString()))
                    .contains("Imported 2 blocks");
        }
    }
}
