package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.age.IdentityText;

import java.util.Arrays;

/**
 * What can open an age file: a post-quantum {@link Identity}, a classical {@link X25519Identity}, or a
 * {@link Passphrase}. Whoever made it closes it.
 */
public sealed interface AgeIdentity extends AutoCloseable permits Identity, X25519Identity, Passphrase {

    /**
     * Reads the text form of either kind of key: {@code AGE-SECRET-KEY-PQ-1…} or {@code AGE-SECRET-KEY-1…}.
     *
     * @param text not kept, and the caller's to wipe
     * @throws MalformedException if the text is neither
     */
    static AgeIdentity parse(char[] text) {
        byte[] ascii = IdentityText.ascii(text);
        boolean classical = IdentityText.startsWith(ascii, X25519Identity.PREFIX + '1');
        Arrays.fill(ascii, (byte) 0);
        return classical ? X25519Identity.parse(text) : Identity.parse(text);
    }

    /** Wipes the secret. May be called more than once. */
    @Override
    void close();
}
