package network.cortensor.sdk;

/**
 * An answer came, but what should prove it does not hold: a hash, a signature, a commitment, an agreement of nodes.
 *
 * <p>The data behind it is not returned and the request is not repeated silently.
 */
public class EvidenceException extends CortensorException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names what was tried, expected, found and what to do. */
    public EvidenceException(String message) {
        super(message);
    }

    /** Creates the exception with such a message and the failure below it. */
    public EvidenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
