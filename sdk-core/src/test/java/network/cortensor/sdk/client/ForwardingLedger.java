package network.cortensor.sdk.client;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.NodeRegistration;
import network.cortensor.sdk.staking.Session;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.ValidationRound;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A ledger as it is, in everything that a test does not override. */
class ForwardingLedger implements Ledger {

    private final Ledger real;

    ForwardingLedger(Ledger real) {
        this.real = real;
    }

    @Override
    public long chainId() {
        return real.chainId();
    }

    @Override
    public Instant now() {
        return real.now();
    }

    @Override
    public Optional<NodeRegistration> node(Address node) {
        return real.node(node);
    }

    @Override
    public List<NodeRegistration> nodes() {
        return real.nodes();
    }

    @Override
    public Session session(SessionId session) {
        return real.session(session);
    }

    @Override
    public Task task(TaskId task) {
        return real.task(task);
    }

    @Override
    public Optional<TaskId> taskByReference(SessionId session, String clientReference) {
        return real.taskByReference(session, clientReference);
    }

    @Override
    public List<Task> openTasks(Address miner) {
        return real.openTasks(miner);
    }

    @Override
    public List<TaskResult> results(TaskId task) {
        return real.results(task);
    }

    @Override
    public Optional<ValidationRound> validation(TaskId task) {
        return real.validation(task);
    }

    @Override
    public TokenAmount balance(Address account) {
        return real.balance(account);
    }

    @Override
    public TokenAmount pendingPayment(Address miner) {
        return real.pendingPayment(miner);
    }

    @Override
    public EventSubscription subscribe(EventFilter filter) {
        return real.subscribe(filter);
    }

    /** Leaves the real ledger open: it belongs to the test. */
    @Override
    public void close() {}
}
