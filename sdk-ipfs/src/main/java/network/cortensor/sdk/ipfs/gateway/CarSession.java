package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.BlockAccess;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.http.HttpAnswer;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The blocks of one DAG for whoever walks over it: out of a CAR stream as long as one is of use, out of the next gateway's when
 * it is not, and one by one where no stream has them. For one thread, and one walk.
 *
 * <p>Which blocks are wanted is only known by the walk, block by block: a stream proves nothing but that each block is what
 * its CID says. So a block is released when the walk asks for it. Those that come before their turn wait within a limit;
 * if none of them is asked for while the limit is reached, the stream is given up.
 */
final class CarSession implements BlockSource, AutoCloseable {
    /** A stream that was of this much use may be followed by another one of the same gateway. */
    private static final int USEFUL = 8;

    /** How many times the buffer may come in blocks that nobody asked for since the last one that somebody did. */
    private static final int USELESS_BUFFERS = 4;

    private final GatewayPool pool;
    private final Requests requests;
    private final Watch watch;
    private final long bufferBytes;
    private final BlockCache early;
    private final BlockCache kept;
    private final Map<Cid, Gateway> origins = new HashMap<>();
    private final Set<Cid> done = new HashSet<>();
    private final Set<Gateway> useless = new HashSet<>();
    private final Map<Gateway, long[]> shares = new LinkedHashMap<>();
    private @Nullable CarFeed feed;
    private boolean noMoreFeeds;
    private boolean isFirst = true;
    private long uselessBytes;
    private long unwanted;

    /** What to ask for next. */
    @FunctionalInterface
    interface Requests {
        /**
         * Returns what to ask for when {@code missing} is wanted and no stream is open; empty if the block by itself is better.
         *
         * @param first whether nothing was asked for yet
         */
        Optional<DagRequest> next(Cid missing, boolean first);
    }

    CarSession(GatewayPool pool, Requests requests, long bufferBytes, Watch watch) {
        this.pool = pool;
        this.requests = requests;
        this.bufferBytes = bufferBytes;
        this.early = new BlockCache(bufferBytes);
        this.kept = new BlockCache(bufferBytes);
        this.watch = watch;
    }

    /** Notes that a block is had from elsewhere, so that it is not kept when it comes. */
    void skip(Cid cid) {
        done.add(cid.toV1());
    }

    @Override
    public Optional<Block> get(Cid cid) {
        watch.check();
        Optional<Block> again = kept.get(cid);
        if (again.isPresent()) {
            return again.map(block -> named(cid, block));
        }
        if (!done.contains(cid.toV1())) {
            Optional<Block> streamed = waiting(cid).or(() -> fromFeeds(cid));
            if (streamed.isPresent()) {
                return Optional.of(named(cid, streamed.get()));
            }
        }
        Optional<GatewayRace.Win<Block>> fetched = pool.block(cid, watch);
        return fetched.map(win -> taken(win.gateway(), win.value()));
    }

    private Optional<Block> waiting(Cid cid) {
        Gateway origin = origins.remove(cid.toV1());
        Optional<Block> block = early.remove(cid);
        if (origin != null && block.isPresent()) {
            if (feed != null && feed.gateway() == origin) {
                feed.wasUseful();
            }
            uselessBytes = 0;
            return Optional.of(taken(origin, block.get()));
        }
        return Optional.empty();
    }

    /** Gives a block the version of the CID by which it was asked for. */
    private static Block named(Cid cid, Block block) {
        return block.cid().equals(cid) ? block : BlockAccess.adoptVerified(cid, block.bytes());
    }

    private Block taken(Gateway gateway, Block block) {
        done.add(block.cid().toV1());
        kept.put(block);
        long[] share = shares.computeIfAbsent(gateway, key -> new long[2]);
        share[0]++;
        share[1] += block.size();
        return block;
    }

    private Optional<Block> fromFeeds(Cid cid) {
        while (true) {
            CarFeed open = feed != null ? feed : nextFeed(cid);
            if (open == null) {
                return Optional.empty();
            }
            Optional<Block> block = pull(open, cid);
            if (block.isPresent()) {
                return block;
            }
        }
    }

    private @Nullable CarFeed nextFeed(Cid missing) {
        if (noMoreFeeds) {
            return null;
        }
        Optional<DagRequest> request = requests.next(missing, isFirst).filter(wanted -> !wanted.isOneBlock());
        isFirst = false;
        if (request.isEmpty()) {
            return null;
        }
        try {
            Optional<GatewayRace.Win<HttpAnswer>> win = pool.car(request.get(), missing, useless, watch);
            feed = win.map(won -> new CarFeed(won.gateway(), won.value())).orElse(null);
        } catch (UnreachableException | RefusedException | BlockMismatchException | MalformedException noStream) {
            // Asked for by itself, the block either comes or fails with what is then the reason.
            feed = null;
        }
        noMoreFeeds = feed == null;
        return feed;
    }

    /** Reads on until the block comes, or the stream is of no more use. */
    private Optional<Block> pull(CarFeed open, Cid wanted) {
        Gateway gateway = open.gateway();
        try {
            for (Optional<Block> next = open.next(); next.isPresent(); next = open.next()) {
                watch.check();
                Block block = next.get();
                if (block.cid().toV1().equals(wanted.toV1())) {
                    uselessBytes = 0;
                    open.wasUseful();
                    return Optional.of(taken(gateway, block));
                }
                if (!keepForLater(open, block)) {
                    gateway.failed();
                    giveUp(open);
                    unwanted += early.size();
                    early.clear();
                    origins.clear();
                    return Optional.empty();
                }
            }
            // It ended without the block.
            gateway.failed();
        } catch (UnreachableException e) {
            gateway.failed();
        } catch (BlockMismatchException e) {
            gateway.wrong();
        } catch (MalformedException e) {
            if (open.isAtEnd()) {
                gateway.failed();
            } else {
                gateway.wrong();
            }
        }
        giveUp(open);
        return Optional.empty();
    }

    /** Returns false if the limit on blocks that nobody asked for is reached. */
    private boolean keepForLater(CarFeed open, Block block) {
        uselessBytes += BlockCache.cost(block);
        if (uselessBytes > USELESS_BUFFERS * bufferBytes) {
            return false;
        }
        if (done.contains(block.cid().toV1())) {
            unwanted++;
            return true;
        }
        if (early.offer(block)) {
            origins.put(block.cid().toV1(), open.gateway());
            return true;
        }
        return false;
    }

    private void giveUp(CarFeed open) {
        if (open.useful() < USEFUL) {
            useless.add(open.gateway());
        }
        open.close();
        feed = null;
    }

    long unwanted() {
        return unwanted + early.size();
    }

    List<FetchReport.Share> shares() {
        return shares.entrySet().stream()
                .map(entry -> new FetchReport.Share(
                        URI.create(entry.getKey().toString()), entry.getValue()[0], entry.getValue()[1]))
                .toList();
    }

    @Override
    public void close() {
        if (feed != null) {
            feed.gateway().notWaitedFor();
            feed.close();
            feed = null;
        }
    }
}
