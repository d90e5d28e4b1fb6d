package network.cortensor.sdk.ipfs.internal.http;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cancellation;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.DeadlineExceededException;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.StoreException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.Watch;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class HttpClientTest {
    private static final String SECRET = "what-the-server-wrote";

    private final MockWebServer server = new MockWebServer();
    private final HttpClient client = HttpClient.create(8);
    private final CountDownLatch testEnds = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        testEnds.countDown();
        client.close();
        server.close();
    }

    private HttpAnswer get(String path) {
        return get(path, HttpLimits.DEFAULT, CallOptions.none());
    }

    private HttpAnswer get(String path, HttpLimits limits, CallOptions call) {
        return client.send(
                new Request.Builder().url(server.url(path)).build(), limits, Watch.start("test the client", call));
    }

    /** A body that says something and then nothing until the test is over. */
    private MockResponseBody silentAfter(byte[] start, CountDownLatch said) {
        return new MockResponseBody() {
            @Override
            public long getContentLength() {
                return -1;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(start).flush();
                said.countDown();
                await(testEnds);
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Throwable> failureOf(Runnable work) {
        try {
            work.run();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    @Test
    void send_answer_hasStatusHeadersAndBody() {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "Text/Plain; charset=utf-8")
                .body("content")
                .build());
        try (HttpAnswer answer = get("/a")) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.contentType()).contains("text/plain");
            assertThat(answer.bytes(7)).asString().isEqualTo("content");
        }
    }

    @Test
    void send_request_saysNothingAboutItsUser() throws InterruptedException {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Set-Cookie", "id=1; Path=/")
                .body("")
                .build());
        server.enqueue(new MockResponse.Builder().body("").build());
        get("/").close();
        get("/").close();

        server.takeRequest();
        RecordedRequest second = server.takeRequest();
        assertThat(second.getHeaders().names())
                .containsExactlyInAnyOrder("Host", "User-Agent", "Accept-Encoding", "Connection");
        assertThat(second.getHeaders().get("User-Agent")).isEqualTo("cortensor-sdk-java");
        assertThat(second.getHeaders().get("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void bytes_endlessBody_isMalformedAndEnds() {
        server.enqueue(new MockResponse.Builder().body(new EndlessBody()).build());
        try (HttpAnswer answer = get("/")) {
            assertThatThrownBy(() -> answer.bytes(100_000))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("100000");
        }
    }

    private static final class EndlessBody implements MockResponseBody {
        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            byte[] some = new byte[8192];
            while (true) {
                sink.write(some).flush();
            }
        }
    }

    @Test
    void bytes_lyingContentLength_isUnreachable() {
        server.enqueue(new MockResponse.Builder()
                .body("short")
                .setHeader("Content-Length", 1000)
                .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE)
                .build());
        try (HttpAnswer answer = get("/")) {
            assertThatThrownBy(() -> answer.bytes(1000)).isInstanceOf(UnreachableException.class);
        }
    }

    @Test
    void bytes_cutChunks_isUnreachable() {
        server.enqueue(new MockResponse.Builder()
                .chunkedBody("a".repeat(50_000), 1000)
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        try (HttpAnswer answer = get("/")) {
            assertThatThrownBy(() -> answer.bytes(100_000)).isInstanceOf(UnreachableException.class);
        }
    }

    @Test
    void bytes_slowDrip_isUnreachable() {
        HttpLimits limits = HttpLimits.DEFAULT.withStall(Duration.ofMillis(300), 1000);
        server.enqueue(new MockResponse.Builder()
                .body("a".repeat(100_000))
                .throttleBody(1, 50, java.util.concurrent.TimeUnit.MILLISECONDS)
                .build());
        try (HttpAnswer answer = get("/", limits, CallOptions.none())) {
            assertThatThrownBy(() -> answer.bytes(100_000))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("fewer than 1000 bytes");
        }
    }

    @Test
    void bytes_silentServer_isUnreachable() {
        HttpLimits limits = HttpLimits.DEFAULT.withStall(Duration.ofMillis(200), 0);
        server.enqueue(new MockResponse.Builder()
                .body(silentAfter(new byte[10], new CountDownLatch(1)))
                .build());
        try (HttpAnswer answer = get("/", limits, CallOptions.none())) {
            assertThatThrownBy(() -> answer.bytes(1000))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("no answer in time");
        }
    }

    @Test
    void send_noAnswer_isUnreachable() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        HttpLimits limits = HttpLimits.DEFAULT.withAnswer(Duration.ofMillis(200));
        assertThatThrownBy(() -> get("/", limits, CallOptions.none()))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("no answer within");
    }

    @Test
    void send_nobodyListens_isUnreachable() throws IOException {
        Request request = new Request.Builder().url(server.url("/")).build();
        server.close();
        assertThatThrownBy(() -> client.send(request, HttpLimits.DEFAULT, Watch.start("test", CallOptions.none())))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("could not test");
    }

    @Test
    void send_headerBomb_isUnreachable() {
        MockResponse.Builder bomb = new MockResponse.Builder();
        for (int line = 0; line < 400; line++) {
            bomb.addHeader("X-" + line, "b".repeat(1000));
        }
        server.enqueue(bomb.build());
        assertThatThrownBy(() -> get("/")).isInstanceOf(UnreachableException.class);
    }

    @Test
    void send_deadline_endsTheWaitForHeaders() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        CallOptions call = CallOptions.builder().timeout(Duration.ofMillis(200)).build();
        assertThatThrownBy(() -> get("/", HttpLimits.DEFAULT, call)).isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void bytes_deadline_endsTheWaitForTheBody() {
        CountDownLatch said = new CountDownLatch(1);
        server.enqueue(
                new MockResponse.Builder().body(silentAfter(new byte[10], said)).build());
        CallOptions call = CallOptions.builder().timeout(Duration.ofMillis(500)).build();
        try (HttpAnswer answer = get("/", HttpLimits.DEFAULT, call)) {
            assertThatThrownBy(() -> answer.bytes(1000)).isInstanceOf(DeadlineExceededException.class);
        }
    }

    @Test
    void send_cancelled_endsTheWaitForHeaders() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                asked.countDown();
                await(testEnds);
                return new MockResponse.Builder().build();
            }
        });
        Cancellation cancellation = new Cancellation();
        CallOptions call = CallOptions.builder().cancellation(cancellation).build();
        FutureTask<Optional<Throwable>> task =
                new FutureTask<>(() -> failureOf(() -> get("/", HttpLimits.DEFAULT, call)));
        new Thread(task).start();
        asked.await();
        cancellation.cancel();
        assertThat(task.get().orElseThrow()).isInstanceOf(CancelledException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "interrupt", "close"})
    void bytes_endedFromOutside_endsTheWaitForTheBody(String how) throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        server.enqueue(
                new MockResponse.Builder().body(silentAfter(new byte[10], said)).build());
        Cancellation cancellation = new Cancellation();
        CallOptions call = CallOptions.builder().cancellation(cancellation).build();
        CountDownLatch reads = new CountDownLatch(1);
        FutureTask<Optional<Throwable>> task = new FutureTask<>(() -> failureOf(() -> {
            try (HttpAnswer answer = get("/", HttpLimits.DEFAULT, call)) {
                reads.countDown();
                answer.bytes(1000);
            }
        }));
        Thread reader = new Thread(task);
        reader.start();
        said.await();
        reads.await();
        switch (how) {
            case "cancel" -> cancellation.cancel();
            case "interrupt" -> reader.interrupt();
            default -> client.close();
        }
        assertThat(task.get().orElseThrow()).isInstanceOf(CancelledException.class);
    }

    @Test
    void send_interruptedBefore_keepsTheFlag() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> get("/")).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "400,false",
        "401,false",
        "403,false",
        "404,false",
        "408,true",
        "410,false",
        "429,true",
        "451,false",
        "500,true",
        "502,true",
        "503,true",
        "301,true"
    })
    void failure_status_tellsNoFromUnknown(int status, boolean unknown) {
        server.enqueue(new MockResponse.Builder().code(status).body(SECRET).build());
        server.enqueue(new MockResponse.Builder().code(status).body(SECRET).build());
        try (HttpAnswer answer = get("/")) {
            assertThatThrownBy(answer::requireSuccess)
                    .isInstanceOf(unknown ? UnreachableException.class : RefusedException.class)
                    .hasMessageContaining(Integer.toString(status))
                    .hasMessageContaining("could not test the client")
                    .hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void send_redirectWithinTheHost_isFollowed() {
        HttpLimits limits = HttpLimits.DEFAULT.withRedirects(2);
        server.enqueue(
                new MockResponse.Builder().code(302).addHeader("Location", "/b").build());
        server.enqueue(new MockResponse.Builder().body("b").build());
        try (HttpAnswer answer = get("/a", limits, CallOptions.none())) {
            assertThat(answer.bytes(1)).asString().isEqualTo("b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://host/", "http://user:secret@127.0.0.1/", ""})
    void send_redirectElsewhereThanHttp_isUnreachable(String location) {
        HttpLimits limits = HttpLimits.DEFAULT.withRedirects(3);
        server.enqueue(new MockResponse.Builder()
                .code(301)
                .addHeader("Location", location.isEmpty() ? "http://" : location)
                .build());
        assertThatThrownBy(() -> get("/", limits, CallOptions.none()))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("redirects")
                .hasMessageNotContaining("passwd")
                .hasMessageNotContaining("secret");
    }

    @Test
    void send_redirectLoop_ends() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .code(307)
                        .addHeader("Location", "/again")
                        .build();
            }
        });
        assertThatThrownBy(() -> get("/", HttpLimits.DEFAULT.withRedirects(3), CallOptions.none()))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("redirects too often");
        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "169.254.169.254", "[::1]", "127.1"})
    void send_redirectToAPrivateAddress_isNotFollowed(String host) {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "http://" + host + ":1/")
                .build());
        assertThatThrownBy(() -> get("/", HttpLimits.DEFAULT.withRedirects(3), CallOptions.none()))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("no public address");
    }

    @Test
    void send_publicOnly_doesNotConnectToLoopback() {
        HttpLimits limits = HttpLimits.DEFAULT.withHosts(HttpLimits.Hosts.PUBLIC);
        Request byAddress = new Request.Builder()
                .url(server.url("/").newBuilder().host("127.0.0.1").build())
                .build();
        Request byName = new Request.Builder()
                .url(server.url("/").newBuilder().host("localhost").build())
                .build();
        for (Request request : new Request[] {byAddress, byName}) {
            assertThatThrownBy(() -> client.send(request, limits, Watch.start("test", CallOptions.none())))
                    .isInstanceOf(UnreachableException.class);
        }
        assertThat(server.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8,true",
        "10.1.2.3,false",
        "127.0.0.1,false",
        "169.254.0.1,false",
        "172.16.0.1,false",
        "172.32.0.1,true",
        "192.168.0.1,false",
        "100.64.0.1,false",
        "100.128.0.1,true",
        "0.0.0.0,false",
        "255.255.255.255,false",
        "224.0.0.1,false",
        "198.18.0.1,false",
        "2606:4700::1111,true",
        "::1,false",
        "fe80::1,false",
        "fd00::1,false",
        "::ffff:10.0.0.1,false",
        "64:ff9b::a00:1,false",
        "64:ff9b::808:808,true",
        "2002:a00:1::,false",
        "2002:808:808::,true",
        "::a00:1,false",
        "ff02::1,false"
    })
    void isPublic_address_isTold(String address, boolean expected) throws Exception {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isEqualTo(expected);
    }

    @Test
    void send_postBodyFails_itsOwnExceptionComesOut() {
        server.enqueue(new MockResponse.Builder().build());
        StoreException own = new StoreException("the store failed", null);
        RequestBody body = new RequestBody() {
            @Override
            public MediaType contentType() {
                return MediaType.get("text/plain");
            }

            @Override
            public void writeTo(BufferedSink sink) {
                throw own;
            }
        };
        Request request = new Request.Builder().url(server.url("/")).post(body).build();
        assertThatThrownBy(() -> client.send(request, HttpLimits.DEFAULT, Watch.start("test", CallOptions.none())))
                .isSameAs(own);
    }

    @Test
    void send_gzipAnswer_isNotInflated() {
        byte[] packed = {0x1f, (byte) 0x8b, 8, 0};
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Encoding", "gzip")
                .body(new Buffer().write(packed))
                .build());
        try (HttpAnswer answer = get("/")) {
            assertThat(answer.bytes(100)).isEqualTo(packed);
        }
    }

    @Test
    void stream_largeBody_comesWhole() throws IOException {
        byte[] content = new byte[3_000_000];
        new java.util.Random(1).nextBytes(content);
        server.enqueue(
                new MockResponse.Builder().body(new Buffer().write(content)).build());
        try (InputStream body = get("/").stream(content.length)) {
            assertThat(body.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void json_tooDeepOrTwice_isMalformedWithoutQuote() {
        for (String text : new String[] {
            "[".repeat(100) + "]".repeat(100), "{\"a\":1,\"a\":2}", "{\"" + SECRET + "\":", SECRET, "", "1 2"
        }) {
            server.enqueue(new MockResponse.Builder().body(text).build());
            try (HttpAnswer answer = get("/")) {
                assertThatThrownBy(() -> answer.json(1000))
                        .isInstanceOf(MalformedException.class)
                        .hasMessageNotContaining(SECRET);
            }
        }
    }

    @Test
    void jsonLines_values_comeOneByOne() {
        server.enqueue(new MockResponse.Builder().body("{\"a\":1}\n\n{\"a\":2}").build());
        try (JsonLines lines = get("/").jsonLines(100, 1000)) {
            assertThat(lines.next().orElseThrow().get("a").asInt()).isEqualTo(1);
            assertThat(lines.next().orElseThrow().get("a").asInt()).isEqualTo(2);
            assertThat(lines.next()).isEmpty();
        }
    }

    @Test
    void jsonLines_longLine_isMalformed() {
        server.enqueue(new MockResponse.Builder().body("\"" + "a".repeat(200)).build());
        try (JsonLines lines = get("/").jsonLines(100, 1000)) {
            assertThatThrownBy(lines::next).isInstanceOf(MalformedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "http://user:secret@host", "http://host?a=b", "http://host#f", "host"})
    void base_unfitUrl_isRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpClient.base(URI.create(url)))
                .withMessageNotContaining("secret");
    }

    @Test
    void base_path_endsWithSlash() {
        assertThat(HttpClient.base(URI.create("https://host/a/b"))).hasToString("https://host/a/b/");
        assertThat(HttpClient.base(URI.create("https://host"))).hasToString("https://host/");
    }
}
