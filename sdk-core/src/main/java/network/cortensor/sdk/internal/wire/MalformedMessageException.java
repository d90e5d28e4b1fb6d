package network.cortensor.sdk.internal.wire;

/** A wire object is not what it should be. Says what is wrong with its form and never quotes its content. */
public final class MalformedMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String problem) {
        super(problem);
    }
}
