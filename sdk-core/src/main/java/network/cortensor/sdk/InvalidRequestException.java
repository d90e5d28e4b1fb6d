package network.cortensor.sdk;

/**
 * The request itself is wrong: empty, too large, not text, a value out of range. Nothing was sent and nothing was paid.
 */
public final class InvalidRequestException extends CortensorException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names what was tried, expected, found and what to do. */
    public InvalidRequestException(String message) {
        super(message);
    }

    /** Creates the exception with such a message and the failure below it. */
    public InvalidRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
