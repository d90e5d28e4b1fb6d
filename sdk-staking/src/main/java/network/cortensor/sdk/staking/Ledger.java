package network.cortensor.sdk.staking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The ledger as anyone can read it: node registry, sessions, task queue, money. What an account does on it goes through
 * {@link LedgerAccount}.
 *
 * <p>{@link EmbeddedLedger} runs in this JVM. The interface asks for nothing that the network's SessionV2 and
 * SessionQueueV2 contracts, with a registry and a payment contract beside them, could not answer.
 *
 * <p>Implementations are safe for use by several threads. Every method throws {@link LedgerUnavailableException} if the
 * ledger cannot be asked.
 */
public interface Ledger extends AutoCloseable {
    /** The chain's number, which commitments and signatures bind. */
    long chainId();

    /** The ledger's clock, in milliseconds precision: what deadlines are compared with. Never goes back. */
    Instant now();

    /** A node's registration; empty if it is not registered now. */
    Optional<NodeRegistration> node(Address node);

    /** Nodes registered now, oldest registration first. */
    List<NodeRegistration> nodes();

    /**
     * A session.
     *
     * @throws LedgerRefusedException UNKNOWN_SESSION
     */
    Session session(SessionId session);

    /**
     * A task.
     *
     * @throws LedgerRefusedException UNKNOWN_SESSION, UNKNOWN_TASK
     */
    Task task(TaskId task);

    /**
     * The task that was submitted under a client reference; empty if there is none. This is how a client that does not
     * know whether its submission arrived finds out.
     *
     * @throws LedgerRefusedException UNKNOWN_SESSION
     */
    Optional<TaskId> taskByReference(SessionId session, String clientReference);

    /** Tasks that have not ended and that {@code miner} has now, in order of their ids. */
    List<Task> openTasks(Address miner);

    /**
     * What miners put down for a task: one entry for each that precommitted, in order of assignment.
     *
     * @throws LedgerRefusedException UNKNOWN_SESSION, UNKNOWN_TASK
     */
    List<TaskResult> results(TaskId task);

    /**
     * The round in which a task's results are validated; empty if there is none, or none yet. Who judges is known when the
     * last commit is there, and not before. Ours.
     *
     * @throws LedgerRefusedException UNKNOWN_SESSION, UNKNOWN_TASK
     */
    Optional<ValidationRound> validation(TaskId task);

    /**
     * The transaction in which a task ended and its escrow went to its miners and back to the session: who doubts a payment
     * looks there. Empty while the task has not ended, and always on a ledger that has no transactions.
     *
     * @throws LedgerRefusedException UNKNOWN_SESSION, UNKNOWN_TASK
     */
    Optional<Hash> settlementTransaction(TaskId task);

    /** What an account holds; zero for one never heard of. */
    TokenAmount balance(Address account);

    /** What a miner has earned and not withdrawn. */
    TokenAmount pendingPayment(Address miner);

    /** Delivers the events from now on that pass {@code filter}. The caller closes the subscription. */
    EventSubscription subscribe(EventFilter filter);

    /** Ends the ledger's own work and every subscription. Again: no effect. */
    @Override
    void close();
}
