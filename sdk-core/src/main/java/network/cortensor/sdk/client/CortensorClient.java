package network.cortensor.sdk.client;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.internal.failure.Failures;
import network.cortensor.sdk.privacy.Readers;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.consensus.ReputationBook;

import java.util.List;

/**
 * An application's way into the network. Thread-safe; one per application is enough. It has no threads and holds nothing open,
 * so it needs no closing; what it was {@linkplain ClientOptions made of} belongs to the caller.
 *
 * <p>With a lasting journal no task is lost: what a crash left behind is listed by {@link #unfinished()}, and {@link #resume}
 * brings each to exactly one end, an answer or a refund.
 */
public final class CortensorClient {

    /** An envelope has at most 64 readers, and the app is one of them. */
    private static final int MOST_VALIDATORS = 63;

    private final LedgerAccount account;
    private final ClientJournal journal;
    private final PromptSealer sealer;
    private final CompletionDriver driver;

    private CortensorClient(ClientOptions options) {
        this.account = options.account();
        this.journal = new ClientJournal(options.journal());
        this.sealer = new PromptSealer(options);
        this.driver = new CompletionDriver(options, journal, sealer);
    }

    /** Creates a client; reads its journal, asks nobody. */
    public static CortensorClient create(ClientOptions options) {
        return new CortensorClient(options);
    }

    /** Returns the address of the client's account. */
    public Address address() {
        return account.address();
    }

    /**
     * Returns what is known of the nodes: the book that the client was made with, and what it learned since from each verdict
     * that was accepted. It is in memory alone; keep it with {@link ReputationBook#encoded}, at the earliest in {@link
     * CompletionListener#onCompleted}, where it knows of that completion already.
     */
    public ReputationBook reputations() {
        return driver.reputations();
    }

    /** Returns what the client's account holds. */
    public TokenAmount balance() {
        try {
            return account.ledger().balance(account.address());
        } catch (LedgerException e) {
            throw Failures.translate(e);
        }
    }

    /**
     * Opens a session and pays into it.
     *
     * <p>Who asks for {@linkplain SessionTerms#validators() validators} opens the prompt and all results of each task to as many
     * further nodes, once the last result is there; see {@link Readers#ASSIGNED_NODES_AND_VALIDATORS} for who they can be. Their
     * verdicts decide whom the ledger pays, not which answer the client accepts. They are reported as {@link Stage#JUDGED} and
     * stay in {@link network.cortensor.sdk.staking.Ledger#validation}.
     *
     * @param terms how many nodes, how many answers per task, at which price; validators are at most 63
     * @throws InvalidRequestException when there are to be more validators
     * @param deposit what the session's tasks are paid from; each needs its redundancy times the price
     * @throws RefusedException when there are too few nodes, or the account does not hold the deposit
     * @throws UnavailableException when the ledger cannot be asked
     */
    public InferenceSession openSession(SessionTerms terms, TokenAmount deposit) {
        if (terms.validators() > MOST_VALIDATORS) {
            throw new InvalidRequestException("A session can have at most " + MOST_VALIDATORS + " validators, found "
                    + terms.validators() + ". Ask for fewer.");
        }
        try {
            SessionId id = account.openSession(terms);
            // Remembered now: a ledger that names other nodes later is caught by it.
            journal.write(
                    id, new SessionPin(account.ledger().session(id).nodes(), terms.redundancy(), terms.validators()));
            InferenceSession session = session(id);
            if (deposit.wei().signum() > 0) {
                pay(session, deposit);
            }
            return session;
        } catch (LedgerException e) {
            throw Failures.translate(e);
        }
    }

    /** Pays into a new session, and leaves none behind that cannot be paid for. */
    private void pay(InferenceSession session, TokenAmount deposit) {
        try {
            account.depositToSession(session.id(), deposit);
        } catch (LedgerRefusedException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Returns a session that this client opened earlier.
     *
     * @throws RefusedException when the client's journal does not know it: only its own record of the session's nodes can
     *     tell them from nodes that a lying ledger slips in
     */
    public InferenceSession session(SessionId id) {
        SessionPin pin = journal.pinOf(id)
                .orElseThrow(
                        () -> new RefusedException(
                                "Session " + id
                                        + " is not in this client's journal: it was opened by another client, or closed. Open a new one."));
        return new InferenceSession(account, id, pin, sealer, driver, journal);
    }

    /**
     * Returns the sessions that this client opened and did not close, those of earlier runs included: closing one gives back
     * what is left of its deposit.
     */
    public List<InferenceSession> sessions() {
        try {
            return journal.sessions().stream().map(this::session).toList();
        } catch (LedgerException e) {
            throw Failures.translate(e);
        }
    }

    /**
     * Returns what earlier runs began and did not finish.
     *
     * @throws EvidenceException when the journal holds something that cannot be read
     */
    public List<UnfinishedTask> unfinished() {
        try {
            return journal.unfinished();
        } catch (LedgerException e) {
            throw Failures.translate(e);
        }
    }

    /**
     * Brings an unfinished task to its end, as {@link InferenceSession#complete} would have: submits it if it was not
     * submitted yet, and never a second time.
     *
     * @throws EvidenceException when the client's identity is not the one that the task was sealed with
     */
    public VerifiedCompletion resume(UnfinishedTask task, CompletionListener listener) {
        return session(task.session()).resume(task, listener);
    }

    @Override
    public String toString() {
        return "CortensorClient(" + address() + ")";
    }
}
