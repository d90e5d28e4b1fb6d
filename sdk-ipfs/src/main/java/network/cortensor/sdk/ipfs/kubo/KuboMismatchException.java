package network.cortensor.sdk.ipfs.kubo;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsException;

/**
 * A daemon says that it did what it was asked for, with another CID: its evidence does not hold.
 *
 * <p>Do not use that daemon for this: it is not a Kubo that the profile was made for, is broken, or lies. A file that changed
 * while it was added looks the same.
 */
public final class KuboMismatchException extends IpfsException {
    private static final long serialVersionUID = 1L;

    private final transient Cid expected;
    private final transient Cid found;

    KuboMismatchException(String what, Cid expected, Cid found) {
        super(
                "could not " + what + ": what was sent is " + expected + ", the daemon says it stored " + found
                        + "; nothing was pinned by this call; if the content did not change meanwhile, do not trust this daemon");
        this.expected = expected;
        this.found = found;
    }

    /** Returns the CID that is right: the one asked for, or of what was sent, computed here. */
    public Cid expected() {
        return expected;
    }

    /** Returns the CID that the daemon named. */
    public Cid found() {
        return found;
    }
}
