package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.SeededRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that send what no HTTP library sends, or do not send, or do not read. After each test no thread is left. */
class GatewayServerHostileTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final long DEADLINE_SECONDS = 60;
    private static final String END_OF_CHUNKS = "0\r\n\r\n";

    private final BlockStore store = BlockStore.memory();
    private final ContentStore content = ContentStore.on(store);
    private final Block block = Block.of(Codec.RAW, "1234567".getBytes(StandardCharsets.UTF_8));
    private final String raw = "/ipfs/" + block.cid() + "?format=raw";
    private final List<GatewayServer> servers = new ArrayList<>();

    GatewayServerHostileTest() {
        store.put(block);
    }

    @AfterEach
    void stop() throws InterruptedException {
        servers.forEach(GatewayServer::close);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("gateway") || thread.getName().equals("HTTP-Dispatcher")) {
                thread.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static GatewayServerOptions.Builder patient() {
        return GatewayServerOptions.builder()
                .requestTimeout(NEVER)
                .writeTimeout(NEVER)
                .maxDuration(NEVER)
                .drainTimeout(Duration.ZERO);
    }

    private GatewayServer serve(GatewayServerOptions.Builder options) {
        return serve(store, options);
    }

    private GatewayServer serve(BlockSource blocks, GatewayServerOptions.Builder options) {
        GatewayServer server = GatewayServer.start(blocks, options.build());
        servers.add(server);
        return server;
    }

    private Wire connect(GatewayServer server) throws IOException {
        return Wire.to(server.uri());
    }

    /**
     * That the server serves again. A place is free only a moment after its client has read the whole answer, so who is
     * told to come back does so, as any client would.
     */
    private void assertServes(GatewayServer server) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        String answer = fetchRaw(server);
        while (answer.matches("(?s)HTTP/1.1 (429|503) .*") && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            answer = fetchRaw(server);
        }
        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n1234567");
    }

    private String fetchRaw(GatewayServer server) throws IOException {
        try (Wire wire = connect(server)) {
            return wire.get(raw, "Connection: close").restText();
        }
    }

    /** Something of 64 MiB that takes one of memory: more than sockets hold when nobody reads. */
    private String large() {
        Cid mebibyte = content.add(new byte[1024 * 1024]);
        Map<String, Cid> entries = new TreeMap<>();
        for (int i = 0; i < 64; i++) {
            entries.put("file" + i, mebibyte);
        }
        return "/ipfs/" + content.addFolder(entries) + "?format=car&car-dups=y";
    }

    // ---- slow ones

    @Test
    void head_thatStops_isClosedInTime() throws IOException {
        GatewayServer server = serve(patient().requestTimeout(SOON));
        try (Wire wire = connect(server)) {
            assertThat(wire.send("GET " + raw + " HTTP/1.1\r\nHost: a\r\nX-Slow: ")
                            .rest())
                    .isEmpty();
        }
        assertServes(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\r\n", "a: b\r\n"})
    void head_thatTrickles_isClosedInTimeAllTheSame(String drop) throws IOException {
        GatewayServer server = serve(patient().requestTimeout(SOON));
        try (Wire wire = connect(server)) {
            if (!drop.equals("\r\n")) {
                wire.send("GET " + raw + " HTTP/1.1\r\n");
            }
            // 200 headers are the most that the JDK takes: it was the time.
            assertThat(wire.trickle(drop)).isLessThan(200);
        }
        assertServes(server);
    }

    @Test
    void heads_thatTakeAllThreads_areGivenUpForOthers() throws IOException {
        GatewayServer server = serve(patient().maxRequests(2));
        List<Wire> slow = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            slow.add(connect(server).send("GET " + raw));
        }
        assertServes(server);
        for (Wire wire : slow) {
            wire.close();
        }
    }

    @Test
    void body_thatIsAnnouncedAndNeverComes_isNotWaitedFor() throws IOException {
        GatewayServer server = serve(patient().maxRequests(1).maxDuration(SOON));
        try (Wire wire = connect(server)) {
            assertThat(wire.request("POST", raw, "Content-Length: 1000").restText())
                    .startsWith("HTTP/1.1 413 ");
        }
        assertServes(server);
    }

    @Test
    void client_thatNeverReadsACar_losesItsThread() throws IOException {
        GatewayServer server = serve(patient().maxRequests(1).writeTimeout(SOON));
        try (Wire wire = Wire.to(server.uri(), 4096)) {
            wire.get(large());
            assertServes(server);
            assertThat(wire.restText()).startsWith("HTTP/1.1 200 ").doesNotEndWith(END_OF_CHUNKS);
        }
    }

    @Test
    void client_thatReadsTooSlowlyForTheWhole_losesItsThread() throws IOException {
        GatewayServer server = serve(patient().maxRequests(1).maxDuration(SOON));
        try (Wire wire = Wire.to(server.uri(), 4096)) {
            wire.get(large());
            assertServes(server);
            assertThat(wire.restText()).doesNotEndWith(END_OF_CHUNKS);
        }
    }

    @Test
    void client_thatNeverReadsManyAnswers_losesItsThread() throws IOException {
        Block largest = Block.of(Codec.RAW, new byte[Block.MAX_SIZE]);
        store.put(largest);
        GatewayServer server = serve(patient().maxRequests(1).writeTimeout(SOON));
        try (Wire wire = Wire.to(server.uri(), 4096)) {
            for (int i = 0; i < 32; i++) {
                wire.get("/ipfs/" + largest.cid() + "?format=raw");
            }
            assertServes(server);
        }
    }

    @Test
    void source_thatHangs_isEndedWithTheRequest() throws IOException {
        GatewayServer server = serve(
                cid -> cid.equals(block.cid()) ? store.get(cid) : hang(),
                patient().maxRequests(1).maxDuration(SOON));
        try (Wire wire = connect(server)) {
            Cid other = Block.of(Codec.RAW, new byte[] {1}).cid();
            assertThat(wire.get("/ipfs/" + other + "?format=raw").rest()).isEmpty();
        }
        assertServes(server);
    }

    private static Optional<Block> hang() {
        return await(new CountDownLatch(1));
    }

    private static Optional<Block> await(CountDownLatch latch) {
        try {
            assertThat(latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("wait for a block");
        }
    }

    // ---- many

    /** Gives its blocks only when told to. */
    private final class Gate implements BlockSource {
        private final CountDownLatch asked;
        private final CountDownLatch open = new CountDownLatch(1);

        Gate(int asked) {
            this.asked = new CountDownLatch(asked);
        }

        @Override
        public Optional<Block> get(Cid cid) {
            asked.countDown();
            await(open);
            return store.get(cid);
        }

        void awaitAsked() throws InterruptedException {
            assertThat(asked.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void overload_moreThanThreadsAndQueue_isToldToComeBack() throws Exception {
        Gate gate = new Gate(1);
        GatewayServer server = serve(gate, patient().maxRequests(1).maxQueued(1));
        try (Wire first = connect(server);
                Wire one = connect(server);
                Wire other = connect(server)) {
            first.get(raw);
            gate.awaitAsked();
            // One of the two waits in the queue; which one is up to the selector.
            CompletableFuture<String> second = head(one.get(raw));
            CompletableFuture<String> third = head(other.get(raw));
            assertThat(CompletableFuture.anyOf(second, third).get(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .asString()
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-after: 1\n", "Connection: close\n");
            gate.open.countDown();
            assertThat(first.head()).startsWith("HTTP/1.1 200 ");
            assertThat(List.of(
                            second.get(DEADLINE_SECONDS, TimeUnit.SECONDS).substring(0, 13),
                            third.get(DEADLINE_SECONDS, TimeUnit.SECONDS).substring(0, 13)))
                    .containsExactlyInAnyOrder("HTTP/1.1 503 ", "HTTP/1.1 200 ");
        }
    }

    private static CompletableFuture<String> head(Wire wire) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return wire.head();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void overload_farMoreThanThreadsAndQueue_isClosedAndLeavesTheServerWell() throws Exception {
        Gate gate = new Gate(1);
        GatewayServer server = serve(gate, patient().maxRequests(1).maxQueued(1));
        List<Wire> wires = new ArrayList<>();
        try (Wire first = connect(server).get(raw)) {
            gate.awaitAsked();
            for (int i = 0; i < 200; i++) {
                // Half of them take the threads that refuse, too.
                wires.add(
                        i % 2 == 0
                                ? connect(server).get(raw, "Connection: close")
                                : connect(server).send("GET /"));
            }
            gate.open.countDown();
            assertThat(first.head()).startsWith("HTTP/1.1 200 ");
            for (int i = 1; i < wires.size(); i += 2) {
                wires.get(i).close();
            }
            for (int i = 0; i < wires.size(); i += 2) {
                assertThat(wires.get(i).restText()).matches("(?s)|HTTP/1.1 (503|200) .*");
            }
        }
        assertServes(server);
    }

    @Test
    void client_withMoreThanItsShare_isToldSo() throws Exception {
        Gate gate = new Gate(1);
        GatewayServer server = serve(gate, patient().maxRequests(4).maxRequestsPerClient(1));
        try (Wire first = connect(server);
                Wire second = connect(server)) {
            first.get(raw);
            gate.awaitAsked();
            assertThat(second.get(raw).head()).startsWith("HTTP/1.1 429 ").contains("Retry-after: 1\n");
            gate.open.countDown();
            assertThat(first.head()).startsWith("HTTP/1.1 200 ");
        }
        assertServes(server);
    }

    // ---- large ones

    @Test
    void target_tooLong_isRefused() throws IOException {
        GatewayServer server = serve(patient());
        try (Wire wire = connect(server)) {
            assertThat(wire.get(raw + "&x=" + "a".repeat(9000)).line()).startsWith("HTTP/1.1 414 ");
        }
        try (Wire wire = connect(server)) {
            assertThat(wire.send("GET /" + "a".repeat(1_000_000)).rest()).isEmpty();
        }
        assertServes(server);
    }

    @Test
    void headers_tooLargeOrTooMany_areRefused() throws IOException {
        GatewayServer server = serve(patient());
        try (Wire wire = connect(server)) {
            assertThat(wire.get(raw, "X-Large: " + "a".repeat(40_000)).line()).startsWith("HTTP/1.1 431 ");
        }
        try (Wire wire = connect(server)) {
            assertThat(wire.get(raw, "X-Huge: " + "a".repeat(1_000_000)).rest()).isEmpty();
        }
        try (Wire wire = connect(server)) {
            String many =
                    IntStream.range(0, 1000).mapToObj(i -> "X" + i + ": y").collect(Collectors.joining("\r\n"));
            assertThat(wire.get(raw, many).rest()).isEmpty();
        }
        assertServes(server);
    }

    // ---- odd ones

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ipfs/CID/../x                | 400",
                "/ipfs/CID/a/..                | 400",
                "/ipfs/CID/./a                 | 400",
                "/ipfs/CID//a                  | 400",
                "/ipfs/CID/a//                 | 400",
                "/ipfs/CID/%2e%2e/x            | 400",
                "/ipfs/CID/%2E.                | 400",
                "/ipfs/CID/%2e%2e%2fx          | 400",
                "/ipfs/CID/a%2fb               | 400",
                "/ipfs/CID%2f..%2fb            | 400",
                "/ipfs/CID/%252e%252e          | 404",
                "/ipfs/CID/a%252fb             | 404",
                "/ipfs/CID/a%5c..              | 404",
                "/ipfs/CID/%00                 | 400",
                "/ipfs/CID/a%0d%0aSet-Cookie:x | 400",
                "/ipfs/CID/%c0%ae%c0%ae        | 400",
                "/ipfs/CID/%e0%80%af           | 400",
                "/ipfs/CID/%ed%a0%80           | 400",
                "/ipfs/CID/%ff                 | 400",
                "/ipfs/CID/%2                  | 400",
                "/ipfs/CID/%zz                 | 400",
                "/ipfs/CID/%u002e              | 400",
                "/ipfs/CID/é                   | 400",
                "/ipfs/CID/a\\..\\b            | 400",
                "/ipfs/%2e%2e/etc/passwd       | 400",
                "/ipfs/../ipfs/CID             | 400",
                "/ipfs/CID#x                   | 400",
                "/./ipfs/CID                   | 404",
                "/x/../ipfs/CID                | 404",
                "/IPFS/CID                     | 404",
                "/%69pfs/CID                   | 404",
                "//ipfs/CID                    | 400",
                "///ipfs/CID                   | 400",
                "//evil.example/ipfs/CID       | 400",
                "http://evil.example/ipfs/CID  | 400",
                "http:///ipfs/CID              | 400",
                "file:///ipfs/CID              | 400",
                "ipfs/CID                      | 404",
                "*                             | 404",
                "/ipfs/CID/LONG                | 400",
            })
    void target_thatOthersMightReadDifferently_isRefused(String target, int status) throws IOException {
        Cid folder = content.addFolder(Map.of("a", block.cid()));
        String sent = target.replace("CID", folder.toString()).replace("LONG", "a/".repeat(65)) + "?format=car";
        try (Wire wire = connect(serve(patient()))) {
            assertThat(wire.get(sent, "Connection: close").restText())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .doesNotContain("1234567", "passwd", "Set-Cookie");
        }
    }

    @Test
    void target_ofAnotherKind_isClosed() throws IOException {
        GatewayServer server = serve(patient());
        try (Wire wire = connect(server)) {
            assertThat(wire.get("mailto:a@example.org").restText()).doesNotContain("200");
        }
        assertServes(server);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Host: localhost                                 | 200",
                "Host: localhost:1234                            | 200",
                "Host: [::1]:80                                  | 200",
                "Host: bafkqaaa.ipfs.localhost                   | 200",
                "X: y                                            | 400",
                "Host: a\\r\\nHost: b                            | 400",
                "Host: a, b                                      | 400",
                "Host: a/ipfs                                    | 400",
                "Host: user@a                                    | 400",
                "Host: a b                                       | 400",
                "Host: a:80:80                                   | 400",
            })
    void host_isCheckedAndChangesNothing(String header, int status) throws IOException {
        try (Wire wire = connect(serve(patient()))) {
            wire.send("GET " + raw + " HTTP/1.1\r\n" + header.replace("\\r\\n", "\r\n")
                    + "\r\nConnection: close\r\n\r\n");
            String answer = wire.restText();
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            assertThat(answer.endsWith("\r\n\r\n1234567")).isEqualTo(status == 200);
        }
    }

    @Test
    void protocol_oldOrUnknown_getsNoStreamWhoseEndItCannotTell() throws IOException {
        GatewayServer server = serve(patient());
        Map<String, String> expected = Map.of(
                "GET " + raw + " HTTP/1.0\r\n\r\n",
                "200",
                "GET /ipfs/" + block.cid() + "?format=car HTTP/1.0\r\n\r\n",
                "505",
                "GET " + raw + " HTTP/3.0\r\nHost: a\r\nConnection: close\r\n\r\n",
                "505",
                "GET " + raw + "\r\n\r\n",
                "400",
                "nonsense\r\n\r\n",
                "400");
        for (Map.Entry<String, String> request : expected.entrySet()) {
            try (Wire wire = connect(server)) {
                assertThat(wire.send(request.getKey()).restText())
                        .as(request.getKey())
                        .startsWith("HTTP/1.1 " + request.getValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Content-Length: 4\r\nContent-Length: 4",
                "Content-Length: 99",
                "Content-Length: +4",
                "Content-Length: 4",
                "Transfer-Encoding: chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
            })
    void smuggling_requestInABody_isNotAnswered(String headers) throws IOException {
        String hidden = "GET " + raw + " HTTP/1.1\r\nHost: a\r\n\r\n";
        try (Wire wire = connect(serve(patient().maxDuration(SOON)))) {
            String answers = wire.get("/ipfs/bafkqaaa?format=raw", headers)
                    .send("0\r\n\r\n" + hidden)
                    .restText();
            assertThat(answers).doesNotContain("1234567", "HTTP/1.1 200");
        }
    }

    @Test
    void pipelining_isAnsweredInOrder() throws IOException {
        GatewayServer server = serve(patient());
        StringBuilder requests = new StringBuilder();
        for (String target : List.of(raw, "/ipfs/bafkqaaa?format=raw", "/nothing", raw)) {
            requests.append("GET ").append(target).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        try (Wire wire = connect(server).send(requests.toString())) {
            assertThat(wire.head()).startsWith("HTTP/1.1 200 ");
            assertThat(wire.body(7)).asString().isEqualTo("1234567");
            assertThat(wire.head()).startsWith("HTTP/1.1 200 ").contains("Content-length: 0\n");
            String notFound = wire.head();
            assertThat(notFound).startsWith("HTTP/1.1 404 ");
            int length = Integer.parseInt(notFound.replaceAll("(?s).*Content-length: ([0-9]+)\n.*", "$1"));
            assertThat(wire.body(length)).hasSize(length);
            assertThat(wire.head()).startsWith("HTTP/1.1 200 ");
            assertThat(wire.body(7)).asString().isEqualTo("1234567");
        }
    }

    @Test
    void head_isFollowedByTheNextAnswerAndNotByABody() throws IOException {
        try (Wire wire = connect(serve(patient()))) {
            wire.request("HEAD", raw).request("HEAD", "/nothing").request("HEAD", raw.replace("raw", "car"));
            wire.get(raw, "Connection: close");
            assertThat(wire.head()).startsWith("HTTP/1.1 200 ").contains("Content-length: 7\n");
            assertThat(wire.head()).startsWith("HTTP/1.1 404 ");
            assertThat(wire.head()).startsWith("HTTP/1.1 200 ").doesNotContain("Content-length");
            assertThat(wire.restText()).startsWith("HTTP/1.1 200 ").endsWith("1234567");
        }
    }

    @Test
    void car_thatCannotBeCompleted_hasNoLastChunk() throws IOException {
        Cid folder = content.addFolder(Map.of("a", content.add(new byte[300_000]), "b", block.cid()));
        store.delete(block.cid());
        GatewayServer server = serve(patient());
        try (Wire wire = connect(server)) {
            assertThat(wire.get("/ipfs/" + folder + "?format=car").restText())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("chunked")
                    .doesNotEndWith(END_OF_CHUNKS);
        }
    }

    @Test
    void requests_mutatedInAnyWay_leaveTheServerWell() throws IOException {
        SeededRandom random = SeededRandom.create("GatewayServerHostileTest");
        GatewayServer server = serve(patient().requestTimeout(SOON).maxDuration(SOON));
        Cid folder = content.addFolder(Map.of("a", block.cid()));
        byte[] request = ("GET /ipfs/" + folder
                        + "/a?format=car&entity-bytes=0:*&car-dups=y&filename=a.car HTTP/1.1\r\n"
                        + "Host: localhost:80\r\nAccept: application/vnd.ipld.car; version=1; q=0.5, */*\r\n"
                        + "If-None-Match: W/\"a\", \"b\"\r\nRange: bytes=0-1\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 300; i++) {
            String mutated = new String(random.mutated(request), StandardCharsets.ISO_8859_1);
            try (Wire wire = connect(server)) {
                String answer = wire.send(mutated).end().restText();
                assertThat(answer)
                        .as("%s, request %d: %s", random.seed(), i, mutated)
                        .matches("(?s)|HTTP/1.1 [2345][0-9][0-9].*")
                        .doesNotContain("Exception:", "at network.cortensor");
            }
        }
        assertServes(server);
    }

    // ---- the end

    @Test
    void close_whileAnswering_completesWhatIsUnderWay() throws Exception {
        Gate gate = new Gate(1);
        GatewayServer server = serve(gate, patient().drainTimeout(NEVER));
        try (Wire first = connect(server);
                Wire second = connect(server)) {
            first.get(raw);
            gate.awaitAsked();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            // Refused as soon as the server has begun to close.
            String head = second.get("/ipfs/bafkqaaa?format=raw").head();
            while (head.startsWith("HTTP/1.1 200 ")) {
                head = second.get("/ipfs/bafkqaaa?format=raw").head();
            }
            assertThat(head).startsWith("HTTP/1.1 503 ");
            assertThat(closing).isNotDone();
            gate.open.countDown();
            assertThat(first.restText()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n1234567");
            closing.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void close_whileASourceHangs_waitsForTheDrainTimeOnly() throws Exception {
        Gate gate = new Gate(1);
        GatewayServer server = serve(gate, patient().drainTimeout(SOON));
        try (Wire first = connect(server)) {
            first.get(raw);
            gate.awaitAsked();
            server.close();
            assertThat(first.rest()).isEmpty();
        }
    }

    @Test
    void close_interrupted_doesNotWait() throws Exception {
        Gate gate = new Gate(1);
        GatewayServer server = serve(gate, patient().drainTimeout(NEVER));
        try (Wire first = connect(server)) {
            first.get(raw);
            gate.awaitAsked();
            Thread.currentThread().interrupt();
            server.close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(first.rest()).isEmpty();
        }
    }
}
