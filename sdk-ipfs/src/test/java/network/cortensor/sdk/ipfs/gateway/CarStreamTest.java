package network.cortensor.sdk.ipfs.gateway;

import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cancellation;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.Dags;
import network.cortensor.sdk.ipfs.DeadlineExceededException;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.PathNotFoundException;
import network.cortensor.sdk.ipfs.Protobuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(300)
class CarStreamTest {
    private static final int CHUNK = 100;

    private final BlockStore blocks = BlockStore.memory();
    private final Dags dags = new Dags(blocks);
    private final byte[] content = bytes(12 * CHUNK);
    private final Cid file = dags.balanced(content, CHUNK, 4).cid();
    private final IpfsPath path = IpfsPath.of(
            dags.folder(Map.of(
                    "a",
                    dags.folder(Map.of("file", file)),
                    "b",
                    dags.leaf(bytes(7)).cid())),
            "a",
            "file");
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @AfterEach
    void close() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        toClose.push(closeable);
        return closeable;
    }

    private FakeGateway honest() throws IOException {
        return opened(FakeGateway.honest(blocks));
    }

    private FakeGateway behaving(FakeGateway.Behaviour behaviour) throws IOException {
        return opened(FakeGateway.behaving(blocks, behaviour));
    }

    private GatewayClient client(FakeGateway... gateways) {
        List<URI> uris = new ArrayList<>();
        Arrays.stream(gateways).map(FakeGateway::uri).forEach(uris::add);
        return opened(GatewayClient.create(GatewayClientOptions.builder(uris)
                .hedgeDelay(Duration.ofSeconds(20))
                .stallLimit(Duration.ofMillis(400))
                .bufferBytes(4 * 1024 * 1024)
                .build()));
    }

    /** What a gateway can do to a CAR. */
    enum Attack {
        MISSING_BLOCK {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                dag.remove(5);
                return FakeGateway.car(FakeGateway.car(root, dag));
            }
        },
        REORDERED_CAR {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                Collections.shuffle(dag, new Random(1));
                return FakeGateway.car(FakeGateway.car(root, dag));
            }

            @Override
            boolean isHarmless() {
                return true;
            }
        },
        DUPLICATED_CAR {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                List<Block> twice = new ArrayList<>();
                dag.forEach(block -> twice.addAll(List.of(block, block, dag.get(0))));
                return FakeGateway.car(FakeGateway.car(root, twice));
            }

            @Override
            boolean isHarmless() {
                return true;
            }
        },
        EXTRA_BLOCKS {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                List<Block> more = new ArrayList<>();
                for (Block block : dag) {
                    more.add(Block.of(Codec.RAW, bytes(1000 + more.size())));
                    more.add(block);
                }
                return FakeGateway.car(FakeGateway.car(root, more));
            }

            @Override
            boolean isHarmless() {
                return true;
            }
        },
        EXTRA_BLOCKS_WITHOUT_END {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                byte[] start = FakeGateway.car(root, dag.subList(0, 4));
                byte[] extra = FakeGateway.car(root, List.of(Block.of(Codec.RAW, bytes(1 << 20))));
                int header = FakeGateway.car(root, List.of()).length;
                return FakeGateway.streaming(FakeGateway.CAR, sink -> {
                    sink.write(start);
                    while (true) {
                        sink.write(extra, header, extra.length - header).flush();
                    }
                });
            }
        },
        ROOT_MISSING {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                return FakeGateway.car(FakeGateway.car(root, dag.subList(1, dag.size())));
            }
        },
        NOTHING_BUT_THE_HEADER {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                return FakeGateway.car(FakeGateway.car(root, List.of()));
            }
        },
        WRONG_BLOCK {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                byte[] car = FakeGateway.car(root, dag);
                car[car.length - 3 * CHUNK] ^= 1;
                return FakeGateway.car(car);
            }
        },
        OVERSIZED_BLOCK {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                ByteArrayOutputStream car = new ByteArrayOutputStream();
                car.write(FakeGateway.car(root, dag.subList(0, 6)));
                car.write(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, 2});
                return FakeGateway.car(car.toByteArray());
            }
        },
        CUT_CAR {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                byte[] car = FakeGateway.car(root, dag);
                return FakeGateway.answer(FakeGateway.CAR, Arrays.copyOf(car, car.length * 2 / 3))
                        .setHeader("Content-Length", car.length)
                        .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE)
                        .build();
            }
        },
        CUT_CAR_THAT_CLAIMS_TO_BE_WHOLE {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                byte[] car = FakeGateway.car(root, dag);
                return FakeGateway.car(Arrays.copyOf(car, car.length * 2 / 3));
            }
        },
        CUT_BETWEEN_TWO_BLOCKS {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                return FakeGateway.car(FakeGateway.car(root, dag.subList(0, 9)));
            }
        },
        HEADER_BOMB {
            @Override
            MockResponse answer(Cid root, List<Block> dag) {
                return FakeGateway.car(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 0});
            }
        },
        NO_CAR {
            @Override
            MockResponse answer(Cid root, List<Block> dag) {
                return FakeGateway.car("<html>".repeat(100).getBytes(StandardCharsets.UTF_8));
            }
        },
        HTML_WITH_200 {
            @Override
            MockResponse answer(Cid root, List<Block> dag) {
                return FakeGateway.answer("text/html", new byte[100]).build();
            }
        },
        NOT_SUPPORTED {
            @Override
            MockResponse answer(Cid root, List<Block> dag) {
                return FakeGateway.status(406);
            }
        },
        SLOW_DRIP {
            @Override
            MockResponse answer(Cid root, List<Block> dag) throws IOException {
                return FakeGateway.answer(FakeGateway.CAR, FakeGateway.car(root, dag))
                        .throttleBody(1, 50, java.util.concurrent.TimeUnit.MILLISECONDS)
                        .build();
            }
        };

        abstract MockResponse answer(Cid root, List<Block> dag) throws IOException;

        /** Whether it only makes work: the stream has all that is needed. */
        boolean isHarmless() {
            return false;
        }

        MockResponse answer(FakeGateway.Asked asked, FakeGateway gateway) throws IOException {
            return answer(asked.root(), new ArrayList<>(gateway.dag(asked).orElseThrow()));
        }
    }

    private FakeGateway attacking(Attack attack, boolean alsoBlocks) throws IOException {
        return behaving((asked, gateway) -> asked.car()
                ? attack.answer(asked, gateway)
                : alsoBlocks ? FakeGateway.status(404) : gateway.honestly(asked));
    }

    private static byte[] read(GatewayClient client, IpfsPath path) throws IOException {
        try (InputStream in = client.open(path, CallOptions.none())) {
            return in.readAllBytes();
        }
    }

    @Test
    void open_honestGateway_isOneRequest() throws IOException {
        FakeGateway gateway = honest();
        assertThat(read(client(gateway), path)).isEqualTo(content);
        assertThat(gateway.asked()).containsExactly("/ipfs/" + path.root() + "/a/file?format=car&dag-scope=entity");
    }

    @ParameterizedTest
    @EnumSource
    void open_attackAndNoOtherStream_goesOnBlockByBlock(Attack attack) throws IOException {
        FakeGateway blocksOnly =
                behaving((asked, gateway) -> asked.car() ? FakeGateway.status(406) : gateway.honestly(asked));
        assertThat(read(client(attacking(attack, false), blocksOnly), path)).isEqualTo(content);
    }

    @ParameterizedTest
    @EnumSource
    void open_attackByOneOfTwo_theOtherGoesOn(Attack attack) throws IOException {
        FakeGateway hostile = attacking(attack, true);
        assertThat(read(client(hostile, honest()), path)).isEqualTo(content);
        assertThat(hostile.requests()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void open_attackByTheOnlyGateway_releasesNothingWrong(Attack attack) throws IOException {
        GatewayClient client = client(attacking(attack, true));
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        if (attack.isHarmless()) {
            assertThat(read(client, path)).isEqualTo(content);
            return;
        }
        assertThatThrownBy(() -> {
                    try (InputStream in = client.open(path, CallOptions.none())) {
                        in.transferTo(released);
                    }
                })
                .isInstanceOf(IpfsException.class);
        assertThat(released.toByteArray()).isEqualTo(Arrays.copyOf(content, released.size()));
        assertThat(released.size()).isLessThan(content.length);
    }

    @ParameterizedTest
    @EnumSource
    void fetch_attackByOneOfTwo_storeIsComplete(Attack attack) throws IOException {
        try (BlockStore into = BlockStore.memory()) {
            FetchReport report = client(attacking(attack, true), honest())
                    .fetch(IpfsPath.of(path.root()), FetchScope.ALL, into, CallOptions.none());
            assertThat(into.cids().map(Cid::toV1).toList())
                    .containsExactlyInAnyOrderElementsOf(
                            blocks.cids().map(Cid::toV1).toList());
            assertThat(report.blocks()).isEqualTo(blocks.cids().count());
            assertThat(report.shares().stream()
                            .mapToLong(FetchReport.Share::blocks)
                            .sum())
                    .isEqualTo(report.blocks());
            assertThat(report.shares().stream()
                            .mapToLong(FetchReport.Share::bytes)
                            .sum())
                    .isEqualTo(report.bytes());
        }
    }

    @Test
    void open_streamsThatBreakOffAgainAndAgain_noByteTwiceNoneMissing() throws IOException {
        FakeGateway.Behaviour breaking = (asked, gateway) -> {
            if (!asked.car()) {
                return FakeGateway.status(404);
            }
            // Each answer is cut after two more leaves.
            List<Block> dag = gateway.dag(asked).orElseThrow();
            int leaves = 0;
            int end = 0;
            while (end < dag.size() && leaves < 2) {
                leaves += dag.get(end).cid().codec() == Codec.RAW ? 1 : 0;
                end++;
            }
            return FakeGateway.car(FakeGateway.car(asked.root(), dag.subList(0, end)));
        };
        FakeGateway[] gateways = new FakeGateway[6];
        for (int index = 0; index < gateways.length; index++) {
            gateways[index] = behaving(breaking);
        }
        assertThat(read(client(gateways), path)).isEqualTo(content);
    }

    @Test
    void open_streamsThatOnlyBegin_countAsFailures() throws IOException {
        FakeGateway begins = attacking(Attack.NOTHING_BUT_THE_HEADER, false);
        GatewayClient client = client(begins);
        assertThat(read(client, path)).isEqualTo(content);
        GatewayHealth health = client.health().get(0);
        assertThat(health.failed()).isEqualTo(1);
        // What it delivered came block by block.
        assertThat(health.delivered()).isEqualTo(18);
    }

    @Test
    void open_tinyBlockAgainAndAgain_isGivenUpSoon() throws IOException {
        Block tiny = Block.of(Codec.RAW, bytes(1));
        byte[] header = FakeGateway.car(path.root(), List.of());
        byte[] many = FakeGateway.car(path.root(), Collections.nCopies(2000, tiny));
        AtomicLong sent = new AtomicLong();
        FakeGateway hostile = behaving((asked, gateway) -> asked.car()
                ? FakeGateway.streaming(FakeGateway.CAR, sink -> {
                    sink.write(header);
                    while (true) {
                        sink.write(many, header.length, many.length - header.length)
                                .flush();
                        sent.addAndGet(many.length - header.length);
                    }
                })
                : gateway.honestly(asked));
        assertThat(read(client(hostile), path)).isEqualTo(content);
        // A buffer has 4 MiB, and what lies between server and client is some more.
        assertThat(sent.get()).isLessThan(32L * 1024 * 1024);
    }

    @Test
    void range_middleOfTheFile_fetchesOnlyWhatProvesIt() throws IOException {
        FakeGateway gateway = honest();
        try (InputStream in = client(gateway).range(path, 250, 300, CallOptions.none())) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 250, 550));
        }
        assertThat(gateway.asked())
                .containsExactly("/ipfs/" + path.root() + "/a/file?format=car&dag-scope=entity&entity-bytes=250%3A549");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 99, 100, 1199, 1200, 5000})
    void range_anyBeginning_isThatOfTheContent(long from) throws IOException {
        try (InputStream in = client(honest()).range(path, from, Long.MAX_VALUE, CallOptions.none())) {
            int start = (int) Math.min(from, content.length);
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, start, content.length));
        }
    }

    @Test
    void open_pathThatLeadsNowhere_isProvenByBlocks() throws IOException {
        GatewayClient client = client(honest());
        assertThatThrownBy(() -> client.open(IpfsPath.of(path.root(), "a", "none"), CallOptions.none()))
                .isInstanceOf(PathNotFoundException.class);
    }

    @Test
    void open_nobodyHasIt_isNotFound() throws IOException {
        Cid other = Block.of(Codec.DAG_PB, bytes(5)).cid();
        GatewayClient client = client(honest(), honest());
        assertThatThrownBy(() -> client.open(IpfsPath.of(other), CallOptions.none()))
                .isInstanceOf(BlockNotFoundException.class);
    }

    @Test
    void open_pathEscape_isRefusedBeforeAnybodyIsAsked() {
        assertThatIllegalArgumentException().isThrownBy(() -> IpfsPath.of(path.root(), "..", "secret"));
        assertThatIllegalArgumentException().isThrownBy(() -> IpfsPath.of(path.root(), "a/../../b"));
    }

    @Test
    void open_oddName_reachesTheGatewayAsOneSegment() throws IOException {
        String name = "%2e%2e\\ ?#&日";
        Cid folder = dags.folder(Map.of(name, file));
        assertThat(read(client(honest()), IpfsPath.of(folder, name))).isEqualTo(content);
    }

    @Test
    void open_identityBomb_isMalformed() throws IOException {
        // A link that holds 129 bytes of content instead of a hash.
        byte[] bomb = new byte[2 + 1 + 2 + 129];
        bomb[0] = 1;
        bomb[1] = 0x55;
        bomb[3] = (byte) 0x81;
        bomb[4] = 1;
        Protobuf link = new Protobuf().bytes(1, bomb).bytes(2, new byte[0]).number(3, 129);
        Cid root = dags.put(
                Codec.DAG_PB,
                new Protobuf()
                        .message(2, link)
                        .message(1, Protobuf.file().number(3, 129).number(4, 129))
                        .toBytes());
        GatewayClient client = client(honest());
        assertThatThrownBy(() -> read(client, IpfsPath.of(root))).isInstanceOf(MalformedException.class);
    }

    @Test
    void open_depthBomb_isMalformed() throws IOException {
        Dags.Part deep = dags.leaf(bytes(3));
        for (int level = 0; level < 200; level++) {
            deep = dags.file(deep);
        }
        IpfsPath bomb = IpfsPath.of(deep.cid());
        GatewayClient client = client(honest());
        assertThatThrownBy(() -> read(client, bomb)).isInstanceOf(MalformedException.class);
    }

    @Test
    void open_widthBomb_isMalformed() throws IOException {
        Dags.Part leaf = dags.leaf(bytes(1));
        Dags.Part[] parts = new Dags.Part[8193];
        Arrays.fill(parts, leaf);
        IpfsPath bomb = IpfsPath.of(dags.file(parts).cid());
        GatewayClient client = client(honest());
        assertThatThrownBy(() -> read(client, bomb)).isInstanceOf(MalformedException.class);
    }

    @Test
    void open_sameBlockManyTimes_comesFromOneStream() throws IOException {
        Dags.Part leaf = dags.leaf(bytes(50));
        Dags.Part node = dags.file(leaf, leaf, leaf);
        Dags.Part root = dags.file(node, leaf, node);
        FakeGateway gateway = honest();
        byte[] read = read(client(gateway), IpfsPath.of(root.cid()));
        assertThat(read).hasSize(350);
        assertThat(gateway.requests()).isEqualTo(1);
    }

    @Test
    void open_singleRawBlock_isAskedForAsSuch() throws IOException {
        Dags.Part leaf = dags.leaf(bytes(50));
        FakeGateway gateway = honest();
        assertThat(read(client(gateway), IpfsPath.of(leaf.cid()))).isEqualTo(bytes(50));
        assertThat(gateway.asked()).containsExactly("/ipfs/" + leaf.cid() + "?format=raw");
    }

    @Test
    void fetch_again_fetchesOnlyWhatIsMissing() throws IOException {
        GatewayClient client = client(honest());
        IpfsPath root = IpfsPath.of(path.root());
        try (BlockStore into = BlockStore.memory()) {
            long all =
                    client.fetch(root, FetchScope.ALL, into, CallOptions.none()).blocks();
            into.delete(file);
            FetchReport second = client.fetch(root, FetchScope.ALL, into, CallOptions.none());
            assertThat(second.blocks()).isEqualTo(1);
            assertThat(second.present()).isEqualTo(all - 1);
            assertThat(second.cid()).isEqualTo(path.root());
        }
    }

    @ParameterizedTest
    @EnumSource
    void fetch_scope_storesThatMuch(FetchScope scope) throws IOException {
        try (BlockStore into = BlockStore.memory()) {
            FetchReport report = client(honest()).fetch(path, scope, into, CallOptions.none());
            // Two folders lead to the file, which has 16 blocks.
            assertThat(report.blocks()).isEqualTo(scope == FetchScope.BLOCK ? 3 : 18);
            assertThat(report.cid()).isEqualTo(file);
        }
    }

    @Test
    void fetch_progress_countsBlocks() throws IOException {
        AtomicReference<String> last = new AtomicReference<>("");
        CallOptions call = CallOptions.builder()
                .progress(done -> last.set(done.blocks() + " blocks"))
                .build();
        try (BlockStore into = BlockStore.memory()) {
            client(honest()).fetch(path, FetchScope.ENTITY, into, call);
        }
        assertThat(last).hasValue("18 blocks");
    }

    @Test
    void open_deadline_holdsForTheStreamToo() throws IOException {
        FakeGateway silent = behaving((asked, gateway) -> {
            if (!asked.car()) {
                return gateway.silent();
            }
            List<Block> dag = gateway.dag(asked).orElseThrow();
            return gateway.silentAfter(FakeGateway.CAR, FakeGateway.car(asked.root(), dag.subList(0, 5)));
        });
        GatewayClient client = opened(
                GatewayClient.create(GatewayClientOptions.builder(silent.uri()).build()));
        CallOptions call = CallOptions.builder().timeout(Duration.ofSeconds(1)).build();
        assertThatThrownBy(() -> {
                    try (InputStream in = client.open(path, call)) {
                        in.readAllBytes();
                    }
                })
                .isInstanceOf(DeadlineExceededException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "interrupt", "close"})
    void open_endedFromOutside_endsTheReader(String how) throws Exception {
        CountDownLatch silentNow = new CountDownLatch(1);
        FakeGateway silent = behaving((asked, gateway) -> {
            if (!asked.car()) {
                return gateway.silent();
            }
            byte[] start = FakeGateway.car(
                    asked.root(), gateway.dag(asked).orElseThrow().subList(0, 6));
            return FakeGateway.streaming(FakeGateway.CAR, sink -> {
                sink.write(start).flush();
                silentNow.countDown();
                gateway.untilClosed();
            });
        });
        GatewayClient client = opened(
                GatewayClient.create(GatewayClientOptions.builder(silent.uri()).build()));
        Cancellation cancellation = new Cancellation();
        CallOptions call = CallOptions.builder().cancellation(cancellation).build();
        FutureTask<Throwable> task = new FutureTask<>(() -> {
            try (InputStream in = client.open(path, call)) {
                return new AssertionError(in.readAllBytes().length + " bytes");
            } catch (IpfsException e) {
                return e;
            }
        });
        Thread reader = new Thread(task);
        reader.start();
        silentNow.await();
        switch (how) {
            case "cancel" -> cancellation.cancel();
            case "interrupt" -> reader.interrupt();
            default -> client.close();
        }
        assertThat(task.get()).isInstanceOf(CancelledException.class);
    }

    @Test
    void close_streamLeftOpen_leavesNoThread() throws Exception {
        GatewayClient client = client(honest());
        Cid large = dags.balanced(bytes(3_000_000), 100_000, 20).cid();
        InputStream in = client.open(IpfsPath.of(large), CallOptions.none());
        assertThat(in.read()).isNotNegative();
        client.close();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("cortensor-ipfs-http-")) {
                thread.join(30_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
        assertThatThrownBy(() -> in.transferTo(java.io.OutputStream.nullOutputStream()))
                .isInstanceOf(CancelledException.class);
        in.close();
    }
}
