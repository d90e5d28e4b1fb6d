package network.cortensor.sdk.node;

import network.cortensor.sdk.CortensorException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.crypto.KeyFileException;
import network.cortensor.sdk.internal.failure.Failures;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.SubscriptionOverrunException;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
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
 * its own ("cortensor-node-…": one that watches, one for ledger steps, up to {@code concurrentTasks} for inferences, and where
 * it is a validator one for rounds) and no others; an idle node sleeps. Thread-safe.
 *
 * <p>A task that was accepted survives a crash when the options name a lasting journal: the restarted node goes on where the
 * ledger and the journal say it was, never commits to a second result, and is paid once.
 *
 * <p>With {@link LightNodeOptions.Builder#validator} it also judges results of others when the ledger chooses it: it opens what
 * the task's owner grants it, checks commitments and signatures, compares the answers with one another and with its own run
 * of the prompt where it has the model, and signs one verdict on each result. A round that opened while the node was down is
 * not taken up. Nobody pays for judging, so it never takes a thread or a place of the tasks that are paid: rounds are looked at
 * one after another, a few wait for that, and others until the node looks again, half a minute later at most.
 */
public final class LightNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LightNode.class);

    /** The watching thread wakes this often to see whether the key announcement needs to be renewed. */
    private static final Duration WATCH = Duration.ofSeconds(30);

    /** How many rounds wait for the thread that judges; a round lasts a minute, so that more would mostly come too late. */
    static final int WAITING_ROUNDS = 16;

    /** How long a closed node waits for an engine that was told to stop. */
    private static final Duration THREADS_END = Duration.ofSeconds(5);

    /** How long after a failed renewal the next one is tried. */
    private static final Duration RENEW_AGAIN = Duration.ofMinutes(1);

    private final LightNodeOptions options;
    private final Ledger ledger;
    private final Address address;
    private final KeyPublisher publisher;
    private final TaskRunner runner;
    private final Optional<ValidationRunner> validator;
    private final Map<TaskId, TaskRun> runs = new ConcurrentHashMap<>();
    private final Map<TaskId, TaskRun> rounds = new ConcurrentHashMap<>();
    private final AtomicReference<NodeState> state = new AtomicReference<>(new NodeState.New());
    private final ExecutorService steps;
    private final ExecutorService inferences;
    private final ExecutorService judgements;
    private final ThreadFactory threads;
    private volatile Instant renewKeyAt = Instant.MAX;
    private volatile @Nullable EventSubscription events;
    private volatile @Nullable Thread watcher;

    private LightNode(LightNodeOptions options) {
        this.options = options;
        this.ledger = options.account().ledger();
        this.address = options.account().address();
        this.publisher = new KeyPublisher(options);
        this.runner = new TaskRunner(options);
        this.validator = options.validator().map(judging -> new ValidationRunner(options, judging));
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
        this.judgements = pool(1, WAITING_ROUNDS);
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
     * @throws CortensorException when the ledger or the store cannot be used; a failure of the wallet's signer or of another
     *     part from outside comes as it is. Whatever it was, the node has {@linkplain NodeState.Failed failed}
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
            publishKey();
            publisher.destroyRetired();
            subscription = ledger.subscribe(EventFilter.miner(address));
            events = subscription;
            for (Task task : ledger.openTasks(address)) {
                advance(task.id());
            }
            validator.ifPresent(judge -> judge.unfinished().forEach(this::judge));
        } catch (RuntimeException e) {
            become(new NodeState.Failed(Failures.sentence(e)));
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

    private void watch(EventSubscription first) {
        EventSubscription subscription = first;
        long looked = System.nanoTime();
        try {
            while (!(state() instanceof NodeState.Stopped)) {
                try {
                    Optional<LedgerEvent> event = subscription.next(WATCH);
                    event.ifPresent(this::on);
                    if (event.isEmpty() || System.nanoTime() - looked >= WATCH.toNanos()) {
                        // Nothing tells of a store that can be asked again, and a busy node hears of other things all
                        // the time.
                        rounds.values().forEach(this::judge);
                        looked = System.nanoTime();
                    }
                } catch (SubscriptionOverrunException e) {
                    LOG.warn("Node {} fell behind the ledger's events and looks at its tasks anew", address);
                    subscription.close();
                    subscription = ledger.subscribe(EventFilter.miner(address));
                    events = subscription;
                    runs.values().forEach(this::advance);
                    ledger.openTasks(address).forEach(task -> advance(task.id()));
                    rounds.values().forEach(this::judge);
                }
                if (options.clock().instant().isAfter(renewKeyAt) && state() instanceof NodeState.Running) {
                    renewKey();
                }
                publisher.destroyRetired();
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
                rounds.values().forEach(TaskRun::cancel);
            }
        }
    }

    private void publishKey() {
        publisher.publish();
        renewKeyAt = publisher.renewAt();
    }

    /**
     * Renews the announcement; half of its time is left for trying again. While ledger, store or key files cannot be reached
     * it is tried for longer than that: a computer that slept has its network back a little later.
     */
    private void renewKey() {
        try {
            publishKey();
        } catch (RuntimeException e) {
            Instant now = options.clock().instant();
            boolean unreachable =
                    e instanceof LedgerUnavailableException || e instanceof KeyFileException || Failures.couldNotAsk(e);
            if (!unreachable && !now.isBefore(publisher.validUntil())) {
                throw e;
            }
            renewKeyAt = now.plus(RENEW_AGAIN);
            LOG.warn("Node {} could not renew its key announcement and tries again: {}", address, Failures.sentence(e));
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
            TaskRun round = rounds.get(((LedgerEvent.TaskEvent) event).task());
            if (round != null) {
                judge(round);
            }
        } else if (event instanceof LedgerEvent.ValidationOpened opened
                && opened.validators().contains(address)) {
            validator.ifPresent(judge -> {
                judge.begin(opened.task());
                judge(opened.task());
            });
        }
    }

    private void judge(TaskId task) {
        judge(rounds.computeIfAbsent(task, TaskRun::new));
    }

    /** Has the round looked at soon, by the thread for rounds: nobody pays for them, and they may take long. */
    private void judge(TaskRun round) {
        if (round.wantsAdvance()) {
            try {
                judgements.execute(() -> validator.ifPresent(judge -> judge(judge, round)));
            } catch (RejectedExecutionException e) {
                // The next look, or a node that comes up again, takes up what is in the journal.
                round.advancing();
                boolean ignored = round.advanceAgain();
                LOG.warn("Node {} is too busy to judge the results of task {} now", address, round.task());
            }
        }
    }

    private void judge(ValidationRunner judge, TaskRun round) {
        do {
            round.advancing();
            try {
                if (judge.advance(round)) {
                    rounds.remove(round.task(), round);
                }
            } catch (RuntimeException e) {
                // Whatever it was: who says nothing rejects nothing, and the next look tries again.
                LOG.warn(
                        "Node {} could not judge the results of task {}: {}",
                        address,
                        round.task(),
                        e.getClass().getName());
            }
        } while (round.advanceAgain());
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
                // ledger has a deadline for it, and the next event of the task tries again.
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
        rounds.values().forEach(TaskRun::cancel);
        Thread thread = watcher;
        if (thread != null) {
            thread.interrupt();
        }
        EventSubscription subscription = events;
        if (subscription != null) {
            subscription.close();
        }
        inferences.shutdownNow();
        judgements.shutdownNow();
        steps.shutdown();
        awaitThreads();
    }

    /** After close, whoever closes the engine or the store next should not pull them from under a thread of this node. */
    private void awaitThreads() {
        long deadline = System.nanoTime() + THREADS_END.toNanos();
        try {
            boolean stopped = true;
            for (ExecutorService pool : List.of(inferences, judgements, steps)) {
                stopped &= pool.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
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
