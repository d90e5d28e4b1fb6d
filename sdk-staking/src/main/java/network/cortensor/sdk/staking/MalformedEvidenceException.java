package network.cortensor.sdk.staking;

/**
 * Evidence that cannot be read as what it says it is: bytes that are no canonical RLP, a proof file with a field of another
 * form, a header with too few fields. Whoever wrote it is at fault; asking again for the same bytes does not help.
 *
 * <p>It differs from a plain {@link LedgerEvidenceException}, evidence that can be read and does not hold, for those who tell
 * a person which of the two it was. Neither may be acted on.
 */
public class MalformedEvidenceException extends LedgerEvidenceException {
    private static final long serialVersionUID = 1L;

    /** Says what was read, expected and found. */
    public MalformedEvidenceException(String message) {
        super(message);
    }

    /** Says what was read, expected and found, and keeps the cause. */
    public MalformedEvidenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
