package network.cortensor.sdk.staking.internal.rpc;

import java.time.Duration;
import java.util.List;

/** What came of asking a server. */
public sealed interface Reply {
    /** Who was asked. */
    RpcServer server();

    /**
     * It answered each request of the question, perhaps with errors.
     *
     * @param server who was asked
     * @param results in the order of the requests
     */
    record Answered(RpcServer server, List<RpcResult> results) implements Reply {}

    /**
     * It gave no answer, and is not asked again.
     *
     * @param server who was asked
     * @param failure why
     * @param pause the least time until it wants to be asked again; zero if it named none
     */
    record Failed(RpcServer server, Failure failure, Duration pause) implements Reply {
        Failed(RpcServer server, Failure failure) {
            this(server, failure, Duration.ZERO);
        }
    }

    /**
     * It gave no answer yet and will be asked again: a good time to ask somebody else too.
     *
     * @param server who was asked
     * @param failure why
     */
    record Delayed(RpcServer server, Failure failure) implements Reply {}
}
