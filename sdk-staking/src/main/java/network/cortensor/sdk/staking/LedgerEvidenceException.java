package network.cortensor.sdk.staking;

/**
 * What was read does not hold together: a damaged journal, a journal of another chain, a record that contradicts an
 * earlier one. Nothing of it was used. Trying again does not help; restore the file from a copy or look into it.
 */
public class LedgerEvidenceException extends LedgerException {
    private static final long serialVersionUID = 1L;

    /** Says what was read, expected and found. */
    public LedgerEvidenceException(String message) {
        super(message);
    }

    /** Says what was read, expected and found, and keeps the cause. */
    public LedgerEvidenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
