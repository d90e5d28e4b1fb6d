package network.cortensor.sdk.ipfs;

/** A block is not in the store that was asked; it may be had elsewhere, or later. */
public final class BlockNotFoundException extends IpfsException {
    private static final long serialVersionUID = 1L;

    private final transient Cid cid;

    /** Says that the store has no block {@code cid}. */
    public BlockNotFoundException(Cid cid) {
        super("block " + cid + " is not in the store; fetch it from another source or retry later");
        this.cid = cid;
    }

    /** Returns the CID of the missing block, which may lie below the content that was asked for. */
    public Cid cid() {
        return cid;
    }
}
