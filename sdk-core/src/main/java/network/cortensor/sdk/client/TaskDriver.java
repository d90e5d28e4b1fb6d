package network.cortensor.sdk.client;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.internal.wire.PromptMessage.AnswerSalt;
import network.cortensor.sdk.internal.wire.ResultMessage;
import network.cortensor.sdk.internal.wire.TaskData;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.DeclineReason;
import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.SubscriptionOverrunException;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.verify.CanonicalText;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.TaskFacts;
import network.cortensor.sdk.verify.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a prepared task to its end: submitted, sealed for whoever is assigned, waited for, verified. What it does next
 * follows from what the ledger says, so it serves a new task and one that a crash left behind alike.
 */
final class TaskDriver {

    private static final Logger LOG = LoggerFactory.getLogger(TaskDriver.class);

    /** How long after its deadline a task may stay open before the ledger counts as stuck. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** How often to look whether the ledger shows an overdue task as ended. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ClientOptions options;
    private final LedgerAccount account;
    private final Ledger ledger;
    private final ClientJournal journal;
    private final NodeKeys keys;
    private final PromptSealer sealer;
    private final ResultCollector collector;
    private final ResultVerifier verifier;

    TaskDriver(ClientOptions options, ClientJournal journal, PromptSealer sealer) {
        this.options = options;
        this.account = options.account();
        this.ledger = account.ledger();
        this.journal = journal;
        this.keys = new NodeKeys(options, journal);
        this.sealer = sealer;
        this.collector = new ResultCollector(options);
        this.verifier = ResultVerifier.create(options.policy(), options.embeddings());
    }

    VerifiedCompletion drive(PreparedTask prepared, SessionPin pin, CompletionListener listener) {
        TaskId id = submit(prepared);
        listener.onStage(Stage.SUBMITTED, "task " + id);
        TaskProgress progress = new TaskProgress(listener);
        Task ended;
        try {
            ended = untilEnded(id, prepared, pin, progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(prepared, id, e);
        } catch (IpfsException e) {
            // A store that works on a channel fails in this way when its thread is interrupted.
            if (Thread.currentThread().isInterrupted()) {
                throw cancelled(prepared, id, e);
            }
            throw e;
        } catch (EvidenceException e) {
            cancel(prepared, id);
            throw e;
        }
        listener.onStage(Stage.ENDED, "paid " + ended.paid() + ", refunded " + ended.refunded());
        try {
            return conclude(ended, prepared, pin, progress.declined(), listener);
        } catch (IpfsException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException(
                        "Cancelled while the results of task " + id + " were fetched; resume it for its answer.", e);
            }
            throw e;
        }
    }

    /** Submits the task, unless an earlier run did. */
    private TaskId submit(PreparedTask prepared) {
        UnfinishedTask record = prepared.record();
        try {
            TaskId id = record.task()
                    .or(() -> ledger.taskByReference(record.session(), record.reference()))
                    .orElseGet(() -> account.submit(record.session(), submission(record)));
            journal.write(record.submittedAs(id));
            return id;
        } catch (LedgerRefusedException e) {
            // A refused submission leaves nothing behind that could be resumed.
            journal.forget(record);
            throw e;
        }
    }

    /** A quarter of the time is for revealing, which needs none, and for replacing nodes; three quarters are for working. */
    private static TaskSubmission submission(UnfinishedTask record) {
        Duration timeout = record.timeout();
        Duration precommit = timeout.dividedBy(2);
        Duration commit = timeout.dividedBy(4);
        return new TaskSubmission(TaskData.of(record.payload()), record.reference(), precommit, commit, timeout);
    }

    private Task untilEnded(TaskId id, PreparedTask prepared, SessionPin pin, TaskProgress progress)
            throws InterruptedException {
        OverdueTask overdue = new OverdueTask(() -> account.end(id, false));
        while (true) {
            try (EventSubscription events = ledger.subscribe(EventFilter.task(id))) {
                return untilEnded(id, prepared, pin, events, progress, overdue);
            } catch (SubscriptionOverrunException e) {
                // Events were taken back or lost: the next round reads the task anew.
                LOG.debug("Task {} is looked at anew: {}", id, e.getMessage());
            }
        }
    }

    private Task untilEnded(
            TaskId id,
            PreparedTask prepared,
            SessionPin pin,
            EventSubscription events,
            TaskProgress progress,
            OverdueTask ending)
            throws InterruptedException {
        Set<Address> sealedFor = Set.of();
        // By this JVM's own clock: the ledger's, and its deadline, are only what the ledger says. Who precommitted in
        // time
        // may reveal until one commit time-out later.
        TaskSubmission submitted = submission(prepared.record());
        long giveUp = System.nanoTime()
                + submitted
                        .timeout()
                        .plus(submitted.commitTimeout())
                        .plus(GRACE)
                        .plus(GRACE)
                        .toNanos();
        while (true) {
            Task task = ledger.task(id);
            progress.report(task);
            if (task.status() == TaskStatus.ENDED) {
                return task;
            }
            Set<Address> assigned = Set.copyOf(task.assigned());
            if (task.status() == TaskStatus.ASSIGNED && !sealedFor.equals(assigned)) {
                List<Recipient> recipients = keys.of(id, task.assigned(), pin.nodes(), progress::keyRefused);
                Cid envelope = sealer.sealFor(prepared, task, recipients);
                progress.sealedFor(recipients.size());
                if (!grant(id, envelope)) {
                    continue;
                }
                sealedFor = assigned;
            }
            awaitChange(task, events, progress, ending, giveUp);
        }
    }

    /** Returns false when the task ended meanwhile. */
    private boolean grant(TaskId id, Cid envelope) {
        try {
            account.grantAccess(id, envelope.toString());
            return true;
        } catch (LedgerRefusedException e) {
            if (e.reason() == LedgerRefusedException.Reason.WRONG_PHASE) {
                return false;
            }
            throw e;
        }
    }

    /** Waits for an event that may call for something to be done, and closes a task that is overdue. */
    private void awaitChange(
            Task task, EventSubscription events, TaskProgress progress, OverdueTask ending, long giveUp)
            throws InterruptedException {
        while (true) {
            Duration left = Duration.ofNanos(giveUp - System.nanoTime());
            if (left.isNegative()) {
                throw new UnavailableException("Task " + task.id()
                        + " should have ended by now, and the ledger still shows it as open."
                        + " It stays in the journal; resume it when the ledger works again.");
            }
            Instant now = ledger.now();
            boolean overdue = now.isAfter(task.deadline());
            if (overdue) {
                ending.endAt(now, System.nanoTime());
            }
            Duration wait =
                    overdue ? LOOK : Duration.between(now, task.deadline()).plusMillis(1);
            wait = wait.compareTo(left) < 0 ? wait : left;
            Optional<LedgerEvent> event = events.next(wait);
            if (event.isPresent()) {
                progress.report(event.get());
                if (event.get() instanceof LedgerEvent.TaskAssigned || event.get() instanceof LedgerEvent.TaskEnded) {
                    return;
                }
            } else if (overdue) {
                return;
            }
        }
    }

    private CancelledException cancelled(PreparedTask prepared, TaskId id, Exception cause) {
        cancel(prepared, id);
        return new CancelledException("Task " + id + " was cancelled; the nodes were told to stop.", cause);
    }

    /** Ends the task now, if it still can be ended; what is not done is refunded. */
    private void cancel(PreparedTask prepared, TaskId id) {
        try {
            account.end(id, true);
            journal.forget(prepared.record());
        } catch (LedgerException e) {
            LOG.warn("Task {} could not be cancelled and stays in the journal: {}", id, e.getMessage());
        }
    }

    private VerifiedCompletion conclude(
            Task task,
            PreparedTask prepared,
            SessionPin pin,
            Set<DeclineReason> declined,
            CompletionListener listener) {
        requireOfSession(task, pin);
        ResultCollector.Collected collected = collector.collect(task, prepared);
        int opened = collected.messages().size();
        listener.onStage(Stage.OPENED, opened + (opened == 1 ? " result" : " results"));

        AnswerSalt salt = prepared.salt();
        TaskFacts facts =
                TaskFacts.of(ledger.chainId(), task.id(), prepared.record().payload(), salt.bytes(), pin.redundancy());
        Verdict verdict = verifier.verify(facts, collected.submissions());
        listener.onStage(Stage.VERIFIED, verdict.toString());

        // From a node whose evidence holds: another one may have sent an equal text with who knows what around it.
        Optional<ResultMessage> answer = verdict.nodes().stream()
                .filter(node -> node.standing() == Standing.AGREES)
                .map(node -> collected.messages().get(node.node()))
                .findFirst();
        if (answer.isEmpty()) {
            journal.forget(prepared.record());
            throw nothingUsable(task, verdict, declined);
        }
        Receipt receipt = Receipt.issue(
                options.wallet(),
                facts,
                verdict,
                collected.submissions(),
                task.paid(),
                options.clock().instant());
        if (!verdict.accepted()) {
            journal.forget(prepared.record());
            throw new UnverifiedException(
                    "Task " + task.id() + " was answered, and the answers were not accepted (" + verdict + "). "
                            + verdict.reason() + " Ask again, or with more nodes.",
                    verdict,
                    receipt);
        }
        VerifiedCompletion completion = new VerifiedCompletion(
                task.id(),
                CanonicalText.of(answer.get().text()).text(),
                answer.get().model(),
                verdict,
                receipt,
                task.paid());
        listener.onCompleted(completion);
        journal.forget(prepared.record());
        return completion;
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

    private static RuntimeException nothingUsable(Task task, Verdict verdict, Set<DeclineReason> declined) {
        // Not told by the money: a session may pay nothing for a result.
        if (!task.minerStates().containsValue(MinerState.COMMITTED)) {
            return new UnavailableException("No node answered task " + task.id() + ". " + whyNobodyAnswered(declined)
                    + " The payment of " + task.refunded() + " went back to the session.");
        }
        return new UnverifiedException(
                "Task " + task.id() + " was answered, and no answer has evidence that holds: " + verdict.reason()
                        + verdict.nodes().stream()
                                .map(node -> " Node " + node.node() + " " + node.reason() + ".")
                                .reduce("", String::concat),
                verdict,
                null);
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
