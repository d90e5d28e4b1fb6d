package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.TransactionSigner;

/**
 * A ledger for development and tests: it makes tokens for whoever needs them, and does not wait for somebody to close what
 * is overdue. In this JVM ({@link EmbeddedLedger}) or on a development chain.
 */
public interface DevelopmentLedger extends Ledger {
    /**
     * Acts for the account of a signer. A ledger without signatures does not ask it to sign.
     *
     * @param signer has to stay open as long as the ledger; the caller closes it
     */
    LedgerAccount account(TransactionSigner signer);

    /** Makes tokens for an account, and gives it what gas costs, if there is gas. */
    void fund(Address account, TokenAmount amount);

    /** Closes the phases that are over by the ledger's clock; to be called after that clock was moved by hand. */
    void closeOverduePhases();
}
