package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.Session;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionState;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A session, its money and its tasks. Changed only while facts are folded. */
final class SessionLedger {
    private static final long FIRST_TASK = 1;

    private final SessionId id;
    private final Address owner;
    private final SessionTerms terms;
    private final List<Address> nodes;
    private final Instant createdAt;
    private final List<TaskState> tasks = new ArrayList<>();
    private final Map<String, Long> references = new HashMap<>();
    private SessionState state = SessionState.ACTIVE;
    private TokenAmount balance = TokenAmount.ZERO;

    SessionLedger(Fact.SessionCreated fact, Instant createdAt) {
        this.id = fact.session();
        this.owner = fact.owner();
        this.terms = fact.terms();
        this.nodes = fact.miners();
        this.createdAt = createdAt;
    }

    SessionId id() {
        return id;
    }

    Address owner() {
        return owner;
    }

    SessionTerms terms() {
        return terms;
    }

    List<Address> nodes() {
        return nodes;
    }

    boolean active() {
        return state == SessionState.ACTIVE;
    }

    TokenAmount balance() {
        return balance;
    }

    int taskCount() {
        return tasks.size();
    }

    Instant reservedUntil() {
        return createdAt.plus(terms.reservePeriod());
    }

    TaskId nextTask() {
        return new TaskId(id, FIRST_TASK + tasks.size());
    }

    Optional<TaskState> task(long number) {
        long index = number - FIRST_TASK;
        return index >= 0 && index < tasks.size() ? Optional.of(tasks.get((int) index)) : Optional.empty();
    }

    TaskState task(Refusal refusal, TaskId task) {
        return task(task.number())
                .orElseThrow(() -> refusal.because(
                        Reason.UNKNOWN_TASK, "one of the " + tasks.size() + " tasks of session " + id, "none"));
    }

    Optional<TaskId> taskByReference(String clientReference) {
        return Optional.ofNullable(references.get(clientReference)).map(number -> new TaskId(id, number));
    }

    /** Candidates in the order in which they are asked for a task: each task starts where the one before left off. */
    List<Address> ring(TaskId task) {
        int start = (int) ((task.number() - FIRST_TASK) * terms.redundancy() % nodes.size());
        List<Address> ring = new ArrayList<>(nodes.subList(start, nodes.size()));
        ring.addAll(nodes.subList(0, start));
        return ring;
    }

    void deactivate() {
        state = SessionState.INACTIVE;
    }

    void credit(TokenAmount amount) {
        balance = balance.plus(amount);
    }

    void debit(TokenAmount amount) {
        balance = balance.minus(amount);
    }

    TaskState add(Fact.TaskSubmitted fact, Instant at) {
        if (!fact.task().equals(nextTask())) {
            throw new LedgerEvidenceException(
                    "Session " + id + ": expected task " + nextTask() + " next, found " + fact.task());
        }
        TaskState task = TaskState.submitted(
                fact.task(), owner, fact.submission(), at, terms.redundancy(), terms.pricePerResult());
        debit(task.cost());
        tasks.add(task);
        references.put(fact.submission().clientReference(), fact.task().number());
        return task;
    }

    void replace(TaskState task) {
        tasks.set((int) (task.id().number() - FIRST_TASK), task);
    }

    TokenAmount escrows() {
        return tasks.stream().map(TaskState::escrow).reduce(TokenAmount.ZERO, TokenAmount::plus);
    }

    Session view() {
        return Session.builder(id, owner, terms, createdAt)
                .state(state)
                .nodes(nodes)
                .taskCount(tasks.size())
                .balance(balance)
                .build();
    }
}
