package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.internal.Secret;
import network.cortensor.sdk.crypto.internal.Utf8;
import network.cortensor.sdk.crypto.internal.age.ScryptStanza;

import java.nio.CharBuffer;

/**
 * A secret that a person remembers. It encrypts an age file alone, never beside other recipients: age's rule, so that a
 * file that opens with a passphrase was written by somebody who knows it.
 *
 * <p>Each use costs about a second and 256 MiB of heap (scrypt with N = 2^18, r = 8), to slow guessing down. The strength
 * is that of the passphrase: six random words, not one.
 *
 * <p>Thread-safe. Whoever made it closes it; {@link #close()} wipes it and later calls fail with
 * {@link IllegalStateException}.
 */
public final class Passphrase implements AgeIdentity {

    private final Secret secret;
    private final int workFactor;

    private Passphrase(Secret secret, int workFactor) {
        this.secret = secret;
        this.workFactor = workFactor;
    }

    /**
     * Takes a passphrase as it is: nothing is trimmed or normalised, and it counts as UTF-8.
     *
     * @param text not kept, and the caller's to wipe
     * @throws IllegalArgumentException if it is empty or has half a surrogate pair
     */
    public static Passphrase of(char[] text) {
        return withWorkFactor(text, ScryptStanza.WORK_FACTOR);
    }

    /** For tests that write many files. */
    static Passphrase withWorkFactor(char[] text, int logarithm) {
        if (text.length == 0) {
            throw new IllegalArgumentException("a passphrase must not be empty");
        }
        return new Passphrase(
                Secret.taking("passphrase", Utf8.encode("a passphrase", CharBuffer.wrap(text))), logarithm);
    }

    Secret secret() {
        return secret;
    }

    int workFactor() {
        return workFactor;
    }

    @Override
    public void close() {
        secret.close();
    }

    /** Says what it is, and nothing of it. */
    @Override
    public String toString() {
        return "Passphrase";
    }
}
