package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.age.Bech32;
import network.cortensor.sdk.crypto.internal.age.X25519Key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A public X25519 key, for exchange with those who have no post-quantum one. What is encrypted for it can be read by
 * whoever keeps it until there is a large quantum computer; prefer {@link network.cortensor.sdk.crypto.Recipient}.
 *
 * <p>The text form is age's {@code age1…} (62 characters). A key that cannot work is refused here, not when encrypting.
 * Immutable.
 */
public final class X25519Recipient implements AgeRecipient {

    private static final String PREFIX = "age";

    private final byte[] encoded;

    private X25519Recipient(byte[] encoded) {
        this.encoded = encoded;
    }

    /**
     * Reads the text form.
     *
     * @throws MalformedException if the text is not an {@code age1…} key, or if the key has low order (RFC 7748 §6.1) or
     *     is not below 2^255 - 19: nobody can hold the identity of such a key
     */
    public static X25519Recipient parse(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] encoded = Bech32.decode("an X25519 recipient", PREFIX, ascii, X25519Key.SIZE);
        if (!X25519Key.isUsable(encoded)) {
            throw new MalformedException("an X25519 recipient has low order or is not canonical (RFC 7748 §5, §6.1)");
        }
        return new X25519Recipient(encoded);
    }

    /** For keys that were computed here; takes the array over. */
    static X25519Recipient taking(byte[] encoded) {
        return new X25519Recipient(encoded);
    }

    byte[] encoded() {
        return encoded.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof X25519Recipient that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    /** Returns the {@code age1…} form, which {@link #parse} reads. */
    @Override
    public String toString() {
        return new String(Bech32.encode(PREFIX, encoded), StandardCharsets.US_ASCII);
    }
}
