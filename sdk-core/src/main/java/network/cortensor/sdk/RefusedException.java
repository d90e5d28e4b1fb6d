package network.cortensor.sdk;

/**
 * The other side was asked and said no: no funds, too few nodes, unknown session, wrong phase. Asking again does not help
 * until the reason named in the message is gone.
 */
public final class RefusedException extends CortensorException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names what was tried, expected, found and what to do. */
    public RefusedException(String message) {
        super(message);
    }

    /** Creates the exception with such a message and the failure below it. */
    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
