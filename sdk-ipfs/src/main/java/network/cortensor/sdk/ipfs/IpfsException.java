package network.cortensor.sdk.ipfs;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that can go wrong with content, as opposed to a wrong call ({@link IllegalArgumentException},
 * {@link IllegalStateException}).
 *
 * <p>Three families call for three reactions:
 *
 * <ul>
 *   <li>could not ask, a retry may help: {@link BlockNotFoundException}, {@link StoreException} and its {@link
 *       StoreFullException};
 *   <li>was told no: {@link ContentTooLargeException};
 *   <li>the evidence does not hold, the same bytes will never do: {@link BlockMismatchException}, {@link
 *       MalformedException}.
 * </ul>
 *
 * <p>Messages hold CIDs, sizes and positions, never content. Details other than the message do not survive Java
 * serialization.
 */
public abstract class IpfsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IpfsException(String message) {
        super(message);
    }

    IpfsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
