package network.cortensor.sdk.ipfs.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.DeadlineExceededException;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.PathNotFoundException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.car.CarDuplicates;
import network.cortensor.sdk.ipfs.car.CarWriter;
import network.cortensor.sdk.ipfs.internal.VerifiedRead;
import network.cortensor.sdk.ipfs.internal.dag.DagWalk;
import network.cortensor.sdk.ipfs.internal.dag.PathResolution;
import network.cortensor.sdk.ipfs.ipns.IpnsName;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;
import network.cortensor.sdk.ipfs.ipns.RecordRejectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Answers one request at a time in each thread (trustless gateway and path gateway specifications).
 *
 * <p>Until the status is sent, whatever goes wrong becomes a status of its own. Afterwards only breaking off says that the answer
 * is not complete: an {@link IOException} out of {@link #handle} has the server close the connection, without the end that a
 * complete answer has.
 */
final class ContentHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

    private static final int MAX_TARGET = 8 * 1024;
    private static final int MAX_HEAD = 32 * 1024;
    private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(1);
    private static final String METHODS = "GET, HEAD, OPTIONS";
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[a-zA-Z0-9._-]*)(:[0-9]{0,5})?");

    private final BlockSource blocks;
    private final GatewayServerOptions options;
    private final RequestWorkers workers;
    private final BooleanSupplier closing;
    private final ClientSlots slots;

    ContentHandler(BlockSource blocks, GatewayServerOptions options, RequestWorkers workers, BooleanSupplier closing) {
        this.blocks = blocks;
        this.options = options;
        this.workers = workers;
        this.closing = closing;
        this.slots = new ClientSlots(options.maxRequestsPerClient());
    }

    /** Content that is not given to anybody. */
    private static final class DeniedException extends IpfsException {
        private static final long serialVersionUID = 1L;

        DeniedException(Cid cid) {
            super("block " + cid + " is not served");
        }
    }

    /** What is sent once it is clear that it can be. */
    @FunctionalInterface
    private interface Answer {
        void send() throws IOException;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        RequestWorkers.Work work =
                workers.current().orElseThrow(() -> new IOException("no thread is left for this request"));
        work.headRead();
        try {
            check(exchange, work);
            if (exchange.getRequestMethod().equals("OPTIONS")) {
                sendOptions(exchange);
                return;
            }
            answer(exchange, work);
        } catch (Refusal refusal) {
            refuse(exchange, work, refusal);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the request took too long, or the server stops");
        }
    }

    // ---- whether it is a request that can be answered at all

    private void check(HttpExchange exchange, RequestWorkers.Work work) throws Refusal {
        if (work.isRefused() || closing.getAsBoolean()) {
            // Also for the next request of this client there will be no room.
            exchange.getResponseHeaders().set("Connection", "close");
            throw Refusal.retry(503, "too many requests at a time, or the server stops");
        }
        checkProtocol(exchange);
        Headers head = exchange.getRequestHeaders();
        if (hasBody(head)) {
            exchange.getResponseHeaders().set("Connection", "close");
            throw Refusal.of(413, "requests have no body here");
        }
        if (exchange.getRequestURI().toString().length() > MAX_TARGET) {
            throw Refusal.of(414, "expected a target of at most " + MAX_TARGET + " characters");
        }
        if (size(head) > MAX_HEAD) {
            throw Refusal.of(431, "expected headers of at most " + MAX_HEAD + " characters");
        }
        if (!List.of("GET", "HEAD", "OPTIONS").contains(exchange.getRequestMethod())) {
            throw Refusal.of(405, "expected one of " + METHODS, "Allow", METHODS);
        }
        // Nobody may put a program between this server and the pages of its origin (path gateway, "Service-Worker").
        if (head.containsKey("Service-Worker")) {
            throw Refusal.of(400, "service workers are not served");
        }
    }

    private static void checkProtocol(HttpExchange exchange) throws Refusal {
        String protocol = exchange.getProtocol();
        boolean old = protocol.equals("HTTP/1.0");
        if (!old && !protocol.equals("HTTP/1.1")) {
            throw Refusal.of(505, "expected HTTP/1.1 or HTTP/1.0");
        }
        List<String> hosts = values(exchange.getRequestHeaders(), "Host");
        // RFC 9112, section 3.2. Nothing depends on the name of the host, but what is odd here may fool a proxy in
        // front.
        if (hosts.size() > 1
                || (hosts.isEmpty() && !old)
                || !hosts.stream().allMatch(host -> HOST.matcher(host.strip()).matches())) {
            throw Refusal.of(400, "expected one header Host with a name or address, and perhaps a port");
        }
    }

    private static boolean hasBody(Headers head) {
        return head.containsKey("Transfer-Encoding")
                || values(head, "Content-Length").stream()
                        .anyMatch(length -> !length.strip().equals("0"));
    }

    private static long size(Headers head) {
        return head.entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().stream().map(value -> entry.getKey().length() + value.length() + 4L))
                .reduce(0L, Long::sum);
    }

    private static List<String> values(Headers head, String name) {
        return Optional.ofNullable(head.get(name)).orElse(List.of());
    }

    // ---- what it is answered with

    private void answer(HttpExchange exchange, RequestWorkers.Work work)
            throws Refusal, IOException, InterruptedException {
        RequestTarget target = RequestTarget.of(exchange.getRequestURI());
        AcceptHeader accept = AcceptHeader.parse(values(exchange.getRequestHeaders(), "Accept"));
        InetAddress client = exchange.getRemoteAddress().getAddress();
        if (!slots.acquire(client, CLIENT_PATIENCE)) {
            throw Refusal.retry(429, "too many requests of one client at a time");
        }
        try {
            prepare(exchange, work, target, accept).send();
        } finally {
            slots.release(client);
        }
    }

    private Answer prepare(HttpExchange exchange, RequestWorkers.Work work, RequestTarget target, AcceptHeader accept)
            throws Refusal, InterruptedException {
        try {
            return target.isName()
                    ? record(exchange, work, RecordRequest.of(target, accept))
                    : content(exchange, work, ContentRequest.of(target, accept));
        } catch (IpfsException e) {
            throw refusal(e);
        } catch (IllegalStateException e) {
            // What a store says that has been closed.
            LOG.debug("The block source cannot be asked", e);
            throw Refusal.retry(503, "the store is closed");
        } catch (RuntimeException e) {
            // The block source may be anybody's; nothing of what it says goes to a stranger.
            LOG.error("The block source of a gateway failed", e);
            throw Refusal.of(500, "internal error");
        }
    }

    private Answer content(HttpExchange exchange, RequestWorkers.Work work, ContentRequest request) throws Refusal {
        requireServed(request.path().root());
        if (onlyIfCached(exchange.getRequestHeaders()) && !isHere(request.path().root())) {
            throw Refusal.of(412, "not here, and only what is here was asked for");
        }
        List<String> tags = values(exchange.getRequestHeaders(), "If-None-Match");
        // Whoever has it has it: no need to read what cannot have changed.
        if (request.entityTag().isAmong(tags)) {
            return () -> sendNotModified(exchange, request);
        }
        return switch (request.format()) {
            case RAW -> block(exchange, work, request, EntityTag.isAny(tags));
            case CAR -> car(exchange, work, request, EntityTag.isAny(tags));
        };
    }

    private static Refusal refusal(IpfsException e) throws InterruptedException {
        if (e instanceof DeniedException) {
            return Refusal.of(410, "this content is not served here");
        } else if (e instanceof BlockNotFoundException) {
            return Refusal.of(404, "not found: a block that is needed is not here");
        } else if (e instanceof PathNotFoundException) {
            return Refusal.of(404, "not found: the content has no such path");
        } else if (e instanceof MalformedException) {
            return Refusal.of(404, "not found: the path leads through content that has no paths");
        } else if (e instanceof CancelledException) {
            throw new InterruptedException();
        }
        if (e instanceof DeadlineExceededException) {
            return Refusal.retry(504, "the block source took too long");
        } else if (e instanceof UnreachableException || e instanceof RefusedException) {
            return Refusal.retry(502, "the block source cannot be asked");
        }
        // Whoever runs the server has to see to it: its store is damaged or fails.
        LOG.warn("The block source of a gateway failed", e);
        return Refusal.of(500, "internal error");
    }

    /** Gives blocks to nobody that are denied to everybody, whatever they are part of. */
    private Optional<Block> served(Cid cid) {
        requireServed(cid);
        return blocks.get(cid);
    }

    private void requireServed(Cid cid) {
        if (options.denied().test(cid.toV1())) {
            throw new DeniedException(cid);
        }
    }

    private static boolean onlyIfCached(Headers head) {
        return values(head, "Cache-Control").stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(
                        directive -> directive.strip().toLowerCase(Locale.ROOT).equals("only-if-cached"));
    }

    /** Looks without fetching, where the source can. */
    private boolean isHere(Cid cid) {
        if (cid.hash() == HashFunction.IDENTITY) {
            return true;
        }
        return blocks instanceof BlockStore store
                ? store.has(cid)
                : VerifiedRead.find(blocks, cid).isPresent();
    }

    private Answer block(HttpExchange exchange, RequestWorkers.Work work, ContentRequest request, boolean unlessAny)
            throws Refusal {
        Cid cid = request.path().root();
        Block block = VerifiedRead.require(this::served, cid);
        if (unlessAny) {
            return () -> sendNotModified(exchange, request);
        }
        Optional<ByteRange> part = range(exchange, request, block.size());
        ByteRange range = part.orElse(ByteRange.whole(block.size()));
        exchange.getResponseHeaders().set("Content-Disposition", request.contentDisposition());
        return () -> {
            Headers head = exchange.getResponseHeaders();
            head.set("Accept-Ranges", "bytes");
            head.set("X-Ipfs-Roots", cid.toString());
            part.ifPresent(some -> head.set("Content-Range", some.within(block.size())));
            setContentHead(exchange, request);
            try (InputStream bytes = block.stream()) {
                bytes.skipNBytes(range.first());
                sendBytes(exchange, work, part.isPresent() ? 206 : 200, bytes.readNBytes(range.length()));
            }
        };
    }

    /** A range is a matter of GET alone (RFC 9110, section 14.2), and of the version that the client has the other parts of. */
    private static Optional<ByteRange> range(HttpExchange exchange, ContentRequest request, int size) throws Refusal {
        Headers head = exchange.getRequestHeaders();
        List<String> versions = values(head, "If-Range");
        if (isHead(exchange) || !versions.stream().allMatch(request.entityTag()::isExactly)) {
            return Optional.empty();
        }
        return ByteRange.of(values(head, "Range"), size);
    }

    private Answer car(HttpExchange exchange, RequestWorkers.Work work, ContentRequest request, boolean unlessAny)
            throws Refusal {
        if (exchange.getProtocol().equals("HTTP/1.0")) {
            throw Refusal.of(505, "a CAR needs HTTP/1.1: HTTP/1.0 cannot tell the end of a stream from a break");
        }
        // Before the status is sent it is known that the path leads somewhere and that the block there is here.
        PathResolution resolution = PathResolution.of(this::served, request.path());
        VerifiedRead.require(this::served, resolution.cid());
        if (unlessAny) {
            return () -> sendNotModified(exchange, request);
        }
        exchange.getResponseHeaders().set("Content-Disposition", request.contentDisposition());
        return () -> {
            Headers head = exchange.getResponseHeaders();
            head.set("Accept-Ranges", "none");
            // Of longer paths, the blocks in between are not among what was looked up.
            if (request.path().names().isEmpty()) {
                head.set("X-Ipfs-Roots", request.path().root().toString());
            }
            setContentHead(exchange, request);
            if (isHead(exchange)) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            work.writing();
            exchange.sendResponseHeaders(200, 0);
            work.written();
            sendCar(new PacedOutput(exchange.getResponseBody(), work, options.maxBytes()), request);
        };
    }

    /** Closes the stream, which is what tells the client that it has everything, only when it has. */
    private void sendCar(OutputStream body, ContentRequest request) throws IOException {
        try {
            DagWalk walk = DagWalk.of(this::served, request.path(), request.selection());
            // The walk leaves out what has come before, where that is wanted.
            CarWriter car = CarWriter.create(body, List.of(request.path().root()), CarDuplicates.KEEP);
            for (long sent = 0; walk.hasNext(); sent++) {
                if (sent == options.maxBlocks()) {
                    throw new IOException("the CAR exceeds the blocks that one may have");
                }
                car.write(walk.next());
            }
            car.close();
        } catch (UncheckedIOException e) {
            throw new IOException("the client does not take the CAR", e);
        } catch (IpfsException | IllegalStateException e) {
            LOG.debug("A CAR is broken off", e);
            throw new IOException("the CAR cannot be completed", e);
        } catch (RuntimeException e) {
            // As in prepare.
            LOG.error("The block source of a gateway failed", e);
            throw new IOException("the CAR cannot be completed", e);
        }
    }

    /** Sends the record of a name if it is one that whoever asked can accept. */
    private Answer record(HttpExchange exchange, RequestWorkers.Work work, RecordRequest request) throws Refusal {
        byte[] bytes = options.records()
                .flatMap(records -> records.get(request.name()))
                .orElseThrow(() -> Refusal.of(404, "not found: there is no record of this name here"));
        Instant now = Instant.now();
        IpnsRecord record = verified(request.name(), bytes, now);
        Duration left = Duration.between(now, record.validUntil());
        Duration fresh = record.timeToLive().compareTo(left) < 0 ? record.timeToLive() : left;
        EntityTag tag = EntityTag.strong(Block.of(Codec.RAW, bytes).cid() + ".ipns-record");
        List<String> tags = values(exchange.getRequestHeaders(), "If-None-Match");
        String disposition = request.contentDisposition();
        return () -> {
            Headers head = exchange.getResponseHeaders();
            setCommonHead(head);
            head.set("ETag", tag.toString());
            head.set("Cache-Control", "public, max-age=" + fresh.toSeconds());
            head.set("Vary", "Accept");
            head.set("X-Ipfs-Path", request.target().text());
            head.set("Content-Location", request.contentLocation());
            if (EntityTag.isAny(tags) || tag.isAmong(tags)) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            head.set("Content-Type", RecordRequest.MEDIA_TYPE);
            head.set("Content-Disposition", disposition);
            sendBytes(exchange, work, 200, bytes);
        };
    }

    private static IpnsRecord verified(IpnsName name, byte[] record, Instant now) throws Refusal {
        try {
            return IpnsRecord.verify(name, record, now);
        } catch (RecordRejectedException e) {
            LOG.debug("The record of {} is not served: {}", name, e.reason());
            throw Refusal.of(404, "not found: the record of this name that is here is not valid, or not any more");
        }
    }

    // ---- how it is sent

    private static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    private void setContentHead(HttpExchange exchange, ContentRequest request) {
        Headers head = exchange.getResponseHeaders();
        setCommonHead(head);
        head.set("Content-Type", request.contentType());
        head.set("ETag", request.entityTag().toString());
        head.set("Cache-Control", "public, max-age=29030400, immutable");
        head.set("Vary", "Accept");
        head.set("X-Ipfs-Path", request.target().text());
        head.set("Content-Location", request.contentLocation());
    }

    private void sendNotModified(HttpExchange exchange, ContentRequest request) throws IOException {
        setContentHead(exchange, request);
        exchange.sendResponseHeaders(304, -1);
    }

    /** Sends all of an answer, or its head if no more is wanted. */
    private static void sendBytes(HttpExchange exchange, RequestWorkers.Work work, int status, byte[] bytes)
            throws IOException {
        work.writing();
        if (isHead(exchange) || bytes.length == 0) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(status, -1);
            work.written();
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        work.written();
        OutputStream body = new PacedOutput(exchange.getResponseBody(), work, bytes.length);
        body.write(bytes);
        body.close();
    }

    private void sendOptions(HttpExchange exchange) throws IOException {
        setCommonHead(exchange.getResponseHeaders());
        exchange.getResponseHeaders().set("Allow", METHODS);
        exchange.sendResponseHeaders(204, -1);
    }

    private void refuse(HttpExchange exchange, RequestWorkers.Work work, Refusal refusal) throws IOException {
        byte[] text = (refusal.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
        Headers head = exchange.getResponseHeaders();
        head.remove("Content-Disposition");
        setCommonHead(head);
        refusal.headers().forEach(head::set);
        head.set("Content-Type", "text/plain; charset=utf-8");
        head.set("Cache-Control", "no-store");
        sendBytes(exchange, work, refusal.status(), text);
    }

    private void setCommonHead(Headers head) {
        head.set("X-Content-Type-Options", "nosniff");
        if (options.crossOrigin()) {
            head.set("Access-Control-Allow-Origin", "*");
            head.set("Access-Control-Allow-Methods", METHODS);
            head.set("Access-Control-Allow-Headers", "Content-Type, Range, User-Agent, X-Requested-With");
            head.set(
                    "Access-Control-Expose-Headers",
                    "Content-Length, Content-Range, ETag, X-Chunked-Output, X-Ipfs-Path, X-Ipfs-Roots, X-Stream-Output");
        }
    }
}
