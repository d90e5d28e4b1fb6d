package network.cortensor.sdk.ipfs.kubo;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import network.cortensor.sdk.ipfs.AddOptions;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cancellation;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.DeadlineExceededException;
import network.cortensor.sdk.ipfs.ImportProfile;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.SeededRandom;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.car.CarDuplicates;
import network.cortensor.sdk.ipfs.car.CarWriter;
import network.cortensor.sdk.ipfs.internal.unixfs.DagPbLinks;
import network.cortensor.sdk.ipfs.ipns.IpnsName;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;
import network.cortensor.sdk.ipfs.ipns.RecordRejectedException;
import okhttp3.Headers;
import okio.Buffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Daemons that lie, break off, flood, say nothing or say no. */
@Timeout(60)
class HostileKuboTest {
    private static final String TOKEN = "do-not-show-this-token";
    private static final String REMOTE_TEXT = "remote words that nobody should repeat";
    private static final Cid OTHER = Cid.parse("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyka");
    private static final IpnsName NAME =
            IpnsName.parse("k51qzi5uqu5dlpw593ql806c3px5t9p5tfg76rp4thstdv4xrz6ypnckpp8z5v");

    private final SeededRandom random = SeededRandom.create("HostileKuboTest");
    private final MockWebServer server = new MockWebServer();

    @TempDir
    private Path folder;

    private KuboClient kubo;

    @BeforeEach
    void start() throws IOException {
        server.start();
        kubo = client(0);
    }

    private KuboClient client(int retries) {
        return KuboClient.open(KuboClientOptions.builder(server.url("/").uri())
                .bearerToken(TOKEN)
                .silence(Duration.ofSeconds(20))
                .retries(retries)
                .build());
    }

    @AfterEach
    void stop() {
        kubo.close();
        server.close();
    }

    private static MockResponse.Builder json(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .chunkedBody(body, 16);
    }

    private static String error(String message) {
        return "{\"Message\":\"" + message + "\",\"Code\":0,\"Type\":\"error\"}";
    }

    private void answer(MockResponse.Builder... answers) {
        for (MockResponse.Builder answer : answers) {
            server.enqueue(answer.build());
        }
    }

    /** Nothing that a failure says may hold what is secret, or what the daemon wrote. */
    private static void assertFails(Class<? extends IpfsException> kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(kind).satisfies(failure -> {
            StringWriter all = new StringWriter();
            failure.printStackTrace(new PrintWriter(all));
            assertThat(all.toString()).doesNotContain(TOKEN).doesNotContain(REMOTE_TEXT);
        });
    }

    /** All calls that take no more than a value of the daemon. */
    private List<ThrowingCallable> calls() {
        Block block = Block.of(Codec.RAW, random.bytes(100));
        return List.of(
                kubo::version,
                kubo::peer,
                kubo::keys,
                kubo::repositoryStat,
                () -> kubo.get(block.cid()),
                () -> kubo.put(block),
                () -> kubo.has(block.cid()),
                () -> kubo.delete(block.cid()),
                () -> kubo.pin(block.cid()),
                () -> kubo.unpin(block.cid()),
                () -> kubo.pinned(block.cid()),
                () -> kubo.pins(KuboPinKind.RECURSIVE).forEach(pin -> {}),
                () -> kubo.dagStat(block.cid()),
                () -> kubo.add(block.bytes()),
                () -> kubo.add(block.bytes(), v0()),
                () -> kubo.export(block.cid(), BlockStore.memory()),
                () -> kubo.resolve(NAME),
                () -> kubo.untrustedResolve(NAME),
                () -> kubo.publish(new KuboKey("self", NAME), IpfsPath.of(OTHER), Duration.ofHours(1)),
                () -> kubo.cat(block.cid()));
    }

    private static AddOptions v0() {
        return AddOptions.builder().profile(ImportProfile.UNIXFS_V0_2015).build();
    }

    @Test
    void everyCall_daemonSaysNo_isRefusedWithoutItsWords() {
        for (ThrowingCallable call : calls()) {
            answer(new MockResponse.Builder().code(401).body(REMOTE_TEXT));
            assertFails(RefusedException.class, call);
            answer(new MockResponse.Builder().code(403).body("403 - " + REMOTE_TEXT));
            assertFails(RefusedException.class, call);
            answer(json(error(REMOTE_TEXT)).code(500));
            assertFails(RefusedException.class, call);
            answer(new MockResponse.Builder().code(500).body("<html>" + REMOTE_TEXT));
            assertFails(RefusedException.class, call);
        }
    }

    /** The words of a missing thing, from a command that looks for nothing: what a caller can catch is an IpfsException. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipld: could not find bafkqaaa",
                "routing: not found",
                "could not resolve name",
                "not pinned or pinned indirectly",
                "path is not pinned"
            })
    void everyCallThatLooksForNothing_daemonMissesSomething_isRefused(String message) {
        Block block = Block.of(Codec.RAW, random.bytes(100));
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                kubo::version,
                kubo::peer,
                kubo::keys,
                kubo::repositoryStat,
                () -> kubo.put(block),
                () -> kubo.delete(block.cid()),
                () -> kubo.pins(KuboPinKind.RECURSIVE).forEach(pin -> {}),
                () -> kubo.add(block.bytes(), v0()),
                () -> kubo.importCar(new ByteArrayInputStream(car(block.cid(), List.of(block)))),
                () -> kubo.publish(new KuboKey("self", NAME), IpfsPath.of(OTHER), Duration.ofHours(1)))) {
            answer(json(error(message)).code(500));
            assertFails(RefusedException.class, call);
        }
    }

    /** A datastore or a network that lacks something of its own says nothing about the block, pin or name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "open /blocks/X.data: file not found",
                "lookup delegated.example: host not found",
                "ipld: could not find X: datastore closed",
                "not pinned or pinned indirectly: datastore closed",
                "could not resolve name: host not found"
            })
    void everyCallThatLooksForSomething_daemonMissesSomethingElse_isRefused(String message) {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> kubo.get(OTHER),
                () -> kubo.has(OTHER),
                () -> kubo.pin(OTHER),
                () -> kubo.unpin(OTHER),
                () -> kubo.pinned(OTHER),
                () -> kubo.dagStat(OTHER),
                () -> kubo.export(OTHER, BlockStore.memory()),
                () -> kubo.resolve(NAME),
                () -> kubo.untrustedResolve(NAME))) {
            answer(json(error(message)).code(500));
            assertFails(RefusedException.class, call);
        }
    }

    @Test
    void everyCallThatLooksForSomething_daemonMissesIt_saysSo() {
        String offline = " (currently offline, perhaps retry without the offline flag)";
        String block = "block was not found locally (offline): ipld: could not find " + OTHER;
        answer(json(error(block)).code(500), json(error(block)).code(500));
        assertThat(kubo.get(OTHER)).isEmpty();
        assertThat(kubo.has(OTHER)).isFalse();
        answer(
                json(error("pin: " + block)).code(500),
                json(error("error traversing DAG: " + block + offline)).code(500),
                json(error(block + offline)).code(500));
        assertFails(BlockNotFoundException.class, () -> kubo.pin(OTHER));
        assertFails(BlockNotFoundException.class, () -> kubo.dagStat(OTHER));
        assertFails(BlockNotFoundException.class, () -> kubo.export(OTHER, BlockStore.memory()));
        answer(
                json(error("not pinned or pinned indirectly")).code(500),
                json(error("path '/ipfs/" + OTHER + "' is not pinned")).code(500),
                json(error("could not resolve name")).code(500));
        assertThat(kubo.unpin(OTHER)).isFalse();
        assertThat(kubo.pinned(OTHER)).isEmpty();
        assertThat(kubo.untrustedResolve(NAME)).isEmpty();
    }

    @Test
    void everyCall_overloadedOrCutOrGone_isUnreachable() {
        for (ThrowingCallable call : calls()) {
            answer(new MockResponse.Builder().code(503).body(REMOTE_TEXT));
            assertFails(UnreachableException.class, call);
            answer(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));
            assertFails(UnreachableException.class, call);
            answer(new MockResponse.Builder().code(307).addHeader("Location", server.url("/elsewhere")));
            assertFails(UnreachableException.class, call);
        }
        server.close();
        for (ThrowingCallable call : calls()) {
            assertFails(UnreachableException.class, call);
        }
    }

    @Test
    void everyCall_answerCutOff_isNoAnswer() {
        for (ThrowingCallable call : calls()) {
            answer(json(" ".repeat(200)).onResponseBody(new SocketEffect.CloseSocket()));
            assertThatThrownBy(call)
                    .satisfiesAnyOf(
                            failure -> assertThat(failure).isInstanceOf(UnreachableException.class),
                            failure -> assertThat(failure)
                                    .as("a CAR begins with its length")
                                    .isInstanceOf(MalformedException.class));
        }
    }

    /** The answers that are evidence by themselves: bytes are compared with a hash, everything else must be the JSON expected. */
    @Test
    void everyCall_htmlOrOtherJson_isNoAnswer() {
        for (ThrowingCallable call : calls()) {
            for (String body : List.of(
                    "<html><body>" + REMOTE_TEXT + "</body></html>",
                    "{\"a\":\"" + REMOTE_TEXT + "\"}",
                    "[1,2,3]",
                    "{\"Key\":7,\"Pins\":[7],\"Hash\":7,\"Size\":\"" + REMOTE_TEXT
                            + "\",\"Keys\":[7],\"Stats\":{\"BlockCount\":-1}}",
                    "{".repeat(10_000))) {
                answer(json(body));
                assertThatThrownBy(call)
                        .satisfiesAnyOf(
                                failure -> assertThat(failure).isInstanceOf(MalformedException.class),
                                failure -> assertThat(failure).isInstanceOf(BlockMismatchException.class));
            }
        }
    }

    @Test
    void everyCall_daemonSaysNothing_endsWithItsTime() {
        KuboClient hurried =
                kubo.with(CallOptions.builder().timeout(Duration.ofMillis(150)).build());
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build();
            }
        });
        assertFails(DeadlineExceededException.class, hurried::version);
        assertFails(DeadlineExceededException.class, () -> hurried.get(OTHER));
        assertFails(DeadlineExceededException.class, () -> hurried.add(new byte[10]));
        assertFails(DeadlineExceededException.class, () -> hurried.add(new byte[10], v0()));
        assertFails(DeadlineExceededException.class, () -> hurried.pin(OTHER));
        assertFails(DeadlineExceededException.class, () -> hurried.cat(OTHER));
        assertFails(DeadlineExceededException.class, () -> hurried.export(OTHER, BlockStore.memory()));
    }

    @Test
    void version_daemonSilentLongerThanAllowed_isUnreachable() {
        try (KuboClient impatient =
                KuboClient.open(KuboClientOptions.builder(server.url("/").uri())
                        .silence(Duration.ofMillis(100))
                        .retries(0)
                        .build())) {
            answer(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE));
            assertFails(UnreachableException.class, impatient::version);
        }
    }

    @Test
    void add_cancelledWhileTheDaemonIsSilent_endsAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                asked.countDown();
                return new MockResponse.Builder()
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build();
            }
        });
        Cancellation cancellation = new Cancellation();
        KuboClient cancellable =
                kubo.with(CallOptions.builder().cancellation(cancellation).build());
        Thread canceller = new Thread(() -> {
            try {
                asked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            cancellation.cancel();
        });
        canceller.start();
        assertFails(CancelledException.class, () -> cancellable.add(random.bytes(1_000_000)));
        canceller.join();
    }

    @Test
    void version_jsonThatNeverEnds_isCutOff() {
        answer(json("\"" + "a".repeat(3_000_000)));
        assertFails(MalformedException.class, kubo::version);
        answer(json("{\"a\":" + "[".repeat(500_000)));
        assertFails(MalformedException.class, kubo::version);
    }

    // ---- content

    @Test
    void put_otherCidNamed_isCaught() {
        Block block = Block.of(Codec.RAW, random.bytes(100));
        answer(json("{\"Key\":\"" + OTHER + "\",\"Size\":100}"));
        assertThatThrownBy(() -> kubo.put(block)).isInstanceOfSatisfying(KuboMismatchException.class, mismatch -> {
            assertThat(mismatch.expected()).isEqualTo(block.cid());
            assertThat(mismatch.found()).isEqualTo(OTHER);
        });
    }

    @Test
    void get_otherBytes_areNotReleased() {
        Block block = Block.of(Codec.RAW, random.bytes(100));
        for (int bit = 0; bit < 800; bit += 13) {
            byte[] flipped = block.bytes();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            answer(new MockResponse.Builder().body(new Buffer().write(flipped)));
            assertFails(BlockMismatchException.class, () -> kubo.get(block.cid()));
        }
        answer(new MockResponse.Builder().body(new Buffer().write(Arrays.copyOf(block.bytes(), 99))));
        assertFails(BlockMismatchException.class, () -> kubo.get(block.cid()));
        answer(new MockResponse.Builder().body(new Buffer().write(new byte[Block.MAX_SIZE + 1])));
        assertFails(MalformedException.class, () -> kubo.get(block.cid()));
    }

    @Test
    void get_errorBehindTheBody_isAnError() {
        Block block = Block.of(Codec.RAW, random.bytes(100));
        answer(new MockResponse.Builder()
                .chunkedBody(new Buffer().write(block.bytes()), 10)
                .trailers(Headers.of("X-Stream-Error", REMOTE_TEXT)));
        assertFails(RefusedException.class, () -> kubo.get(block.cid()));
        answer(new MockResponse.Builder()
                .chunkedBody(new Buffer().write(block.bytes()), 10)
                .trailers(Headers.of("X-Stream-Error", "ipld: could not find " + block.cid())));
        assertThat(kubo.get(block.cid())).isEmpty();
    }

    @Test
    void cat_oneBlockOfManyIsWrong_releasesTheBytesBeforeItOnly() throws IOException {
        BlockStore store = BlockStore.memory();
        byte[] content = random.bytes(4 * 1024 * 1024);
        Cid root = ContentStore.on(store).add(content);
        Cid wrong = children(store, root).get(2);
        server.setDispatcher(blocks(store, cid -> cid.equals(wrong) ? random.bytes(1024 * 1024) : null));
        try (InputStream in = kubo.cat(root)) {
            assertThat(in.readNBytes(2 * 1024 * 1024)).isEqualTo(Arrays.copyOf(content, 2 * 1024 * 1024));
            assertFails(BlockMismatchException.class, in::read);
            assertFails(BlockMismatchException.class, in::read);
        }
        try (InputStream part = kubo.cat(IpfsPath.of(root), 3 * 1024 * 1024 + 5, 100)) {
            assertThat(part.readAllBytes())
                    .as("the wrong block is not in this part")
                    .isEqualTo(Arrays.copyOfRange(content, 3 * 1024 * 1024 + 5, 3 * 1024 * 1024 + 105));
        }
    }

    /** Has bytes in the place of a block, or nothing for the right ones. */
    @FunctionalInterface
    private interface Lie {
        byte @Nullable [] about(Cid cid);
    }

    private static Dispatcher blocks(BlockStore store, Lie lie) {
        return new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                Cid cid = Cid.parse(String.valueOf(request.getUrl().queryParameter("arg")));
                byte[] wrong = lie.about(cid);
                byte[] bytes = wrong == null ? store.get(cid).orElseThrow().bytes() : wrong;
                return new MockResponse.Builder()
                        .body(new Buffer().write(bytes))
                        .build();
            }
        };
    }

    private static List<Cid> children(BlockStore store, Cid cid) {
        List<Cid> children = new ArrayList<>();
        DagPbLinks.read("test", store.get(cid).orElseThrow().buffer(), children::add);
        return children;
    }

    @Test
    void add_otherCidNamed_isCaughtAndNotPinned() {
        AddOptions pinned = AddOptions.builder()
                .profile(ImportProfile.UNIXFS_V0_2015)
                .pin(true)
                .build();
        answer(json("{\"Name\":\"content\",\"Hash\":\"" + OTHER + "\",\"Size\":\"5\"}\n"));
        assertFails(KuboMismatchException.class, () -> kubo.add(random.bytes(1000), pinned));
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "{\"Name\":\"content\",\"Bytes\":5}\n", "{\"Name\":\"content\",\"Hash\":\"Qm"})
    void add_answerWithoutItsEnd_isNoSuccess(String body) {
        answer(json(body));
        assertFails(MalformedException.class, () -> kubo.add(random.bytes(1000), v0()));
    }

    @Test
    void add_errorBehindTheAnswer_isAnError() {
        byte[] content = random.bytes(1000);
        Cid cid = ContentStore.on(BlockStore.discarding()).add(content, v0());
        answer(json("{\"Name\":\"content\",\"Hash\":\"" + cid + "\"}\n")
                .trailers(Headers.of("X-Stream-Error", REMOTE_TEXT)));
        assertFails(RefusedException.class, () -> kubo.add(content, v0()));
        answer(json("{\"Name\":\"content\",\"Hash\":\"" + cid + "\"}\n" + error(REMOTE_TEXT)));
        assertFails(RefusedException.class, () -> kubo.add(content, v0()));
    }

    @Test
    void add_blockGoneAfterwards_isRefused() {
        byte[] content = random.bytes(1000);
        answer(imported(1, 1000), json(error("ipld: could not find it")).code(500));
        assertFails(RefusedException.class, () -> kubo.add(content));
    }

    private static MockResponse.Builder imported(long blocks, long bytes) {
        return json("{\"Stats\":{\"BlockCount\":" + blocks + ",\"BlockBytesCount\":" + bytes + "}}\n");
    }

    @Test
    void add_otherNumberOfBlocksOrBytesCounted_isCaught() {
        for (MockResponse.Builder wrong : List.of(imported(0, 0), imported(2, 1000), imported(1, 999), json(""))) {
            answer(wrong);
            assertFails(MalformedException.class, () -> kubo.add(random.bytes(1000)));
        }
        answer(json("{\"Root\":{\"Cid\":{\"/\":\"" + OTHER + "\"},\"PinErrorMsg\":\"\"}}\n".repeat(3)));
        assertFails(MalformedException.class, () -> kubo.add(random.bytes(1000)));
    }

    /** A daemon that says no before it has heard everything, and closes, is heard all the same. */
    @ParameterizedTest
    @EnumSource(ImportProfile.class)
    void add_refusedWhileTheContentIsBeingSent_isRefused(ImportProfile profile) {
        answer(new MockResponse.Builder().code(403).body(REMOTE_TEXT).onRequestBody(new SocketEffect.CloseSocket()));
        AddOptions options = AddOptions.builder().profile(profile).build();
        assertThatThrownBy(() -> kubo.add(new ByteArrayInputStream(new byte[50_000_000]), options))
                .satisfiesAnyOf(
                        failure -> assertThat(failure).isInstanceOf(RefusedException.class),
                        failure -> assertThat(failure).isInstanceOf(UnreachableException.class));
    }

    @ParameterizedTest
    @EnumSource(ImportProfile.class)
    void add_streamThatFails_saysSoAndNotThatTheDaemonFailed(ImportProfile profile) {
        answer(json("{}"));
        InputStream broken = new FilterInputStream(new ByteArrayInputStream(new byte[3_000_000])) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                if (count < 0) {
                    throw new IOException("the disk is on fire");
                }
                return count;
            }
        };
        AddOptions options = AddOptions.builder().profile(profile).build();
        assertThatThrownBy(() -> kubo.add(broken, options))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("the disk is on fire");
    }

    @Test
    void importCar_rootNotPinnedOrNotNamed_isCaught() {
        BlockStore store = BlockStore.memory();
        Cid root = ContentStore.on(store).add(random.bytes(1000));
        byte[] car = car(root, List.of(store.get(root).orElseThrow()));
        String stats = "{\"Stats\":{\"BlockCount\":1,\"BlockBytesCount\":1000}}\n";
        answer(json(stats));
        assertFails(MalformedException.class, () -> kubo.importCar(new ByteArrayInputStream(car)));
        answer(json("{\"Root\":{\"Cid\":{\"/\":\"" + OTHER + "\"},\"PinErrorMsg\":\"\"}}\n" + stats));
        assertFails(MalformedException.class, () -> kubo.importCar(new ByteArrayInputStream(car)));
        answer(json("{\"Root\":{\"Cid\":{\"/\":\"" + root + "\"},\"PinErrorMsg\":\"" + REMOTE_TEXT + "\"}}\n" + stats));
        assertFails(RefusedException.class, () -> kubo.importCar(new ByteArrayInputStream(car)));
    }

    @Test
    void importCar_ourOwnCarIsDamaged_isNotSentOn() {
        Block block = Block.of(Codec.RAW, random.bytes(1000));
        byte[] car = car(block.cid(), List.of(block));
        car[car.length - 1] ^= 1;
        answer(imported(1, 1000));
        assertFails(BlockMismatchException.class, () -> kubo.importCar(new ByteArrayInputStream(car)));
        assertFails(MalformedException.class, () -> kubo.importCar(new ByteArrayInputStream(new byte[100])));
    }

    private static byte[] car(Cid root, List<Block> blocks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CarWriter car = CarWriter.create(out, List.of(root), CarDuplicates.KEEP)) {
            blocks.forEach(car::write);
        }
        return out.toByteArray();
    }

    // ---- exports

    @Test
    void export_everyWayToGetItWrong_isCaught() {
        BlockStore store = BlockStore.memory();
        Cid root = ContentStore.on(store).add(random.bytes(3 * 1024 * 1024));
        List<Block> right = new ArrayList<>();
        right.add(store.get(root).orElseThrow());
        children(store, root).forEach(cid -> right.add(store.get(cid).orElseThrow()));

        assertThat(export(root, right, blocks -> {})).isEqualTo(4);
        assertExportFails(MalformedException.class, root, right, blocks -> Collections.swap(blocks, 2, 3));
        assertExportFails(MalformedException.class, root, right, blocks -> blocks.add(1, blocks.get(0)));
        assertExportFails(MalformedException.class, root, right, blocks -> blocks.add(blocks.get(0)));
        assertExportFails(MalformedException.class, root, right, blocks -> blocks.remove(1));
        assertExportFails(BlockNotFoundException.class, root, right, blocks -> blocks.remove(3));
        assertExportFails(BlockNotFoundException.class, root, right, List::clear);
        assertExportFails(
                MalformedException.class, root, right, blocks -> blocks.set(0, Block.of(Codec.RAW, random.bytes(10))));
    }

    private long export(Cid root, List<Block> right, Consumer<List<Block>> change) {
        List<Block> blocks = new ArrayList<>(right);
        change.accept(blocks);
        answer(new MockResponse.Builder().chunkedBody(new Buffer().write(car(root, blocks)), 100_000));
        return kubo.export(root, BlockStore.memory());
    }

    private void assertExportFails(
            Class<? extends IpfsException> kind, Cid root, List<Block> right, Consumer<List<Block>> change) {
        assertFails(kind, () -> export(root, right, change));
    }

    @Test
    void export_bytesFlippedAnywhereInTheCar_areNotReleased() {
        BlockStore store = BlockStore.memory();
        Cid root = ContentStore.on(store).add(random.bytes(1000), v0());
        byte[] car = car(root, List.of(store.get(root).orElseThrow()));
        for (int at = 0; at < car.length; at += 11) {
            byte[] flipped = car.clone();
            flipped[at] ^= 0x10;
            answer(new MockResponse.Builder().body(new Buffer().write(flipped)));
            BlockStore target = BlockStore.memory();
            try {
                kubo.export(root, target);
                assertThat(target.get(root))
                        .as("byte " + at + " is in what a CAR merely claims")
                        .isPresent();
            } catch (IpfsException expected) {
                assertThat(target.cids()).as("byte " + at).isEmpty();
            }
        }
    }

    @Test
    void export_errorBehindTheBlocks_isAnError() {
        BlockStore store = BlockStore.memory();
        Cid root = ContentStore.on(store).add(random.bytes(2 * 1024 * 1024));
        byte[] car = car(root, List.of(store.get(root).orElseThrow()));
        answer(new MockResponse.Builder()
                .chunkedBody(new Buffer().write(car), 100)
                .trailers(Headers.of("X-Stream-Error", REMOTE_TEXT)));
        assertFails(RefusedException.class, () -> kubo.export(root, BlockStore.memory()));
        answer(new MockResponse.Builder()
                .chunkedBody(new Buffer().write(car), 100)
                .trailers(Headers.of("X-Stream-Error", "ipld: could not find it")));
        assertFails(BlockNotFoundException.class, () -> kubo.export(root, BlockStore.memory()));
    }

    // ---- pins and names

    @Test
    void pin_otherCidNamed_isCaught() {
        answer(json("{\"Progress\":1}\n{\"Pins\":[\"" + OTHER + "\"]}\n"));
        assertFails(
                KuboMismatchException.class,
                () -> kubo.pin(Block.of(Codec.RAW, new byte[] {1}).cid()));
        answer(json("{\"Progress\":1}\n{\"Progress\":1}\n"));
        assertFails(MalformedException.class, () -> kubo.pin(OTHER));
        answer(json("{\"Pins\":[" + ("\"" + OTHER + "\",").repeat(900) + "\"" + OTHER + "\"]}\n"));
        assertFails(MalformedException.class, () -> kubo.pin(OTHER));
    }

    @Test
    void pin_answerCutBehindTheCid_isAskedAgainAndCountsOnce() {
        String pinned = "{\"Pins\":[\"" + OTHER + "\"]}\n";
        try (KuboClient patient = client(1)) {
            answer(
                    json(pinned + " ".repeat(pinned.length())).onResponseBody(new SocketEffect.CloseSocket()),
                    json(pinned));
            patient.pin(OTHER);
        }
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void pin_progressWithoutEnd_endsWithTheTimeOfTheCall() {
        Buffer much = new Buffer();
        for (int i = 0; i < 500_000; i++) {
            much.writeUtf8("{\"Progress\":1}\n");
        }
        answer(new MockResponse.Builder().body(much).throttleBody(100_000, 100, TimeUnit.MILLISECONDS));
        KuboClient hurried =
                kubo.with(CallOptions.builder().timeout(Duration.ofMillis(300)).build());
        assertFails(DeadlineExceededException.class, () -> hurried.pin(OTHER));
    }

    @Test
    void pins_lineThatNeverEnds_isCutOff() {
        answer(json("{\"Cid\":\"" + "a".repeat(100_000)));
        assertFails(
                MalformedException.class, () -> kubo.pins(KuboPinKind.RECURSIVE).forEach(pin -> {}));
    }

    @Test
    void publish_otherNameOrPathNamed_isCaught() {
        KuboKey key = new KuboKey("self", NAME);
        IpfsPath path = IpfsPath.of(OTHER);
        String otherName = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";
        answer(json("{\"Name\":\"" + otherName + "\",\"Value\":\"" + path + "\"}"));
        assertFails(MalformedException.class, () -> kubo.publish(key, path, Duration.ofHours(1)));
        answer(json("{\"Name\":\"" + NAME + "\",\"Value\":\"" + path + "/x\"}"));
        assertFails(MalformedException.class, () -> kubo.publish(key, path, Duration.ofHours(1)));
    }

    @Test
    void resolve_recordThatIsNone_isNotBelieved() {
        answer(json("{\"ID\":\"\",\"Type\":5,\"Responses\":null,\"Extra\":\"AAAA\"}\n"));
        assertThatThrownBy(() -> kubo.resolve(NAME)).isInstanceOf(IpfsException.class);
        answer(json("{\"ID\":\"\",\"Type\":5,\"Responses\":null,\"Extra\":\"not base64!\"}\n"));
        assertFails(MalformedException.class, () -> kubo.resolve(NAME));
    }

    @Test
    void resolve_recordThatIsRight_isReturnedAndNoOther() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        IpnsName name = IpnsName.of(keys.getPublic());
        String path = IpfsPath.of(OTHER).toString();
        IpnsRecord record =
                IpnsRecord.builder(path, 7, Instant.now().plusSeconds(3600)).sign(keys);
        answer(event(record.encoded()));
        assertThat(kubo.resolve(name).orElseThrow().path()).isEqualTo(path);
        answer(event(record.encoded()));
        assertFails(RecordRejectedException.class, () -> kubo.resolve(NAME));
        byte[] changed = record.encoded();
        changed[changed.length - 1] ^= 1;
        answer(event(changed));
        assertThatThrownBy(() -> kubo.resolve(name)).isInstanceOf(IpfsException.class);
        answer(json(error("routing: not found")).code(500));
        assertThat(kubo.resolve(name)).isEmpty();
        assertThat(server.takeRequest().getTarget()).isEqualTo("/api/v0/routing/get?arg=%2Fipns%2F" + name.peerId());
    }

    private static MockResponse.Builder event(byte[] record) {
        return json("{\"ID\":\"\",\"Type\":5,\"Responses\":null,\"Extra\":\""
                + Base64.getEncoder().encodeToString(record) + "\"}\n");
    }

    // ---- retries and secrets

    @Test
    void repeatableCalls_overloadedTwice_areTriedAgainAndOthersAreNot() throws Exception {
        Block block = Block.of(Codec.RAW, random.bytes(10));
        try (KuboClient patient = client(2)) {
            MockResponse.Builder busy = new MockResponse.Builder().code(503);
            MockResponse.Builder cut = new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket());
            answer(busy, cut, new MockResponse.Builder().body(new Buffer().write(block.bytes())));
            assertThat(patient.get(block.cid())).contains(block);
            answer(busy, cut, json("{\"Key\":\"" + block.cid() + "\",\"Size\":10}"));
            patient.put(block);
            assertThat(server.getRequestCount()).isEqualTo(6);
            answer(busy, cut, busy);
            assertFails(UnreachableException.class, () -> patient.has(block.cid()));
            assertThat(server.getRequestCount()).isEqualTo(9);

            List<ThrowingCallable> once = List.of(
                    () -> patient.add(block.bytes()),
                    () -> patient.add(block.bytes(), v0()),
                    () -> patient.delete(block.cid()),
                    () -> patient.unpin(block.cid()),
                    () -> patient.publish(new KuboKey("self", NAME), IpfsPath.of(OTHER), Duration.ofHours(1)));
            for (ThrowingCallable call : once) {
                int before = server.getRequestCount();
                answer(busy);
                assertFails(UnreachableException.class, call);
                assertThat(server.getRequestCount()).isEqualTo(before + 1);
                answer(cut);
                assertFails(UnreachableException.class, call);
                assertThat(server.getRequestCount()).isEqualTo(before + 2);
            }
        }
    }

    @Test
    void everyCall_withAuthorization_sendsItAndShowsItNowhere() throws Exception {
        answer(json("{\"Version\":\"1\",\"Commit\":\"\",\"Repo\":\"15\",\"System\":\"x\"}"));
        assertThat(kubo.version().version()).isEqualTo("1");
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(kubo.toString()).doesNotContain(TOKEN);
        KuboClientOptions.Builder basic =
                KuboClientOptions.builder(server.url("/").uri()).basic("me", "p\u00e4ss");
        assertThat(basic.build().toString()).contains("with authorization").doesNotContain("p\u00e4ss");
        try (KuboClient client = KuboClient.open(basic.build())) {
            answer(json("{\"Version\":\"1\",\"Commit\":\"\",\"Repo\":\"15\",\"System\":\"x\"}"));
            client.version();
            assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Basic bWU6cMOkc3M=");
        }
    }

    @Test
    void builder_secretsInTheWrongPlaces_areRefusedUnseen() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KuboClientOptions.builder(URI.create("http://u:" + TOKEN + "@host/")))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(TOKEN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KuboClientOptions.builder(URI.create("http://10.0.0.1:5001"))
                        .bearerToken(TOKEN)
                        .build())
                .satisfies(
                        e -> assertThat(e.getMessage()).contains("clear text").doesNotContain(TOKEN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KuboClientOptions.builder(URI.create("http://127.0.0.1"))
                        .bearerToken(TOKEN + "\r\nX: y"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(TOKEN));
    }

    /** Where content lies on this machine, and what it is called there, is nobody's business. */
    @ParameterizedTest
    @EnumSource(ImportProfile.class)
    void add_folder_tellsNeitherItsNameNorItsPlace(ImportProfile profile) throws Exception {
        Path secret = Files.createDirectories(folder.resolve("secret place"));
        Files.writeString(secret.resolve("shown name"), "content");
        AddOptions options = AddOptions.builder().profile(profile).build();
        answer(json("{}"));
        assertThatThrownBy(() -> kubo.add(secret, options)).isInstanceOf(IpfsException.class);
        RecordedRequest request = server.takeRequest();
        String sent = String.valueOf(
                        request.getBody() == null ? null : request.getBody().string(StandardCharsets.ISO_8859_1))
                + request.getUrl()
                + request.getHeaders();
        assertThat(sent)
                .contains(profile == ImportProfile.UNIXFS_V0_2015 ? "filename=\"content%2Fshown+name\"" : "shown name")
                .doesNotContain("secret")
                .doesNotContainIgnoringCase("abspath");
    }
}
