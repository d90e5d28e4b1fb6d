package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
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
    private final @Nullable Judging judging;
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

    /** What validators do: the round as all see it, and the evidence of each rejection that was not proved false. */
    private record Judging(ValidationRound round, Map<Rejection, Hash> rejections) {}

    private record Rejection(Address validator, Address miner) {}

    private TaskState(
            Origin origin,
            TaskStatus status,
            List<MinerPart> parts,
            @Nullable String envelope,
            Instant commitDeadline,
            @Nullable Judging judging,
            TokenAmount paid,
            TokenAmount refunded) {
        this.origin = origin;
        this.status = status;
        this.parts = parts;
        this.envelope = envelope;
        this.commitDeadline = commitDeadline;
        this.judging = judging;
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
            return new TaskState(origin, status, parts, f.envelope(), commitDeadline, judging, paid, refunded);
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
                    origin, TaskStatus.PRECOMMITTED, parts, envelope, f.commitDeadline(), judging, paid, refunded);
        } else if (fact instanceof Fact.TaskCommitted f) {
            return change(f.miner(), part -> part.revealed(MinerState.COMMITTED, f.reveal()));
        } else if (fact instanceof Fact.NodeSlashed f) {
            return change(f.node(), part -> part.revealed(MinerState.MISMATCHED, f.reveal()));
        } else if (fact instanceof Fact.TaskCommitEnded) {
            return withStatus(TaskStatus.COMMITTED);
        } else if (fact instanceof Fact.ValidationOpened f) {
            return withJudging(new Judging(
                    new ValidationRound(f.task(), f.validators(), f.miners(), Map.of(), f.deadline(), false),
                    Map.of()));
        } else if (fact instanceof Fact.VerdictGiven f) {
            return withJudging(judged(f));
        } else if (fact instanceof Fact.ValidatorSlashed f) {
            return withJudging(refuted(new Rejection(f.validator(), f.miner())));
        } else if (fact instanceof Fact.ValidationClosed) {
            return withJudging(closed());
        } else if (fact instanceof Fact.NodePaymentAllocated f) {
            return withMoney(paid.plus(f.amount()), refunded);
        } else if (fact instanceof Fact.TaskRefunded f) {
            return withMoney(paid, refunded.plus(f.amount()));
        } else if (fact instanceof Fact.TaskEnded) {
            // The grant is by far the largest part, and nobody opens an ended task.
            return new TaskState(origin, TaskStatus.ENDED, parts, null, commitDeadline, judging, paid, refunded);
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
        return everHad(node)
                || validation()
                        .filter(round -> round.validators().contains(node))
                        .isPresent();
    }

    /** The round of its validators; empty if there is none, or none yet. */
    public Optional<ValidationRound> validation() {
        return Optional.ofNullable(judging).map(Judging::round);
    }

    /** The evidence with which a validator rejected a miner's result; empty if it did not, or that was proved false. */
    Optional<Hash> rejection(Address validator, Address miner) {
        return Optional.ofNullable(judging).map(all -> all.rejections().get(new Rejection(validator, miner)));
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
        if (judging != null) {
            return judging.round().deadline();
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

    private Judging judged(Fact.VerdictGiven fact) {
        ValidationRound before = opened().round();
        Map<Address, Map<Address, Boolean>> verdicts = new LinkedHashMap<>(before.verdicts());
        Map<Address, Boolean> said = new LinkedHashMap<>(verdicts.getOrDefault(fact.validator(), Map.of()));
        said.put(fact.miner(), fact.accepted());
        verdicts.put(fact.validator(), said);
        Map<Rejection, Hash> rejections = new LinkedHashMap<>(opened().rejections());
        if (!fact.accepted()) {
            rejections.put(new Rejection(fact.validator(), fact.miner()), fact.evidence());
        }
        return new Judging(
                new ValidationRound(
                        id(), before.validators(), before.miners(), verdicts, before.deadline(), before.closed()),
                rejections);
    }

    private Judging refuted(Rejection rejection) {
        Map<Rejection, Hash> left = new LinkedHashMap<>(opened().rejections());
        if (left.remove(rejection) == null) {
            throw new LedgerEvidenceException("Task " + id() + ": expected a rejection of " + rejection.miner() + " by "
                    + rejection.validator() + ", found none");
        }
        return new Judging(opened().round(), left);
    }

    private Judging closed() {
        ValidationRound before = opened().round();
        return new Judging(
                new ValidationRound(
                        id(), before.validators(), before.miners(), before.verdicts(), before.deadline(), true),
                opened().rejections());
    }

    private Judging opened() {
        if (judging == null) {
            throw new LedgerEvidenceException("Task " + id() + ": expected a round of its validators, found none");
        }
        return judging;
    }

    private TaskState withJudging(Judging next) {
        return new TaskState(origin, status, parts, envelope, commitDeadline, next, paid, refunded);
    }

    private TaskState withParts(List<MinerPart> next) {
        return new TaskState(origin, status, next, envelope, commitDeadline, judging, paid, refunded);
    }

    private TaskState withStatus(TaskStatus next) {
        return new TaskState(origin, next, parts, envelope, commitDeadline, judging, paid, refunded);
    }

    private TaskState withMoney(TokenAmount toMiners, TokenAmount toSession) {
        return new TaskState(origin, status, parts, envelope, commitDeadline, judging, toMiners, toSession);
    }
}
