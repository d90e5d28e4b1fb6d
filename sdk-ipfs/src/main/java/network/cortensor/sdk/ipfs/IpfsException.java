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
 *       StoreFullException}, {@link UnreachableException}, {@link DeadlineExceededException}, {@link CancelledException};
 *   <li>was told no: {@link ContentTooLargeException}, {@link PathNotFoundException}, {@link RefusedException};
 *   <li>the evidence does not hold, the same bytes will never do: {@link BlockMismatchException}, {@link
 *       MalformedException}, and what the packages below add.
 * </ul>
 *
 * <p>Messages hold CIDs, sizes and positions, never content. Details other than the message do not survive Java
 * serialization.
 */
public abstract class IpfsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was tried, on what, what was expected and found, and what to do; for the packages of this module. */
    protected IpfsException(String message) {
        super(message);
    }

    /** As the other, with the failure below. */
    protected IpfsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
