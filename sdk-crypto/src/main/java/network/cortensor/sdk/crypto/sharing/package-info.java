/**
 * Secrets that no single party holds.
 *
 * <p>Start with {@link network.cortensor.sdk.crypto.sharing.SecretSharing} to hand a secret to {@code n} holders of whom
 * any {@code k} can combine it, and fewer learn nothing but its length. A share that was altered, is of another sharing
 * or is given twice is named and not used.
 *
 * <p>The formats are fixed in {@code SPEC.md} §17 beside this module's sources.
 */
@NullMarked
package network.cortensor.sdk.crypto.sharing;

import org.jspecify.annotations.NullMarked;
