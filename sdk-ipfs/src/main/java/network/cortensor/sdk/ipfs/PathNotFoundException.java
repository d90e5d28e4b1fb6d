package network.cortensor.sdk.ipfs;

/** A folder has no such entry. That is proven: all blocks that would have to name it were read and checked. */
public final class PathNotFoundException extends IpfsException {
    private static final long serialVersionUID = 1L;

    /** Says which path was followed and how far it led. */
    public PathNotFoundException(String message) {
        super(message);
    }
}
