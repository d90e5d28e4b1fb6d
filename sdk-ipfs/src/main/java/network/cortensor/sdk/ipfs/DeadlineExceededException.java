package network.cortensor.sdk.ipfs;

import java.time.Duration;

/** A call took longer than its {@link CallOptions#timeout() timeout}. What it had stored stays; a retry may go on from there. */
public final class DeadlineExceededException extends IpfsException {
    private static final long serialVersionUID = 1L;

    /** Says what did not finish in which time. */
    public DeadlineExceededException(String what, Duration timeout) {
        super("could not " + what + " within " + timeout + "; retry, or allow more time");
    }
}
