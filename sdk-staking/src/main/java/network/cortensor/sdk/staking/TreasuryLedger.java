package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.TransactionSigner;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A {@link ContractLedger} with the owner of its token at hand. */
final class TreasuryLedger implements DevelopmentLedger {
    /** Ten ether: more than tests and demonstrations use up. */
    private static final BigInteger GAS_MONEY = BigInteger.TEN.pow(19);

    private final ContractLedger ledger;
    private final ContractLedgerAccount treasury;
    private final OverduePhases phases;

    TreasuryLedger(ContractLedger ledger, ContractLedgerAccount treasury, Duration commandTimeout) {
        this.ledger = ledger;
        this.treasury = treasury;
        this.phases = ledger.overduePhases(treasury, commandTimeout);
    }

    @Override
    public LedgerAccount account(TransactionSigner signer) {
        return ledger.account(signer);
    }

    @Override
    public void fund(Address account, TokenAmount amount) {
        treasury.fund(account, amount, GAS_MONEY);
    }

    @Override
    public void closeOverduePhases() {
        try {
            phases.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("Close overdue phases: interrupted", e);
        }
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
