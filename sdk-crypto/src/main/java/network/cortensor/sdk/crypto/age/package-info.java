/**
 * Plain age files ({@code age-encryption.org/v1}), complete for reading and writing: post-quantum, X25519 and passphrase
 * recipients, ASCII armor, streams in constant memory and reads at any position (SPEC §13).
 *
 * <p>Start with {@link network.cortensor.sdk.crypto.age.AgeEncryption} and
 * {@link network.cortensor.sdk.crypto.age.AgeDecryption}. The keys to use are {@link network.cortensor.sdk.crypto.Identity}
 * and {@link network.cortensor.sdk.crypto.Recipient}; {@link network.cortensor.sdk.crypto.age.X25519Identity} is for
 * exchange with those who have no post-quantum key, {@link network.cortensor.sdk.crypto.age.Passphrase} for people, and
 * {@link network.cortensor.sdk.crypto.age.AgeIdentities} for the files of age tools.
 *
 * <p>An age file has no author and no context. Prompts and results are
 * {@linkplain network.cortensor.sdk.crypto.Envelope sealed objects} instead, which have both.
 */
@NullMarked
package network.cortensor.sdk.crypto.age;

import org.jspecify.annotations.NullMarked;
