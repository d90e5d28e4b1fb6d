package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.http.HttpClient;

import java.util.List;
import java.util.Optional;
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
    private final HttpClient http;
    private final GatewayRoster roster;
    private final GatewayPool pool;

    private GatewayClient(GatewayClientOptions options, LongSupplier clock) {
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
        Optional<Block> block = pool.block(cid, watch);
        block.ifPresent(found -> watch.advanced(found.size(), 1));
        return block;
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
