package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.TransactionSigner;

import java.math.BigInteger;
import java.time.Duration;

/** A {@link ContractLedger} with the owner of its token at hand. */
final class TreasuryLedger extends ForwardingLedger implements DevelopmentLedger {
    /** Ten ether: more than tests and demonstrations use up. */
    private static final BigInteger GAS_MONEY = BigInteger.TEN.pow(19);

    private final ContractLedger ledger;
    private final ContractLedgerAccount treasury;
    private final OverduePhases phases;

    TreasuryLedger(ContractLedger ledger, ContractLedgerAccount treasury, Duration commandTimeout) {
        super(ledger);
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
}
