/**
 * The live channel: one request and its answer between a client and a node, sealed chunk by chunk as they come.
 *
 * <p>A client starts with {@link network.cortensor.sdk.crypto.channel.ClientChannel}, a node with
 * {@link network.cortensor.sdk.crypto.channel.ChannelOpening}. Both get a
 * {@link network.cortensor.sdk.crypto.channel.ChannelWriter} for one direction and a
 * {@link network.cortensor.sdk.crypto.channel.ChannelReader} for the other. These do no I/O: bytes go in, bytes come out,
 * and whatever carries them (HTTP, a socket, a message queue) is the caller's.
 * {@link network.cortensor.sdk.crypto.channel.TokenStream} waits for a reader, with deadlines.
 *
 * <p>A channel is used once and never resumed: after a crash or a failure the client makes another one, with other keys.
 * The bytes are fixed in {@code SPEC.md} §14.
 */
@NullMarked
package network.cortensor.sdk.crypto.channel;

import org.jspecify.annotations.NullMarked;
