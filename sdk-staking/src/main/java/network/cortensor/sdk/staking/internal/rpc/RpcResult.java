package network.cortensor.sdk.staking.internal.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/** What a server answered to one request. */
public sealed interface RpcResult {
    /**
     * A result, which may be {@code null} in JSON.
     *
     * @param json as it came
     */
    record Value(JsonNode json) implements RpcResult {}

    /**
     * The server, or the chain, says no.
     *
     * @param error what is known of it
     */
    record Refused(RpcError error) implements RpcResult {}
}
