package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskPhase;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.ValidationRound;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A task and all miners' parts in it. Immutable: {@link #after} makes the next one, so that rules can look ahead on a
 * copy.
 */
public final class TaskState {
    private final Origin origin;
    private final TaskStatus status;
    private final List<MinerPart> parts;
    private final @Nullable String envelope;
    private final Instant commitDeadline;
    private final @Nullable ValidationRound round;
    private final TokenAmount paid;
    private final TokenAmount refunded;

    /** What never changes in a task. */
    private record Origin(
            TaskId id,
            Address owner,
            TaskSubmission submission,
            Instant createdAt,
            int redundancy,
            TokenAmount pricePerResult) {}

    private TaskState(
            Origin origin,
            TaskStatus status,
            List<MinerPart> parts,
            @Nullable String envelope,
            Instant commitDeadline,
            @Nullable ValidationRound round,
            TokenAmount paid,
            TokenAmount refunded) {
        this.origin = origin;
        this.status = status;
        this.parts = parts;
        this.envelope = envelope;
        this.commitDeadline = commitDeadline;
        this.round = round;
        this.paid = paid;
        this.refunded = refunded;
    }

    static TaskState submitted(
            TaskId id, Address owner, TaskSubmission submission, Instant at, int redundancy, TokenAmount price) {
        return new TaskState(
                new Origin(id, owner, submission, at, redundancy, price),
                TaskStatus.QUEUED,
                List.of(),
                null,
                at.plus(submission.timeout()),
                null,
                TokenAmount.ZERO,
                TokenAmount.ZERO);
    }

    TaskState after(Fact.TaskFact fact) {
        if (fact instanceof Fact.TaskAssigned f) {
            return withStatus(TaskStatus.ASSIGNED).withParts(assign(f));
        } else if (fact instanceof Fact.TaskAccessGranted f) {
            return new TaskState(origin, status, parts, f.envelope(), commitDeadline, round, paid, refunded);
        } else if (fact instanceof Fact.TaskAcked f) {
            return change(f.miner(), MinerPart::acked);
        } else if (fact instanceof Fact.TaskDeclined f) {
            return change(f.miner(), part -> part.dropped(MinerState.DECLINED));
        } else if (fact instanceof Fact.TaskMissed f) {
            return change(
                    f.miner(),
                    part -> f.phase() == TaskPhase.COMMIT ? part.withheld() : part.dropped(MinerState.MISSED));
        } else if (fact instanceof Fact.TaskPrecommitted f) {
            return change(f.miner(), part -> part.precommitted(new MinerPart.Commitment(f.hash(), f.data())));
        } else if (fact instanceof Fact.TaskPrecommitEnded f) {
            return new TaskState(
                    origin, TaskStatus.PRECOMMITTED, parts, envelope, f.commitDeadline(), round, paid, refunded);
        } else if (fact instanceof Fact.TaskCommitted f) {
            return change(f.miner(), part -> part.revealed(MinerState.COMMITTED, f.reveal()));
        } else if (fact instanceof Fact.NodeSlashed f) {
            return change(f.node(), part -> part.revealed(MinerState.MISMATCHED, f.reveal()));
        } else if (fact instanceof Fact.TaskCommitEnded) {
            return withStatus(TaskStatus.COMMITTED);
        } else if (fact instanceof Fact.ValidationOpened f) {
            return withRound(new ValidationRound(f.task(), f.validators(), f.miners(), Map.of(), f.deadline(), false));
        } else if (fact instanceof Fact.VerdictGiven f) {
            return withRound(judged(f));
        } else if (fact instanceof Fact.ValidationClosed) {
            return withRound(closed());
        } else if (fact instanceof Fact.NodePaymentAllocated f) {
            return withMoney(paid.plus(f.amount()), refunded);
        } else if (fact instanceof Fact.TaskRefunded f) {
            return withMoney(paid, refunded.plus(f.amount()));
        } else if (fact instanceof Fact.TaskEnded) {
            // The grant is by far the largest part, and nobody opens an ended task.
            return new TaskState(origin, TaskStatus.ENDED, parts, null, commitDeadline, round, paid, refunded);
        }
        return this;
    }

    TaskId id() {
        return origin.id();
    }

    Address owner() {
        return origin.owner();
    }

    TaskStatus status() {
        return status;
    }

    int redundancy() {
        return origin.redundancy();
    }

    TokenAmount pricePerResult() {
        return origin.pricePerResult();
    }

    Duration precommitTimeout() {
        return origin.submission().precommitTimeout();
    }

    Duration commitTimeout() {
        return origin.submission().commitTimeout();
    }

    Instant deadline() {
        return origin.createdAt().plus(origin.submission().timeout());
    }

    /** When precommits end whatever happens: early enough to leave the whole time for commits. */
    Instant precommitCutoff() {
        return deadline().minus(commitTimeout());
    }

    Instant commitDeadline() {
        return commitDeadline;
    }

    boolean ended() {
        return status == TaskStatus.ENDED;
    }

    boolean everHad(Address miner) {
        return parts.stream().anyMatch(part -> part.miner().equals(miner));
    }

    /** Whether a node ever had the task or validates it. */
    boolean concerns(Address node) {
        return everHad(node) || (round != null && round.validators().contains(node));
    }

    /** The round of its validators; empty if there is none, or none yet. */
    public Optional<ValidationRound> validation() {
        return Optional.ofNullable(round);
    }

    /** The part of a miner that has the task now. */
    Optional<MinerPart> currentPart(Address miner) {
        return parts.stream()
                .filter(part -> part.current() && part.miner().equals(miner))
                .findFirst();
    }

    /** Miners that have the task now and satisfy {@code condition}, in order of assignment. */
    List<Address> current(Predicate<MinerPart> condition) {
        return parts.stream()
                .filter(part -> part.current() && condition.test(part))
                .map(MinerPart::miner)
                .toList();
    }

    List<Address> current() {
        return current(part -> true);
    }

    /** Miners to whom the task is still open work. */
    List<Address> openFor() {
        return ended() ? List.of() : current();
    }

    TokenAmount escrow() {
        return cost().minus(paid).minus(refunded);
    }

    TokenAmount cost() {
        return pricePerResult().times(redundancy());
    }

    /** When something has to happen next, whether or not anyone calls. */
    Optional<Instant> due() {
        return switch (status) {
            case ASSIGNED ->
                parts.stream().filter(MinerPart::works).map(MinerPart::due).min(Instant::compareTo);
            case PRECOMMITTED -> Optional.of(commitDeadline);
            case COMMITTED -> validation().map(ValidationRound::deadline);
            case QUEUED, ENDED -> Optional.empty();
        };
    }

    /** The part of every miner that works and is late at {@code now}. */
    List<MinerPart> late(Instant now) {
        return parts.stream()
                .filter(part -> part.works() && !part.due().isAfter(now))
                .toList();
    }

    /** The task as the public sees it. */
    public Task view() {
        Map<Address, MinerState> states = new LinkedHashMap<>();
        parts.forEach(part -> states.put(part.miner(), part.state()));
        TaskSubmission submission = origin.submission();
        Task.Builder view = Task.builder(
                        id(),
                        owner(),
                        submission.taskData(),
                        submission.clientReference(),
                        origin.createdAt(),
                        deadline())
                .status(status)
                .assigned(current())
                .minerStates(states)
                .phaseDeadline(phaseDeadline())
                .money(escrow(), paid, refunded);
        if (envelope != null) {
            view.envelope(envelope);
        }
        return view.build();
    }

    /** What miners put down, as the public sees it. */
    public List<TaskResult> results() {
        return parts.stream().flatMap(part -> part.result().stream()).toList();
    }

    private Instant phaseDeadline() {
        if (round != null) {
            return round.deadline();
        }
        return status == TaskStatus.ASSIGNED
                ? parts.stream()
                        .filter(MinerPart::current)
                        .map(MinerPart::precommitDeadline)
                        .max(Instant::compareTo)
                        .orElse(commitDeadline)
                : commitDeadline;
    }

    private List<MinerPart> assign(Fact.TaskAssigned fact) {
        List<MinerPart> next = new ArrayList<>(parts);
        for (Address miner : fact.miners()) {
            if (!everHad(miner)) {
                next.add(MinerPart.assigned(miner, fact.ackDeadline(), fact.precommitDeadline()));
            }
        }
        return List.copyOf(next);
    }

    private TaskState change(Address miner, UnaryOperator<MinerPart> how) {
        if (currentPart(miner).isEmpty()) {
            throw new LedgerEvidenceException(
                    "Task " + id() + ": expected " + miner + " to have it, found " + current());
        }
        return withParts(parts.stream()
                .map(part -> part.miner().equals(miner) ? how.apply(part) : part)
                .toList());
    }

    private ValidationRound judged(Fact.VerdictGiven fact) {
        ValidationRound before = opened();
        Map<Address, Map<Address, Boolean>> verdicts = new LinkedHashMap<>(before.verdicts());
        Map<Address, Boolean> said = new LinkedHashMap<>(verdicts.getOrDefault(fact.validator(), Map.of()));
        said.put(fact.miner(), fact.accepted());
        verdicts.put(fact.validator(), said);
        return new ValidationRound(
                id(), before.validators(), before.miners(), verdicts, before.deadline(), before.closed());
    }

    private ValidationRound closed() {
        ValidationRound before = opened();
        return new ValidationRound(
                id(), before.validators(), before.miners(), before.verdicts(), before.deadline(), true);
    }

    private ValidationRound opened() {
        return validation()
                .orElseThrow(() -> new LedgerEvidenceException(
                        "Task " + id() + ": expected a round of its validators, found none"));
    }

    private TaskState withRound(ValidationRound next) {
        return new TaskState(origin, status, parts, envelope, commitDeadline, next, paid, refunded);
    }

    private TaskState withParts(List<MinerPart> next) {
        return new TaskState(origin, status, next, envelope, commitDeadline, round, paid, refunded);
    }

    private TaskState withStatus(TaskStatus next) {
        return new TaskState(origin, next, parts, envelope, commitDeadline, round, paid, refunded);
    }

    private TaskState withMoney(TokenAmount toMiners, TokenAmount toSession) {
        return new TaskState(origin, status, parts, envelope, commitDeadline, round, toMiners, toSession);
    }
}
