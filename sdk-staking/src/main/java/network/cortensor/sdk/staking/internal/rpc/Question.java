package network.cortensor.sdk.staking.internal.rpc;

import java.util.ArrayList;
import java.util.List;

/**
 * What a server is asked in one exchange: one request, or several as a batch.
 *
 * @param requests in the order in which they are to be done
 * @param repeatable whether asking again changes nothing
 */
public record Question(List<RpcRequest> requests, boolean repeatable) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Question {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("Question: expected at least one request, found none");
        }
    }

    /** Something that may be asked again, and is when the answer is lost. */
    public static Question read(RpcRequest... requests) {
        return new Question(List.of(requests), true);
    }

    /** Something that is asked once: its answer may be another one the second time. */
    public static Question once(RpcRequest request) {
        return new Question(List.of(request), false);
    }

    /** The same with another request before it. */
    public Question after(RpcRequest first) {
        List<RpcRequest> all = new ArrayList<>();
        all.add(first);
        all.addAll(requests);
        return new Question(all, repeatable);
    }
}
