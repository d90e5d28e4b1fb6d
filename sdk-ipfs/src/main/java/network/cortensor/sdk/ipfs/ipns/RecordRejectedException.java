package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.IpfsException;

/**
 * What came as the record of an IPNS name proves nothing, or not any more; it was not used. Another source may have the right
 * one.
 */
public final class RecordRejectedException extends IpfsException {
    private static final long serialVersionUID = 1L;

    /** Why a record was rejected. */
    public enum Reason {
        /** It has more than 10 KiB. */
        TOO_LARGE,

        /** It is not what the specification describes, or its value is no content path. */
        MALFORMED,

        /** There is no public key to check it with, or one that this SDK does not check with: not Ed25519 and not RSA. */
        KEY,

        /** The public key that it carries is not that of the name. */
        NAME_MISMATCH,

        /** It has no V2 signature, or a wrong one. */
        SIGNATURE,

        /** What it says unsigned for old readers is not what is signed. */
        FIELD_MISMATCH,

        /** Its time is over. */
        EXPIRED,

        /** The name was seen with a higher sequence number. */
        ROLLBACK
    }

    private final Reason reason;

    RecordRejectedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    RecordRejectedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Returns why the record was rejected. */
    public Reason reason() {
        return reason;
    }
}
