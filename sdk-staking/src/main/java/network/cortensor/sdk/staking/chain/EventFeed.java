package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.feed.FeedCursor;
import network.cortensor.sdk.staking.internal.feed.FeedSource;
import network.cortensor.sdk.staking.internal.feed.Look;
import network.cortensor.sdk.staking.internal.feed.ScanOptions;
import network.cortensor.sdk.staking.internal.feed.Scanner;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events of some contracts, each once, in the order of the chain.
 *
 * <p>When the chain is reorganised, the events of the abandoned blocks come again in reverse order, marked as
 * {@linkplain FeedEvent#removed removed}, and then those of the new branch: whoever applies each event, and undoes it when
 * it comes again, holds what the chain holds. With more than one confirmation, shallower reorganisations do not show.
 *
 * <p>Nothing is delivered that does not fit: logs are compared with the headers of their blocks, blocks near the head are
 * linked to the head by their parent hashes, and a log that was not asked for, out of order or of an unknown block is
 * refused with its whole answer. How sure it is that no event was left out says
 * {@link EventFeedOptions.Completeness}.
 *
 * <p>The feed works while somebody waits in {@link #next}, and holds at most the events of one range of blocks and of the
 * blocks that it remembers. Safe for use by several threads; each event goes to one of them. Who opened a feed closes it,
 * before its chain and its journal.
 *
 * <pre>{@code
 * try (EventFeed feed = EventFeed.open(chain, EventFeedOptions.builder()
 *         .address(queue).topic(taskAcked).journal(journal, "acks").build())) {
 *     while (true) {
 *         Optional<FeedEvent> event = feed.next(Duration.ofMinutes(1));
 *         if (event.isPresent()) {
 *             Journal.Batch effects = apply(event.get());
 *             feed.acknowledge(event.get(), effects);
 *         }
 *     }
 * }
 * }</pre>
 */
public final class EventFeed implements AutoCloseable {
    /** Events that may be delivered and not acknowledged. */
    static final int MOST_UNACKNOWLEDGED = 1 << 16;
    /** Events that are remembered, so that they can be taken back. */
    private static final int MOST_REMEMBERED = 1 << 16;

    private static final int MOST_DOUBLINGS = 5;
    /** How much less often the chain is looked at while new blocks are heard of. */
    private static final int RELAXED = 10;

    private final Scanner scanner;
    private final Optional<FeedCursor> cursor;
    private final long pollNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<FeedEvent> ready = new ArrayDeque<>();
    private final Deque<FeedEvent> unacknowledged = new ArrayDeque<>();
    private Optional<HeadWatch> watch = Optional.empty();
    private Optional<LedgerUnavailableException> failure = Optional.empty();
    private long settled = -1;
    /** Removals that were found and not acknowledged. */
    private int openRemovals;

    private long lastLook = System.nanoTime();
    private int failures;
    private boolean looking;
    private boolean woken;
    private boolean lastWoken;
    private boolean closed;

    private EventFeed(Scanner scanner, Optional<FeedCursor> cursor, Duration pollInterval) {
        this.scanner = scanner;
        this.cursor = cursor;
        this.pollNanos = pollInterval.toNanos();
    }

    /**
     * Opens a feed, and goes on where the journal says that it was. The chain is not asked yet.
     *
     * @param chain the caller closes it, after the feed
     * @throws LedgerEvidenceException if the journal has a cursor of this name that is damaged, or of a feed of another
     *     chain, other contracts or other events
     * @throws LedgerUnavailableException if the journal could not be read or written
     */
    public static EventFeed open(Chain chain, EventFeedOptions options) {
        ChainOptions defaults = chain.options();
        EventFeed feed = open(
                new ChainFeedSource(chain),
                chain.chainId(),
                defaults.confirmations(),
                defaults.pollInterval(),
                options);
        boolean hasSocket = defaults.endpoints().stream()
                .anyMatch(endpoint -> endpoint.webSocket().isPresent());
        if (options.webSocket() && hasSocket) {
            feed.listen(HeadWatch.start(chain, feed::wake));
        }
        return feed;
    }

    /** Opens a feed on something that is asked as a chain is. */
    static EventFeed open(FeedSource source, long chainId, int confirmations, Duration poll, EventFeedOptions options) {
        ScanOptions scan = new ScanOptions(
                options.addresses(),
                options.topics(),
                options.confirmations().orElse(confirmations),
                options.memory(),
                MOST_REMEMBERED,
                options.maxRange(),
                options.completeness());
        Optional<FeedCursor> cursor = options.journal()
                .map(journal -> FeedCursor.open(journal, options.name(), chainId, options.fromBlock(), scan));
        Scanner scanner = cursor.map(place -> Scanner.after(place, source, scan))
                .orElseGet(() -> Scanner.from(options.fromBlock(), source, scan));
        return new EventFeed(scanner, cursor, options.pollInterval().orElse(poll));
    }

    /**
     * Takes the next event, waiting for it if need be.
     *
     * <p>The chain is asked at least once if nothing is buffered, and read up to its newest block: an empty result says
     * that there is no further event now. The time-out bounds the waiting for new blocks. Calls to the chain end by their
     * own time-outs; failures of them are repeated, at growing intervals, until the time-out is over.
     *
     * @param timeout zero or less looks once
     * @return empty if no event came in time
     * @throws InterruptedException if the thread is interrupted; nothing is lost
     * @throws LedgerUnavailableException if the last look at the chain failed, or the feed is closed
     * @throws LedgerEvidenceException if what the endpoints say does not fit together, or the chain was reorganised
     *     deeper than what the feed remembers; nothing of it was delivered, and a later call tries again
     * @throws IllegalStateException if too many events, 65,536, wait to be acknowledged
     */
    public Optional<FeedEvent> next(Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        long budget = nanos(timeout);
        boolean looked = false;
        lock.lockInterruptibly();
        try {
            while (true) {
                requireOpen();
                if (!ready.isEmpty()) {
                    return Optional.of(take());
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                long left = budget - (System.nanoTime() - start);
                if (looked && left <= 0) {
                    if (failure.isPresent()) {
                        throw failure.get();
                    }
                    return Optional.empty();
                }
                long rest = untilNextLook();
                if (!looking && (!looked || woken || rest <= 0)) {
                    looked = look();
                } else if (looking || rest > 0) {
                    changed.awaitNanos(looked ? Math.min(left, looking ? left : rest) : Long.MAX_VALUE);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves the journaled cursor after an event, and so after all that were delivered before it. A feed that is opened
     * again under the same name goes on there.
     *
     * @param event as {@link #next} gave it
     * @throws IllegalStateException if the feed has no journal, or the event was acknowledged already, or is not of this
     *     feed: threads that share a feed have to agree on the order in which they acknowledge
     * @throws LedgerUnavailableException if the journal could not be written
     */
    public void acknowledge(FeedEvent event) {
        acknowledge(event, Journal.Batch.create());
    }

    /**
     * Moves the journaled cursor after an event and makes other changes to the journal, all in one write: what the event
     * did is there exactly if the event is acknowledged, wherever the process is killed.
     *
     * @param event as {@link #next} gave it
     * @param alongside the caller's own changes; the feed adds to it, so do not use it again
     * @throws IllegalStateException as for {@link #acknowledge(FeedEvent)}; nothing was written
     * @throws LedgerUnavailableException if the journal could not be written: then open it and the feed anew
     */
    public void acknowledge(FeedEvent event, Journal.Batch alongside) {
        lock.lock();
        try {
            requireOpen();
            FeedCursor place = cursor.orElseThrow(
                    () -> new IllegalStateException("Acknowledge an event: expected a feed with a journal, found one"
                            + " without; name one in its options"));
            List<FeedEvent> done = new ArrayList<>();
            for (FeedEvent each : unacknowledged) {
                done.add(each);
                if (isSame(each, event)) {
                    int removals = openRemovals - removals(done);
                    // An event whose removal is still to come is not settled, however deep its block would be by now.
                    place.acknowledge(done, removals == 0 ? settled : -1, alongside);
                    openRemovals = removals;
                    done.forEach(acknowledged -> unacknowledged.removeFirst());
                    return;
                }
            }
            throw new IllegalStateException(
                    "Acknowledge " + event.log() + ": expected an event that this feed delivered"
                            + " after the last that was acknowledged, found another");
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting: {@link #next} throws. What was not acknowledged comes again from a feed that is opened anew. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            watch.ifPresent(HeadWatch::close);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void listen(HeadWatch heads) {
        lock.lock();
        try {
            watch = Optional.of(heads);
        } finally {
            lock.unlock();
        }
    }

    /** Says that there may be a new block. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes one step without holding the lock. Whether that was all there is.
     *
     * @throws InterruptedException if the step was interrupted
     */
    private boolean look() throws InterruptedException {
        looking = true;
        lastWoken = woken;
        woken = false;
        Optional<Look> found = Optional.empty();
        try {
            lock.unlock();
            try {
                found = Optional.of(scanner.look());
            } finally {
                lock.lock();
            }
            failure = Optional.empty();
            failures = 0;
        } catch (LogRangeException e) {
            // Of a single block, and repeated often enough.
            throw e;
        } catch (LedgerUnavailableException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            failure = Optional.of(e);
            failures++;
        } finally {
            looking = false;
            lastLook = System.nanoTime();
            changed.signalAll();
        }
        found.ifPresent(look -> {
            ready.addAll(look.events());
            openRemovals += removals(look.events());
            settled = look.settled();
        });
        return !found.map(Look::more).orElse(false);
    }

    private FeedEvent take() {
        if (cursor.isPresent()) {
            if (unacknowledged.size() >= MOST_UNACKNOWLEDGED) {
                throw new IllegalStateException("Events: expected at most " + MOST_UNACKNOWLEDGED
                        + " that wait to be acknowledged, found more; acknowledge as they are dealt with");
            }
            unacknowledged.addLast(ready.getFirst());
        }
        return ready.removeFirst();
    }

    private static int removals(List<FeedEvent> events) {
        return (int) events.stream().filter(FeedEvent::removed).count();
    }

    private long untilNextLook() {
        long interval = pollNanos << Math.min(failures, MOST_DOUBLINGS);
        // Whoever is told of new blocks need not look as often; but what was told may be ahead of the other endpoints.
        if (failures == 0 && !lastWoken && watch.filter(HeadWatch::isConnected).isPresent()) {
            interval *= RELAXED;
        }
        return interval - (System.nanoTime() - lastLook);
    }

    private void requireOpen() {
        if (closed) {
            throw new LedgerUnavailableException("Events: the feed is closed");
        }
    }

    /** One delivery: after a reorganisation and back, the same event is delivered twice and is equal. */
    @SuppressWarnings("ReferenceEquality") // Equality would acknowledge the wrong one of two deliveries.
    private static boolean isSame(FeedEvent one, FeedEvent other) {
        return one == other;
    }

    private static long nanos(Duration timeout) {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);
        return timeout.compareTo(longest) > 0 ? Long.MAX_VALUE : timeout.isNegative() ? 0 : timeout.toNanos();
    }
}
