package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.dag.DagScope;
import network.cortensor.sdk.ipfs.internal.dag.EntityBytes;
import network.cortensor.sdk.ipfs.internal.http.HttpClient;
import network.cortensor.sdk.ipfs.ipns.IpnsName;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Fetches content from gateways that nobody has to trust (trustless gateway specification).
 *
 * <pre>{@code
 * GatewayClientOptions options = GatewayClientOptions.builder(URI.create("https://gateway.example")).build();
 * try (GatewayClient gateways = GatewayClient.create(options);
 *         InputStream content = gateways.open(IpfsPath.parse("/ipfs/bafy…/report.pdf"), CallOptions.none())) { ... }
 * }</pre>
 *
 * <p><b>Guaranteed</b>, whatever gateways do: a block is hashed and is the one that was asked for before a byte of it is
 * released; nothing is read without a limit on its size, its time and its slowness; a stream that is cut off, lies, leaves out,
 * repeats or reorders goes on with another gateway, with no byte twice and none missing; "not there" is said only when every
 * gateway said so.
 *
 * <p><b>Not guaranteed</b>: that gateways do not know what is fetched, and by whom. They do.
 *
 * <p>Several gateways are raced: the best of those that are known goes first; when it fails, or has not begun within the time
 * that it usually takes, the next one is asked as well, and the first right answer wins. What each of them did is remembered
 * as long as this object lives ({@link #health()}): slow and failing ones lose rank and rest for a while, one that gives wrong
 * bytes is not asked for at least ten minutes.
 *
 * <p>Thread-safe. Closing it ends what runs.
 */
public final class GatewayClient implements BlockSource, AutoCloseable {
    private final GatewayClientOptions options;
    private final HttpClient http;
    private final GatewayRoster roster;
    private final GatewayPool pool;

    private GatewayClient(GatewayClientOptions options, LongSupplier clock) {
        this.options = options;
        this.http = HttpClient.create(options.concurrency());
        this.roster = new GatewayRoster(options.gateways(), options.hedgeDelay(), clock);
        this.pool = new GatewayPool(options, http, roster, clock);
    }

    /** Makes a client. Asks nothing yet. */
    public static GatewayClient create(GatewayClientOptions options) {
        return new GatewayClient(options, System::nanoTime);
    }

    /** For tests that let hours pass. */
    static GatewayClient create(GatewayClientOptions options, LongSupplier nanoClock) {
        return new GatewayClient(options, nanoClock);
    }

    /** As {@link #get(Cid, CallOptions)}, without options. */
    @Override
    public Optional<Block> get(Cid cid) {
        return get(cid, CallOptions.none());
    }

    /**
     * Fetches one block.
     *
     * @return the block, or empty if every gateway says that it does not have it
     * @throws network.cortensor.sdk.ipfs.UnreachableException if nobody delivered it and some gateways could not be asked; the
     *     message has how many did what
     * @throws network.cortensor.sdk.ipfs.RefusedException if nobody delivered it and some gateways refused to
     * @throws network.cortensor.sdk.ipfs.BlockMismatchException if nobody delivered it and some gateway gave other bytes
     * @throws network.cortensor.sdk.ipfs.MalformedException if nobody delivered it and some gateway gave more than a block has
     * @throws CancelledException if the call is cancelled, this thread interrupted, or this client closed
     * @throws network.cortensor.sdk.ipfs.DeadlineExceededException if the call's time is over
     */
    public Optional<Block> get(Cid cid, CallOptions call) {
        if (cid.hash() == HashFunction.IDENTITY) {
            return Optional.of(Block.verify(cid, cid.digest()));
        }
        Watch watch = Watch.start("fetch block " + cid, call);
        Optional<Block> block = pool.block(cid, watch).map(GatewayRace.Win::value);
        block.ifPresent(found -> watch.advanced(found.size(), 1));
        return block;
    }

    /**
     * Opens a file for reading. The blocks on the way to it and its root are fetched now, the others as the reader goes on, from
     * one stream as long as that is of use.
     *
     * <p>The stream's methods throw the exceptions named here too, and hold to the deadline and the cancellation of the call. It
     * must be closed, and is for one thread.
     *
     * @throws network.cortensor.sdk.ipfs.PathNotFoundException if the path leads nowhere, which verified blocks prove
     * @throws network.cortensor.sdk.ipfs.BlockNotFoundException if every gateway says that it does not have a block
     * @throws network.cortensor.sdk.ipfs.MalformedException if it is no file, or breaks a rule or limit; or as {@link #get}
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #get(Cid, CallOptions)}
     */
    public InputStream open(IpfsPath path, CallOptions call) {
        FetchedStream.Position position = new FetchedStream.Position();
        CarSession session = session("open " + path, call, (missing, first) -> {
            long from = position.bytes();
            return Optional.of(
                    from == 0 ? DagRequest.of(path, DagScope.ENTITY) : DagRequest.of(path, EntityBytes.from(from)));
        });
        return stream(session, position, content -> content.get(path, call));
    }

    /**
     * Opens a part of a file for reading; gateways are asked for the blocks of this part only.
     *
     * @param from the first byte, counted from zero; beyond the end there is nothing to read
     * @param length the most bytes to read
     * @throws IllegalArgumentException if {@code from} or {@code length} is negative
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #open}
     */
    public InputStream range(IpfsPath path, long from, long length, CallOptions call) {
        if (from < 0 || length < 0) {
            throw new IllegalArgumentException("a range must not be negative, is " + length + " bytes from " + from);
        }
        FetchedStream.Position position = new FetchedStream.Position();
        long last = length > Long.MAX_VALUE - from ? Long.MAX_VALUE : Math.max(from, from + length - 1);
        CarSession session = session("open " + path, call, (missing, first) -> {
            long at = Math.min(from + position.bytes(), last);
            return Optional.of(DagRequest.of(path, EntityBytes.of(at, last)));
        });
        return stream(session, position, content -> content.range(path, from, length, call));
    }

    private CarSession session(String what, CallOptions call, CarSession.Requests requests) {
        return new CarSession(pool, requests, options.bufferBytes(), Watch.start(what, withoutProgress(call)));
    }

    /** Whoever reads the blocks reports how far it is; it is not to be reported twice. */
    private static CallOptions withoutProgress(CallOptions call) {
        CallOptions.Builder builder = CallOptions.builder().cancellation(call.cancellation());
        call.timeout().ifPresent(builder::timeout);
        return builder.build();
    }

    private static InputStream stream(
            CarSession session, FetchedStream.Position position, Function<ContentStore, InputStream> open) {
        // Closing it would close nothing: its blocks are those of the session.
        ContentStore content = ContentStore.on(new ReadOnlyBlocks(session));
        boolean opened = false;
        try {
            InputStream stream = new FetchedStream(open.apply(content), session, position);
            opened = true;
            return stream;
        } finally {
            if (!opened) {
                session.close();
            }
        }
    }

    /**
     * Fetches what a path leads to into a store: the blocks on the way, then what is wanted at its end, parents before their
     * children. Blocks that the store has already are not fetched, so that calling this again goes on where it failed.
     *
     * @param into stays open; what it has of a failed call is right, but no DAG is complete before this returns
     * @throws network.cortensor.sdk.ipfs.StoreException if the store fails
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #open}
     */
    public FetchReport fetch(IpfsPath path, FetchScope scope, BlockStore into, CallOptions call) {
        Watch watch = Watch.start("fetch " + path, call);
        CarSession.Requests requests = (missing, first) -> Optional.of(
                first ? DagRequest.of(path, scope.scope()) : DagRequest.of(IpfsPath.of(missing), scope.scope()));
        try (CarSession session = session("fetch " + path, call, requests)) {
            DagFetch fetch = new DagFetch(session, into, watch);
            return fetch.run(path, scope.scope());
        }
    }

    /**
     * Asks at least two gateways, if there are as many, for the record of a name, and the router of the options too.
     *
     * @return the newest of the valid ones; empty if everybody says that there is none
     * @throws network.cortensor.sdk.ipfs.ipns.RecordRejectedException if nobody gave a valid record and somebody gave one that
     *     proves nothing, or is older than one seen before
     * @throws network.cortensor.sdk.ipfs.UnreachableException if nobody gave a valid record and somebody could not be asked
     * @throws network.cortensor.sdk.ipfs.RefusedException if nobody gave a valid record and somebody refused to
     * @throws CancelledException if the call is cancelled, this thread interrupted, or this client closed
     * @throws network.cortensor.sdk.ipfs.DeadlineExceededException if the call's time is over
     */
    public Optional<IpnsRecord> resolve(IpnsName name, CallOptions call) {
        return pool.record(name, Watch.start("resolve " + name, call));
    }

    /** Returns what is remembered of each gateway now: those of the options in their order, then those that were found. */
    public List<GatewayHealth> health() {
        return roster.health();
    }

    /** Ends what runs, which then throws {@link CancelledException}, and lets all connections and threads go. */
    @Override
    public void close() {
        pool.close();
        http.close();
    }
}
