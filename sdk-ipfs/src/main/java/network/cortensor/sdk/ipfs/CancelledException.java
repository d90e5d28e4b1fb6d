package network.cortensor.sdk.ipfs;

/** A call was ended by its {@link Cancellation}, or because its thread was interrupted; the interrupted flag is then set. */
public final class CancelledException extends IpfsException {
    private static final long serialVersionUID = 1L;

    /** Says what was cancelled. */
    public CancelledException(String what) {
        super("cancelled: " + what + "; what was stored stays");
    }
}
