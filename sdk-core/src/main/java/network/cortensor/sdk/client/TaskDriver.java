package network.cortensor.sdk.client;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.internal.wire.TaskData;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.SubscriptionOverrunException;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.ValidationRound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings one task of a completion to its end: submitted, sealed for whoever is assigned, waited for. What it does next
 * follows from what the ledger says, so it serves a new task and one that a crash left behind alike.
 */
final class TaskDriver {

    private static final Logger LOG = LoggerFactory.getLogger(TaskDriver.class);

    /** How long after its deadline a task may stay open before the ledger counts as stuck. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** How often to look whether the ledger shows an overdue task as ended. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final LedgerAccount account;
    private final Ledger ledger;
    private final NodeKeys keys;
    private final PromptSealer sealer;

    TaskDriver(ClientOptions options, ClientJournal journal, PromptSealer sealer) {
        this.account = options.account();
        this.ledger = account.ledger();
        this.keys = new NodeKeys(options, journal);
        this.sealer = sealer;
    }

    /**
     * What a task is for.
     *
     * @param timeout how long it may take
     * @param askedBefore the nodes that were asked the same before: nothing is sealed for them again
     * @param canAskOthers whether another task can ask others; then one that nobody can be asked in is given up at once
     */
    record Errand(
            PreparedTask prepared,
            TaskId task,
            SessionPin pin,
            Duration timeout,
            Set<Address> askedBefore,
            boolean canAskOthers) {}

    /**
     * A task that is over.
     *
     * @param keys what the prompt was sealed for, by node; of nodes that an earlier run sealed it for, nothing
     * @param validators the nodes that may have seen the results
     * @param judged for how long it waited for them
     */
    record Ended(Task task, Map<Address, KeyId> keys, Set<Address> validators, Duration judged) {}

    /**
     * Submits the next task of a completion, unless an earlier run did.
     *
     * @throws LedgerRefusedException when the ledger does not take it
     */
    TaskId submit(UnfinishedTask record) {
        Duration timeout = record.next()
                .orElseThrow(() -> new IllegalArgumentException("no task of " + record + " is to be submitted"));
        String reference = record.nextReference();
        return ledger.taskByReference(record.session(), reference)
                .orElseGet(() -> account.submit(record.session(), submission(record, reference, timeout)));
    }

    /** A quarter of the time is for revealing, which needs none, and for replacing nodes; three quarters are for working. */
    private static TaskSubmission submission(UnfinishedTask record, String reference, Duration timeout) {
        return new TaskSubmission(
                TaskData.of(record.payload()), reference, timeout.dividedBy(2), timeout.dividedBy(4), timeout);
    }

    /**
     * Waits until a task is over, and seals the prompt for whoever has it.
     *
     * @throws CancelledException when the thread was interrupted; then the task is ended as far as it can be
     * @throws EvidenceException when the ledger or a node lies; then too
     */
    Ended drive(Errand errand, TaskProgress progress) {
        TaskId id = errand.task();
        Map<Address, KeyId> sealed = new HashMap<>();
        ValidatorAccess access = new ValidatorAccess(account, keys, sealer, errand, progress);
        Patience patience = new Patience(errand.timeout());
        try {
            Task ended = untilEnded(errand, progress, sealed, access, patience);
            return new Ended(ended, Map.copyOf(sealed), validators(errand, progress, access), patience.judged());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(id, e);
        } catch (IpfsException e) {
            // A store that works on a channel fails in this way when its thread is interrupted.
            if (Thread.currentThread().isInterrupted()) {
                throw cancelled(id, e);
            }
            throw e;
        }
    }

    private Set<Address> validators(Errand errand, TaskProgress progress, ValidatorAccess access) {
        Set<Address> validators = new HashSet<>(access.granted());
        if (errand.pin().validators() > 0) {
            // An earlier run may have given them access, and a verdict may be there whose event was not seen.
            ledger.validation(errand.task()).ifPresent(round -> {
                progress.report(round);
                validators.addAll(round.validators());
            });
        }
        return Set.copyOf(validators);
    }

    /**
     * How long a task is waited for, however often its events are lost meanwhile. By this JVM's own clock: the ledger's, and its
     * deadline, are only what the ledger says. Who precommitted in time may reveal until one commit time-out later.
     */
    private static final class Patience {
        private long end;
        private long judging;
        private boolean judges;

        Patience(Duration timeout) {
            end = System.nanoTime()
                    + timeout.plus(timeout.dividedBy(4)).plus(GRACE).plus(GRACE).toNanos();
        }

        /** The results are there: validators have their time from now on. */
        void judging() {
            if (!judges) {
                judges = true;
                judging = System.nanoTime();
                end += ValidationRound.TIME.toNanos();
            }
        }

        Duration judged() {
            return judges ? Duration.ofNanos(System.nanoTime() - judging) : Duration.ZERO;
        }

        Duration left(TaskId task) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (left.isNegative()) {
                throw new UnavailableException("Task " + task
                        + " should have ended by now, and the ledger still shows it as open."
                        + " It stays in the journal; resume it when the ledger works again.");
            }
            return left;
        }
    }

    private Task untilEnded(
            Errand errand, TaskProgress progress, Map<Address, KeyId> sealed, ValidatorAccess access, Patience patience)
            throws InterruptedException {
        TaskId id = errand.task();
        OverdueTask overdue = new OverdueTask(() -> account.end(id, false));
        while (true) {
            try (EventSubscription events = ledger.subscribe(EventFilter.task(id))) {
                return untilEnded(errand, events, progress, sealed, access, overdue, patience);
            } catch (SubscriptionOverrunException e) {
                // Events were taken back or lost: the next round reads the task anew.
                LOG.debug("Task {} is looked at anew: {}", id, e.getMessage());
            }
        }
    }

    private Task untilEnded(
            Errand errand,
            EventSubscription events,
            TaskProgress progress,
            Map<Address, KeyId> sealed,
            ValidatorAccess access,
            OverdueTask ending,
            Patience patience)
            throws InterruptedException {
        Set<Address> sealedFor = Set.of();
        while (true) {
            Task task = ledger.task(errand.task());
            progress.report(task);
            if (task.status() == TaskStatus.ENDED) {
                return task;
            }
            if (task.status() == TaskStatus.COMMITTED) {
                patience.judging();
                access.advance(task);
            }
            Set<Address> assigned = Set.copyOf(task.assigned());
            if (task.status() == TaskStatus.ASSIGNED && !sealedFor.equals(assigned)) {
                if (!seal(errand, task, progress, sealed)) {
                    // A ledger that lags behind may show it as assigned for a while.
                    Duration left = patience.left(errand.task());
                    events.next(shortest(LOOK, left)).ifPresent(progress::report);
                    continue;
                }
                sealedFor = assigned;
            }
            awaitChange(task, events, progress, access, ending, patience);
        }
    }

    /** Seals the prompt for those that have the task; returns false when it is over meanwhile. */
    private boolean seal(Errand errand, Task task, TaskProgress progress, Map<Address, KeyId> sealed) {
        NodeKeys.requireOfSession(task.id(), task.assigned(), errand.pin().nodes());
        List<Address> fresh = task.assigned().stream()
                .filter(node -> !errand.askedBefore().contains(node))
                .toList();
        NodeKeys.Found found = keys.of(task.id(), fresh, progress::keyRefused);
        if (found.recipients().isEmpty() && !task.assigned().isEmpty()) {
            if (!errand.canAskOthers() && !found.refusals().isEmpty()) {
                throw found.refusals().get(0);
            }
            return !endedEarly(task.id());
        }
        Cid envelope =
                sealer.sealFor(errand.prepared(), task, found.recipients().values());
        found.recipients().forEach((node, key) -> sealed.put(node, key.keyId()));
        progress.sealedFor(found.recipients().size());
        return grant(task.id(), envelope);
    }

    /** Returns false when the task ended meanwhile. */
    private boolean grant(TaskId id, Cid envelope) {
        return unlessTooLate(() -> account.grantAccess(id, envelope.toString()));
    }

    /** Ends a task that nobody new can be asked in; returns false when a result is there already, which takes its time. */
    private boolean endedEarly(TaskId id) {
        return unlessTooLate(() -> account.end(id, true));
    }

    private static boolean unlessTooLate(Runnable call) {
        try {
            call.run();
            return true;
        } catch (LedgerRefusedException e) {
            if (e.reason() == LedgerRefusedException.Reason.WRONG_PHASE) {
                return false;
            }
            throw e;
        }
    }

    /** Waits for an event, or a time, that calls for something to be done, and closes a task that is overdue. */
    private void awaitChange(
            Task task,
            EventSubscription events,
            TaskProgress progress,
            ValidatorAccess access,
            OverdueTask ending,
            Patience patience)
            throws InterruptedException {
        Instant deadline = task.deadline().isAfter(access.deadline()) ? task.deadline() : access.deadline();
        while (true) {
            Duration left = patience.left(task.id());
            Instant now = ledger.now();
            boolean overdue = now.isAfter(deadline);
            if (overdue) {
                ending.endAt(now, System.nanoTime());
            }
            Duration wait = overdue ? LOOK : Duration.between(now, deadline).plusMillis(1);
            Optional<Duration> nextTry = access.untilNextTry();
            Optional<LedgerEvent> event = events.next(shortest(wait, left, nextTry.orElse(left)));
            if (event.isPresent()) {
                progress.report(event.get());
                if (event.get() instanceof LedgerEvent.TaskAssigned
                        || event.get() instanceof LedgerEvent.ValidationOpened
                        || event.get() instanceof LedgerEvent.TaskEnded) {
                    return;
                }
            } else if (overdue || nextTry.isPresent()) {
                return;
            }
        }
    }

    private static Duration shortest(Duration... waits) {
        Duration shortest = Collections.min(List.of(waits));
        return shortest.isNegative() ? Duration.ZERO : shortest;
    }

    private CancelledException cancelled(TaskId id, Exception cause) {
        return new CancelledException("Task " + id + " was cancelled; the nodes were told to stop.", cause);
    }
}
