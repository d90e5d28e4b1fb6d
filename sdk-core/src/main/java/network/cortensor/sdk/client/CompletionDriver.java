package network.cortensor.sdk.client;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.internal.wire.ResultMessage;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.DeclineReason;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.Session;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.CanonicalText;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.TaskFacts;
import network.cortensor.sdk.verify.Verdict;
import network.cortensor.sdk.verify.VerificationPolicy;
import network.cortensor.sdk.verify.consensus.Decision;
import network.cortensor.sdk.verify.consensus.ReputationBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a completion to its verdict: asks nodes by a first task, and by further ones as long as the policy is undecided and
 * nodes, money and time are left.
 *
 * <p>Each further task is written to the journal before it is submitted, under a reference that follows from the first one's.
 * So a run that takes over after a crash submits it once, and looks at every answer that was paid for before it decides
 * whether to ask for another.
 */
final class CompletionDriver {

    private static final Logger LOG = LoggerFactory.getLogger(CompletionDriver.class);

    /** The least time in which a node is asked: the least that a request can have. */
    private static final Duration LEAST_TIME = Duration.ofSeconds(1);

    /** Refusals of a task that do not go away in the time of a request. */
    private static final Set<Reason> FOR_GOOD = Set.of(
            Reason.INSUFFICIENT_BALANCE,
            Reason.NOT_ENOUGH_NODES,
            Reason.SESSION_INACTIVE,
            Reason.SESSION_EXPIRED,
            Reason.TASK_LIMIT);

    private final ClientOptions options;
    private final LedgerAccount account;
    private final Ledger ledger;
    private final ClientJournal journal;
    private final TaskDriver driver;
    private final ResultCollector collector;
    private ReputationBook reputations;

    CompletionDriver(ClientOptions options, ClientJournal journal, PromptSealer sealer) {
        this.options = options;
        this.account = options.account();
        this.ledger = account.ledger();
        this.journal = journal;
        this.driver = new TaskDriver(options, journal, sealer);
        this.collector = new ResultCollector(options);
        this.reputations = options.reputations();
    }

    /** What is known of the nodes at present. Completions of several threads learn one after the other. */
    synchronized ReputationBook reputations() {
        return reputations;
    }

    private synchronized void learnFrom(Verdict verdict, Instant now) {
        reputations = verdict.recordedIn(reputations, now);
    }

    /**
     * Requires that the money of a request is enough for its first task, and that its policy can accept an answer in its session:
     * what it pays for could never be enough otherwise. Reads the session at most once.
     *
     * @throws RefusedException when one of them does not hold
     */
    void requireFeasible(SessionId id, SessionPin pin, CompletionRequest request) {
        VerificationPolicy policy = request.policy().orElse(options.policy());
        int wanted = policy.mostNodes(pin.redundancy());
        boolean severalTasks = wanted > pin.redundancy();
        int tasks = 1;
        if (severalTasks || request.budget().isPresent()) {
            Session session = ledger.session(id);
            request.budget().ifPresent(budget -> requireAffordable(session, budget));
            tasks = severalTasks ? tasksLeft(session, request) : 1;
        }
        int nodes = pin.nodes().size();
        int reachable = Math.min(Math.min(wanted, nodes) / pin.redundancy(), tasks) * pin.redundancy();
        ReputationBook known = reputations().fadedTo(options.clock().instant());
        if (!policy.canAcceptWith(reachable, known)) {
            throw new RefusedException(
                    "Nothing was asked: the policy " + policy + " cannot accept any answer of the "
                            + reachable + " nodes that can be asked. Session " + id + " has " + nodes
                            + " nodes, a task asks "
                            + pin.redundancy() + " of them, and its terms, its money and the budget allow " + tasks
                            + " tasks. Open a session with more of them (SessionTerms.maxNodes, maxTasks), or ask for less certainty.");
        }
    }

    private static void requireAffordable(Session session, TokenAmount budget) {
        TokenAmount cost = costOfTask(session);
        if (cost.compareTo(budget) > 0) {
            throw new RefusedException("A task of session " + session.id() + " costs " + cost
                    + ", and the request may cost " + budget + ". Allow more, or open a cheaper session.");
        }
    }

    /** Returns how many tasks can be submitted. One at least: that even the first is too many, the ledger itself says. */
    private static int tasksLeft(Session session, CompletionRequest request) {
        BigInteger cost = costOfTask(session).wei().max(BigInteger.ONE);
        BigInteger money = session.balance().wei();
        money = request.budget().map(TokenAmount::wei).map(money::min).orElse(money);
        BigInteger allowed = BigInteger.valueOf(session.terms().maxTasks() - session.taskCount());
        return money.divide(cost).min(allowed).max(BigInteger.ONE).intValueExact();
    }

    private static TokenAmount costOfTask(Session session) {
        return session.terms().pricePerResult().times(session.terms().redundancy());
    }

    VerifiedCompletion drive(PreparedTask prepared, SessionPin pin, CompletionListener listener) {
        return new Run(prepared, pin, listener).drive();
    }

    /** One completion. Used by one thread. */
    private final class Run {
        private final PreparedTask prepared;
        private final SessionPin pin;
        private final CompletionListener listener;
        private final GatheredResults gathered = new GatheredResults();
        private long end;
        private UnfinishedTask record;

        Run(PreparedTask prepared, SessionPin pin, CompletionListener listener) {
            this.prepared = prepared;
            this.pin = pin;
            this.listener = listener;
            this.record = prepared.record();
            this.end = System.nanoTime() + record.timeout().toNanos();
        }

        VerifiedCompletion drive() {
            // What earlier runs asked comes first: it is paid for.
            for (TaskId task : record.tasks()) {
                gather(task, record.timeout());
            }
            Optional<String> refused = record.next().isPresent() ? ask() : Optional.empty();
            while (true) {
                TaskFacts facts = facts();
                Verdict verdict = verifier().verify(facts, gathered.submissions());
                Optional<String> obstacle = refused.or(() -> obstacle(verdict, facts));
                if (verdict.decision() != Decision.ASK_ONE_MORE || obstacle.isPresent()) {
                    listener.onStage(Stage.VERIFIED, verdict.toString());
                    return conclude(facts, verdict, obstacle);
                }
                listener.onStage(Stage.VERIFIED, verdict + ", which decides nothing yet");
                requireNotInterrupted();
                record = record.asking(left());
                journal.write(record);
                refused = ask();
            }
        }

        /** Submits the next task and waits for it; returns why it was refused, if it was. */
        private Optional<String> ask() {
            TaskId task;
            try {
                task = driver.submit(record);
            } catch (LedgerRefusedException e) {
                if (record.tasks().isEmpty()) {
                    // A refused submission leaves nothing behind that could be resumed; a refused look-up of one may.
                    if (e.reason() != Reason.ASSURANCE_TOO_LOW) {
                        journal.forget(record);
                    }
                    throw e;
                }
                if (!FOR_GOOD.contains(e.reason())) {
                    // Such as a fee that is too high now: what is paid for stays in the journal.
                    throw e;
                }
                return Optional.of("the ledger refused a further task: " + e.getMessage());
            }
            boolean first = record.tasks().isEmpty();
            Duration timeout = record.next().orElse(record.timeout());
            VerificationPolicy policy = record.wanted().policy();
            record = record.submittedAs(task, first ? policy.resolvedFor(factsOf(task)) : policy);
            journal.write(record);
            gather(task, timeout);
            return Optional.empty();
        }

        private void gather(TaskId id, Duration timeout) {
            listener.onStage(Stage.SUBMITTED, "task " + id);
            TaskProgress progress = new TaskProgress(listener);
            TaskDriver.Ended ended = ended(id, timeout, progress);
            Task task = ended.task();
            // The time that validators take is not the time in which others can be asked.
            end += ended.judged().toNanos();
            listener.onStage(Stage.ENDED, "paid " + task.paid() + ", refunded " + task.refunded());
            requireOfSession(task, pin);
            ResultCollector.Collected collected = collected(ended);
            int opened = collected.messages().size();
            listener.onStage(Stage.OPENED, opened + (opened == 1 ? " result" : " results"));
            gathered.add(task, pin.redundancy(), collected, progress.declined());
            gathered.judgedBy(ended.validators());
        }

        private TaskDriver.Ended ended(TaskId id, Duration timeout, TaskProgress progress) {
            boolean canAskOthers = record.wanted().policy().mostNodes(factsOf(id)) > pin.redundancy();
            TaskDriver.Errand errand =
                    new TaskDriver.Errand(prepared, id, pin, timeout, gathered.spent(), canAskOthers);
            try {
                return driver.drive(errand, progress);
            } catch (CancelledException | EvidenceException e) {
                cancel(id);
                throw e;
            }
        }

        private ResultCollector.Collected collected(TaskDriver.Ended ended) {
            try {
                return collector.collect(ended.task(), prepared, ended.keys(), gathered.validators());
            } catch (IpfsException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancelledException(
                            "Cancelled while the results of task "
                                    + ended.task().id()
                                    + " were fetched; resume it for its answer.",
                            e);
                }
                throw e;
            }
        }

        /** Ends the task now, if it still can be ended; what is not done is refunded. */
        private void cancel(TaskId id) {
            try {
                account.end(id, true);
                journal.forget(record);
            } catch (LedgerException e) {
                LOG.warn("Task {} could not be cancelled and stays in the journal: {}", id, e.getMessage());
            }
        }

        private void requireNotInterrupted() {
            if (Thread.currentThread().isInterrupted()) {
                journal.forget(record);
                throw new CancelledException(
                        "Task " + gathered.first() + " was cancelled before a further node was asked; "
                                + gathered.paid() + " had been paid for answers that decided nothing.");
            }
        }

        private TaskFacts factsOf(TaskId task) {
            return TaskFacts.of(
                    ledger.chainId(),
                    task,
                    record.payload(),
                    prepared.salt().bytes(),
                    Math.max(pin.redundancy(), gathered.asked()));
        }

        private TaskFacts facts() {
            return factsOf(gathered.first())
                    .withFollowUps(gathered.tasks())
                    .withType(record.wanted().type())
                    .withTemperature(prepared.temperature())
                    .withPaid(gathered.paid());
        }

        private ResultVerifier verifier() {
            ResultVerifier.Builder builder = ResultVerifier.builder(
                            record.wanted().policy())
                    .embeddings(options.embeddings())
                    .reputations(reputations().fadedTo(now()));
            options.comparator().ifPresent(builder::comparator);
            return builder.build();
        }

        private Instant now() {
            return options.clock().instant();
        }

        private Duration left() {
            return Duration.ofMillis(Duration.ofNanos(end - System.nanoTime()).toMillis());
        }

        /** Returns why no further node can be asked, although the policy would. */
        private Optional<String> obstacle(Verdict verdict, TaskFacts facts) {
            if (verdict.decision() != Decision.ASK_ONE_MORE) {
                return Optional.empty();
            }
            int most = record.wanted().policy().mostNodes(facts);
            if (verdict.asked() + pin.redundancy() > most) {
                return Optional.of("the policy allows " + most + " nodes, " + verdict.asked()
                        + " were asked, and a task of this session asks " + pin.redundancy());
            }
            long unasked = pin.nodes().stream()
                    .filter(node -> !gathered.spent().contains(node))
                    .count();
            if (unasked < pin.redundancy()) {
                return Optional.of("of the session's " + pin.nodes().size() + " nodes " + unasked
                        + " are left, and a task of it asks " + pin.redundancy());
            }
            if (gathered.inVain() > pin.nodes().size()) {
                return Optional.of(
                        "the ledger gave " + gathered.inVain() + " tasks to nodes that had been asked before");
            }
            if (left().compareTo(LEAST_TIME) < 0) {
                return Optional.of("the time of the request, " + record.timeout() + ", is over");
            }
            return unaffordable();
        }

        private Optional<String> unaffordable() {
            Session session = ledger.session(record.session());
            TokenAmount cost = costOfTask(session);
            TokenAmount budget = record.wanted().budget();
            if (budget != null && gathered.paid().plus(cost).compareTo(budget) > 0) {
                return Optional.of("the request may cost " + budget + ", " + gathered.paid()
                        + " are paid, and another task costs " + cost);
            }
            if (session.balance().compareTo(cost) < 0) {
                return Optional.of("the session holds " + session.balance() + ", and another task costs " + cost);
            }
            return Optional.empty();
        }

        private VerifiedCompletion conclude(TaskFacts facts, Verdict verdict, Optional<String> obstacle) {
            // From a node whose evidence holds: another one may have sent an equal text with who knows what around it.
            Optional<ResultMessage> answer = verdict.nodes().stream()
                    .filter(node -> node.standing() == Standing.AGREES)
                    .findFirst()
                    .flatMap(node -> gathered.messageOf(node.node()));
            if (answer.isEmpty()) {
                journal.forget(record);
                throw nothingUsable(verdict);
            }
            Receipt receipt = Receipt.issue(
                    options.wallet(),
                    facts,
                    verdict,
                    gathered.submissions(),
                    gathered.paid(),
                    SettlementLookup.of(facts.task(), ledger),
                    now());
            if (!verdict.accepted()) {
                journal.forget(record);
                throw new UnverifiedException(
                        "Task " + facts.task() + " was answered, and the answers were not accepted (" + verdict + "). "
                                + verdict.reason()
                                + obstacle.map(why -> " No further node was asked: " + why + ".")
                                        .orElse("")
                                + " Ask again, or with more nodes.",
                        verdict,
                        receipt);
            }
            learnFrom(verdict, now());
            VerifiedCompletion completion = new VerifiedCompletion(
                    facts.tasks(),
                    CanonicalText.of(answer.get().text()).text(),
                    answer.get().model(),
                    verdict,
                    receipt,
                    gathered.paid(),
                    pin.readers());
            listener.onCompleted(completion);
            journal.forget(record);
            return completion;
        }

        private RuntimeException nothingUsable(Verdict verdict) {
            if (!gathered.answered()) {
                return new UnavailableException("No node answered task " + gathered.first() + ". "
                        + whyNobodyAnswered(gathered.declined()) + " The payment of " + gathered.refunded()
                        + " went back to the session.");
            }
            return new UnverifiedException(
                    "Task " + gathered.first() + " was answered, and no answer has evidence that holds: "
                            + verdict.reason()
                            + verdict.nodes().stream()
                                    .map(node -> " Node " + node.node() + " " + node.reason() + ".")
                                    .reduce("", String::concat),
                    verdict,
                    null);
        }
    }

    /** A ledger that lets others answer than those the session was opened with, or more than were asked, is lying. */
    private static void requireOfSession(Task task, SessionPin pin) {
        for (Map.Entry<Address, MinerState> miner : task.minerStates().entrySet()) {
            if (!pin.nodes().contains(miner.getKey())) {
                throw new EvidenceException("The ledger lists node " + miner.getKey() + " for task " + task.id()
                        + ", which is none of the " + pin.nodes().size()
                        + " nodes that the session was opened with. Its results are not believed.");
            }
        }
        long revealed = task.minerStates().values().stream()
                .filter(state -> state == MinerState.COMMITTED)
                .count();
        if (revealed > pin.redundancy()) {
            throw new EvidenceException("The ledger lists " + revealed + " results for task " + task.id() + ", and "
                    + pin.redundancy() + " were asked for. They are not believed.");
        }
    }

    private static String whyNobodyAnswered(Set<DeclineReason> declined) {
        if (declined.isEmpty()) {
            return "Ask again with a longer time-out, or with more nodes.";
        }
        if (declined.contains(DeclineReason.FAILED)) {
            return "Nodes gave it back because their engine or their store failed; check that the engine runs.";
        }
        if (declined.contains(DeclineReason.UNSUPPORTED)) {
            return "Nodes gave it back because their engine refused it: an extractive engine needs a document,"
                    + " a server has to know the model and to take a prompt of this length.";
        }
        return "Nodes gave it back: " + declined + ".";
    }
}
