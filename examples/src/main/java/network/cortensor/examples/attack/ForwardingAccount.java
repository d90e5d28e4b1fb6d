package network.cortensor.examples.attack;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.CommitOutcome;
import network.cortensor.sdk.staking.DeclineReason;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.TokenAmount;

/** An account that acts as its owner's software tells it to, except where a subclass has other plans. */
class ForwardingAccount implements LedgerAccount {

    private final LedgerAccount real;
    private final Ledger ledger;

    ForwardingAccount(LedgerAccount real) {
        this(real, real.ledger());
    }

    /** An account whose owner sees the ledger through somebody else's eyes. */
    ForwardingAccount(LedgerAccount real, Ledger ledger) {
        this.real = real;
        this.ledger = ledger;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Address address() {
        return real.address();
    }

    @Override
    public void register(TokenAmount stake, String keyAnnouncement) {
        real.register(stake, keyAnnouncement);
    }

    @Override
    public void announceKey(String keyAnnouncement) {
        real.announceKey(keyAnnouncement);
    }

    @Override
    public TokenAmount deregister() {
        return real.deregister();
    }

    @Override
    public SessionId openSession(SessionTerms terms) {
        return real.openSession(terms);
    }

    @Override
    public void depositToSession(SessionId session, TokenAmount amount) {
        real.depositToSession(session, amount);
    }

    @Override
    public void withdrawFromSession(SessionId session, TokenAmount amount) {
        real.withdrawFromSession(session, amount);
    }

    @Override
    public void deactivateSession(SessionId session) {
        real.deactivateSession(session);
    }

    @Override
    public TaskId submit(SessionId session, TaskSubmission submission) {
        return real.submit(session, submission);
    }

    @Override
    public void grantAccess(TaskId task, String envelope) {
        real.grantAccess(task, envelope);
    }

    @Override
    public void ack(TaskId task) {
        real.ack(task);
    }

    @Override
    public void decline(TaskId task, DeclineReason reason) {
        real.decline(task, reason);
    }

    @Override
    public void precommit(TaskId task, Hash hash, String data) {
        real.precommit(task, hash, data);
    }

    @Override
    public CommitOutcome commit(TaskId task, String reveal) {
        return real.commit(task, reveal);
    }

    @Override
    public void giveVerdict(TaskId task, Address miner, boolean accepted, Hash evidence) {
        real.giveVerdict(task, miner, accepted, evidence);
    }

    @Override
    public void proveFalseVerdict(TaskId task, Address miner, Address validator, byte[] verdict, byte[] statement) {
        real.proveFalseVerdict(task, miner, validator, verdict, statement);
    }

    @Override
    public void end(TaskId task, boolean force) {
        real.end(task, force);
    }

    @Override
    public TokenAmount withdrawPayment() {
        return real.withdrawPayment();
    }
}
