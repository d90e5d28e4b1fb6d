package network.cortensor.sdk.staking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A ledger inside this JVM. */
public final class EmbeddedLedger implements Ledger {
    private final EmbeddedLedgerOptions options;

    private EmbeddedLedger(EmbeddedLedgerOptions options) {
        this.options = options;
    }

    /** Opens it. */
    public static EmbeddedLedger open(EmbeddedLedgerOptions options) {
        return new EmbeddedLedger(options);
    }

    /** Acts as an account. */
    public LedgerAccount account(Address address) {
        return notYet(address);
    }

    /** Makes tokens. */
    public void fund(Address account, TokenAmount amount) {
        notYet(amount);
    }

    /** Closes phases whose deadline has passed by the ledger's clock. */
    public void closeOverduePhases() {
        notYet("");
    }

    @Override
    public long chainId() {
        return options.chainId();
    }

    @Override
    public Instant now() {
        return options.clock().instant();
    }

    @Override
    public Optional<NodeRegistration> node(Address node) {
        return notYet(node);
    }

    @Override
    public List<NodeRegistration> nodes() {
        return notYet("");
    }

    @Override
    public Session session(SessionId session) {
        return notYet(session);
    }

    @Override
    public Task task(TaskId task) {
        return notYet(task);
    }

    @Override
    public Optional<TaskId> taskByReference(SessionId session, String clientReference) {
        return notYet(session);
    }

    @Override
    public List<Task> openTasks(Address miner) {
        return notYet(miner);
    }

    @Override
    public List<TaskResult> results(TaskId task) {
        return notYet(task);
    }

    @Override
    public TokenAmount balance(Address account) {
        return notYet(account);
    }

    @Override
    public TokenAmount pendingPayment(Address miner) {
        return notYet(miner);
    }

    @Override
    public EventSubscription subscribe(EventFilter filter) {
        return notYet(filter);
    }

    @Override
    public void close() {}

    @SuppressWarnings("TypeParameterUnusedInFormals") // Only until the methods that call it are written.
    private static <T> T notYet(Object object) {
        throw new UnsupportedOperationException("not yet: " + object);
    }
}
