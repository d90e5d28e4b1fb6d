package network.cortensor.examples.bench.crypto;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * ChaCha20-Poly1305 of the Java platform on chunks of one size, each with a nonce and a tag, from array to array: no
 * format, no stream, no copy. The reference for streams and live chunks.
 */
final class RawChunks {

    static final int CHUNK_BYTES = 64 * 1024;
    static final int TAG_BYTES = 16;

    private static final String CIPHER = "ChaCha20-Poly1305";

    private final int chunkBytes;
    private final SecretKeySpec key;
    private final Cipher encryption = cipher();
    private final Cipher decryption = cipher();
    private long next;

    RawChunks(int chunkBytes) {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.chunkBytes = chunkBytes;
        this.key = new SecretKeySpec(secret, CIPHER);
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance(CIPHER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no " + CIPHER, e);
        }
    }

    /** Returns a place for the sealed form of some bytes: one array for each chunk. */
    byte[][] sealed(int plaintextBytes) {
        return new byte[plaintextBytes / chunkBytes][chunkBytes + TAG_BYTES];
    }

    /** Returns the number of the chunk that is encrypted next; it is its nonce. */
    long next() {
        return next;
    }

    /** Encrypts chunk by chunk. */
    void encrypt(byte[] plaintext, byte[][] sealed) {
        for (int i = 0; i < sealed.length; i++) {
            transform(encryption, Cipher.ENCRYPT_MODE, next, plaintext, i * chunkBytes, chunkBytes, sealed[i], 0);
            next++;
        }
    }

    /** Decrypts chunk by chunk, from the chunk with a number on. */
    void decrypt(long first, byte[][] sealed, byte[] plaintext) {
        for (int i = 0; i < sealed.length; i++) {
            // The JDK copies what it decrypts unless it begins where its array does.
            transform(
                    decryption,
                    Cipher.DECRYPT_MODE,
                    first + i,
                    sealed[i],
                    0,
                    sealed[i].length,
                    plaintext,
                    i * chunkBytes);
        }
    }

    private void transform(
            Cipher cipher, int mode, long number, byte[] from, int offset, int length, byte[] to, int at) {
        byte[] nonce = ByteBuffer.allocate(12).putLong(4, number).array();
        try {
            cipher.init(mode, key, new IvParameterSpec(nonce));
            cipher.doFinal(from, offset, length, to, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(CIPHER + " refused a chunk", e);
        }
    }
}
