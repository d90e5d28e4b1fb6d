package network.cortensor.sdk.ipfs.gateway;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.PathNotFoundException;
import network.cortensor.sdk.ipfs.car.CarWriter;
import network.cortensor.sdk.ipfs.internal.dag.DagScope;
import network.cortensor.sdk.ipfs.internal.dag.DagSelection;
import network.cortensor.sdk.ipfs.internal.dag.DagWalk;
import network.cortensor.sdk.ipfs.internal.dag.EntityBytes;
import okhttp3.HttpUrl;
import okio.Buffer;
import okio.BufferedSink;

import javax.net.ServerSocketFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A trustless gateway on loopback, honest by itself, that behaves as a test wants. */
final class FakeGateway implements AutoCloseable {
    static final String RAW = "application/vnd.ipld.raw";
    static final String CAR = "application/vnd.ipld.car";

    private final MockWebServer server = new MockWebServer();
    private final BlockStore blocks;
    private final CountDownLatch closes = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    /** What a gateway does with a request, given what an honest one would answer. */
    @FunctionalInterface
    interface Behaviour {
        MockResponse answer(Asked asked, FakeGateway gateway) throws IOException;
    }

    /** A request. */
    record Asked(HttpUrl url, boolean car) {
        /** The CID if a block is wanted, or else that of the root. */
        Cid root() {
            return Cid.parse(below("ipfs").get(0));
        }

        List<String> below(String name) {
            List<String> segments = url.pathSegments();
            return segments.subList(segments.indexOf(name) + 1, segments.size());
        }

        IpfsPath path() {
            List<String> segments = below("ipfs");
            return IpfsPath.of(root(), segments.subList(1, segments.size()));
        }

        DagSelection selection() {
            String range = url.queryParameter("entity-bytes");
            String scope = Optional.ofNullable(url.queryParameter("dag-scope")).orElse("all");
            return range == null ? DagSelection.of(DagScope.parse(scope)) : DagSelection.of(EntityBytes.parse(range));
        }
    }

    private FakeGateway(BlockStore blocks, Behaviour behaviour) throws IOException {
        this.blocks = blocks;
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                asked.add(request.getTarget());
                String accept = String.valueOf(request.getHeaders().get("Accept"));
                try {
                    return behaviour.answer(new Asked(request.getUrl(), accept.startsWith(CAR)), FakeGateway.this);
                } catch (IOException | IpfsException e) {
                    return status(500);
                }
            }
        });
        server.setServerSocketFactory(new PromptSockets());
        server.start();
    }

    /** Sends small answers at once, as servers do: MockWebServer's would wait 40 ms for an acknowledgement. */
    private static final class PromptSockets extends ServerSocketFactory {
        @Override
        public ServerSocket createServerSocket() throws IOException {
            return new ServerSocket() {
                @Override
                public Socket accept() throws IOException {
                    Socket socket = super.accept();
                    socket.setTcpNoDelay(true);
                    return socket;
                }
            };
        }

        @Override
        public ServerSocket createServerSocket(int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
            throw new UnsupportedOperationException();
        }
    }

    static FakeGateway honest(BlockStore blocks) throws IOException {
        return behaving(blocks, (asked, gateway) -> gateway.honestly(asked));
    }

    static FakeGateway behaving(BlockStore blocks, Behaviour behaviour) throws IOException {
        return new FakeGateway(blocks, behaviour);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    int requests() {
        return asked.size();
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    BlockStore blocks() {
        return blocks;
    }

    /** Answers as a gateway should. */
    MockResponse honestly(Asked asked) throws IOException {
        if (asked.car()) {
            Optional<List<Block>> dag = dag(asked);
            return dag.isEmpty() ? status(404) : car(car(asked.root(), dag.get()));
        }
        Optional<Block> block = blocks.get(asked.root());
        return block.map(found -> raw(found.bytes())).orElseGet(() -> status(404));
    }

    /** The blocks of a CAR, or empty if the first ones are not here; it ends where one is missing, as streams do. */
    Optional<List<Block>> dag(Asked asked) {
        List<Block> dag = new ArrayList<>();
        DagWalk walk = DagWalk.of(blocks, asked.path(), asked.selection());
        try {
            walk.forEachRemaining(dag::add);
        } catch (BlockNotFoundException | PathNotFoundException e) {
            return Optional.empty();
        }
        return Optional.of(dag);
    }

    static byte[] car(Cid root, List<Block> dag) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CarWriter writer = CarWriter.create(out, List.of(root))) {
            dag.forEach(writer::write);
        }
        return out.toByteArray();
    }

    static MockResponse status(int status) {
        return new MockResponse.Builder().code(status).build();
    }

    static MockResponse raw(byte[] bytes) {
        return answer(RAW, bytes).build();
    }

    static MockResponse car(byte[] bytes) {
        return answer(CAR + "; version=1; order=dfs; dups=n", bytes).build();
    }

    static MockResponse.Builder answer(String type, byte[] bytes) {
        return new MockResponse.Builder().addHeader("Content-Type", type).body(new Buffer().write(bytes));
    }

    /** Says something, then nothing more until this gateway is closed. */
    MockResponse silentAfter(String type, byte[] start) {
        return streaming(type, sink -> {
            sink.write(start).flush();
            untilClosed();
        });
    }

    /** Does not begin to answer until this gateway is closed. */
    MockResponse silent() {
        untilClosed();
        return status(500);
    }

    void untilClosed() {
        await(closes);
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes a body. */
    @FunctionalInterface
    interface Writing {
        void to(BufferedSink sink) throws IOException;
    }

    static MockResponse streaming(String type, Writing writing) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", type)
                .body(new MockResponseBody() {
                    @Override
                    public long getContentLength() {
                        return -1;
                    }

                    @Override
                    public void writeTo(BufferedSink sink) throws IOException {
                        writing.to(sink);
                    }
                })
                .build();
    }

    @Override
    public void close() {
        closes.countDown();
        server.close();
    }
}
