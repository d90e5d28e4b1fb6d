package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.internal.EventHub;
import network.cortensor.sdk.staking.internal.Fact;
import network.cortensor.sdk.staking.internal.FactCodec;
import network.cortensor.sdk.staking.internal.LedgerParameters;
import network.cortensor.sdk.staking.internal.LedgerRules;
import network.cortensor.sdk.staking.internal.LedgerState;
import network.cortensor.sdk.staking.internal.TaskState;
import network.cortensor.sdk.staking.internal.TextLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A ledger inside this JVM, with the network's state machine and optionally a file behind it.
 *
 * <p>There is no consensus in it: who holds the object holds the ledger, and {@link #account} hands out any account. It is
 * for development, tests, and a closed group that trusts the process.
 *
 * <p>Rules, ours unless the network's clients show otherwise:
 *
 * <ul>
 *   <li>{@code redundancy} of the session's candidates get a task, each task starting where the one before left off. A
 *       miner that declines, or is late to acknowledge or precommit, is replaced by a candidate that has not had the task,
 *       with times of its own; when none is left, or no time, the task goes on with those that precommit. With none at
 *       all it ends and is refunded.
 *   <li>Precommits end once nobody owes one, and at the latest {@code commitTimeout} before the task's deadline. Then
 *       commits are taken until nobody owes one or {@code commitTimeout} is over. Then the task is paid, refunded and
 *       ended.
 *   <li>Where the session asks for validators, as many nodes that never had the task, chosen by what the miners precommitted,
 *       have {@link ValidationRound#TIME} to judge before it is paid. No lottery: who precommits last can choose a commitment
 *       that suits. With no such node there is no round, and the miners are paid. Validators are not.
 *   <li>A validator that is proved to have called a good signature wrong loses that share as well, once for each such verdict.
 *   <li>A reveal whose Keccak-256 is not the precommitted hash [INF] costs the miner its pay and a share of its stake.
 *   <li>Each accepted commit, less those that validators reject, earns {@code pricePerResult}; the rest of the escrow goes back to the session.
 *   <li>A deadline is over at its millisecond. Deadlines that have passed take effect before any call that comes after
 *       them, so that nothing depends on when a thread woke up.
 * </ul>
 *
 * <p>Every change is one record in the {@link Journal} and happens when that record is written. Opening a journal folds
 * its records into the same state again, then closes the phases that ran out in the meantime. A failed write closes the
 * ledger, because it is open whether the record is there.
 *
 * <p>Safe for use by several threads. The cost of a call does not grow with the tasks and sessions that have ended. One
 * daemon thread sleeps until the next deadline.
 */
public final class EmbeddedLedger implements DevelopmentLedger {
    /** Most bytes of {@link SessionTerms#name}, in UTF-8. */
    public static final int MAX_SESSION_NAME_BYTES = TextLimit.SESSION_NAME.maxBytes();
    /** Most bytes of {@link TaskSubmission#clientReference}, in UTF-8. */
    public static final int MAX_CLIENT_REFERENCE_BYTES = TextLimit.CLIENT_REFERENCE.maxBytes();
    /** Most bytes of {@link TaskSubmission#taskData}, in UTF-8. */
    public static final int MAX_TASK_DATA_BYTES = TextLimit.TASK_DATA.maxBytes();
    /** Most bytes of what goes along with a precommit, in UTF-8. */
    public static final int MAX_PRECOMMIT_DATA_BYTES = TextLimit.PRECOMMIT_DATA.maxBytes();
    /** Most bytes of a reveal, in UTF-8. */
    public static final int MAX_REVEAL_BYTES = TextLimit.REVEAL.maxBytes();
    /** Most bytes of a key announcement, in UTF-8. */
    public static final int MAX_KEY_ANNOUNCEMENT_BYTES = TextLimit.KEY_ANNOUNCEMENT.maxBytes();
    /** Most bytes of an access grant, in UTF-8: room for some 16 readers with post-quantum keys. */
    public static final int MAX_ENVELOPE_BYTES = TextLimit.ENVELOPE.maxBytes();

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedLedger.class);
    private static final String HEADER = "ledger/header";
    private static final String RECORDS = "ledger/record/";
    private static final Duration LONGEST_SLEEP = Duration.ofDays(1);

    private final long chainId;
    private final EmbeddedLedgerOptions options;
    private final LedgerParameters parameters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final LedgerState state = new LedgerState();
    private final EventHub hub;
    private final Thread phaseCloser;
    private long records;
    private String closed = "";

    private EmbeddedLedger(EmbeddedLedgerOptions options) {
        this.chainId = options.chainId();
        this.options = options;
        this.parameters =
                new LedgerParameters(chainId, options.minStake(), options.slashBasisPoints(), options.ackTimeout());
        this.hub = new EventHub(options.subscriptionBuffer());
        this.phaseCloser = new Thread(this::closePhasesUntilClosed, "cortensor-ledger");
        this.phaseCloser.setDaemon(true);
    }

    /**
     * Opens a ledger on the journal of the options: a new one, or the one that is in it.
     *
     * @throws LedgerUnavailableException if the journal cannot be read or written
     * @throws LedgerEvidenceException if the journal is damaged, was written by a newer version, or is another chain's
     */
    public static EmbeddedLedger open(EmbeddedLedgerOptions options) {
        EmbeddedLedger ledger = new EmbeddedLedger(options);
        ledger.lock.lock();
        try {
            ledger.replay();
            ledger.closeOverdue(ledger.tick());
        } finally {
            ledger.lock.unlock();
        }
        ledger.phaseCloser.start();
        return ledger;
    }

    /** Acts as {@code address}: whoever may call this may be anyone. */
    public LedgerAccount account(Address address) {
        return new EmbeddedAccount(this, address);
    }

    /** As {@link #account(Address)}: nothing is signed here. */
    @Override
    public LedgerAccount account(TransactionSigner signer) {
        return account(signer.address());
    }

    /** Makes tokens for an account: the ledger's only source of them. */
    @Override
    public void fund(Address account, TokenAmount amount) {
        execute(rules -> rules.fund(account, amount));
    }

    /**
     * Closes the phases that are over by the ledger's clock. The ledger's own thread does so when the system's clock
     * says that the time has come; call this after moving a {@link EmbeddedLedgerOptions#clock} by hand.
     */
    @Override
    public void closeOverduePhases() {
        execute(rules -> List.of());
    }

    @Override
    public long chainId() {
        return chainId;
    }

    @Override
    public Instant now() {
        return whileOpen(this::tick);
    }

    @Override
    public Optional<NodeRegistration> node(Address node) {
        return whileOpen(() -> state.node(node, parameters.minStake()));
    }

    @Override
    public List<NodeRegistration> nodes() {
        return whileOpen(() -> state.nodes(parameters.minStake()));
    }

    @Override
    public Session session(SessionId session) {
        return whileOpen(() -> state.session(session));
    }

    @Override
    public Task task(TaskId task) {
        return whileOpen(() -> state.task(task)).view();
    }

    @Override
    public Optional<TaskId> taskByReference(SessionId session, String clientReference) {
        return whileOpen(() -> state.taskByReference(session, clientReference));
    }

    @Override
    public List<Task> openTasks(Address miner) {
        return whileOpen(() -> state.openTasks(miner).stream()
                .map(state::task)
                .map(TaskState::view)
                .toList());
    }

    @Override
    public List<TaskResult> results(TaskId task) {
        return whileOpen(() -> state.task(task)).results();
    }

    @Override
    public Optional<ValidationRound> validation(TaskId task) {
        return whileOpen(() -> state.task(task)).validation();
    }

    /** {@inheritDoc} This one has none. */
    @Override
    public Optional<Hash> settlementTransaction(TaskId task) {
        TaskState ignored = whileOpen(() -> state.task(task));
        return Optional.empty();
    }

    @Override
    public TokenAmount balance(Address account) {
        return whileOpen(() -> state.balance(account));
    }

    @Override
    public TokenAmount pendingPayment(Address miner) {
        return whileOpen(() -> state.pendingPayment(miner));
    }

    @Override
    public EventSubscription subscribe(EventFilter filter) {
        return whileOpen(() -> hub.subscribe(filter));
    }

    /** {@inheritDoc} Leaves the journal to whoever opened it. */
    @Override
    public void close() {
        lock.lock();
        try {
            close("the ledger is closed");
        } finally {
            lock.unlock();
        }
    }

    /** What a call brought about. */
    List<Fact> execute(Function<LedgerRules, List<Fact>> call) {
        return whileOpen(() -> {
            Instant now = tick();
            closeOverdue(now);
            List<Fact> facts = call.apply(new LedgerRules(state, parameters, now));
            append(facts, now);
            return facts;
        });
    }

    /** For tests: tokens that ever came in, and tokens that are somewhere. */
    boolean conservesTokens() {
        return whileOpen(() -> state.held().equals(state.funded()));
    }

    private <T> T whileOpen(Supplier<T> reader) {
        lock.lock();
        try {
            if (!closed.isEmpty()) {
                throw new LedgerUnavailableException("Ledger: " + closed + "; open it again");
            }
            return reader.get();
        } finally {
            lock.unlock();
        }
    }

    private void replay() {
        String header = "format " + FactCodec.FORMAT + ", chain " + chainId;
        Optional<byte[]> found = options.journal().read(HEADER);
        if (found.isEmpty()) {
            options.journal().write(Journal.Batch.create().put(HEADER, header.getBytes(StandardCharsets.UTF_8)));
        } else if (!header.equals(new String(found.get(), StandardCharsets.UTF_8))) {
            throw new LedgerEvidenceException("Ledger journal: expected a ledger of " + header + ", found one of "
                    + new String(found.get(), StandardCharsets.UTF_8));
        }
        options.journal().forEach(RECORDS, this::replay);
    }

    private void replay(String key, byte[] record) {
        if (!key.equals(key(records + 1))) {
            throw new LedgerEvidenceException(
                    "Ledger journal: expected record " + key(records + 1) + " next, found " + key);
        }
        FactCodec.Entry entry = FactCodec.decode(key, record);
        try {
            entry.facts().forEach(fact -> state.fold(fact, entry.at()));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new LedgerEvidenceException(
                    "Ledger journal: record " + key + " contradicts the records before it: " + e.getMessage(), e);
        }
        records++;
    }

    /** The time, never before the last fact. */
    private Instant tick() {
        Instant now = options.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isBefore(state.lastAt()) ? state.lastAt() : now;
    }

    private void closeOverdue(Instant now) {
        Optional<TaskId> task = state.overdue(now);
        while (task.isPresent()) {
            append(
                    new LedgerRules(state, parameters, now)
                            .task("close", task.get())
                            .overdue(),
                    now);
            task = state.overdue(now);
        }
    }

    /** Writes, folds and publishes facts. If that breaks off, the ledger is closed: what it holds may be half of it. */
    private void append(List<Fact> facts, Instant at) {
        if (facts.isEmpty()) {
            return;
        }
        boolean done = false;
        try {
            byte[] record = FactCodec.encode(new FactCodec.Entry(at, facts));
            options.journal().write(Journal.Batch.create().put(key(records + 1), record));
            records++;
            Optional<Instant> due = state.nextDue();
            List<LedgerEvent> events = new ArrayList<>(facts.size());
            for (Fact fact : facts) {
                state.fold(fact, at);
                events.add(fact.toEvent(state.sequence(), at));
            }
            hub.publish(events, state);
            if (!due.equals(state.nextDue())) {
                wake.signal();
            }
            done = true;
        } finally {
            if (!done) {
                close("a write to its journal failed, and it is open whether the record is there");
            }
        }
    }

    private void close(String why) {
        if (closed.isEmpty()) {
            closed = why;
            hub.close(why);
            wake.signal();
        }
    }

    private void closePhasesUntilClosed() {
        lock.lock();
        try {
            while (closed.isEmpty()) {
                Instant now = tick();
                closeOverdue(now);
                wake.await(millisecondsToNextDue(now), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            // Nobody but this class has the thread, and it does not interrupt it.
            Thread.currentThread().interrupt();
        } catch (LedgerUnavailableException e) {
            LOG.warn("The ledger closed itself: {}", e.getMessage());
        } finally {
            close("its thread ended");
            lock.unlock();
        }
    }

    private long millisecondsToNextDue(Instant now) {
        Duration left = state.nextDue().map(due -> Duration.between(now, due)).orElse(LONGEST_SLEEP);
        return left.compareTo(LONGEST_SLEEP) < 0 ? left.toMillis() : LONGEST_SLEEP.toMillis();
    }

    /** Digits of one length sort as numbers do. */
    private static String key(long number) {
        return RECORDS + String.format(Locale.ROOT, "%019d", number);
    }
}
