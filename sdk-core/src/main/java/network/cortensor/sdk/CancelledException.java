package network.cortensor.sdk;

/**
 * The caller cancelled, or the calling thread was interrupted. The interrupt flag is set again before this is thrown, and
 * the nodes were told to stop.
 */
public final class CancelledException extends CortensorException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names what was tried, expected, found and what to do. */
    public CancelledException(String message) {
        super(message);
    }

    /** Creates the exception with such a message and the failure below it. */
    public CancelledException(String message, Throwable cause) {
        super(message, cause);
    }
}
