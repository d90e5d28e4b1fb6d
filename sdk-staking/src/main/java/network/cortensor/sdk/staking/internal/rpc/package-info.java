/**
 * JSON-RPC 2.0 with servers that nobody has to trust: by HTTP for questions, by WebSocket for subscriptions.
 *
 * <p>{@link network.cortensor.sdk.staking.internal.rpc.RpcTransport} sends a {@link
 * network.cortensor.sdk.staking.internal.rpc.Question} to one server; a {@link
 * network.cortensor.sdk.staking.internal.rpc.Round} puts it to several, repeats what may be repeated, and ends with its
 * deadline. {@link network.cortensor.sdk.staking.internal.rpc.Fields} reads what came back. No text that a server wrote gets
 * into a message: an error of it is kept as its code, its kind and the data of a revert.
 */
@NullMarked
package network.cortensor.sdk.staking.internal.rpc;

import org.jspecify.annotations.NullMarked;
