/**
 * Sealing of prompts and results so that only the chosen nodes can read them, and proof of who sealed what for which
 * task.
 *
 * <p>Start with {@link network.cortensor.sdk.crypto.Sealing} to seal, with
 * {@link network.cortensor.sdk.crypto.Envelope} to open, and with {@link network.cortensor.sdk.crypto.KeyDirectory} to
 * learn which key is a node's. {@link network.cortensor.sdk.crypto.Identity} and
 * {@link network.cortensor.sdk.crypto.Wallet} are the two secrets of a participant: the one opens, the other signs. A
 * {@link network.cortensor.sdk.crypto.KeyRing} holds a participant's identities over time.
 *
 * <p>Around it: {@code channel} seals a prompt and its answer while they come, {@code age} reads and writes plain age files,
 * {@code sharing} splits what no single node may see.
 *
 * <p>There is one suite for all that the network seals, post-quantum, and no choice of algorithms. There is no way to pass a
 * nonce or a raw key, and no cipher for other uses. The formats are fixed in {@code SPEC.md} beside this module's
 * sources; {@code SPEC §n} in comments refers to it.
 */
@NullMarked
package network.cortensor.sdk.crypto;

import org.jspecify.annotations.NullMarked;
