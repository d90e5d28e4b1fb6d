package network.cortensor.sdk.crypto.internal.age;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.OptionalInt;

/** The chunks of one payload: ChaCha20-Poly1305, with the number and the kind of the chunk as the nonce (SPEC §4.1). */
final class ChunkCipher {

    /**
     * The platform's own. On JDK 17 it is a tenth faster than that of Bouncy Castle (both plain Java); from JDK 20 and 21
     * on ChaCha20 and Poly1305 are intrinsics with vector instructions, and it is about eight times as fast.
     */
    private static final String CIPHER = "ChaCha20-Poly1305";

    private final SecretKeySpec key;
    private final Cipher cipher;

    private ChunkCipher(SecretKeySpec key, Cipher cipher) {
        this.key = key;
        this.cipher = cipher;
    }

    /** Derives the payload key; does not need the file key after this call. */
    static ChunkCipher of(FileKey key, byte[] nonce) {
        byte[] derived = key.payloadKey(nonce);
        try {
            return new ChunkCipher(new SecretKeySpec(derived, CIPHER), platformCipher());
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** Returns the same key in a new cipher: that of JDK 17 refuses the nonce it had just before, even to decrypt. */
    ChunkCipher renewed() {
        return new ChunkCipher(key, platformCipher());
    }

    private static Cipher platformCipher() {
        try {
            return Cipher.getInstance(CIPHER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "this Java platform has no " + CIPHER + ", which is part of JDK 11 and later", e);
        }
    }

    /** Writes the ciphertext and the tag of a chunk into an array and returns how many bytes they have. */
    int encrypt(long chunk, boolean last, byte[] plaintext, int size, byte[] sealed) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, nonce(chunk, last));
            return cipher.doFinal(plaintext, 0, size, sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform's " + CIPHER + " failed to encrypt a chunk", e);
        }
    }

    /**
     * Writes the plaintext of a chunk into an array and returns how many bytes it has; or nothing if it is not this chunk
     * of this kind, and then what the array holds is not to be used.
     */
    OptionalInt decrypt(long chunk, boolean last, byte[] sealed, int size, byte[] plaintext) {
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, nonce(chunk, last));
            return OptionalInt.of(cipher.doFinal(sealed, 0, size, plaintext));
        } catch (AEADBadTagException e) {
            return OptionalInt.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform's " + CIPHER + " refused a well-formed chunk", e);
        }
    }

    /** An 11-byte big-endian counter, then 1 for the last chunk and 0 for all others. */
    private static IvParameterSpec nonce(long chunk, boolean last) {
        byte[] nonce = new byte[12];
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[10 - i] = (byte) (chunk >>> (8 * i));
        }
        nonce[11] = (byte) (last ? 1 : 0);
        return new IvParameterSpec(nonce);
    }
}
