package network.cortensor.sdk;

/**
 * The root of everything that {@code sdk-core} throws on purpose.
 *
 * <p>There is one subtype per thing a caller does about it:
 *
 * <ul>
 *   <li>{@link InvalidRequestException}: the caller's own input; mend it.
 *   <li>{@link UnavailableException}: could not ask; asking again later may help.
 *   <li>{@link RefusedException}: asked and was told no; asking again gives the same answer.
 *   <li>{@link EvidenceException}: an answer came and what should prove it does not hold; never retried silently, and
 *       the data is not returned.
 *   <li>{@link CancelledException}: the caller gave up.
 * </ul>
 *
 * <p>Messages name what was tried, what was expected, what was found and what to do. They never hold a prompt, an answer,
 * a key or text that a remote side sent.
 */
public abstract class CortensorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CortensorException(String message, Throwable cause) {
        super(message, cause);
    }

    CortensorException(String message) {
        super(message);
    }
}
