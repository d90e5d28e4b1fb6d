package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.NodeRegistration;
import network.cortensor.sdk.staking.Session;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything that is true on the ledger now: the sum of all facts in their order, and of nothing else.
 *
 * <p>Each look-up goes through an index, so that its cost does not grow with what has ended. Not safe for use by several
 * threads: the ledger holds its lock.
 */
public final class LedgerState {
    private static final long FIRST_SESSION = 1;

    private final Map<Address, TokenAmount> balances = new HashMap<>();
    private final Map<Address, TokenAmount> pending = new HashMap<>();
    private final Map<Address, NodeState> nodes = new LinkedHashMap<>();
    private final Map<SessionId, SessionLedger> sessions = new HashMap<>();
    private final Map<Address, NavigableSet<TaskId>> openTasks = new HashMap<>();
    private final NavigableSet<Due> dues = new TreeSet<>();
    private TokenAmount funded = TokenAmount.ZERO;
    private TokenAmount slashed = TokenAmount.ZERO;
    private Instant lastAt = Instant.EPOCH;
    private long sequence;
    private long taskCount;

    /** A task and when something has to happen to it. */
    record Due(Instant at, TaskId task) implements Comparable<Due> {
        private static final Comparator<Due> ORDER =
                Comparator.comparing(Due::at).thenComparing(Due::task);

        @Override
        public int compareTo(Due other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Takes the next fact.
     *
     * @throws LedgerEvidenceException if it contradicts the facts before it; the state is then of no use any more
     */
    public void fold(Fact fact, Instant at) {
        if (at.isBefore(lastAt)) {
            throw new LedgerEvidenceException("Ledger: expected a fact not before " + lastAt + ", found one of " + at);
        }
        lastAt = at;
        sequence++;
        if (fact instanceof Fact.TaskFact f) {
            foldTask(f, at);
        } else if (fact instanceof Fact.SessionFact f) {
            foldSession(f, at);
        } else {
            foldAccount(fact, at);
        }
    }

    private void foldAccount(Fact fact, Instant at) {
        if (fact instanceof Fact.AccountFunded f) {
            credit(f.account(), f.amount());
            funded = funded.plus(f.amount());
        } else if (fact instanceof Fact.NodeRegistered f) {
            debit(f.node(), f.stake());
            nodes.put(f.node(), new NodeState(f.node(), f.stake(), TokenAmount.ZERO, f.announcement(), at));
        } else if (fact instanceof Fact.KeyAnnounced f) {
            nodes.put(f.node(), registered(f.node()).announcing(f.announcement()));
        } else if (fact instanceof Fact.NodeWithdrawn f) {
            nodes.remove(f.node());
            credit(f.node(), f.stake());
        } else if (fact instanceof Fact.PaymentWithdrawn f) {
            pending.remove(f.node());
            credit(f.node(), f.amount());
        }
    }

    private void foldSession(Fact.SessionFact fact, Instant at) {
        if (fact instanceof Fact.SessionCreated f) {
            sessions.put(f.session(), new SessionLedger(f, at));
        } else if (fact instanceof Fact.SessionDeactivated f) {
            known(f.session()).deactivate();
        } else if (fact instanceof Fact.DepositToSession f) {
            debit(f.from(), f.amount());
            known(f.session()).credit(f.amount());
        } else if (fact instanceof Fact.WithdrawFromSession f) {
            known(f.session()).debit(f.amount());
            credit(f.to(), f.amount());
        }
    }

    private void foldTask(Fact.TaskFact fact, Instant at) {
        SessionLedger session = known(fact.task().session());
        if (fact instanceof Fact.TaskSubmitted f) {
            session.add(f, at);
            taskCount++;
            return;
        }
        TaskState before = session.task(fact.task().number())
                .orElseThrow(
                        () -> new LedgerEvidenceException("Ledger: expected task " + fact.task() + ", found none"));
        TaskState after = before.after(fact);
        session.replace(after);
        reindex(before, after);
        if (fact instanceof Fact.NodePaymentAllocated f) {
            pending.merge(f.node(), f.amount(), TokenAmount::plus);
        } else if (fact instanceof Fact.TaskRefunded f) {
            session.credit(f.amount());
        } else if (fact instanceof Fact.NodeSlashed f) {
            nodes.put(f.node(), registered(f.node()).losing(f.amount()));
            slashed = slashed.plus(f.amount());
        } else if (fact instanceof Fact.ValidatorSlashed f) {
            nodeState(f.validator()).ifPresent(node -> nodes.put(node.address(), node.losing(f.amount())));
            slashed = slashed.plus(f.amount());
        }
    }

    private void reindex(TaskState before, TaskState after) {
        before.due().ifPresent(at -> dues.remove(new Due(at, before.id())));
        after.due().ifPresent(at -> dues.add(new Due(at, after.id())));
        for (Address miner : before.openFor()) {
            NavigableSet<TaskId> open = openTasks.get(miner);
            if (open != null && open.remove(before.id()) && open.isEmpty()) {
                openTasks.remove(miner);
            }
        }
        for (Address miner : after.openFor()) {
            openTasks.computeIfAbsent(miner, key -> new TreeSet<>()).add(after.id());
        }
    }

    /** When the last fact was made. */
    public Instant lastAt() {
        return lastAt;
    }

    /** How many facts there are. */
    public long sequence() {
        return sequence;
    }

    /** How many tasks were ever submitted. */
    long taskCount() {
        return taskCount;
    }

    SessionId nextSession() {
        return new SessionId(FIRST_SESSION + sessions.size());
    }

    SessionLedger session(Refusal refusal, SessionId id) {
        return find(id).orElseThrow(() ->
                refusal.because(Reason.UNKNOWN_SESSION, "one of the " + sessions.size() + " sessions", "none"));
    }

    /** A session as the public sees it. Refuses if there is none. */
    public Session session(SessionId id) {
        return session(new Refusal("read session " + id), id).view();
    }

    /** A task. Refuses if there is none. */
    public TaskState task(TaskId id) {
        Refusal refusal = new Refusal("read task " + id);
        return session(refusal, id.session()).task(refusal, id);
    }

    /** The task that has a client reference. Refuses if there is no such session. */
    public Optional<TaskId> taskByReference(SessionId id, String clientReference) {
        return session(new Refusal("look for a task in session " + id), id).taskByReference(clientReference);
    }

    /** Tasks that are open work to a miner, in order. */
    public List<TaskId> openTasks(Address miner) {
        return List.copyOf(openTasks.getOrDefault(miner, new TreeSet<>()));
    }

    Optional<NodeState> nodeState(Address node) {
        return Optional.ofNullable(nodes.get(node));
    }

    Collection<NodeState> nodeStates() {
        return nodes.values();
    }

    /** A registration as the public sees it. */
    public Optional<NodeRegistration> node(Address node, TokenAmount minStake) {
        return nodeState(node).map(state -> state.view(minStake));
    }

    /** All registrations as the public sees them. */
    public List<NodeRegistration> nodes(TokenAmount minStake) {
        return nodes.values().stream().map(node -> node.view(minStake)).toList();
    }

    /** What an account holds. */
    public TokenAmount balance(Address account) {
        return balances.getOrDefault(account, TokenAmount.ZERO);
    }

    /** What a miner has earned and not withdrawn. */
    public TokenAmount pendingPayment(Address miner) {
        return pending.getOrDefault(miner, TokenAmount.ZERO);
    }

    /** When something has to happen next, whether or not anyone calls. */
    public Optional<Instant> nextDue() {
        return dues.isEmpty() ? Optional.empty() : Optional.of(dues.first().at());
    }

    /** The task to which something has to happen by {@code now}, the longest overdue first. */
    public Optional<TaskId> overdue(Instant now) {
        return dues.isEmpty() || dues.first().at().isAfter(now)
                ? Optional.empty()
                : Optional.of(dues.first().task());
    }

    /** Tokens that ever came in. */
    public TokenAmount funded() {
        return funded;
    }

    /** Tokens that are somewhere now: the same as {@link #funded}, or the ledger lost or made some. Walks over all. */
    public TokenAmount held() {
        return Stream.of(
                        balances.values().stream(),
                        pending.values().stream(),
                        nodes.values().stream().map(NodeState::stake),
                        sessions.values().stream().map(SessionLedger::balance),
                        sessions.values().stream().map(SessionLedger::escrows),
                        Stream.of(slashed))
                .flatMap(amounts -> amounts)
                .reduce(TokenAmount.ZERO, TokenAmount::plus);
    }

    private void credit(Address account, TokenAmount amount) {
        balances.merge(account, amount, TokenAmount::plus);
    }

    private void debit(Address account, TokenAmount amount) {
        balances.put(account, balance(account).minus(amount));
    }

    private SessionLedger known(SessionId id) {
        return find(id).orElseThrow(
                        () -> new LedgerEvidenceException("Ledger: expected session " + id + ", found none"));
    }

    private Optional<SessionLedger> find(SessionId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** A node that the facts say is registered. */
    NodeState registered(Address node) {
        return nodeState(node)
                .orElseThrow(() -> new LedgerEvidenceException("Ledger: expected node " + node + ", found none"));
    }
}
