package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.StoreException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.car.CarReader;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;
import network.cortensor.sdk.ipfs.ipns.IpnsRecordStore;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GatewayServerTest {
    private static final String RAW = "application/vnd.ipld.raw";
    private static final String CAR = "application/vnd.ipld.car";
    private static final String EMPTY = "bafkqaaa";
    private static final byte[] CONTENT = "The rain in Spain".getBytes(StandardCharsets.UTF_8);

    private final OkHttpClient http = new OkHttpClient();
    private final BlockStore store = BlockStore.memory();
    private final ContentStore content = ContentStore.on(store);
    private final Block block = Block.of(Codec.RAW, CONTENT);
    private final List<GatewayServer> servers = new ArrayList<>();

    GatewayServerTest() {
        store.put(block);
    }

    @AfterEach
    void stop() {
        servers.forEach(GatewayServer::close);
        http.connectionPool().evictAll();
        http.dispatcher().executorService().shutdown();
    }

    private GatewayServer serve(BlockSource source) {
        return serve(source, GatewayServerOptions.builder().build());
    }

    private GatewayServer serve(BlockSource source, GatewayServerOptions options) {
        GatewayServer server = GatewayServer.start(source, options);
        servers.add(server);
        return server;
    }

    private Request.Builder at(String target) {
        if (servers.isEmpty()) {
            serve(store);
        }
        return new Request.Builder().url(servers.get(servers.size() - 1).uri() + target);
    }

    private Answer get(String target, String... headers) throws IOException {
        return send(at(target), headers);
    }

    private Answer head(String target, String... headers) throws IOException {
        return send(at(target).head(), headers);
    }

    private Answer send(Request.Builder request, String... headers) throws IOException {
        for (String header : headers) {
            int colon = header.indexOf(':');
            request.addHeader(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        try (Response response = http.newCall(request.build()).execute()) {
            Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.headers().forEach(pair -> found.put(pair.getFirst(), pair.getSecond()));
            return new Answer(response.code(), found, response.body().bytes());
        }
    }

    private static final class Answer {
        private final int status;
        private final Map<String, String> headers;
        private final byte[] body;

        Answer(int status, Map<String, String> headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        List<Cid> blocks() {
            List<Cid> cids = new ArrayList<>();
            try (CarReader car = CarReader.open(new ByteArrayInputStream(body))) {
                for (Optional<Block> next = car.next(); next.isPresent(); next = car.next()) {
                    cids.add(next.get().cid());
                }
            }
            return cids;
        }
    }

    private String raw(Cid cid) {
        return "/ipfs/" + cid + "?format=raw";
    }

    // ---- raw blocks

    @Test
    void raw_blockThatIsHere_isSentWithTheHeadersOfTheSpecification() throws IOException {
        Answer answer = get("/ipfs/" + block.cid(), "Accept: " + RAW);
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.body).isEqualTo(CONTENT);
        assertThat(answer.header("Content-Type")).isEqualTo(RAW);
        assertThat(answer.header("Content-Length")).isEqualTo("17");
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"" + block.cid() + ".bin\"");
        assertThat(answer.header("ETag")).isEqualTo("\"" + block.cid() + ".raw\"");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=29030400, immutable");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Ipfs-Path")).isEqualTo("/ipfs/" + block.cid());
        assertThat(answer.header("X-Ipfs-Roots")).isEqualTo(block.cid().toString());
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.header("Vary")).isEqualTo("Accept");
        assertThat(answer.header("Content-Location")).isEqualTo("/ipfs/" + block.cid() + "?format=raw");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    void raw_formatInTheQuery_countsMoreThanTheHeader() throws IOException {
        Answer answer = get(raw(block.cid()), "Accept: " + CAR);
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(RAW);
        assertThat(answer.header("Content-Location")).isEqualTo(raw(block.cid()));
    }

    @Test
    void raw_head_hasTheLengthAndNoBody() throws IOException {
        Answer answer = head(raw(block.cid()));
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isEqualTo("17");
        assertThat(answer.body).isEmpty();
    }

    @Test
    void raw_blockThatIsNotHere_isNotFound() throws IOException {
        Cid missing = Block.of(Codec.RAW, new byte[] {1}).cid();
        for (Answer answer : List.of(get(raw(missing)), head(raw(missing)), get("/ipfs/" + missing + "?format=car"))) {
            assertThat(answer.status).isEqualTo(404);
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.headers).doesNotContainKeys("ETag", "Content-Disposition");
        }
    }

    @Test
    void raw_versionZeroAndOtherBases_nameTheSameBlock() throws IOException {
        Cid folder = content.addFolder(Map.of("a", block.cid()));
        byte[] bytes = store.get(folder).orElseThrow().bytes();
        assertThat(get(raw(folder.toV0())).body).isEqualTo(bytes);
        assertThat(get("/ipfs/" + folder.toString(network.cortensor.sdk.ipfs.Multibase.BASE36) + "?format=raw").body)
                .isEqualTo(bytes);
    }

    @Test
    void raw_identityCid_isAnsweredFromItself() throws IOException {
        Cid identity = Block.of(Codec.RAW, HashFunction.IDENTITY, CONTENT).cid();
        assertThat(get(raw(identity)).body).isEqualTo(CONTENT);
        Answer probe = get(raw(Cid.parse(EMPTY)));
        assertThat(probe.status).isEqualTo(200);
        assertThat(probe.header("Content-Length")).isEqualTo("0");
        assertThat(head(raw(Cid.parse(EMPTY))).status).isEqualTo(200);
    }

    @Test
    void raw_largestBlock_isSent() throws IOException {
        Block largest = Block.of(Codec.RAW, new byte[Block.MAX_SIZE]);
        store.put(largest);
        assertThat(get(raw(largest.cid())).body).hasSize(Block.MAX_SIZE);
    }

    // ---- what is asked for

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                                | 400",
                "*/*                                                               | 400",
                "application/*                                                     | 400",
                "text/html                                                         | 406",
                "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8                   | 406",
                "application/vnd.ipld.raw                                          | raw",
                "Application/VND.ipld.RAW                                          | raw",
                "text/html, application/vnd.ipld.raw;q=0.1                         | raw",
                "application/vnd.ipld.raw;q=0                                      | 400",
                "application/vnd.ipld.raw;q=7                                      | 400",
                "application/vnd.ipld.car                                          | n",
                "application/vnd.ipld.raw;q=0.5, application/vnd.ipld.car          | n",
                "application/vnd.ipld.raw;q=0.5, application/vnd.ipld.car;q=0.4    | raw",
                "application/vnd.ipld.car; version=1; order=dfs; dups=y            | y",
                "application/vnd.ipld.car; version=\"1\"; dups=\"n\"               | n",
                "application/vnd.ipld.car; order=unk                               | n",
                "application/vnd.ipld.car; version=2                               | 406",
                "application/vnd.ipld.car; order=bfs                               | 406",
                "application/vnd.ipld.car; dups=maybe                              | 406",
                "application/vnd.ipld.car;order=foo, application/vnd.ipld.car;dups=y;q=0.5 | y",
                "application/json                                                  | 406",
                "application/vnd.ipfs.ipns-record                                  | 406",
            })
    void accept_withoutFormat_decides(String accept, String expected) throws IOException {
        Answer answer = get("/ipfs/" + block.cid(), "Accept: " + accept);
        expect(answer, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format=raw                        | application/vnd.ipld.car                  | raw",
                "format=car                        | application/vnd.ipld.raw                  | n",
                "format=car                        | application/vnd.ipld.car; dups=y          | y",
                "format=car&car-dups=y             | application/vnd.ipld.car; dups=n          | y",
                "format=car&car-dups=n             | application/vnd.ipld.car; dups=y          | n",
                "format=car&car-order=dfs          | application/vnd.ipld.car; order=unk       | n",
                "format=car&car-order=unk          | text/html                                 | n",
                "format=car&car-version=1          | application/vnd.ipld.car; version=2       | n",
                "format=car                        | application/vnd.ipld.car; version=2       | 406",
                "format=car&car-version=2          | application/vnd.ipld.car                  | 400",
                "format=car&car-order=bfs          | application/vnd.ipld.car                  | 400",
                "format=car&car-dups=1             | application/vnd.ipld.car                  | 400",
                "format=car&dag-scope=some         | application/vnd.ipld.car                  | 400",
                "format=car&entity-bytes=x         | application/vnd.ipld.car                  | 400",
                "format=car&entity-bytes=0:99999999999999999999 | application/vnd.ipld.car     | 400",
                "format=raw&format=raw             | application/vnd.ipld.raw                  | 400",
                "format=raw&format=car             | application/vnd.ipld.raw                  | 400",
                "format=                           | application/vnd.ipld.raw                  | 406",
                "format=html                       | application/vnd.ipld.raw                  | 406",
                "format=tar                        | application/vnd.ipld.raw                  | 406",
                "format=dag-json                   | application/vnd.ipld.raw                  | 406",
                "format=ipns-record                | application/vnd.ipld.raw                  | 400",
                "download=true&x=%C3%A9            | application/vnd.ipld.raw                  | raw",
                "x=%ff                             | application/vnd.ipld.raw                  | 400",
                "filename=%00                      | application/vnd.ipld.raw                  | 400",
            })
    void query_withAccept_countsMore(String query, String accept, String expected) throws IOException {
        expect(get("/ipfs/" + block.cid() + "?" + query, "Accept: " + accept), expected);
    }

    private static void expect(Answer answer, String expected) {
        switch (expected) {
            case "raw" -> {
                assertThat(answer.status).isEqualTo(200);
                assertThat(answer.header("Content-Type")).isEqualTo(RAW);
                assertThat(answer.body).isEqualTo(CONTENT);
            }
            case "y", "n" -> {
                assertThat(answer.status).isEqualTo(200);
                assertThat(answer.header("Content-Type")).isEqualTo(CAR + "; version=1; order=dfs; dups=" + expected);
                assertThat(answer.blocks()).hasSize(1);
            }
            default -> {
                assertThat(answer.status).isEqualTo(Integer.parseInt(expected));
                assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            }
        }
    }

    // ---- conditions, ranges

    @Test
    void ifNoneMatch_tagOfTheAnswer_isNotModified() throws IOException {
        String tag = get(raw(block.cid())).header("ETag");
        for (String value : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            Answer answer = get(raw(block.cid()), "If-None-Match: " + value);
            assertThat(answer.status).as(value).isEqualTo(304);
            assertThat(answer.body).isEmpty();
            assertThat(answer.header("ETag")).isEqualTo(tag);
            assertThat(answer.header("Cache-Control")).contains("immutable");
        }
        for (String value : List.of("\"other\"", block.cid() + ".raw", "\"" + block.cid() + "\"")) {
            assertThat(get(raw(block.cid()), "If-None-Match: " + value).status)
                    .as(value)
                    .isEqualTo(200);
        }
    }

    @Test
    void ifNoneMatch_carOfTheSameScope_isNotModified() throws IOException {
        String target = "/ipfs/" + block.cid() + "?format=car";
        String all = get(target).header("ETag");
        assertThat(all).startsWith("W/\"all.").endsWith(".car\"");
        assertThat(get(target, "If-None-Match: " + all).status).isEqualTo(304);
        assertThat(get(target, "If-None-Match: *").status).isEqualTo(304);
        List<String> tags = new ArrayList<>(List.of(all));
        for (String more : List.of(
                "&dag-scope=block", "&dag-scope=entity", "&entity-bytes=0:1", "&entity-bytes=0:*", "&car-dups=y")) {
            Answer answer = get(target + more, "If-None-Match: " + all);
            assertThat(answer.status).as(more).isEqualTo(200);
            tags.add(answer.header("ETag"));
        }
        assertThat(tags).doesNotHaveDuplicates();
        assertThat(tags.get(2)).startsWith("W/\"entity.");
    }

    @Test
    void ifNoneMatch_anyOfWhatIsNotHere_isNotFound() throws IOException {
        Cid missing = Block.of(Codec.RAW, new byte[] {1}).cid();
        assertThat(get(raw(missing), "If-None-Match: *").status).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=7-9                 | 206 | 7  | 10",
                "bytes=0-0                 | 206 | 0  | 1",
                "bytes=4-                  | 206 | 4  | 17",
                "bytes=4-999999            | 206 | 4  | 17",
                "bytes=-5                  | 206 | 12 | 17",
                "bytes=-999                | 206 | 0  | 17",
                "BYTES=1-2                 | 206 | 1  | 3",
                "bytes=7-9,1-3             | 200 | 0  | 17",
                "bytes=9-7                 | 200 | 0  | 17",
                "bytes=-                   | 200 | 0  | 17",
                "bytes=a-b                 | 200 | 0  | 17",
                "lines=1-2                 | 200 | 0  | 17",
                "bytes=17-                 | 416 | 0  | 0",
                "bytes=999999999999999999- | 416 | 0  | 0",
                "bytes=-0                  | 416 | 0  | 0",
            })
    void range_ofARawBlock_isAnsweredAsRfc9110Says(String range, int status, int from, int to) throws IOException {
        Answer answer = get(raw(block.cid()), "Range: " + range);
        assertThat(answer.status).isEqualTo(status);
        if (status == 416) {
            assertThat(answer.header("Content-Range")).isEqualTo("bytes */17");
            return;
        }
        assertThat(answer.text()).isEqualTo(new String(CONTENT, StandardCharsets.UTF_8).substring(from, to));
        assertThat(answer.header("Content-Range"))
                .isEqualTo(status == 206 ? "bytes " + from + "-" + (to - 1) + "/17" : "");
    }

    @Test
    void ifRange_otherVersion_givesTheWhole() throws IOException {
        String tag = get(raw(block.cid())).header("ETag");
        assertThat(get(raw(block.cid()), "Range: bytes=0-1", "If-Range: " + tag).status)
                .isEqualTo(206);
        assertThat(get(raw(block.cid()), "Range: bytes=0-1", "If-Range: \"other\"").status)
                .isEqualTo(200);
        assertThat(get(raw(block.cid()), "Range: bytes=0-1", "If-Range: W/" + tag).status)
                .isEqualTo(200);
        assertThat(head(raw(block.cid()), "Range: bytes=0-1").status).isEqualTo(200);
    }

    @Test
    void onlyIfCached_isPreconditionFailedForWhatIsNotHere() throws IOException {
        Cid missing = Block.of(Codec.RAW, new byte[] {1}).cid();
        serve(BlockStore.readThrough(store, cid -> {
            throw new AssertionError("nothing may be fetched for " + cid);
        }));
        // By hand, as OkHttp would ask its own cache.
        assertThat(status("GET", raw(block.cid()), "Cache-Control: only-if-cached"))
                .isEqualTo(200);
        assertThat(status("GET", raw(missing), "Cache-Control: no-cache, Only-If-Cached"))
                .isEqualTo(412);
        assertThat(status("HEAD", "/ipfs/" + missing + "?format=car", "Cache-Control: only-if-cached"))
                .isEqualTo(412);
        assertThat(status("GET", raw(Cid.parse(EMPTY)), "Cache-Control: only-if-cached"))
                .isEqualTo(200);
    }

    private int status(String method, String target, String header) throws IOException {
        try (Wire wire = Wire.to(servers.get(servers.size() - 1).uri())) {
            return Integer.parseInt(wire.request(method, target, header).line().substring(9, 12));
        }
    }

    // ---- file names

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "foobar.bin          | attachment; filename=\"foobar.bin\"",
                "a+b%20c.txt         | attachment; filename=\"a b c.txt\"",
                "test%D1%82%D0%B5%D1%81%D1%82.car | attachment; filename=\"test____.car\"; filename*=UTF-8''test%D1%82%D0%B5%D1%81%D1%82.car",
                "..%2F..%2Fetc%2Fpasswd           | attachment; filename=\"_._.._etc_passwd\"",
                ".bashrc             | attachment; filename=\"_bashrc\"",
                "a%22%3B%20x=%22b    | attachment; filename=\"a_; x=_b\"",
                "a%5Cb%3Ac%25d       | attachment; filename=\"a_b_c_d\"",
                "gpj%E2%80%AEexe     | attachment; filename=\"gpj_exe\"",
            })
    void filename_ofAStranger_isMadeHarmless(String name, String expected) throws IOException {
        Answer answer = get(raw(block.cid()) + "&filename=" + name);
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.header("Content-Disposition")).isEqualTo(expected);
    }

    @Test
    void filename_withALineBreakOrTooLong_isRefused() throws IOException {
        assertThat(get(raw(block.cid()) + "&filename=a%0D%0ASet-Cookie:%20x=1").status)
                .isEqualTo(400);
        assertThat(get(raw(block.cid()) + "&filename=" + "a".repeat(256)).status)
                .isEqualTo(400);
    }

    // ---- CAR streams

    @Test
    void car_folder_isTheWholeDagDepthFirst() throws IOException {
        Cid other = content.add(new byte[] {1, 2, 3});
        Cid folder = content.addFolder(Map.of("a", block.cid(), "b", other, "c", block.cid()));
        Answer answer = get("/ipfs/" + folder + "?format=car");
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.blocks()).containsExactly(folder, block.cid(), other);
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"" + folder + ".car\"");
        assertThat(answer.header("Accept-Ranges")).isEqualTo("none");
        assertThat(answer.header("X-Ipfs-Roots")).isEqualTo(folder.toString());
        assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
        try (CarReader car = CarReader.open(new ByteArrayInputStream(answer.body))) {
            assertThat(car.roots()).containsExactly(folder);
        }
        assertThat(get("/ipfs/" + folder + "?format=car&car-dups=y").blocks())
                .containsExactly(folder, block.cid(), other, block.cid());
    }

    @Test
    void car_path_startsWithTheBlocksThatProveIt() throws IOException {
        Cid inner = content.addFolder(Map.of("b c", block.cid(), "other", content.add(new byte[] {1})));
        Cid outer = content.addFolder(Map.of("é", inner));
        Answer answer = get("/ipfs/" + outer + "/%C3%A9/b%20c?format=car&dag-scope=block");
        assertThat(answer.blocks()).containsExactly(outer, inner, block.cid());
        assertThat(answer.header("X-Ipfs-Path")).isEqualTo("/ipfs/" + outer + "/%C3%A9/b%20c");
        assertThat(answer.headers).doesNotContainKey("X-Ipfs-Roots");
        assertThat(get("/ipfs/" + outer + "/%C3%A9/?format=car&dag-scope=entity")
                        .blocks())
                .containsExactly(outer, inner);
        assertThat(get("/ipfs/" + outer + "/e?format=car").status).isEqualTo(404);
        assertThat(get("/ipfs/" + outer + "/%C3%A9/b%20c/d?format=car").status).isEqualTo(404);
        assertThat(get("/ipfs/" + outer + "/%C3%A9?format=raw").status).isEqualTo(400);
    }

    @Test
    void car_negotiated_saysWhereCachesFindIt() throws IOException {
        Answer answer = get("/ipfs/" + block.cid() + "?entity-bytes=0:-3&filename=x", "Accept: " + CAR + "; dups=y");
        assertThat(answer.header("Content-Location"))
                .isEqualTo("/ipfs/" + block.cid()
                        + "?format=car&entity-bytes=0:-3&car-version=1&car-order=dfs&car-dups=y");
        assertThat(get(answer.header("Content-Location")).header("ETag")).isEqualTo(answer.header("ETag"));
    }

    @Test
    void car_identityCid_hasNoBlocks() throws IOException {
        Cid identity = Block.of(Codec.RAW, HashFunction.IDENTITY, CONTENT).cid();
        Answer answer = get("/ipfs/" + identity + "?format=car", "Accept: " + CAR + "; dups=y");
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.blocks()).isEmpty();
        Answer probe = get("/ipfs/" + EMPTY + "?format=car");
        try (CarReader car = CarReader.open(new ByteArrayInputStream(probe.body))) {
            assertThat(car.roots()).containsExactly(Cid.parse(EMPTY));
        }
    }

    @Test
    void car_head_hasNoBodyAndIsNotWalked() throws IOException {
        Cid folder = content.addFolder(Map.of("a", block.cid()));
        store.delete(block.cid());
        Answer answer = head("/ipfs/" + folder + "?format=car");
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith(CAR);
        assertThat(answer.header("ETag")).isNotEmpty();
        assertThat(head("/ipfs/" + folder + "/a?format=car").status).isEqualTo(404);
    }

    @Test
    void car_blockMissingMidway_isBrokenOff() {
        Cid folder = content.addFolder(Map.of("a", content.add(new byte[100_000]), "b", block.cid()));
        store.delete(block.cid());
        assertThatThrownBy(() -> get("/ipfs/" + folder + "?format=car")).isInstanceOf(IOException.class);
    }

    @Test
    void car_blockDamagedMidway_isBrokenOff() {
        Block wrong = Block.of(Codec.RAW, new byte[] {9});
        Cid folder = content.addFolder(Map.of("a", block.cid()));
        serve(cid -> cid.equals(block.cid()) ? Optional.of(wrong) : store.get(cid));
        assertThatThrownBy(() -> get("/ipfs/" + folder + "?format=car")).isInstanceOf(IOException.class);
    }

    @Test
    void car_storeThatIsStoppedMidway_isBrokenOff() {
        Cid folder = content.addFolder(Map.of("a", block.cid()));
        serve(cid -> {
            Optional<Block> found = store.get(cid);
            if (cid.equals(block.cid())) {
                store.close();
                return store.get(cid);
            }
            return found;
        });
        assertThatThrownBy(() -> get("/ipfs/" + folder + "?format=car")).isInstanceOf(IOException.class);
    }

    @Test
    void car_overALimit_isBrokenOff() throws IOException {
        Cid folder = content.addFolder(Map.of("a", block.cid(), "b", content.add(new byte[500])));
        serve(store, GatewayServerOptions.builder().maxBlocks(3).build());
        assertThat(get("/ipfs/" + folder + "?format=car").blocks()).hasSize(3);
        serve(store, GatewayServerOptions.builder().maxBlocks(2).build());
        assertThatThrownBy(() -> get("/ipfs/" + folder + "?format=car")).isInstanceOf(IOException.class);
        serve(store, GatewayServerOptions.builder().maxBytes(400).build());
        assertThatThrownBy(() -> get("/ipfs/" + folder + "?format=car")).isInstanceOf(IOException.class);
    }

    // ---- what is not served

    @Test
    void deny_content_isGoneWhateverAsksForIt() throws IOException {
        Cid folder = content.addFolder(Map.of("a", block.cid()));
        serve(store, GatewayServerOptions.builder().deny(block.cid()::equals).build());
        assertThat(get(raw(block.cid())).status).isEqualTo(410);
        assertThat(head(raw(block.cid())).status).isEqualTo(410);
        assertThat(get(raw(block.cid()), "If-None-Match: \"" + block.cid() + ".raw\"").status)
                .isEqualTo(410);
        assertThat(status("GET", raw(block.cid()), "Cache-Control: only-if-cached"))
                .isEqualTo(410);
        assertThat(get("/ipfs/" + folder + "/a?format=car").status).isEqualTo(410);
        assertThat(get(raw(folder)).status).isEqualTo(200);
        assertThatThrownBy(() -> get("/ipfs/" + folder + "?format=car")).isInstanceOf(IOException.class);
    }

    @Test
    void deny_versionZero_isTheSameContent() throws IOException {
        Cid folder = content.addFolder(Map.of("a", block.cid()));
        serve(store, GatewayServerOptions.builder().deny(folder::equals).build());
        assertThat(get(raw(folder.toV0())).status).isEqualTo(410);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void method_thatChangesSomething_isNotAllowed(String method) throws IOException {
        Answer answer = send(at(raw(block.cid())).method(method, okhttp3.RequestBody.create(new byte[0])));
        assertThat(answer.status).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void body_ofARequest_isTooLarge() throws IOException {
        Answer answer = send(at(raw(block.cid())).post(okhttp3.RequestBody.create(new byte[1000])));
        assertThat(answer.status).isEqualTo(413);
        assertThat(answer.header("Connection")).isEqualTo("close");
    }

    @Test
    void options_ofAnything_saysWhatScriptsMayDo() throws IOException {
        Answer answer = send(at("/ipfs/" + block.cid()).method("OPTIONS", null));
        assertThat(answer.status).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("Range", "Content-Type");
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("Content-Range", "X-Ipfs-Roots");
    }

    @Test
    void crossOrigin_switchedOff_allowsNothing() throws IOException {
        serve(store, GatewayServerOptions.builder().crossOrigin(false).build());
        assertThat(get(raw(block.cid())).headers).doesNotContainKey("Access-Control-Allow-Origin");
    }

    @Test
    void serviceWorker_isRefused() throws IOException {
        assertThat(get(raw(block.cid()), "Service-Worker: script").status).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"/, 404", "/ipns, 404", "/api/v0/id, 404", "/ipfs, 404", "/ipfs/, 400", "/ipfs/abc, 400"})
    void target_outsideOfContent_isRefused(String target, int status) throws IOException {
        assertThat(get(target).status).isEqualTo(status);
    }

    // ---- records of names

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static IpnsRecord record(KeyPair keys, Duration validity, Duration timeToLive) {
        return IpnsRecord.builder("/ipfs/" + EMPTY, 1, Instant.now().plus(validity))
                .timeToLive(timeToLive)
                .sign(keys);
    }

    private void serveRecords(IpnsRecordStore records) {
        serve(store, GatewayServerOptions.builder().records(records).build());
    }

    @Test
    void record_thatIsHere_isSentAsItIs() throws IOException {
        IpnsRecord record = record(keys(), Duration.ofDays(2), Duration.ofMinutes(30));
        IpnsRecordStore records = IpnsRecordStore.memory();
        records.put(record.name(), record.encoded());
        serveRecords(records);
        Answer answer = get("/ipns/" + record.name(), "Accept: application/vnd.ipfs.ipns-record");
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.body).isEqualTo(record.encoded());
        assertThat(answer.header("Content-Type")).isEqualTo("application/vnd.ipfs.ipns-record");
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"" + record.name() + ".ipns-record\"");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=1800");
        assertThat(answer.header("Content-Location")).isEqualTo("/ipns/" + record.name() + "?format=ipns-record");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        String target = "/ipns/" + record.name().peerId() + "?format=ipns-record";
        assertThat(get(target).body).isEqualTo(record.encoded());
        assertThat(head(target).header("Content-Length")).isEqualTo(Integer.toString(record.encoded().length));
        assertThat(get(target, "If-None-Match: " + answer.header("ETag")).status)
                .isEqualTo(304);
    }

    @Test
    void record_thatEndsSoon_isNotCachedForLonger() throws IOException {
        IpnsRecord record = record(keys(), Duration.ofMinutes(5), Duration.ofHours(1));
        IpnsRecordStore records = IpnsRecordStore.memory();
        records.put(record.name(), record.encoded());
        serveRecords(records);
        String cached = get("/ipns/" + record.name() + "?format=ipns-record").header("Cache-Control");
        assertThat(Long.parseLong(cached.replace("public, max-age=", ""))).isBetween(1L, 300L);
    }

    @Test
    void record_expiredForeignDamagedOrMissing_isNotFound() throws IOException {
        IpnsRecord expired = record(keys(), Duration.ofDays(-1), Duration.ofHours(1));
        IpnsRecord foreign = record(keys(), Duration.ofDays(1), Duration.ofHours(1));
        IpnsRecord damaged = record(keys(), Duration.ofDays(1), Duration.ofHours(1));
        byte[] flipped = damaged.encoded();
        flipped[flipped.length - 1] ^= 1;
        IpnsRecordStore records = IpnsRecordStore.memory();
        records.put(expired.name(), expired.encoded());
        records.put(foreign.name(), damaged.encoded());
        records.put(damaged.name(), flipped);
        serveRecords(records);
        IpnsRecord missing = record(keys(), Duration.ofDays(1), Duration.ofHours(1));
        for (IpnsRecord record : List.of(expired, foreign, damaged, missing)) {
            assertThat(get("/ipns/" + record.name() + "?format=ipns-record").status)
                    .isEqualTo(404);
        }
        serve(store);
        assertThat(get("/ipns/" + damaged.name() + "?format=ipns-record").status)
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "NAME?format=raw, 406",
        "NAME?format=car, 406",
        "NAME, 400",
        "NAME/path?format=ipns-record, 400",
        "/ipns/NAME?format=ipns-record, 400",
        "example.org?format=ipns-record, 400",
        "..%2fNAME?format=ipns-record, 400",
        "bafkqaaa?format=ipns-record, 400",
        "?format=ipns-record, 400",
    })
    void record_askedForInAnotherWay_isRefused(String target, int status) throws IOException {
        IpnsRecord record = record(keys(), Duration.ofDays(2), Duration.ofMinutes(30));
        IpnsRecordStore records = IpnsRecordStore.memory();
        records.put(record.name(), record.encoded());
        serveRecords(records);
        assertThat(get("/ipns/" + target.replace("NAME", record.name().toString())).status)
                .isEqualTo(status);
    }

    // ---- what goes wrong inside

    @Test
    void source_thatFails_tellsNothingOfIt() throws IOException {
        Map<RuntimeException, Integer> failures = Map.of(
                new StoreException("secret", new IOException("secret")), 500,
                new UnreachableException("secret", null), 502,
                new IllegalStateException("secret"), 503,
                new IllegalArgumentException("secret"), 500);
        for (Map.Entry<RuntimeException, Integer> failure : failures.entrySet()) {
            serve(cid -> {
                throw failure.getKey();
            });
            for (String format : List.of("raw", "car")) {
                Answer answer = get("/ipfs/" + block.cid() + "?format=" + format);
                assertThat(answer.status).as("%s", failure.getKey()).isEqualTo(failure.getValue());
                assertThat(answer.text()).doesNotContain("secret");
            }
        }
    }

    @Test
    void source_thatGivesAnotherBlock_isAnInternalError() throws IOException {
        serve(cid -> Optional.of(Block.of(Codec.RAW, new byte[] {1})));
        assertThat(get(raw(block.cid())).status).isEqualTo(500);
    }

    // ---- life

    @Test
    void start_portInUse_saysSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            GatewayServerOptions options = GatewayServerOptions.builder()
                    .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort()))
                    .build();
            assertThatThrownBy(() -> GatewayServer.start(store, options))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void start_hostThatDoesNotResolve_saysSo() {
        GatewayServerOptions options = GatewayServerOptions.builder()
                .address(InetSocketAddress.createUnresolved("no.such.host.invalid", 0))
                .build();
        assertThatThrownBy(() -> GatewayServer.start(store, options)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void uri_ofTheDefault_isLoopbackWithThePortThatWasFree() {
        GatewayServer server = serve(store);
        assertThat(server.uri().toString()).matches("http://127\\.0\\.0\\.1:[0-9]+");
        assertThat(server.uri().getPort()).isNotZero();
        GatewayServerOptions everywhere =
                GatewayServerOptions.builder().address(new InetSocketAddress(0)).build();
        assertThat(serve(store, everywhere).uri().getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void close_twice_leavesNothing() throws IOException {
        GatewayServer server = serve(store);
        assertThat(get(raw(block.cid())).status).isEqualTo(200);
        server.close();
        server.close();
        assertThatThrownBy(() -> get(raw(block.cid()))).isInstanceOf(IOException.class);
        assertThat(store.has(block.cid())).isTrue();
        assertThat(server.uri().getPort()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void options_thatAreNotPositive_areRefused(int value) {
        GatewayServerOptions.Builder builder = GatewayServerOptions.builder();
        assertThatThrownBy(() -> builder.maxRequests(value)).hasMessageContaining("maxRequests must be positive");
        assertThatThrownBy(() -> builder.maxQueued(value)).hasMessageContaining("maxQueued must be positive");
        assertThatThrownBy(() -> builder.maxBlocks(value)).hasMessageContaining("maxBlocks must be positive");
        assertThatThrownBy(() -> builder.writeTimeout(Duration.ofSeconds(value)))
                .hasMessageContaining("writeTimeout must be positive");
        assertThatThrownBy(() -> builder.drainTimeout(Duration.ofSeconds(-1)))
                .hasMessageContaining("drainTimeout must be positive");
        assertThatThrownBy(() -> builder.maxDuration(Duration.ofDays(366))).hasMessageContaining("at most a year");
    }
}
