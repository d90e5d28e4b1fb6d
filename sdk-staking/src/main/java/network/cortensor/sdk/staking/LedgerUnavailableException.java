package network.cortensor.sdk.staking;

/**
 * The ledger could not be asked: it is closed, its file is in use, a write failed. Trying again, perhaps after reopening,
 * may help. After a command it is unknown whether the command took effect: read before repeating it.
 */
public class LedgerUnavailableException extends LedgerException {
    private static final long serialVersionUID = 1L;

    /** Says what was tried and what to do. */
    public LedgerUnavailableException(String message) {
        super(message);
    }

    /** Says what was tried and what to do, and keeps the cause. */
    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
