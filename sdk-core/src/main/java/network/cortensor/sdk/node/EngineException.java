package network.cortensor.sdk.node;

/**
 * An engine gave no answer.
 *
 * <p>This is the contract between an {@link InferenceEngine} and the node that runs it; the node turns it into a decline on
 * the ledger. The message never holds the prompt or text that the server sent.
 */
public final class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it is. */
    public enum Kind {
        /** Could not ask: not reachable, too slow, cut off. Another node or another time may do better. */
        UNAVAILABLE,
        /** Asked, and it refused the request. */
        REFUSED,
        /** It answered with something that is no answer. */
        MALFORMED,
        /** The caller cancelled. */
        CANCELLED
    }

    private final Kind kind;

    /** Creates the exception. */
    public EngineException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Creates the exception with the failure below it, which must not hold the prompt. */
    public EngineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns what kind of failure it is. */
    public Kind kind() {
        return kind;
    }
}
