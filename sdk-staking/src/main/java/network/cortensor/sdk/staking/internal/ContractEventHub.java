package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.chain.EventFeed;
import network.cortensor.sdk.staking.chain.FeedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Hands events of contracts to subscribers, all from one feed: whoever waits for an event looks at the chain for everybody.
 *
 * <p>Safe for use by several threads. Closes the feed.
 */
public final class ContractEventHub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContractEventHub.class);

    private final EventFeed feed;
    private final ContractEvents events;
    private final Function<TaskId, Collection<Address>> minersOf;
    private final Duration pollInterval;
    private final int buffer;
    private final List<BufferedSubscription> subscriptions = new CopyOnWriteArrayList<>();
    /** Held while the chain is asked, so that one asks for all. Fair: who has to look gets to it, however many others do. */
    private final ReentrantLock looking = new ReentrantLock(true);
    /** Who ever had an open task, or validates it. Guarded by {@link #looking}, as are the three below. */
    private final Map<TaskId, Set<Address>> miners = new HashMap<>();

    private final Set<TaskId> open = new HashSet<>();
    /** Taken from the feed, and not offered to every subscriber yet. */
    private final Deque<LedgerEvent> undelivered = new ArrayDeque<>();

    private long sequence;
    private volatile long lastLook = System.nanoTime();
    private volatile boolean closed;

    /**
     * Reads from a feed.
     *
     * @param minersOf who ever had a task or validates it, for tasks whose events began before the feed
     * @param pollInterval how often who waits looks at the chain
     * @param buffer how many events wait for one subscriber at most
     */
    public ContractEventHub(
            EventFeed feed,
            ContractEvents events,
            Function<TaskId, Collection<Address>> minersOf,
            Duration pollInterval,
            int buffer) {
        this.feed = feed;
        this.events = events;
        this.minersOf = minersOf;
        this.pollInterval = pollInterval;
        this.buffer = buffer;
    }

    /** Delivers from now on. */
    public EventSubscription subscribe(EventFilter filter) {
        BufferedSubscription subscription = new BufferedSubscription(filter, buffer, subscriptions::remove);
        try {
            looking.lockInterruptibly();
            try {
                // What is on the chain already is not from now on.
                deliver();
                subscriptions.add(subscription);
            } finally {
                looking.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("Subscribe to ledger events: interrupted", e);
        }
        if (closed) {
            end(subscription);
        }
        return new Subscription(subscription);
    }

    /**
     * Looks at the chain and delivers what is new.
     *
     * @return the tasks that this hub knows to be open
     */
    public List<TaskId> look() throws InterruptedException {
        looking.lockInterruptibly();
        try {
            deliver();
            return List.copyOf(open);
        } finally {
            looking.unlock();
        }
    }

    /** Takes a task for ended, whatever the events say. */
    public void forget(TaskId task) throws InterruptedException {
        looking.lockInterruptibly();
        try {
            open.remove(task);
        } finally {
            looking.unlock();
        }
    }

    /** As {@link #look}, unless somebody looks already: what is found then comes to every subscriber. Says whether it did. */
    private boolean lookAlone() throws InterruptedException {
        // With a time, even none, those that wait for the lock come first.
        boolean alone = looking.tryLock(0, TimeUnit.NANOSECONDS);
        if (alone) {
            try {
                deliver();
            } finally {
                looking.unlock();
            }
        }
        return alone;
    }

    private void deliver() throws InterruptedException {
        if (closed) {
            throw new LedgerUnavailableException("Ledger events: the ledger is closed");
        }
        try {
            Optional<FeedEvent> next = feed.next(Duration.ZERO);
            while (next.isPresent()) {
                take(next.get());
                next = feed.next(Duration.ZERO);
            }
        } finally {
            lastLook = System.nanoTime();
        }
        publish();
    }

    private void take(FeedEvent event) {
        if (event.removed()) {
            events.read(event.log(), sequence, event.at()).ifPresent(this::undo);
            // Whoever gets no more of them reads the state anew, and finds there what they said.
            undelivered.clear();
            miners.clear();
            List.copyOf(subscriptions)
                    .forEach(one -> one.lose("the chain was reorganised and took back what was delivered"));
            subscriptions.clear();
        } else {
            events.read(event.log(), sequence, event.at()).ifPresent(read -> {
                sequence++;
                undelivered.add(read);
                note(read);
            });
        }
    }

    private void note(LedgerEvent event) {
        if (event instanceof LedgerEvent.TaskQueued queued) {
            open.add(queued.task());
            miners.put(queued.task(), new HashSet<>());
        } else if (event instanceof LedgerEvent.TaskAssigned assigned) {
            open.add(assigned.task());
            Set<Address> known = miners.get(assigned.task());
            if (known != null) {
                known.addAll(assigned.miners());
            }
        } else if (event instanceof LedgerEvent.ValidationOpened opened) {
            Set<Address> known = miners.get(opened.task());
            if (known != null) {
                known.addAll(opened.validators());
            }
        } else if (event instanceof LedgerEvent.TaskEnded ended) {
            open.remove(ended.task());
        }
    }

    private void undo(LedgerEvent event) {
        if (event instanceof LedgerEvent.TaskQueued queued) {
            open.remove(queued.task());
        } else if (event instanceof LedgerEvent.TaskEnded ended) {
            open.add(ended.task());
        }
    }

    /** Who gets an event may have to be asked of the chain: if that fails, the event waits for the next look. */
    private void publish() {
        LedgerEvent event = undelivered.peek();
        while (event != null) {
            LedgerEvent first = event;
            List<BufferedSubscription> takers = subscriptions.stream()
                    .filter(subscription -> EventMatch.matches(subscription.filter(), first, this::everHad))
                    .toList();
            takers.forEach(subscription -> subscription.offer(first));
            undelivered.remove();
            if (first instanceof LedgerEvent.TaskEnded ended) {
                miners.remove(ended.task());
            }
            event = undelivered.peek();
        }
    }

    private boolean everHad(TaskId task, Address miner) {
        return miners.computeIfAbsent(task, unknown -> new HashSet<>(minersOf.apply(unknown)))
                .contains(miner);
    }

    @Override
    public void close() {
        closed = true;
        feed.close();
        List.copyOf(subscriptions).forEach(ContractEventHub::end);
        subscriptions.clear();
    }

    private static void end(BufferedSubscription subscription) {
        subscription.end("the ledger is closed");
    }

    /**
     * Waits on its own buffer, and looks at the chain now and then if nobody else does: waiting takes longer than it was
     * meant to by one look at most, however many wait.
     */
    private final class Subscription implements EventSubscription {
        private final BufferedSubscription buffered;

        Subscription(BufferedSubscription buffered) {
            this.buffered = buffered;
        }

        @Override
        public Optional<LedgerEvent> next(Duration timeout) throws InterruptedException {
            Optional<LedgerEvent> next = buffered.next(Duration.ZERO);
            long start = System.nanoTime();
            boolean looked = false;
            while (next.isEmpty()) {
                boolean asked = (!looked || dueIn() <= 0) && lookQuietly();
                looked = true;
                Duration left = timeout.minusNanos(System.nanoTime() - start);
                if (left.isNegative() || left.isZero()) {
                    return buffered.next(Duration.ZERO);
                }
                next = buffered.next(asked ? Duration.ZERO : pause(left));
            }
            return next;
        }

        /** Until the next look is due. If somebody else is at it, there is no saying how long it takes. */
        private Duration pause(Duration left) {
            long due = dueIn();
            Duration pause = due > 0 ? Duration.ofNanos(due) : pollInterval;
            return pause.compareTo(left) < 0 ? pause : left;
        }

        /**
         * An endpoint that does not answer now may do so later, and until then there are no events to be had. Says whether
         * the chain was asked.
         */
        private boolean lookQuietly() throws InterruptedException {
            try {
                return lookAlone();
            } catch (LedgerUnavailableException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while the chain was asked for events");
                }
                if (!closed) {
                    lastLook = System.nanoTime();
                    LOG.warn("Ledger events cannot be asked for now: {}", e.getMessage());
                }
                return true;
            }
        }

        private long dueIn() {
            return pollInterval.toNanos() - (System.nanoTime() - lastLook);
        }

        @Override
        public void close() {
            buffered.close();
        }
    }
}
