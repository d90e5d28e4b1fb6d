package network.cortensor.sdk.node;

import network.cortensor.sdk.CortensorException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyFileException;
import network.cortensor.sdk.crypto.KeyRing;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.internal.failure.Failures;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.StoreException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.NodeRegistration;
import network.cortensor.sdk.staking.SubscriptionOverrunException;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A node of the network inside this JVM: watches for tasks that the ledger assigns to it, opens the sealed prompts, runs its
 * engine, seals and stores the results, pre-commits and reveals.
 *
 * <p>{@link #create} does no I/O; {@link #start} returns when the node serves; {@link #close} drains. It starts threads of
 * its own ("cortensor-node-…": one that watches, one for ledger steps, up to {@code concurrentTasks} for inferences) and no
 * others; an idle node sleeps. Thread-safe.
 *
 * <p>A task that was accepted survives a crash when the options name a lasting journal: the restarted node goes on where the
 * ledger and the journal say it was, never commits to a second result, and is paid once.
 */
public final class LightNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LightNode.class);

    /** The watching thread wakes this often to see whether the key announcement needs to be renewed. */
    private static final Duration WATCH = Duration.ofSeconds(30);

    /** How long a closed node waits for an engine that was told to stop. */
    private static final Duration THREADS_END = Duration.ofSeconds(5);

    /** How long after a failed renewal the next one is tried. */
    private static final Duration RENEW_AGAIN = Duration.ofMinutes(1);

    /** A key is announced as valid from a little earlier on, for apps whose clock is behind. */
    private static final long FIRST_EPOCH = 1;

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);

    private final LightNodeOptions options;
    private final Ledger ledger;
    private final KeyRing keys;
    private final Address address;
    private final TaskRunner runner;
    private final Map<TaskId, TaskRun> runs = new ConcurrentHashMap<>();
    private final AtomicReference<NodeState> state = new AtomicReference<>(new NodeState.New());
    private final ExecutorService steps;
    private final ExecutorService inferences;
    private final ThreadFactory threads;
    private volatile Instant renewKeyAt = Instant.MAX;
    private volatile @Nullable EventSubscription events;
    private volatile @Nullable Thread watcher;

    private LightNode(LightNodeOptions options) {
        this.options = options;
        this.ledger = options.account().ledger();
        this.keys = options.keys();
        this.address = options.account().address();
        this.runner = new TaskRunner(options);
        String name = "cortensor-node-" + address.toString().substring(2, 8);
        this.threads = runnable -> {
            Thread thread = new Thread(runnable, name);
            thread.setDaemon(true);
            // The class only: the message of a foreign engine's failure may quote the prompt.
            thread.setUncaughtExceptionHandler(
                    (t, e) -> LOG.error("Node {} failed: {}", name, e.getClass().getName()));
            return thread;
        };
        this.steps = pool(1, Integer.MAX_VALUE);
        this.inferences = pool(options.concurrentTasks(), Math.max(1, options.queuedTasks()));
    }

    private ExecutorService pool(int size, int queued) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queued), threads);
        // An idle node holds no thread for work that it does not have.
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Creates a node; does nothing else. */
    public static LightNode create(LightNodeOptions options) {
        return new LightNode(options);
    }

    /** Returns the address of the node's account. */
    public Address address() {
        return address;
    }

    /** Returns where the node is in its life. */
    public NodeState state() {
        return Objects.requireNonNull(state.get(), "set from the start");
    }

    /**
     * Registers the node with its stake if it is not registered, announces its encryption key, takes up unfinished tasks and
     * begins to serve. Returns when it serves.
     *
     * @throws RefusedException when the ledger refuses the registration: the stake is below the minimum or the account lacks
     *     funds
     * @throws CortensorException when the ledger or the store cannot be used
     * @throws IllegalStateException when the node was started before
     */
    public void start() {
        NodeState before = state();
        NodeState starting = new NodeState.Starting();
        if (!(before instanceof NodeState.New) || !state.compareAndSet(before, starting)) {
            throw new IllegalStateException("A node can be started once; this one is " + before);
        }
        options.listener().onState(state());
        EventSubscription subscription;
        try {
            announceKey();
            subscription = ledger.subscribe(EventFilter.miner(address));
            events = subscription;
            for (Task task : ledger.openTasks(address)) {
                advance(task.id());
            }
        } catch (LedgerException | IpfsException | CryptoException e) {
            become(new NodeState.Failed(String.valueOf(e.getMessage())));
            throw Failures.translate(e);
        }
        if (!state.compareAndSet(starting, new NodeState.Running())) {
            subscription.close();
            throw new IllegalStateException("The node was closed while it started");
        }
        options.listener().onState(state());
        Thread thread = threads.newThread(() -> watch(subscription));
        watcher = thread;
        thread.start();
    }

    private void become(NodeState next) {
        state.set(next);
        options.listener().onState(next);
    }

    /**
     * Publishes the current key and its announcement, unless the ledger has one that is good for half of its time; then
     * destroys the keys whose time is over. Whatever step it was stopped at, the next call takes it up.
     */
    private void announceKey() {
        Instant now = options.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Optional<NodeRegistration> registration = ledger.node(address);
        Optional<KeyAnnouncement> last = registration.map(r -> KeyAnnouncement.parse(r.keyAnnouncement()));
        Duration half = options.keyValidity().dividedBy(2);
        boolean current = last.filter(announcement ->
                        announcement.keyId().equals(keys.current().recipient().keyId()))
                .isPresent();
        boolean lasting = current
                && last.filter(announcement -> announcement.validUntil().isAfter(now.plus(half)))
                        .isPresent();
        if (current && !lasting) {
            keys.rotate();
        }
        Recipient key = keys.current().recipient();
        // The key itself is a block whose hash is the key id, so an announcement names it by its content.
        options.store().blocks().put(Block.of(Codec.RAW, key.encoded()));
        Instant until = now.plus(options.keyValidity());
        KeyAnnouncement announcement = lasting ? last.get() : nextAnnouncement(last, key, now.minus(CLOCK_SKEW), until);
        if (registration.isEmpty()) {
            options.account().register(options.stake(), announcement.text());
        } else if (!lasting) {
            options.account().announceKey(announcement.text());
        }
        renewKeyAt = announcement.validUntil().minus(half);
        // No announcement of an earlier key is good for longer than one that is made now.
        keys.retireEarlier(until.plus(options.keyRetention()));
        keys.destroyRetired(now);
    }

    private KeyAnnouncement nextAnnouncement(
            Optional<KeyAnnouncement> last, Recipient key, Instant from, Instant until) {
        return last.map(before -> before.next(options.wallet(), key, from, until))
                .orElseGet(
                        () -> KeyAnnouncement.begin(options.wallet(), ledger.chainId(), key, FIRST_EPOCH, from, until));
    }

    private void watch(EventSubscription first) {
        EventSubscription subscription = first;
        try {
            while (!(state() instanceof NodeState.Stopped)) {
                try {
                    subscription.next(WATCH).ifPresent(this::on);
                } catch (SubscriptionOverrunException e) {
                    LOG.warn("Node {} fell behind the ledger's events and looks at its tasks anew", address);
                    subscription.close();
                    subscription = ledger.subscribe(EventFilter.miner(address));
                    events = subscription;
                    runs.values().forEach(this::advance);
                    ledger.openTasks(address).forEach(task -> advance(task.id()));
                }
                if (options.clock().instant().isAfter(renewKeyAt) && state() instanceof NodeState.Running) {
                    renewKey();
                }
            }
        } catch (InterruptedException e) {
            // close() interrupts: there is nothing more to watch for.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Whatever it was: a node without its watcher must not look as if it served.
            if (!(state() instanceof NodeState.Stopped)) {
                LOG.error("Node {} stopped serving: {}", address, e.getClass().getName());
                become(new NodeState.Failed(Failures.sentence(e)));
                runs.values().forEach(TaskRun::cancel);
            }
        }
    }

    /** Renews the announcement; half of its time is left for trying again. */
    private void renewKey() {
        try {
            announceKey();
        } catch (LedgerUnavailableException | StoreException | KeyFileException e) {
            renewKeyAt = options.clock().instant().plus(RENEW_AGAIN);
            LOG.warn("Node {} could not renew its key announcement and tries again: {}", address, e.getMessage());
        }
    }

    /** Of a task's events, only these give its miners something to do. */
    private void on(LedgerEvent event) {
        if (event instanceof LedgerEvent.TaskAssigned assigned
                && assigned.miners().contains(address)) {
            advance(assigned.task());
        } else if (event instanceof LedgerEvent.TaskAccessGranted
                || event instanceof LedgerEvent.TaskPrecommitEnded
                || event instanceof LedgerEvent.TaskMissed
                || event instanceof LedgerEvent.TaskEnded) {
            // Of a task that this node is done with, it wants to hear no more.
            TaskRun run = runs.get(((LedgerEvent.TaskEvent) event).task());
            if (run != null) {
                advance(run);
            }
        }
    }

    private void advance(TaskId task) {
        advance(runs.computeIfAbsent(task, TaskRun::new));
    }

    /** Has the task looked at soon, by the thread for ledger steps. */
    private void advance(TaskRun run) {
        if (run.wantsAdvance()) {
            try {
                steps.execute(() -> step(run));
            } catch (RejectedExecutionException e) {
                LOG.debug("Node {} is closed; task {} is left to the ledger's deadlines", address, run.task());
            }
        }
    }

    private void step(TaskRun run) {
        do {
            run.advancing();
            try {
                boolean mayCompute = runner.advance(run, takesTasks());
                if (mayCompute) {
                    compute(run);
                }
                if (run.over()) {
                    runs.remove(run.task(), run);
                }
            } catch (RuntimeException e) {
                // Whatever it was, a listener's failure included, the run must not stay marked as being advanced. The
                // ledger
                // has a deadline for it, and the next event of the task tries again.
                LOG.warn(
                        "Node {} could not advance task {}: {}",
                        address,
                        run.task(),
                        e.getClass().getName());
            }
        } while (run.advanceAgain());
    }

    private void compute(TaskRun run) {
        try {
            inferences.execute(() -> {
                boolean returned = false;
                try {
                    runner.compute(run);
                    returned = true;
                } finally {
                    // An engine is foreign code: one that breaks its contract must not be asked again and again.
                    if (!returned) {
                        runner.declineBroken(run);
                    }
                    run.computed();
                    advance(run);
                }
            });
        } catch (RejectedExecutionException e) {
            run.computed();
            runner.declineBusy(run);
        }
    }

    /** A node that comes up again has to take what was assigned to it before, so starting counts as serving here. */
    private boolean takesTasks() {
        return state() instanceof NodeState.Starting || state() instanceof NodeState.Running;
    }

    /** Returns the tasks that the node is working on. */
    public List<TaskId> tasks() {
        return List.copyOf(runs.keySet());
    }

    /**
     * Drains and stops: declines what it has not accepted, finishes what it has within the drain time-out, cancels the rest.
     * Waits a few seconds at most for an engine that was cancelled. May be called more than once, and from any state.
     */
    @Override
    public void close() {
        NodeState before = state();
        if (before instanceof NodeState.Stopped || before instanceof NodeState.Draining) {
            return;
        }
        if (before instanceof NodeState.Running) {
            become(new NodeState.Draining());
            drain();
        }
        boolean failed = before instanceof NodeState.Failed;
        if (!failed) {
            become(new NodeState.Stopped());
        }
        runs.values().forEach(TaskRun::cancel);
        Thread thread = watcher;
        if (thread != null) {
            thread.interrupt();
        }
        EventSubscription subscription = events;
        if (subscription != null) {
            subscription.close();
        }
        inferences.shutdownNow();
        steps.shutdown();
        awaitThreads();
    }

    /** After close, whoever closes the engine or the store next should not pull them from under a thread of this node. */
    private void awaitThreads() {
        try {
            boolean stopped = inferences.awaitTermination(THREADS_END.toMillis(), TimeUnit.MILLISECONDS)
                    && steps.awaitTermination(THREADS_END.toMillis(), TimeUnit.MILLISECONDS);
            if (!stopped) {
                LOG.warn("Node {} is closed, and its engine did not stop within {}", address, THREADS_END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() {
        long deadline = System.nanoTime() + options.drainTimeout().toNanos();
        try {
            for (TaskRun run : runs.values()) {
                run.awaitOver(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
