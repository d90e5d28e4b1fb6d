package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.internal.BlockAccess;

/** One entry as it stands in the stream: bytes and the name that they claim. */
final class CarSection {
    private final Cid cid;
    private final long offset;
    private final byte[] untrustedBytes;

    CarSection(Cid cid, long offset, byte[] untrustedBytes) {
        this.cid = cid;
        this.offset = offset;
        this.untrustedBytes = untrustedBytes;
    }

    Cid cid() {
        return cid;
    }

    /** Returns where the section starts in the stream, at its length. */
    long offset() {
        return offset;
    }

    int size() {
        return untrustedBytes.length;
    }

    /**
     * Gives the bytes away as a block; called once.
     *
     * @throws network.cortensor.sdk.ipfs.BlockMismatchException if they do not hash to the name
     */
    Block verified() {
        return BlockAccess.adoptVerified(cid, untrustedBytes);
    }
}
