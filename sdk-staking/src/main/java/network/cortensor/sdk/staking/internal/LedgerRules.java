package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.TokenAmount;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows from a call on the present state: facts, or a refusal. Reads the state and changes nothing; all rules here
 * are ours unless they say otherwise.
 */
public final class LedgerRules {
    private final LedgerState state;
    private final LedgerParameters parameters;
    private final Instant now;

    /** Rules for one call at one moment. */
    public LedgerRules(LedgerState state, LedgerParameters parameters, Instant now) {
        this.state = state;
        this.parameters = parameters;
        this.now = now;
    }

    /** Tokens out of nothing. */
    public List<Fact> fund(Address account, TokenAmount amount) {
        return List.of(new Fact.AccountFunded(account, amount));
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#register}. */
    public List<Fact> register(Address caller, TokenAmount stake, String announcement) {
        Refusal refusal = new Refusal("register node " + caller);
        TextLimit.KEY_ANNOUNCEMENT.check(refusal.attempt(), announcement);
        refusal.unless(
                state.nodeState(caller).isEmpty(), Reason.ALREADY_REGISTERED, "no registration", "one of this node");
        refusal.unless(
                stake.compareTo(parameters.minStake()) >= 0,
                Reason.STAKE_TOO_LOW,
                "at least " + parameters.minStake(),
                stake);
        refusal.unlessCovered(stake, state.balance(caller));
        return List.of(new Fact.NodeRegistered(caller, stake, announcement));
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#announceKey}. */
    public List<Fact> announceKey(Address caller, String announcement) {
        Refusal refusal = new Refusal("announce the key of node " + caller);
        TextLimit.KEY_ANNOUNCEMENT.check(refusal.attempt(), announcement);
        registered(refusal, caller);
        return List.of(new Fact.KeyAnnounced(caller, announcement));
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#deregister}. */
    public List<Fact> deregister(Address caller) {
        Refusal refusal = new Refusal("deregister node " + caller);
        NodeState node = registered(refusal, caller);
        List<TaskId> open = state.openTasks(caller);
        refusal.unless(open.isEmpty(), Reason.OPEN_TASKS, "no open task", open.size() + ", the first " + first(open));
        return List.of(new Fact.NodeWithdrawn(caller, node.stake()));
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#openSession}. */
    public List<Fact> openSession(Address caller, SessionTerms terms) {
        Refusal refusal = new Refusal("open session '" + terms.name() + "'");
        TextLimit.SESSION_NAME.check("open a session", terms.name());
        List<Address> eligible = state.nodeStates().stream()
                .filter(node -> node.eligible(parameters.minStake()))
                .map(NodeState::address)
                .toList();
        int needed = Math.max(terms.minNodes(), terms.redundancy());
        refusal.unless(
                eligible.size() >= needed,
                Reason.NOT_ENOUGH_NODES,
                "at least " + needed + " registered nodes with a stake of " + parameters.minStake(),
                eligible.size());
        SessionId id = state.nextSession();
        List<Address> miners = turn(eligible, id, Math.min(terms.maxNodes(), eligible.size()));
        return List.of(
                new Fact.SessionCreated(id, caller, terms, miners), new Fact.NewNodeAssignedToSession(id, miners));
    }

    /** {@code count} nodes, starting at another one for each session so that all get work. */
    private static List<Address> turn(List<Address> nodes, SessionId session, int count) {
        int start = (int) (session.value() % nodes.size());
        List<Address> chosen = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            chosen.add(nodes.get((start + i) % nodes.size()));
        }
        return chosen;
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#depositToSession}. */
    public List<Fact> deposit(Address caller, SessionId id, TokenAmount amount) {
        Refusal refusal = new Refusal("deposit to session " + id);
        state.session(refusal, id);
        refusal.unlessCovered(amount, state.balance(caller));
        return List.of(new Fact.DepositToSession(id, caller, amount));
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#withdrawFromSession}. */
    public List<Fact> withdraw(Address caller, SessionId id, TokenAmount amount) {
        Refusal refusal = new Refusal("withdraw from session " + id);
        SessionLedger session = ownSession(refusal, caller, id);
        refusal.unlessCovered(amount, session.balance());
        return List.of(new Fact.WithdrawFromSession(id, caller, amount));
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#deactivateSession}. */
    public List<Fact> deactivate(Address caller, SessionId id) {
        Refusal refusal = new Refusal("deactivate session " + id);
        SessionLedger session = activeSession(refusal, caller, id);
        List<Fact> facts = new ArrayList<>();
        session.nodes().forEach(node -> facts.add(new Fact.NodeReleased(id, node)));
        facts.add(new Fact.SessionDeactivated(id, caller));
        return facts;
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#submit}. */
    public List<Fact> submit(Address caller, SessionId id, TaskSubmission submission) {
        Refusal refusal = new Refusal("submit a task to session " + id);
        TextLimit.TASK_DATA.check(refusal.attempt(), submission.taskData());
        TextLimit.CLIENT_REFERENCE.check(refusal.attempt(), submission.clientReference());
        SessionLedger session = activeSession(refusal, caller, id);
        session.taskByReference(submission.clientReference()).ifPresent(task -> {
            throw refusal.because(Reason.DUPLICATE_REFERENCE, "a client reference of its own", "that of task " + task);
        });
        refusal.unless(
                now.isBefore(session.reservedUntil()),
                Reason.SESSION_EXPIRED,
                "a time before " + session.reservedUntil(),
                now);
        refusal.unless(
                session.taskCount() < session.terms().maxTasks(),
                Reason.TASK_LIMIT,
                "at most " + session.terms().maxTasks() + " tasks",
                "as many already");
        TaskState task = TaskState.submitted(
                session.nextTask(),
                caller,
                submission,
                now,
                session.terms().redundancy(),
                session.terms().pricePerResult());
        refusal.unlessCovered(task.cost(), session.balance());
        TaskRules rules = new TaskRules(state, parameters, now, refusal, session, task);
        return rules.open(submission, state.taskCount() + 1);
    }

    /** See {@link network.cortensor.sdk.staking.LedgerAccount#withdrawPayment}. */
    public List<Fact> withdrawPayment(Address caller) {
        TokenAmount amount = state.pendingPayment(caller);
        return amount.isZero() ? List.of() : List.of(new Fact.PaymentWithdrawn(caller, amount));
    }

    /** Rules of one task. */
    public TaskRules task(String verb, TaskId id) {
        Refusal refusal = new Refusal(verb + " task " + id);
        SessionLedger session = state.session(refusal, id.session());
        return new TaskRules(state, parameters, now, refusal, session, session.task(refusal, id));
    }

    private NodeState registered(Refusal refusal, Address caller) {
        return state.nodeState(caller)
                .orElseThrow(() -> refusal.because(Reason.NOT_REGISTERED, "a registered node", "no registration"));
    }

    private SessionLedger ownSession(Refusal refusal, Address caller, SessionId id) {
        SessionLedger session = state.session(refusal, id);
        refusal.unless(
                session.owner().equals(caller), Reason.NOT_OWNER, "its owner " + session.owner(), "caller " + caller);
        return session;
    }

    private SessionLedger activeSession(Refusal refusal, Address caller, SessionId id) {
        SessionLedger session = ownSession(refusal, caller, id);
        refusal.unless(session.active(), Reason.SESSION_INACTIVE, "an active session", "a deactivated one");
        return session;
    }

    private static String first(List<TaskId> open) {
        return open.isEmpty() ? "none" : open.get(0).toString();
    }
}
