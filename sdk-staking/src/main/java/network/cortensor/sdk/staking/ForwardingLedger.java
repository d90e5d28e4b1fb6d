package network.cortensor.sdk.staking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A ledger that hands every call on to another one: for subclasses that watch, hold back or change some of them.
 *
 * <p>Each method goes its own way: one that is overridden changes none of the others. {@link #close()} closes the other ledger.
 * As safe for use by several threads as that one is.
 */
public abstract class ForwardingLedger implements Ledger {
    private final Ledger ledger;

    /** @param ledger what answers */
    protected ForwardingLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public long chainId() {
        return ledger.chainId();
    }

    @Override
    public Instant now() {
        return ledger.now();
    }

    @Override
    public Optional<NodeRegistration> node(Address node) {
        return ledger.node(node);
    }

    @Override
    public List<NodeRegistration> nodes() {
        return ledger.nodes();
    }

    @Override
    public Session session(SessionId session) {
        return ledger.session(session);
    }

    @Override
    public Task task(TaskId task) {
        return ledger.task(task);
    }

    @Override
    public Optional<TaskId> taskByReference(SessionId session, String clientReference) {
        return ledger.taskByReference(session, clientReference);
    }

    @Override
    public List<Task> openTasks(Address miner) {
        return ledger.openTasks(miner);
    }

    @Override
    public List<TaskResult> results(TaskId task) {
        return ledger.results(task);
    }

    @Override
    public Optional<ValidationRound> validation(TaskId task) {
        return ledger.validation(task);
    }

    @Override
    public Optional<Hash> settlementTransaction(TaskId task) {
        return ledger.settlementTransaction(task);
    }

    @Override
    public TokenAmount balance(Address account) {
        return ledger.balance(account);
    }

    @Override
    public TokenAmount pendingPayment(Address miner) {
        return ledger.pendingPayment(miner);
    }

    @Override
    public EventSubscription subscribe(EventFilter filter) {
        return ledger.subscribe(filter);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
