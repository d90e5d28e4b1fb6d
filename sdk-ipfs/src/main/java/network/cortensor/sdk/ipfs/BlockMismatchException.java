package network.cortensor.sdk.ipfs;

/**
 * The bytes that came for a CID do not hash to it: they are corrupt or forged, and were not handed on.
 *
 * <p>Asking the same source again gives the same answer. Ask another source; a local store heals when the right block is
 * put again.
 */
public final class BlockMismatchException extends IpfsException {
    private static final long serialVersionUID = 1L;

    private final transient Cid asked;
    private final transient Cid found;
    private final long size;

    /** Says that {@code size} bytes came for {@code asked} and that their own CID is {@code found}. */
    public BlockMismatchException(Cid asked, Cid found, long size) {
        super("asked for block " + asked + ", found " + size + " bytes that hash to " + found
                + "; the source is corrupt or lies: do not use it, fetch the block elsewhere and put it again");
        this.asked = asked;
        this.found = found;
        this.size = size;
    }

    /**
     * Says what {@code size} bytes hash to. For the identity function and a "hash" that no CID can hold, that is a hash of
     * them.
     */
    static BlockMismatchException of(Cid asked, byte[] found, long size) {
        Cid foundCid = asked.hash().allows(found.length)
                ? Cid.of(asked.codec(), asked.hash(), found)
                : Cid.of(asked.codec(), HashFunction.SHA2_256.hash(found));
        return new BlockMismatchException(asked, foundCid, size);
    }

    /** Returns the CID that was asked for. */
    public Cid asked() {
        return asked;
    }

    /** Returns the CID of the bytes that came; its {@link Cid#digest() digest} is what they hash to. */
    public Cid found() {
        return found;
    }

    /** Returns how many bytes came. */
    public long size() {
        return size;
    }
}
