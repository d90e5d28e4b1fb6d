/**
 * Secrets that no single party holds.
 *
 * <p>Start with {@link network.cortensor.sdk.crypto.sharing.SecretSharing} to hand a secret to {@code n} holders of whom
 * any {@code k} can combine it, and fewer learn nothing but its length. A share that was altered, is of another sharing
 * or is given twice is named and not used.
 *
 * <p>Start with {@link network.cortensor.sdk.crypto.sharing.VectorShare} and
 * {@link network.cortensor.sdk.crypto.sharing.Party} to compare vectors that stay hidden: three servers compute the dot
 * product of two embeddings, each from shares that tell it nothing, in one round with one word of each server.
 * {@link network.cortensor.sdk.crypto.sharing.FixedPoint} turns embeddings into the integers this works on.
 *
 * <p><b>Three assumptions that the second part stands on.</b> The servers are semi-honest: they follow the protocol. A
 * server that does not can add any number to the result, and nobody notices. No two servers collude: any two together
 * hold the vectors. And the messages travel over channels that are confidential and authenticated; seal them, for there
 * is no encryption in this package.
 *
 * <p>The formats are fixed in {@code SPEC.md} §17 beside this module's sources.
 */
@NullMarked
package network.cortensor.sdk.crypto.sharing;

import org.jspecify.annotations.NullMarked;
