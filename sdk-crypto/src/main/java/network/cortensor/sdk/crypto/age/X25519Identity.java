package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.KeyFileException;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.KeyFile;
import network.cortensor.sdk.crypto.internal.age.Bech32;
import network.cortensor.sdk.crypto.internal.age.IdentityText;
import network.cortensor.sdk.crypto.internal.age.X25519Key;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * The secret side of an {@link X25519Recipient}, as {@code age-keygen} makes it: for reading what was encrypted before
 * there were post-quantum keys, and for exchange with those who have none.
 *
 * <p>Thread-safe. Whoever made it closes it; {@link #close()} wipes the key and later calls fail with
 * {@link IllegalStateException}.
 */
public final class X25519Identity implements AgeIdentity {

    static final String PREFIX = "AGE-SECRET-KEY-";

    private static final String KIND = "X25519 identity";

    private final X25519Key key;
    private final X25519Recipient recipient;

    private X25519Identity(X25519Key key) {
        this.key = key;
        this.recipient = X25519Recipient.taking(key.publicKey());
    }

    /** Draws a new key from the platform's {@link java.security.SecureRandom}. */
    public static X25519Identity generate() {
        return new X25519Identity(X25519Key.generate());
    }

    /**
     * Reads the text form.
     *
     * @param text {@code AGE-SECRET-KEY-1…}; not kept, and the caller's to wipe
     * @throws MalformedException if the text is anything else
     */
    public static X25519Identity parse(char[] text) {
        byte[] ascii = IdentityText.ascii(text);
        try {
            return new X25519Identity(X25519Key.taking(Bech32.decode("an " + KIND, PREFIX, ascii, X25519Key.SIZE)));
        } finally {
            Arrays.fill(ascii, (byte) 0);
        }
    }

    /**
     * Creates a key file that only its owner can read (mode 0600) and writes it through to the disk;
     * {@link AgeIdentities#readFrom(Path)} reads it. The identity is not encrypted.
     *
     * @throws KeyFileException if something is at that path already, it cannot be written, or the file system has no
     *     owner-only mode
     */
    public void writeTo(Path file) {
        KeyFile.create(KIND, file, key.scalar().use(secret -> IdentityText.file(PREFIX, recipient.toString(), secret)));
    }

    /** Returns the public side; works on a closed identity too. */
    public X25519Recipient recipient() {
        return recipient;
    }

    X25519Key key() {
        return key;
    }

    @Override
    public void close() {
        key.close();
    }

    /** Names the public side, never the key. */
    @Override
    public String toString() {
        return "X25519Identity[" + recipient + "]";
    }
}
