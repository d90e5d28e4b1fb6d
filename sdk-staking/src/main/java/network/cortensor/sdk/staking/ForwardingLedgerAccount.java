package network.cortensor.sdk.staking;

/**
 * An account that hands every call on to another one: for subclasses that watch, hold back or change some of them, and for an
 * account that is to see the ledger through a {@link ForwardingLedger}.
 *
 * <p>Each method goes its own way: one that is overridden changes none of the others. As safe for use by several threads as
 * the other account is.
 */
public class ForwardingLedgerAccount implements LedgerAccount {
    private final LedgerAccount account;
    private final Ledger ledger;

    /** @param account what acts */
    protected ForwardingLedgerAccount(LedgerAccount account) {
        this(account, account.ledger());
    }

    /**
     * @param account what acts
     * @param ledger what {@link #ledger()} returns
     */
    public ForwardingLedgerAccount(LedgerAccount account, Ledger ledger) {
        this.account = account;
        this.ledger = ledger;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Address address() {
        return account.address();
    }

    @Override
    public void register(TokenAmount stake, String keyAnnouncement) {
        account.register(stake, keyAnnouncement);
    }

    @Override
    public void announceKey(String keyAnnouncement) {
        account.announceKey(keyAnnouncement);
    }

    @Override
    public TokenAmount deregister() {
        return account.deregister();
    }

    @Override
    public SessionId openSession(SessionTerms terms) {
        return account.openSession(terms);
    }

    @Override
    public void depositToSession(SessionId session, TokenAmount amount) {
        account.depositToSession(session, amount);
    }

    @Override
    public void withdrawFromSession(SessionId session, TokenAmount amount) {
        account.withdrawFromSession(session, amount);
    }

    @Override
    public void deactivateSession(SessionId session) {
        account.deactivateSession(session);
    }

    @Override
    public TaskId submit(SessionId session, TaskSubmission submission) {
        return account.submit(session, submission);
    }

    @Override
    public void grantAccess(TaskId task, String envelope) {
        account.grantAccess(task, envelope);
    }

    @Override
    public void ack(TaskId task) {
        account.ack(task);
    }

    @Override
    public void decline(TaskId task, DeclineReason reason) {
        account.decline(task, reason);
    }

    @Override
    public void precommit(TaskId task, Hash hash, String data) {
        account.precommit(task, hash, data);
    }

    @Override
    public CommitOutcome commit(TaskId task, String reveal) {
        return account.commit(task, reveal);
    }

    @Override
    public void giveVerdict(TaskId task, Address miner, boolean accepted, Hash evidence) {
        account.giveVerdict(task, miner, accepted, evidence);
    }

    @Override
    public void proveFalseVerdict(TaskId task, Address miner, Address validator, byte[] verdict, byte[] statement) {
        account.proveFalseVerdict(task, miner, validator, verdict, statement);
    }

    @Override
    public void end(TaskId task, boolean force) {
        account.end(task, force);
    }

    @Override
    public TokenAmount withdrawPayment() {
        return account.withdrawPayment();
    }
}
