package network.cortensor.sdk.ipfs;

/** A remote party understood and said no: not allowed, gone for legal reasons, a request that it does not accept. */
public final class RefusedException extends IpfsException {
    private static final long serialVersionUID = 1L;

    /** Says what was asked, of whom, the status it gave and what to do; never quotes what the other side wrote. */
    public RefusedException(String message) {
        super(message);
    }
}
