package network.cortensor.sdk.ipfs;

/** Content is larger than its reader was ready to take; nothing of it was returned. Of a tree, what came before may have been. */
public final class ContentTooLargeException extends IpfsException {
    private static final long serialVersionUID = 1L;

    private final transient Cid cid;
    private final long size;
    private final long limit;

    ContentTooLargeException(Cid cid, long size, long limit) {
        this(
                cid,
                size,
                limit,
                "content " + cid + " declares " + size + " bytes, more than the limit of " + limit
                        + "; raise the limit or read it as a stream");
    }

    private ContentTooLargeException(Cid cid, long size, long limit, String message) {
        super(message);
        this.cid = cid;
        this.size = size;
        this.limit = limit;
    }

    /** Says that content stands for more files, folders and symlinks than the limit. */
    static ContentTooLargeException ofEntries(Cid cid, long limit) {
        return new ContentTooLargeException(
                cid,
                limit + 1,
                limit,
                "content " + cid + " has more than " + limit
                        + " files, folders and symlinks; raise the limit if you trust it");
    }

    /** Returns the CID of the content. */
    public Cid cid() {
        return cid;
    }

    /** Returns the size that the content declares, in bytes; where entries are limited, how many there are at least. */
    public long size() {
        return size;
    }

    /** Returns the limit that the caller gave, in bytes or entries. */
    public long limit() {
        return limit;
    }
}
