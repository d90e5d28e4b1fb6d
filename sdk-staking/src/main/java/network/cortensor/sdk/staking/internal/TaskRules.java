package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.DeclineReason;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.TaskPhase;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.ValidationRound;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What follows from a call, or from a deadline, for one task.
 *
 * <p>Facts are collected on a copy of the task, so that each decision sees those before it; the ledger's state stays as it
 * is. Used once.
 */
public final class TaskRules {
    private static final int BASIS_POINTS = 10_000;

    private final LedgerState state;
    private final LedgerParameters parameters;
    private final Instant now;
    private final SessionLedger session;
    private final Refusal refusal;
    private final List<Fact> facts = new ArrayList<>();
    private TaskState task;

    TaskRules(
            LedgerState state,
            LedgerParameters parameters,
            Instant now,
            Refusal refusal,
            SessionLedger session,
            TaskState task) {
        this.state = state;
        this.parameters = parameters;
        this.now = now;
        this.session = session;
        this.refusal = refusal;
        this.task = task;
    }

    List<Fact> open(TaskSubmission submission, long globalId) {
        List<Address> miners = candidates().limit(task.redundancy()).toList();
        refusal.unless(
                miners.size() == task.redundancy(),
                Reason.NOT_ENOUGH_NODES,
                task.redundancy() + " candidates of the session with a stake of " + parameters.minStake(),
                miners.size());
        add(new Fact.TaskSubmitted(task.id(), submission));
        add(new Fact.TaskQueued(task.id(), globalId));
        assign(miners);
        return facts;
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#grantAccess}. */
    public List<Fact> grantAccess(Address caller, String envelope) {
        TextLimit.ENVELOPE.check(refusal.attempt(), envelope);
        owned(caller);
        refusal.unless(!task.ended(), Reason.WRONG_PHASE, "a task that has not ended", task.status());
        add(new Fact.TaskAccessGranted(task.id(), envelope));
        return facts;
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#ack}. */
    public List<Fact> ack(Address caller) {
        miner(caller, TaskStatus.ASSIGNED, MinerState.ASSIGNED);
        add(new Fact.TaskAcked(task.id(), caller));
        return facts;
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#decline}. */
    public List<Fact> decline(Address caller, DeclineReason reason) {
        miner(caller, TaskStatus.ASSIGNED, MinerState.ASSIGNED, MinerState.ACKED);
        add(new Fact.TaskDeclined(task.id(), caller, reason));
        replace(1);
        closePhases();
        return facts;
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#precommit}. */
    public List<Fact> precommit(Address caller, Hash hash, String data) {
        TextLimit.PRECOMMIT_DATA.check(refusal.attempt(), data);
        miner(caller, TaskStatus.ASSIGNED, MinerState.ACKED);
        add(new Fact.TaskPrecommitted(task.id(), caller, hash, data));
        closePhases();
        return facts;
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#commit}. */
    public List<Fact> commit(Address caller, String reveal) {
        TextLimit.REVEAL.check(refusal.attempt(), reveal);
        MinerPart part = miner(caller, TaskStatus.PRECOMMITTED, MinerState.PRECOMMITTED);
        add(
                part.matches(Hash.keccak256(reveal.getBytes(StandardCharsets.UTF_8)))
                        ? new Fact.TaskCommitted(task.id(), caller, reveal)
                        : new Fact.NodeSlashed(caller, task.id(), slash(caller), reveal));
        closePhases();
        return facts;
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#giveVerdict}. */
    public List<Fact> giveVerdict(Address caller, Address miner, boolean accepted, Hash evidence) {
        ValidationRound round = task.validation()
                .filter(one -> !one.closed())
                .orElseThrow(() -> refusal.because(
                        Reason.WRONG_PHASE, "an open round of its validators", "none, and the task " + task.status()));
        refusal.unless(
                round.validators().contains(caller),
                Reason.NOT_ASSIGNED,
                "one of its validators " + round.validators(),
                "caller " + caller);
        refusal.unless(
                round.miners().contains(miner), Reason.WRONG_PHASE, "one of " + round.miners(), "miner " + miner);
        refusal.unless(
                !round.hasJudged(caller, miner), Reason.WRONG_PHASE, "no verdict on " + miner, "one of this caller");
        add(new Fact.VerdictGiven(task.id(), caller, miner, accepted, evidence));
        if (task.validation().filter(ValidationRound::complete).isPresent()) {
            closeValidation();
        }
        return facts;
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#proveFalseVerdict}. */
    public List<Fact> proveFalseVerdict(Address miner, Address validator, byte[] verdict, byte[] statement) {
        Hash evidence = task.rejection(validator, miner)
                .orElseThrow(() -> refusal.because(
                        Reason.WRONG_PHASE,
                        "a rejection of " + miner + " by " + validator + " that was not proved false",
                        "none"));
        refusal.unless(
                FalseVerdict.evidence(verdict).equals(evidence),
                Reason.NOT_PROVED,
                "the verdict with the evidence " + evidence,
                "other bytes");
        new FalseVerdict(parameters.chainId(), task.id(), miner, validator)
                .flaw(verdict, statement)
                .ifPresent(flaw -> {
                    throw refusal.because(Reason.NOT_PROVED, "a good signature that the verdict calls wrong", flaw);
                });
        // Who has left in the meantime has nothing here to lose.
        TokenAmount lost = state.nodeState(validator)
                .map(node -> node.share(parameters.slashBasisPoints(), BASIS_POINTS))
                .orElse(TokenAmount.ZERO);
        add(new Fact.ValidatorSlashed(validator, miner, task.id(), lost));
        return facts;
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#end}. */
    public List<Fact> end(Address caller, boolean force) {
        if (!force) {
            // Deadlines are looked after before each call: a task past all of its deadlines has ended by now.
            Instant last = later(task.deadline(), task.commitDeadline());
            last = task.validation()
                    .map(ValidationRound::deadline)
                    .filter(last::isBefore)
                    .orElse(last);
            refusal.unless(task.ended(), Reason.WRONG_PHASE, "a time from " + last + " on", now);
            return facts;
        }
        owned(caller);
        refusal.unless(!task.ended(), Reason.WRONG_PHASE, "a task that has not ended", task.status());
        List<Address> committed = task.current(MinerPart::committed);
        refusal.unless(committed.isEmpty(), Reason.WRONG_PHASE, "no accepted commit", committed.size());
        settle(List.of());
        return facts;
    }

    /** What a passed deadline brings about: at least one fact if one has passed. */
    public List<Fact> overdue() {
        if (task.status() == TaskStatus.ASSIGNED) {
            List<MinerPart> late = task.late(now);
            for (MinerPart part : late) {
                TaskPhase owed = part.state() == MinerState.ASSIGNED ? TaskPhase.ACK : TaskPhase.PRECOMMIT;
                add(new Fact.TaskMissed(task.id(), part.miner(), owed));
            }
            replace(late.size());
        } else if (task.status() == TaskStatus.PRECOMMITTED
                && !task.commitDeadline().isAfter(now)) {
            for (Address miner : task.current(MinerPart::owesReveal)) {
                add(new Fact.TaskMissed(task.id(), miner, TaskPhase.COMMIT));
            }
        } else if (task.status() == TaskStatus.COMMITTED
                && task.due().filter(due -> !due.isAfter(now)).isPresent()) {
            closeValidation();
        }
        closePhases();
        return facts;
    }

    /** Fills up to {@code places} free places, if a replacement would still have time. */
    private void replace(int places) {
        List<Address> replacements = candidates().limit(places).toList();
        if (!replacements.isEmpty() && now.isBefore(task.precommitCutoff())) {
            assign(Stream.concat(task.current().stream(), replacements.stream()).toList());
        }
    }

    private void assign(List<Address> miners) {
        Instant precommitDeadline = earlier(now.plus(task.precommitTimeout()), task.precommitCutoff());
        Instant ackDeadline = earlier(now.plus(parameters.ackTimeout()), precommitDeadline);
        add(new Fact.TaskAssigned(task.id(), miners, ackDeadline, precommitDeadline));
    }

    /** Candidates that never had this task and have the stake now, whose turn is next first. */
    private Stream<Address> candidates() {
        return session.ring(task.id()).stream()
                .filter(node -> !task.everHad(node))
                .filter(this::isEligible);
    }

    private boolean isEligible(Address node) {
        return state.nodeState(node)
                .filter(registered -> registered.eligible(parameters.minStake()))
                .isPresent();
    }

    /** Goes through every phase that has nothing left to wait for. */
    private void closePhases() {
        if (task.status() == TaskStatus.ASSIGNED
                && task.current(MinerPart::works).isEmpty()) {
            List<Address> precommitted = task.current();
            if (precommitted.isEmpty()) {
                settle(List.of());
                return;
            }
            if (precommitted.size() == task.redundancy()) {
                add(new Fact.TaskAllPrecommitted(task.id(), precommitted));
            }
            // Whoever precommitted in time has the whole time to reveal, also if the ledger was closed when the phase
            // was
            // due; but from the task's deadline on the time runs, open or not.
            Instant commitDeadline = earlier(now, task.deadline()).plus(task.commitTimeout());
            add(new Fact.TaskPrecommitEnded(task.id(), commitDeadline));
        }
        if (task.status() == TaskStatus.PRECOMMITTED
                && task.current(MinerPart::owesReveal).isEmpty()) {
            List<Address> committed = task.current(MinerPart::committed);
            if (committed.size() == task.redundancy()) {
                add(new Fact.TaskAllCommitted(task.id(), committed));
            }
            add(new Fact.TaskCommitEnded(task.id()));
            if (!committed.isEmpty()) {
                openValidation(committed);
            }
            if (task.validation().isEmpty()) {
                settle(committed);
            }
        }
    }

    /** Chooses validators, going round among the nodes from a place that what the miners precommitted decides. */
    private void openValidation(List<Address> committed) {
        List<Address> nodes =
                state.nodeStates().stream().map(NodeState::address).toList();
        int wanted = session.terms().validators();
        if (wanted == 0 || nodes.isEmpty()) {
            return;
        }
        int start = place(nodes.size());
        List<Address> validators = IntStream.range(0, nodes.size())
                .mapToObj(i -> nodes.get((start + i) % nodes.size()))
                .filter(node -> !task.everHad(node) && isEligible(node))
                .limit(wanted)
                .toList();
        if (!validators.isEmpty()) {
            add(new Fact.ValidationOpened(task.id(), validators, committed, now.plus(ValidationRound.TIME)));
        }
    }

    private int place(int places) {
        String promised = task.results().stream()
                .map(result -> result.precommit().toString())
                .collect(Collectors.joining(" ", task.id() + " ", ""));
        byte[] hash = Hash.keccak256(promised.getBytes(StandardCharsets.UTF_8)).bytes();
        return new BigInteger(1, hash).mod(BigInteger.valueOf(places)).intValueExact();
    }

    private void closeValidation() {
        List<Address> accepted =
                task.validation().map(ValidationRound::accepted).orElse(List.of());
        add(new Fact.ValidationClosed(task.id(), accepted));
        settle(accepted);
    }

    private void settle(List<Address> committed) {
        for (Address miner : committed) {
            add(new Fact.NodePaymentAllocated(miner, task.id(), task.pricePerResult()));
        }
        if (!task.escrow().isZero()) {
            add(new Fact.TaskRefunded(task.id(), task.escrow()));
        }
        add(new Fact.TaskEnded(task.id(), committed));
    }

    private TokenAmount slash(Address miner) {
        return state.registered(miner).share(parameters.slashBasisPoints(), BASIS_POINTS);
    }

    private MinerPart miner(Address caller, TaskStatus status, MinerState... states) {
        MinerPart part = task.currentPart(caller)
                .orElseThrow(() -> refusal.because(
                        Reason.NOT_ASSIGNED, "one of its miners " + task.current(), "caller " + caller));
        List<MinerState> allowed = List.of(states);
        refusal.unless(
                task.status() == status && allowed.contains(part.state()),
                Reason.WRONG_PHASE,
                "task " + status + " and miner " + allowed,
                "task " + task.status() + " and miner " + part.state());
        return part;
    }

    private void owned(Address caller) {
        refusal.unless(task.owner().equals(caller), Reason.NOT_OWNER, "its owner " + task.owner(), "caller " + caller);
    }

    private void add(Fact.TaskFact fact) {
        task = task.after(fact);
        facts.add(fact);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
