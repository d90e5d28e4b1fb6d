package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.MalformedException;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * A file key under a wrap key that is used once: ChaCha20-Poly1305 with a nonce of zeros, as the stanzas {@code X25519}
 * and {@code scrypt} have it.
 */
final class WrappedKey {

    /** Checked before decrypting, so that no ciphertext can be tried under several keys at once. */
    static final int SIZE = FileKey.SIZE + 16;

    private static final String CIPHER = "ChaCha20-Poly1305";
    private static final int NONCE_BYTES = 12;

    private WrappedKey() {}

    static byte[] wrap(FileKey key, byte[] wrapKey) {
        return key.use(secret -> {
            try {
                return cipher(Cipher.ENCRYPT_MODE, wrapKey).doFinal(secret);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the platform's " + CIPHER + " failed to encrypt a file key", e);
            }
        });
    }

    /** Returns the file key, or nothing if it was wrapped under another key. */
    static Optional<FileKey> unwrap(byte[] wrapped, byte[] wrapKey) {
        try {
            return Optional.of(
                    FileKey.taking(cipher(Cipher.DECRYPT_MODE, wrapKey).doFinal(wrapped)));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform's " + CIPHER + " refused a well-formed file key", e);
        }
    }

    /** Returns the body of a stanza if it has the one size that a wrapped key has. */
    static byte[] bodyOf(Stanza stanza) {
        byte[] body = stanza.body();
        if (body.length != SIZE) {
            throw new MalformedException("the body of a stanza of type " + stanza.type() + " must have " + SIZE
                    + " bytes, found " + body.length);
        }
        return body;
    }

    private static Cipher cipher(int mode, byte[] wrapKey) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(wrapKey, CIPHER), new IvParameterSpec(new byte[NONCE_BYTES]));
        return cipher;
    }
}
