package network.cortensor.sdk;

/**
 * Something could not be asked: a node, a store, a model or the ledger did not answer in time. Asking again may help.
 *
 * <p>Where a task had been paid for, the message says what became of the money.
 */
public final class UnavailableException extends CortensorException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names what was tried, expected, found and what to do. */
    public UnavailableException(String message) {
        super(message);
    }

    /** Creates the exception with such a message and the failure below it. */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
