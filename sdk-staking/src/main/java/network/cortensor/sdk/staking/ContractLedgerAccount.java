package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.chain.TransactionRequest;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.contracts.ContractAccount;
import network.cortensor.sdk.staking.contracts.ContractKind;
import network.cortensor.sdk.staking.contracts.SignedPermit;
import network.cortensor.sdk.staking.internal.TextLimit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** An account of a {@link ContractLedger}. */
final class ContractLedgerAccount implements LedgerAccount {
    /** Longer than a transaction can take to get into a block, shorter than anybody might want to keep a permit. */
    private static final Duration PERMIT_LASTS = Duration.ofHours(1);

    private final ContractLedger ledger;
    private final ContractAccount contracts;
    private final Outbox outbox;
    private final TransactionSigner signer;
    private final ReentrantLock permits = new ReentrantLock();

    ContractLedgerAccount(ContractLedger ledger, ContractAccount contracts, Outbox outbox, TransactionSigner signer) {
        this.ledger = ledger;
        this.contracts = contracts;
        this.outbox = outbox;
        this.signer = signer;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Address address() {
        return contracts.address();
    }

    @Override
    public void register(TokenAmount stake, String keyAnnouncement) {
        TextLimit.KEY_ANNOUNCEMENT.check("register node " + address(), keyAnnouncement);
        withPermit(
                ContractKind.NODE_STAKING,
                stake,
                permit -> contracts.nodes().register(once("register"), permit, keyAnnouncement));
    }

    @Override
    public void announceKey(String keyAnnouncement) {
        TextLimit.KEY_ANNOUNCEMENT.check("announce the key of node " + address(), keyAnnouncement);
        contracts.nodes().announceKey(once("announceKey"), keyAnnouncement);
    }

    @Override
    public TokenAmount deregister() {
        return contracts.nodes().deregister(once("deregister")).stake();
    }

    @Override
    public SessionId openSession(SessionTerms terms) {
        TextLimit.SESSION_NAME.check("open a session", terms.name());
        return contracts.sessions().open(once("openSession"), terms).session();
    }

    @Override
    public void depositToSession(SessionId session, TokenAmount amount) {
        withPermit(
                ContractKind.SESSION_PAYMENT,
                amount,
                permit -> contracts.payments().deposit(once("depositToSession"), session, permit));
    }

    @Override
    public void withdrawFromSession(SessionId session, TokenAmount amount) {
        contracts
                .payments()
                .withdraw(
                        once("withdrawFromSession"),
                        session,
                        contracts.contracts().payments().asset().amount(amount));
    }

    @Override
    public void deactivateSession(SessionId session) {
        contracts.sessions().deactivate(once("deactivateSession"), session);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The same submission to the same session is one intent: repeated after a crash, it waits for the transaction that
     * is on its way already and returns its task. One that was refused is tried anew.
     */
    @Override
    public TaskId submit(SessionId session, TaskSubmission submission) {
        String attempt = "submit a task to session " + session;
        TextLimit.TASK_DATA.check(attempt, submission.taskData());
        TextLimit.CLIENT_REFERENCE.check(attempt, submission.clientReference());
        try {
            return contracts
                    .tasks()
                    .submit(intent(session, submission), session, submission)
                    .task();
        } catch (LedgerRefusedException e) {
            // Perhaps what the outbox remembers of an earlier try. Nothing came of that, and a reference is taken once.
            return contracts.tasks().submit(once("submit"), session, submission).task();
        }
    }

    private static String intent(SessionId session, TaskSubmission submission) {
        String parts = session + " " + submission.precommitTimeout() + " " + submission.commitTimeout() + " "
                + submission.timeout() + " " + submission.clientReference().length() + " "
                + submission.clientReference() + submission.taskData();
        return "submit " + Hash.keccak256(parts.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void grantAccess(TaskId task, String envelope) {
        TextLimit.ENVELOPE.check("grant access to task " + task, envelope);
        contracts.tasks().grantAccess(once("grantAccess"), task, envelope);
    }

    @Override
    public void ack(TaskId task) {
        contracts.tasks().ack(once("ack"), task);
    }

    @Override
    public void decline(TaskId task, DeclineReason reason) {
        contracts.tasks().decline(once("decline"), task, reason);
    }

    @Override
    public void precommit(TaskId task, Hash hash, String data) {
        TextLimit.PRECOMMIT_DATA.check("precommit to task " + task, data);
        contracts.tasks().precommit(once("precommit"), task, hash, data);
    }

    @Override
    public CommitOutcome commit(TaskId task, String reveal) {
        TextLimit.REVEAL.check("commit to task " + task, reveal);
        return contracts.tasks().commit(once("commit"), task, reveal).outcome();
    }

    @Override
    public void giveVerdict(TaskId task, Address miner, boolean accepted, Hash evidence) {
        try {
            contracts.validation().judge(once("giveVerdict"), task, miner, accepted, evidence);
        } catch (LedgerRefusedException e) {
            // Of a task that there is not, the contract says that its round is over.
            Optional<ValidationRound> ignored = ledger.validation(task);
            throw e;
        }
    }

    @Override
    public void proveFalseVerdict(TaskId task, Address miner, Address validator, byte[] verdict, byte[] statement) {
        try {
            contracts.validation().proveFalse(once("proveFalseVerdict"), task, miner, validator, verdict, statement);
        } catch (LedgerRefusedException e) {
            // Of a task that there is not, the contract says that it has no such verdict.
            Optional<ValidationRound> ignored = ledger.validation(task);
            throw e;
        }
    }

    @Override
    public void end(TaskId task, boolean force) {
        contracts.tasks().end(once("end"), task, force);
    }

    @Override
    public TokenAmount withdrawPayment() {
        return contracts
                .payments()
                .withdrawPayment(once("withdrawPayment"))
                .amount()
                .tokens();
    }

    /** Moves a task on that is overdue, and waits for it no longer than this. */
    void tick(String intent, TaskId task, Duration patience) {
        contracts.within(patience).tasks().tick(intent, task);
    }

    /** Makes tokens and gives gas money; for the owner of a development network. */
    void fund(Address account, TokenAmount amount, BigInteger gasMoney) {
        contracts.token().mint(once("mint"), account, amount);
        TransactionReceipt ignored = outbox.send(
                once("gas"), TransactionRequest.to(account, new byte[0]).value(gasMoney));
    }

    /** One at a time: permits of an account are numbered, and the number counts when the transaction is mined. */
    private void withPermit(ContractKind spender, TokenAmount amount, Consumer<SignedPermit> command) {
        try {
            permits.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException(
                    "Sign a permit of " + address() + ": interrupted; nothing was sent", e);
        }
        try {
            command.accept(contracts
                    .contracts()
                    .token()
                    .permit(
                            signer,
                            contracts.contracts().addresses().of(spender),
                            amount,
                            ledger.now().plus(PERMIT_LASTS)));
        } finally {
            permits.unlock();
        }
    }

    /** A command that is a new one each time. */
    private static String once(String command) {
        return command + " " + UUID.randomUUID();
    }
}
