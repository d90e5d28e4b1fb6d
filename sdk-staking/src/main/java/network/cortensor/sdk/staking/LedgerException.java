package network.cortensor.sdk.staking;

/**
 * Root of what a ledger throws. Its three families are handled differently: {@link LedgerUnavailableException} (could
 * not ask), {@link LedgerRefusedException} (was told no) and {@link LedgerEvidenceException} (what was found does not
 * hold together).
 */
public abstract class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LedgerException(String message) {
        super(message);
    }

    LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
