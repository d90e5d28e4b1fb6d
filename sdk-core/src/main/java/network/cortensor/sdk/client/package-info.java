/**
 * What applications use: a {@link network.cortensor.sdk.client.Network} gives a
 * {@link network.cortensor.sdk.client.CortensorClient}, that opens an {@link network.cortensor.sdk.client.InferenceSession},
 * and that answers a {@link network.cortensor.sdk.client.CompletionRequest} with a
 * {@link network.cortensor.sdk.client.VerifiedCompletion}.
 *
 * <p>Everything blocks, has a deadline, and ends when the calling thread is interrupted.
 */
@NullMarked
package network.cortensor.sdk.client;

import org.jspecify.annotations.NullMarked;
