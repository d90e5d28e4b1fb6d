package network.cortensor.examples.cli;

import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.gateway.GatewayServer;
import network.cortensor.sdk.ipfs.gateway.GatewayServerOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands that name, store, pack, serve and fetch content. */
class ContentCommandsTest {

    private static final String HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
    private static final String HELLO_V0 = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";

    @TempDir
    private Path temp;

    private Path folder;
    private Path store;
    private byte[] large;

    @BeforeEach
    void write() throws IOException {
        folder = Files.createDirectories(temp.resolve("docs"));
        store = temp.resolve("blocks");
        large = new byte[2_500_000];
        new Random(1).nextBytes(large);
        Files.writeString(folder.resolve("hello.txt"), "hello world");
        Files.write(Files.createDirectories(folder.resolve("sub dir")).resolve("large"), large);
    }

    /** The CIDs are those of IPIP-499 for these eleven bytes. */
    @Test
    void cid_knownText_isTheKnownCidByEachProfile() {
        Path hello = folder.resolve("hello.txt");
        assertThat(Cli.run("cid", hello.toString()).succeeds().out()).isEqualToIgnoringNewLines(HELLO);
        assertThat(Cli.run("cid", hello.toString(), "--profile", "v0-2015")
                        .succeeds()
                        .out())
                .isEqualToIgnoringNewLines(HELLO_V0);
        assertThat(Cli.run("cid", hello.toString(), "--profile", "unixfs-v1-2025")
                        .succeeds()
                        .out())
                .isEqualToIgnoringNewLines(HELLO);
    }

    @Test
    void cid_standardInput_isRead() {
        InputStream in = new ByteArrayInputStream("hello world".getBytes(StandardCharsets.UTF_8));
        assertThat(Cli.run(in, new ByteArrayOutputStream(), "cid", "-")
                        .succeeds()
                        .out())
                .isEqualToIgnoringNewLines(HELLO);
    }

    @Test
    void cid_badInput_isSaidInOneLine() {
        Cli.run("cid", temp.resolve("nothing").toString()).failsWith(ExitCode.BAD_INPUT, "does not exist");
        Cli.run("cid", folder.toString(), "--profile", "v2")
                .failsWith(ExitCode.BAD_INPUT, "expected one of v1-2025, v0-2015");
        Cli.run("cid", folder.toString(), "--threads", "0").failsWith(ExitCode.BAD_INPUT, "--threads");
    }

    @Test
    void addAndGet_folder_givesTheSameTreeAndTheCidOfCid() throws IOException {
        String cid = only(
                Cli.run("add", "--store", store.toString(), folder.toString()).succeeds());
        assertThat(only(Cli.run("cid", folder.toString()).succeeds())).isEqualTo(cid);

        Path copy = temp.resolve("copy");
        Cli.run("get", "--store", store.toString(), cid, "-o", copy.toString()).succeeds();
        assertSameTree(folder, copy);
        assertThat(get(cid + "/sub dir/large")).isEqualTo(large);
        Cli.run("get", "--store", store.toString(), cid).failsWith(ExitCode.BAD_INPUT, "-o DIR");
        Cli.run("get", "--store", store.toString(), cid, "-o", copy.toString()).failsWith(ExitCode.BAD_INPUT, "copy");
        Cli.run("get", "--store", store.toString(), cid + "/other")
                .failsWith(ExitCode.REFUSED, "no entry of that name");
        Cli.run("get", "--store", store.toString(), "nonsense").failsWith(ExitCode.BAD_INPUT, "Expected a CID");
    }

    @Test
    void get_blockMissingOrDamaged_endsWithItsOwnCode() throws IOException {
        String cid = only(
                Cli.run("add", "--store", store.toString(), folder.toString()).succeeds());
        Path leaf = blockOf(HELLO);
        byte[] bytes = Files.readAllBytes(leaf);
        bytes[0] ^= 1;
        Files.write(leaf, bytes);
        Cli.run("get", "--store", store.toString(), cid + "/hello.txt").failsWith(ExitCode.EVIDENCE, HELLO);
        Files.delete(leaf);
        Cli.run("get", "--store", store.toString(), cid + "/hello.txt").failsWith(ExitCode.BLOCK_MISSING, HELLO);
    }

    @Test
    void car_packListUnpack_givesTheSameTree() throws IOException {
        Path car = temp.resolve("docs.car");
        String cid = only(
                Cli.run("car", "pack", "-o", car.toString(), folder.toString()).succeeds());
        assertThat(Cli.run("car", "ls", car.toString()).succeeds().out())
                .contains(HELLO + " 11", "root " + cid, "complete: 7 blocks, " + Files.size(car) + " bytes");
        assertThat(only(Cli.run("car", "unpack", "--store", store.toString(), car.toString())
                        .succeeds()))
                .isEqualTo(cid);
        Path copy = temp.resolve("copy");
        Cli.run("get", "--store", store.toString(), cid, "-o", copy.toString()).succeeds();
        assertSameTree(folder, copy);

        Cli.run("car", "pack", "-o", car.toString(), folder.toString()).failsWith(ExitCode.BAD_INPUT, "exists");
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left)
                    .doesNotHave(new org.assertj.core.api.Condition<>(
                            all -> all.stream()
                                    .anyMatch(path ->
                                            path.getFileName().toString().startsWith(".")),
                            "leftovers"));
        }
    }

    @Test
    void carLs_whatIsWrong_isToldApart() throws IOException {
        Path car = temp.resolve("docs.car");
        Cli.run("car", "pack", "-o", car.toString(), folder.toString()).succeeds();
        byte[] whole = Files.readAllBytes(car);

        int lastBlock = lastSectionOf(whole, "hello world");
        Path missing = Files.write(temp.resolve("missing.car"), without(whole, lastBlock));
        Cli.Run incomplete =
                Cli.run("car", "ls", missing.toString()).failsWith(ExitCode.BLOCK_MISSING, "1 block below");
        assertThat(incomplete.out()).contains("missing " + HELLO);

        byte[] flipped = whole.clone();
        flipped[lastBlock + 38] ^= 1;
        Cli.Run corrupt = Cli.run(
                        "car",
                        "ls",
                        Files.write(temp.resolve("flipped.car"), flipped).toString())
                .failsWith(ExitCode.EVIDENCE, "corrupt or forged");
        assertThat(corrupt.out()).contains(HELLO + " 11 MISMATCH");

        Path cut = Files.write(temp.resolve("cut.car"), Arrays.copyOf(whole, whole.length - 1));
        Cli.run("car", "ls", cut.toString()).failsWith(ExitCode.MALFORMED_FILE, "cut off");
        Cli.run("car", "ls", folder.resolve("hello.txt").toString()).failsWith(ExitCode.MALFORMED_FILE, "CAR");
        Cli.run("car", "ls", temp.resolve("none").toString()).failsWith(ExitCode.BAD_INPUT, "does not exist");
        Cli.run("car", "unpack", "--store", store.toString(), missing.toString())
                .failsWith(ExitCode.BLOCK_MISSING, HELLO);
    }

    @Test
    void fetch_fromAServedStore_givesTheSameTree() throws IOException {
        try (ContentStore served = ContentStore.on(BlockStore.memory());
                GatewayServer gateway = GatewayServer.start(
                        served.blocks(), GatewayServerOptions.builder().build())) {
            String cid = served.add(folder).toString();
            String url = gateway.uri().toString();
            Path copy = temp.resolve("copy");
            Cli.run("fetch", cid, "--gateway", url, "--store", store.toString(), "-o", copy.toString())
                    .succeeds();
            assertSameTree(folder, copy);
            // What was fetched was kept.
            assertThat(get(cid + "/sub dir/large")).isEqualTo(large);
            Cli.run("fetch", HELLO_V0, "--gateway", url).failsWith(ExitCode.BLOCK_MISSING, HELLO_V0);
            Cli.run("fetch", cid + "/other", "--gateway", url).failsWith(ExitCode.REFUSED, "no entry of that name");
            Cli.run("fetch", cid, "--gateway", "ftp://example.org").failsWith(ExitCode.BAD_INPUT, "--gateway");
        }
        Cli.run("fetch", HELLO, "--gateway", "http://127.0.0.1:1").failsWith(ExitCode.UNAVAILABLE, HELLO);
    }

    @Test
    void gatewayServe_forASecond_saysWhereAndStops() {
        assertThat(Cli.run("gateway", "serve", "--store", store.toString(), "--seconds", "1")
                        .succeeds()
                        .out())
                .startsWith("serving at http://127.0.0.1:");
        Cli.run("gateway", "serve", "--store", store.toString(), "--port", "70000")
                .failsWith(ExitCode.BAD_INPUT, "--port");
    }

    private byte[] get(String path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Cli.run(InputStream.nullInputStream(), out, "get", "--store", store.toString(), path)
                .succeeds();
        return out.toByteArray();
    }

    private static String only(Cli.Run run) {
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private Path blockOf(String cid) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> file.getFileName().toString().startsWith(cid))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Returns where the section starts that holds this text: a length of one byte and a CID of 36 come before it. */
    private static int lastSectionOf(byte[] car, String text) {
        return new String(car, StandardCharsets.ISO_8859_1).indexOf(text) - 37;
    }

    private static byte[] without(byte[] car, int section) {
        int size = car[section] + 1;
        byte[] shorter = new byte[car.length - size];
        System.arraycopy(car, 0, shorter, 0, section);
        System.arraycopy(car, section + size, shorter, section, shorter.length - section);
        return shorter;
    }

    private static void assertSameTree(Path expected, Path found) throws IOException {
        try (Stream<Path> files = Files.walk(expected)) {
            for (Path file : files.toList()) {
                Path same = found.resolve(expected.relativize(file).toString());
                assertThat(Files.isDirectory(same)).isEqualTo(Files.isDirectory(file));
                if (!Files.isDirectory(file)) {
                    assertThat(same).hasSameBinaryContentAs(file);
                }
            }
        }
    }
}
