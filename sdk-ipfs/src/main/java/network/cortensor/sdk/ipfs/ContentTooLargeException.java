package network.cortensor.sdk.ipfs;

/** Content is larger than its reader was ready to take; nothing of it was returned. */
public final class ContentTooLargeException extends IpfsException {
    private static final long serialVersionUID = 1L;

    private final transient Cid cid;
    private final long size;
    private final long limit;

    ContentTooLargeException(Cid cid, long size, long limit) {
        super("content " + cid + " declares " + size + " bytes, more than the limit of " + limit
                + "; raise the limit or read it as a stream");
        this.cid = cid;
        this.size = size;
        this.limit = limit;
    }

    /** Returns the CID of the content. */
    public Cid cid() {
        return cid;
    }

    /** Returns the size that the content declares, in bytes. */
    public long size() {
        return size;
    }

    /** Returns the limit that the caller gave, in bytes. */
    public long limit() {
        return limit;
    }
}
