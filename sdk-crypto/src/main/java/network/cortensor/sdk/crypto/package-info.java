/**
 * Sealing of prompts and results so that only the chosen nodes can read them, and proof of who sealed what for which
 * task.
 *
 * <p>Start with {@link network.cortensor.sdk.crypto.Sealing} to seal, with
 * {@link network.cortensor.sdk.crypto.Envelope} to open, and with {@link network.cortensor.sdk.crypto.KeyDirectory} to
 * learn which key is a node's. {@link network.cortensor.sdk.crypto.Identity} and
 * {@link network.cortensor.sdk.crypto.Wallet} are the two secrets of a participant: the one opens, the other signs.
 *
 * <p>There is one suite, post-quantum, and no choice of algorithms. There is no way to pass a nonce or a raw key, no
 * cipher for other uses, and no encryption of key files. The formats are fixed in {@code SPEC.md} beside this module's
 * sources; {@code SPEC §n} in comments refers to it.
 */
@NullMarked
package network.cortensor.sdk.crypto;

import org.jspecify.annotations.NullMarked;
