package network.cortensor.sdk.client;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.internal.failure.Failures;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.privacy.Readers;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionState;
import network.cortensor.sdk.staking.TokenAmount;

import java.util.List;

/**
 * A session on the ledger, with the nodes that it was opened with and the money that its tasks are paid from. Thread-safe:
 * any number of threads may wait for completions at the same time.
 */
public final class InferenceSession implements AutoCloseable {

    private final LedgerAccount account;
    private final SessionId id;
    private final SessionPin pin;
    private final PromptSealer sealer;
    private final CompletionDriver driver;
    private final ClientJournal journal;

    InferenceSession(
            LedgerAccount account,
            SessionId id,
            SessionPin pin,
            PromptSealer sealer,
            CompletionDriver driver,
            ClientJournal journal) {
        this.account = account;
        this.id = id;
        this.pin = pin;
        this.sealer = sealer;
        this.driver = driver;
        this.journal = journal;
    }

    /** Returns the session's number on the ledger. */
    public SessionId id() {
        return id;
    }

    /**
     * Returns the nodes that the session was opened with. Tasks are sealed for some of them and for nobody else, save for the
     * validators of a session that was opened with validators; see {@link #readers}.
     */
    public List<Address> nodes() {
        return pin.nodes();
    }

    /** Returns who can read the prompts of this session. */
    public Readers readers() {
        return pin.readers();
    }

    /** Returns what is left to pay tasks with, not counting what is in escrow for tasks under way. */
    public TokenAmount balance() {
        try {
            return account.ledger().session(id).balance();
        } catch (LedgerException e) {
            throw Failures.translate(e);
        }
    }

    /**
     * Asks the nodes and returns the answer once it is verified.
     *
     * <p>One task of the session asks as many nodes as its redundancy says. Where the {@link
     * network.cortensor.sdk.verify.VerificationPolicy} is undecided after it, further tasks ask further nodes, none of them
     * twice, until it is decided, or its number of nodes, the session's nodes, tasks or balance, or the request's budget or time
     * are used up. A session with a redundancy of 1 is the cheapest for {@code adaptive}, and has to have as many nodes as the
     * policy may ask. The prompt is not stored again; its content key is sealed for each node that is asked.
     *
     * <p>In a session with validators, prompt and results are then sealed for those whom the ledger chose, if what it says of
     * them can be true, and the task ends when they have judged or their time is over. That they could not be given access, or
     * say nothing, takes nothing from the answer. A node that was a validator has seen the results and is not asked by a further
     * task of the same completion.
     *
     * <p>The prompt is encrypted before it leaves this method and sealed for the assigned nodes alone, or for its {@link
     * #readers}. Blocks until the task is over, at most for the request's time-out, a quarter more if nodes that pre-committed
     * in time have yet to reveal, a minute more for each task with validators, and a few seconds. When the calling thread is
     * interrupted, the task is ended at the ledger, which makes the nodes stop, and what was not earned goes back to the session.
     *
     * @throws InvalidRequestException when a text of the request turns out too large once encoded
     * @throws RefusedException when the ledger refuses the task: no funds left, too many tasks, session closed; or its
     *     first task would cost more than the request's budget. Also when the policy could accept no answer whatever the nodes
     *     say, because it needs more of them than the session has, or more tasks than it, its money or the budget allows; then nothing
     *     was sent or paid
     * @throws UnavailableException when no node answered (the payment is refunded), or the ledger or the store cannot be used
     *     (the task stays in the client's journal and can be resumed)
     * @throws UnverifiedException when nodes answered and their answers are not accepted
     * @throws EvidenceException when the ledger or a node was caught lying before there were answers
     * @throws CancelledException when the calling thread was interrupted
     */
    public VerifiedCompletion complete(CompletionRequest request) {
        try {
            driver.requireFeasible(id, pin, request);
        } catch (LedgerException e) {
            throw Failures.translate(e);
        }
        try (PreparedTask prepared = prepare(request)) {
            journal.write(prepared.record());
            request.listener().onStage(Stage.STORED, "as " + prepared.record().payload());
            return driver.drive(prepared, pin, request.listener());
        } catch (RuntimeException e) {
            throw Failures.translate(e);
        }
    }

    private PreparedTask prepare(CompletionRequest request) {
        try {
            return sealer.prepare(id, request);
        } catch (IpfsException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("Cancelled while the prompt was stored; nothing was submitted.", e);
            }
            throw e;
        }
    }

    VerifiedCompletion resume(UnfinishedTask task, CompletionListener listener) {
        try (PreparedTask prepared = sealer.resume(task)) {
            return driver.drive(prepared, pin, listener);
        } catch (RuntimeException e) {
            throw Failures.translate(e);
        }
    }

    /**
     * Closes the session: it takes no more tasks, and what is left of its balance goes back to the client's account. Tasks
     * under way go on; what is refunded for them later can be fetched by closing the session again.
     *
     * @throws UnavailableException when the ledger cannot be asked
     */
    @Override
    public void close() {
        try {
            Ledger ledger = account.ledger();
            if (ledger.session(id).state() == SessionState.ACTIVE) {
                account.deactivateSession(id);
            }
            TokenAmount left = ledger.session(id).balance();
            if (left.wei().signum() > 0) {
                account.withdrawFromSession(id, left);
            }
            // An unfinished task needs the session to be resumed, and what is refunded for it comes here.
            if (journal.unfinished().stream().noneMatch(task -> task.session().equals(id))) {
                journal.forget(id);
            }
        } catch (LedgerException e) {
            throw Failures.translate(e);
        }
    }

    @Override
    public String toString() {
        return "InferenceSession(" + id + ", " + pin.nodes().size() + " nodes)";
    }
}
