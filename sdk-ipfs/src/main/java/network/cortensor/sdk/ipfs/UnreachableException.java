package network.cortensor.sdk.ipfs;

import org.jspecify.annotations.Nullable;

/**
 * A remote party could not be asked: no connection, no answer in time, an answer that was cut off, or one that says that it
 * cannot answer now (5xx, too many requests). Nothing is known about the content; a retry, or another party, may help.
 */
public final class UnreachableException extends IpfsException {
    private static final long serialVersionUID = 1L;

    /** Says what was tried, with whom and how it failed; never quotes what the other side wrote. */
    public UnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
