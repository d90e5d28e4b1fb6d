package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Vectors;
import network.cortensor.sdk.ipfs.car.CarReader;
import network.cortensor.sdk.ipfs.internal.unixfs.DagPbLinks;
import network.cortensor.sdk.ipfs.internal.unixfs.ShardNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;
import network.cortensor.sdk.ipfs.ipns.IpnsName;
import network.cortensor.sdk.ipfs.ipns.IpnsRecordStore;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * What the gateway conformance suite (ipfs/gateway-conformance, tests {@code trustless_gateway_raw}, {@code trustless_gateway_car},
 * {@code trustless_gateway_ipns} and {@code path_gateway_cors}) expects of a trustless gateway, asked of this one with the fixtures of that suite.
 */
class GatewayConformanceTest {
    private static final String SUITE = "gateway conformance";
    private static final String RAW = "application/vnd.ipld.raw";
    private static final String CAR = "application/vnd.ipld.car";

    // gateway-raw-block.car
    private static final String RAW_DIR = "bafybeifaqksygmsbnqe76kwvxoqxtkzcwssq5jkhuo65ldtqiunr3bxlra";
    private static final String RAW_FILE = "bafkreihhpc5y2pqvl5rbe5uuyhqjouybfs3rvlmisccgzue2kkt5zq6upq";
    private static final int RAW_REQUESTS = 7;

    // subdir-with-two-single-block-files.car
    private static final String TWO = "bafybeietjm63oynimmv5yyqay33nui4y4wx6u3peezwetxgiwvfmelutzu";
    private static final String TWO_SUBDIR = "bafybeiggghzz6dlue3m6nb2dttnbrygxh3lrjl5764f2m4gq7dgzdt55o4";

    // dir-with-duplicate-files.car, whose files are in other fixtures too
    private static final String DUPLICATES = "bafybeihchr7vmgjaasntayyatmp5sv6xza57iy2h4xj7g46bpjij6yhrmy";
    private static final String ASCII = "bafkreifkam6ns4aoolg3wedr4uzrs3kvq66p4pecirz6y2vlrngla62mxm";
    private static final String HELLO = "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4";
    private static final String MULTIBLOCK = "bafybeigcisqd7m5nf3qmuvjdbakl5bdnh4ocrmacaqkpuh77qjvggmt2sa";
    private static final List<String> CHUNKS = List.of(
            "bafkreie5noke3mb7hqxukzcy73nl23k6lxszxi5w3dtmuwz62wnvkpsscm",
            "bafkreih4ephajybraj6wnxsbwjwa77fukurtpl7oj7t7pfq545duhot7cq",
            "bafkreigu7buvm3cfunb35766dn7tmqyh2um62zcio63en2btvxuybgcpue",
            "bafkreicll3huefkc3qnrzeony7zcfo7cr3nbx64hnxrqzsixpceg332fhe",
            "bafkreifst3pqztuvj57lycamoi7z34b4emf7gawxs74nwrc2c7jncmpaqm");

    // file-3k-and-3-blocks-missing-block.car
    private static final String MISSING = "QmYhmPjhFjYFyaoiuNzYv8WGavpSRDwdHWe5B4M5du5Rtk";
    private static final String MISSING_FIRST = "QmPKt7ptM2ZYSGPUc8PmPT2VBkLDK3iqpG9TBJY7PCE9rF";
    private static final String MISSING_LAST = "QmWXY482zQdwecnfBsj78poUUuPXvyw2JAFAEMw4tzTavV";

    private final OkHttpClient http = new OkHttpClient();
    private final BlockStore store = BlockStore.memory();
    private final IpnsRecordStore records = IpnsRecordStore.memory();
    private final GatewayServer server = GatewayServer.start(
            store, GatewayServerOptions.builder().records(records).build());
    private int requests;

    @AfterEach
    void stop() {
        server.close();
        http.connectionPool().evictAll();
        http.dispatcher().executorService().shutdown();
    }

    /** Puts what is in a fixture into the store. */
    private void load(String fixture) throws IOException {
        read(Files.readAllBytes(Vectors.file(SUITE, "gateway/" + fixture)), store);
    }

    private static List<String> read(byte[] car, BlockStore into) {
        List<String> cids = new ArrayList<>();
        try (CarReader reader = CarReader.open(new ByteArrayInputStream(car))) {
            for (Optional<Block> block = reader.next(); block.isPresent(); block = reader.next()) {
                into.put(block.get());
                cids.add(block.get().cid().toString());
            }
        }
        return cids;
    }

    private Response get(String target, String... headers) throws IOException {
        requests++;
        return http.newCall(request(target, headers).build()).execute();
    }

    private Request.Builder request(String target, String... headers) {
        Request.Builder request = new Request.Builder().url(server.uri() + target);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private byte[] bytes(String cid) {
        return store.get(Cid.parse(cid)).orElseThrow().bytes();
    }

    private void assertRequests(String test, int expected) {
        System.out.println(SUITE + ", " + test + ": " + requests + " requests answered as expected");
        assertThat(requests).isEqualTo(expected);
    }

    // ---- raw blocks

    @Test
    void raw_asTheSuiteExpects() throws IOException {
        load("gateway-raw-block.car");
        try (Response response = get("/ipfs/" + RAW_DIR + "?format=raw")) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.body().bytes()).isEqualTo(bytes(RAW_DIR));
        }
        try (Response response = get("/ipfs/" + RAW_DIR, "Accept", RAW)) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.body().bytes()).isEqualTo(bytes(RAW_DIR));
        }
        try (Response response = get("/ipfs/" + RAW_FILE, "Accept", RAW)) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.header("Content-Type")).isEqualTo(RAW);
            assertThat(response.header("Content-Length")).isEqualTo("31");
            assertThat(response.header("Content-Disposition")).contains("attachment;");
            assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(response.body().bytes()).isEqualTo(bytes(RAW_FILE));
        }
        try (Response response = get("/ipfs/" + RAW_FILE + "?filename=foobar.bin", "Accept", RAW)) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.header("Content-Disposition")).contains("attachment;", "filename=\"foobar.bin");
        }
        try (Response response = get("/ipfs/" + RAW_FILE, "Accept", RAW)) {
            assertThat(response.header("Etag")).isNotEmpty();
            assertThat(response.header("X-IPFS-Path")).isEqualTo("/ipfs/" + RAW_FILE);
            assertThat(response.header("X-IPFS-Roots")).contains(RAW_FILE);
            assertThat(response.header("Cache-Control").split(", "))
                    .contains("public", "immutable", "max-age=29030400");
        }
        try (Response response = get("/ipfs/" + RAW_FILE, "Accept", RAW, "Range", "bytes=7-9")) {
            assertThat(response.code()).isEqualTo(206);
            assertThat(response.header("Content-Range")).isEqualTo("bytes 7-9/31");
            assertThat(response.body().bytes()).isEqualTo(Arrays.copyOfRange(bytes(RAW_FILE), 7, 10));
        }
        // Allowed answers: the whole, the first range, or all of them.
        try (Response response = get("/ipfs/" + RAW_FILE, "Accept", RAW, "Range", "bytes=7-9,1-3")) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.header("Content-Type")).isEqualTo(RAW);
            assertThat(response.body().bytes()).isEqualTo(bytes(RAW_FILE));
        }
        assertRequests("raw", RAW_REQUESTS);
    }

    @Test
    void format_asTheSuiteExpects() throws IOException {
        load("gateway-raw-block.car");
        try (Response response = get("/ipfs/" + RAW_DIR + "?format=car", "Accept", RAW)) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.header("Content-Type")).contains(CAR);
        }
        try (Response response = get("/ipfs/" + RAW_DIR + "?format=raw", "Accept", CAR)) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.header("Content-Type")).isEqualTo(RAW);
        }
        assertRequests("precedence of format", 2);
    }

    @Test
    void cors_asTheSuiteExpects() throws IOException {
        Request.Builder get = request("/ipfs/bafkqabtimvwgy3yk/");
        for (Request.Builder request : List.of(get, get.build().newBuilder().method("OPTIONS", null))) {
            requests++;
            try (Response response = http.newCall(request.build()).execute()) {
                assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("*");
                assertThat(response.header("Access-Control-Allow-Methods").split(", "))
                        .contains("GET", "HEAD", "OPTIONS");
                assertThat(response.header("Access-Control-Allow-Headers").split(", "))
                        .contains("Content-Type", "Range", "User-Agent", "X-Requested-With");
                assertThat(response.header("Access-Control-Expose-Headers").split(", "))
                        .contains(
                                "Content-Range",
                                "Content-Length",
                                "X-Ipfs-Path",
                                "X-Ipfs-Roots",
                                "X-Chunked-Output",
                                "X-Stream-Output");
            }
        }
        assertRequests("CORS", 2);
    }

    // ---- CAR streams

    /** Asks in both ways: by parameter and by header. Expects exactly these blocks in this order. */
    private void expectCar(String path, String query, String... blocks) throws IOException {
        String more = query.isEmpty() ? "" : "&" + query;
        for (Response answer : List.of(
                get("/ipfs/" + path + "?format=car" + more),
                get("/ipfs/" + path + (query.isEmpty() ? "" : "?" + query), "Accept", CAR))) {
            try (Response response = answer) {
                assertThat(response.code()).as(path + " " + query).isEqualTo(200);
                assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
                assertThat(response.header("Accept-Ranges")).isEqualTo("none");
                assertThat(response.header("Content-Type")).contains(CAR);
                assertThat(response.header("Content-Disposition")).matches("attachment; filename=\".*\\.car\"");
                assertThat(response.header("Etag")).isNotEmpty();
                assertThat(read(response.body().bytes(), BlockStore.memory()))
                        .as(path + " " + query)
                        .containsExactly(blocks);
            }
        }
    }

    private static String[] multiblock(int from, int to) {
        List<String> cids = new ArrayList<>(List.of(MULTIBLOCK));
        cids.addAll(CHUNKS.subList(from, to));
        return cids.toArray(new String[0]);
    }

    @Test
    void path_asTheSuiteExpects() throws IOException {
        load("subdir-with-two-single-block-files.car");
        expectCar(TWO + "/subdir/ascii.txt", "", TWO, TWO_SUBDIR, ASCII);
        for (String[] headers : new String[][] {{}, {"Accept", CAR}}) {
            try (Response response = get("/ipfs/" + TWO + "/subdir/i-do-not-exist?format=car", headers)) {
                assertThat(response.code()).isEqualTo(404);
            }
        }
        assertRequests("paths", 4);
    }

    @Test
    void dagScope_asTheSuiteExpects() throws IOException {
        load("subdir-with-two-single-block-files.car");
        load("dir-with-duplicate-files.car");
        expectCar(TWO + "/subdir", "dag-scope=block", TWO, TWO_SUBDIR);
        expectCar(TWO + "/subdir/ascii.txt", "dag-scope=block", TWO, TWO_SUBDIR, ASCII);
        expectCar(TWO, "dag-scope=entity", TWO);
        expectCar(TWO + "/subdir/ascii.txt", "dag-scope=entity", TWO, TWO_SUBDIR, ASCII);
        expectCar(TWO + "/subdir", "dag-scope=all", TWO, TWO_SUBDIR, ASCII, HELLO);
        // The suite asks this of files in a fixture that is larger; the files are the same.
        expectCar(MULTIBLOCK, "dag-scope=entity", multiblock(0, 5));
        expectCar(MULTIBLOCK, "dag-scope=all", multiblock(0, 5));
        expectCar(MULTIBLOCK, "dag-scope=block", multiblock(0, 0));
        assertRequests("dag-scope", 16);
    }

    @Test
    void entityBytes_asTheSuiteExpects() throws IOException {
        load("dir-with-duplicate-files.car");
        load("file-3k-and-3-blocks-missing-block.car");
        expectCar(MISSING, "dag-scope=entity&entity-bytes=0:1000", MISSING, MISSING_FIRST);
        expectCar(MISSING, "dag-scope=entity&entity-bytes=2200:*", MISSING, MISSING_LAST);
        expectCar(MULTIBLOCK, "dag-scope=entity&entity-bytes=0:*", multiblock(0, 5));
        expectCar(DUPLICATES, "dag-scope=entity&entity-bytes=0:*", DUPLICATES);
        expectCar(MULTIBLOCK, "dag-scope=entity&entity-bytes=512:*", multiblock(2, 5));
        expectCar(MULTIBLOCK, "dag-scope=entity&entity-bytes=512:1023", multiblock(2, 4));
        expectCar(MULTIBLOCK, "dag-scope=entity&entity-bytes=512:-256", multiblock(2, 4));
        expectCar(MULTIBLOCK, "dag-scope=entity&entity-bytes=-5:*", multiblock(3, 5));
        expectCar(MULTIBLOCK, "dag-scope=entity&entity-bytes=-9999:*", multiblock(0, 5));
        expectCar(MULTIBLOCK, "dag-scope=entity&entity-bytes=-9999:-3", multiblock(0, 4));
        expectCar(MULTIBLOCK, "dag-scope=entity&entity-bytes=0:0", multiblock(0, 1));
        assertRequests("entity-bytes", 22);
    }

    @Test
    void missingBlock_isBrokenOff() throws IOException {
        load("file-3k-and-3-blocks-missing-block.car");
        for (String query : List.of("", "&dag-scope=entity", "&entity-bytes=0:1024")) {
            assertThatThrownBy(() -> {
                        try (Response response = get("/ipfs/" + MISSING + "?format=car" + query)) {
                            response.body().bytes();
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertRequests("missing block", 3);
    }

    @Test
    void orderAndDuplicates_asTheSuiteExpects() throws IOException {
        load("dir-with-duplicate-files.car");
        String target = "/ipfs/" + DUPLICATES;
        List<String> once = new ArrayList<>(List.of(DUPLICATES, ASCII, HELLO, MULTIBLOCK));
        once.addAll(CHUNKS);
        List<String> asOften = new ArrayList<>(once);
        asOften.add(1, ASCII);
        expectDuplicates(get(target, "Accept", CAR + "; version=1; order=dfs; dups=y"), "y", asOften);
        expectDuplicates(get(target, "Accept", CAR + "; version=1; order=dfs; dups=n"), "n", once);
        expectDuplicates(get(target, "Accept", CAR + "; version=1; order=unk"), "n", once);
        expectDuplicates(get(target + "?format=car", "Accept", CAR + "; version=1; order=dfs; dups=y"), "y", asOften);
        expectDuplicates(get(target + "?format=car&car-order=dfs", "Accept", CAR + "; order=unk"), "n", once);
        expectDuplicates(get(target + "?format=car&car-dups=y", "Accept", CAR + "; dups=n"), "y", asOften);
        expectDuplicates(
                get("/ipfs/bafkqaf3imvwgy3zaneqgc3janfxgy2lomvscay3jmqfa", "Accept", CAR + "; dups=y"), "y", List.of());
        assertRequests("order and duplicates", 7);
    }

    private static void expectDuplicates(Response answer, String dups, List<String> blocks) throws IOException {
        try (Response response = answer) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.header("Content-Type")).contains(CAR, "order=dfs", "dups=" + dups);
            assertThat(read(response.body().bytes(), BlockStore.memory())).containsExactlyElementsOf(blocks);
        }
    }

    // ---- records of names

    private static final String V1_V2 = "k51qzi5uqu5dlkw8pxuw9qmqayfdeh4kfebhmreauqdc6a7c3y7d5i9fi8mk9w";
    private static final String V2 = "k51qzi5uqu5dit2ku9mutlfgwyz8u730on38kd10m97m36bjt66my99hb6103f";
    private static final String BROKEN = "k51qzi5uqu5diamp7qnnvs1p1gzmku3eijkeijs3418j23j077zrkok63xdm8c";

    @Test
    void ipnsRecord_asTheSuiteExpects() throws IOException {
        byte[] both = record(V1_V2 + "_v1-v2");
        byte[] second = record(V2 + "_v2");
        record(BROKEN + "_v1-v2-broken-signature-v2");
        for (Response answer : List.of(
                get("/ipns/" + V1_V2 + "?format=ipns-record"),
                get("/ipns/" + V1_V2, "Accept", "application/vnd.ipfs.ipns-record"))) {
            expectRecord(answer, both);
        }
        for (Response answer : List.of(
                get("/ipns/" + V2 + "?format=ipns-record"),
                get("/ipns/" + V2, "Accept", "application/vnd.ipfs.ipns-record"))) {
            expectRecord(answer, second);
        }
        String name = "test%D1%82%D0%B5%D1%81%D1%82.ipns-record";
        try (Response response = get("/ipns/" + V1_V2 + "?format=ipns-record&filename=" + name)) {
            assertThat(response.header("Content-Disposition"))
                    .contains("attachment; filename=\"test____.ipns-record\"; filename*=UTF-8''" + name);
        }
        try (Response response = get("/ipns/" + BROKEN + "?format=ipns-record")) {
            assertThat(response.code()).isEqualTo(404);
        }
        assertRequests("IPNS records", 6);
    }

    /** Puts a record into the store under the name that starts the name of its file. */
    private byte[] record(String file) throws IOException {
        byte[] record = Files.readAllBytes(Vectors.file(SUITE, "ipns/" + file + ".ipns-record"));
        records.put(IpnsName.parse(file.substring(0, file.indexOf('_'))), record);
        return record;
    }

    private static void expectRecord(Response answer, byte[] record) throws IOException {
        try (Response response = answer) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.header("Content-Disposition")).contains("attachment;");
            assertThat(response.header("Content-Type")).contains("application/vnd.ipfs.ipns-record");
            assertThat(response.header("Cache-Control")).contains("public, max-age=1800");
            assertThat(response.body().bytes()).isEqualTo(record);
        }
    }

    // ---- larger fixtures of the same suite, which not every folder of vectors has

    private static final String HAMT = "bafybeidbclfqleg2uojchspzd4bob56dqetqjsj27gy2cq3klkkgxtpn4i";
    private static final String MIXED = "bafybeidh6k2vzukelqtrjsmd4p52cpmltd2ufqrdtdg6yigi73in672fwu";
    private static final String MIXED_SUBDIR = "bafybeicnmple4ehlz3ostv2sbojz3zhh5q7tz5r2qkfdpqfilgggeen7xm";
    private static final String CBOR = "bafybeia264q44a3kmfc2otctzu4egp2k235o3t7mslz2yjraymp4nv6asi";
    private static final String CBOR_DOCUMENT = "bafyreidy4q6mmetut5jzc54ambsfnatbyoujmwbfzyyolqw24majazwgha";

    private void loadLarger(String fixture) throws IOException {
        if (!Files.exists(Vectors.file(SUITE, "gateway/" + fixture))) {
            System.out.println("SKIPPED: " + SUITE + ": " + fixture + " is not in the folder of vectors");
            abort("no " + fixture);
        }
        load(fixture);
    }

    @Test
    void larger_mixedFiles_asTheSuiteExpects() throws IOException {
        loadLarger("subdir-with-mixed-block-files.car");
        List<String> path = List.of(MIXED, MIXED_SUBDIR);
        expectCar(MIXED + "/subdir/ascii.txt", "dag-scope=entity", joined(List.of(path, List.of(ASCII))));
        for (String query : List.of("dag-scope=entity", "dag-scope=all", "dag-scope=entity&entity-bytes=0:*")) {
            expectCar(MIXED + "/subdir/multiblock.txt", query, joined(List.of(path, List.of(MULTIBLOCK), CHUNKS)));
        }
        expectCar(MIXED + "/subdir", "dag-scope=all", joined(List.of(path, List.of(ASCII, HELLO, MULTIBLOCK), CHUNKS)));
        assertRequests("mixed files", 10);
    }

    @Test
    void larger_dagCbor_asTheSuiteExpectsButForPathsIntoIt() throws IOException {
        loadLarger("dir-with-dag-cbor-with-links.car");
        expectCar(CBOR + "/document", "dag-scope=entity", CBOR, CBOR_DOCUMENT);
        expectCar(CBOR + "/document", "dag-scope=block", CBOR, CBOR_DOCUMENT);
        // The suite wants links in dag-cbor to be followed by name; here only folders have names.
        try (Response response = get("/ipfs/" + CBOR_DOCUMENT + "/files/single?format=car")) {
            assertThat(response.code()).isEqualTo(404);
        }
        assertRequests("dag-cbor", 5);
    }

    @Test
    void larger_shardedFolder_asTheSuiteExpects() throws IOException {
        loadLarger("single-layer-hamt-with-multi-block-files.car");
        List<String> shards = new ArrayList<>();
        addShards(HAMT, shards);
        expectCar(HAMT, "dag-scope=entity", joined(List.of(shards)));
        expectCar(HAMT, "dag-scope=entity&entity-bytes=0:*", joined(List.of(shards)));
        List<String> toOne = new ArrayList<>();
        assertThat(addPath(HAMT, "1.txt", toOne)).isTrue();
        expectCar(HAMT + "/1.txt", "dag-scope=block", joined(List.of(toOne)));
        List<String> toFile = new ArrayList<>();
        assertThat(addPath(HAMT, "685.txt", toFile)).isTrue();
        List<String> parts = new ArrayList<>();
        Cid file = Cid.parse(toFile.get(toFile.size() - 1));
        DagPbLinks.read("file", store.get(file).orElseThrow().buffer(), part -> parts.add(part.toString()));
        assertThat(parts).isNotEmpty();
        expectCar(HAMT + "/685.txt", "", joined(List.of(toFile, parts)));
        assertRequests("sharded folder", 8);
    }

    private static String[] joined(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toArray(String[]::new);
    }

    private ShardNode shard(String cid) {
        return (ShardNode) UnixFsNode.of(store.get(Cid.parse(cid)).orElseThrow());
    }

    private void addShards(String cid, List<String> into) {
        into.add(cid);
        for (ShardNode.Slot slot : shard(cid).slots()) {
            if (slot instanceof ShardNode.Deeper deeper) {
                addShards(deeper.cid().toString(), into);
            }
        }
    }

    private boolean addPath(String cid, String name, List<String> into) {
        into.add(cid);
        for (ShardNode.Slot slot : shard(cid).slots()) {
            if (slot instanceof ShardNode.Named named && named.entry().name().equals(name)) {
                return into.add(named.cid().toString());
            }
            if (slot instanceof ShardNode.Deeper deeper && addPath(deeper.cid().toString(), name, into)) {
                return true;
            }
        }
        into.remove(into.size() - 1);
        return false;
    }

    // ---- fixtures of other suites

    @Test
    void traversal_namesThatLeadOutside_areNotFollowed() throws IOException {
        load("outside-root.car");
        String root = "bafybeicaj7kvxpcv4neaqzwhrqqmdstu4dhrwfpknrgebq6nzcecfucvyu";
        for (String path : List.of("/%2e%2e%2ffoo", "/%2e%2e/foo")) {
            try (Wire wire = Wire.to(server.uri()).get("/ipfs/" + root + path + "?format=car", "Connection: close")) {
                assertThat(wire.restText()).startsWith("HTTP/1.1 400 ");
            }
            requests++;
        }
        // What the blocks say is up to them: whoever asked gets to see it.
        try (Response response = get("/ipfs/" + root + "?format=car")) {
            assertThat(read(response.body().bytes(), BlockStore.memory())).hasSize(2);
        }
        assertRequests("traversal", 3);
    }

    @Test
    void folders_asOtherSuitesExpect() throws IOException {
        load("dag-pb.car");
        load("dir-with-files.car");
        String root = "bafybeiegxwlgmoh2cny7qlolykdf7aq7g6dlommarldrbm7c4hbckhfcke";
        String foo = "bafybeidryarwh34ygbtyypbu7qjkl4euiwxby6cql6uvosonohkq2kwnkm";
        String bar = "bafkreigzafgemjeejks3vqyuo46ww2e22rt7utq5djikdofjtvnjl5zp6u";
        String text = "bafkreic3ondyhizrzeoufvoodehinugpj3ecruwokaygl7elezhn2khqfa";
        expectCar(root, "", root, foo, bar, text);
        expectCar(root + "/foo/bar.txt", "", root, foo, bar);
        expectCar(DUPLICATES + "/multiblock.txt", "entity-bytes=256:256", DUPLICATES, MULTIBLOCK, CHUNKS.get(1));
        assertRequests("folders", 6);
    }
}
