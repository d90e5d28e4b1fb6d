package network.cortensor.sdk.ipfs;

/**
 * A CID, a block or a DAG breaks the rules of its format or the limits of this module: its author made it so, and no other
 * source has a better copy.
 */
public final class MalformedException extends IpfsException {
    private static final long serialVersionUID = 1L;

    /** Says what was read, what was expected and what was found; never quotes content. */
    public MalformedException(String message) {
        super(message);
    }
}
