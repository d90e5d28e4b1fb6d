package network.cortensor.sdk.ipfs;

import org.jspecify.annotations.Nullable;

/**
 * A store could not be asked: its disk, or whatever it stands on, failed. Nothing is known about the block; a retry may
 * help.
 */
public class StoreException extends IpfsException {
    private static final long serialVersionUID = 1L;

    /** Says what was attempted and on what; the cause is what failed below. */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
