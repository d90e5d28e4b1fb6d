package network.cortensor.sdk.crypto.internal.ohttp;

import network.cortensor.sdk.crypto.RejectedException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * The keys of one response: key and base nonce from HKDF-SHA-256 over the secret that the request's HPKE context
 * exports, the nonce of a chunk is the base nonce XOR its number (draft-ietf-ohai-chunked-ohttp, "Response
 * Encapsulation").
 *
 * <p>An instance either seals or opens, so that no counter is used for both.
 */
public final class ResponseKeys implements ChunkAead {

    private final Aead aead;
    private final Cipher cipher;
    private final byte[] pseudorandomKey;
    private final SecretKeySpec key;
    private final byte[] baseNonce;
    private long next;

    private ResponseKeys(Aead aead, byte[] pseudorandomKey) {
        this.aead = aead;
        this.pseudorandomKey = pseudorandomKey;
        byte[] raw = expand(pseudorandomKey, "key", aead.keyBytes());
        this.key = new SecretKeySpec(raw, aead.transformation().split("/", 2)[0]);
        Arrays.fill(raw, (byte) 0);
        this.baseNonce = expand(pseudorandomKey, "nonce", Aead.NONCE_BYTES);
        try {
            this.cipher = Cipher.getInstance(aead.transformation());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no " + aead.transformation(), e);
        }
    }

    /** Returns how many bytes the response nonce and the exported secret have: max(Nn, Nk). */
    public static int entropyBytes(Aead aead) {
        return Math.max(Aead.NONCE_BYTES, aead.keyBytes());
    }

    /**
     * Derives the keys.
     *
     * @param secret what the context of the request exported, {@link #entropyBytes} long; the caller's to wipe
     * @param encapsulation the {@code enc} of the request
     * @param responseNonce what the response starts with
     */
    public static ResponseKeys derive(Aead aead, byte[] secret, byte[] encapsulation, byte[] responseNonce) {
        byte[] salt = ByteBuffer.allocate(encapsulation.length + responseNonce.length)
                .put(encapsulation)
                .put(responseNonce)
                .array();
        return new ResponseKeys(aead, new HKDFBytesGenerator(SHA256Digest.newInstance()).extractPRK(salt, secret));
    }

    /** Derives something else from the same secret, under another label than those of key and nonce. */
    public byte[] derive(String label, int length) {
        if (label.equals("key") || label.equals("nonce")) {
            throw new IllegalArgumentException("the label " + label + " is taken");
        }
        return expand(pseudorandomKey, label, length);
    }

    private static byte[] expand(byte[] pseudorandomKey, String label, int length) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        hkdf.init(HKDFParameters.skipExtractParameters(pseudorandomKey, label.getBytes(StandardCharsets.US_ASCII)));
        byte[] expanded = new byte[length];
        hkdf.generateBytes(expanded, 0, length);
        return expanded;
    }

    @Override
    public byte[] seal(byte[] associatedData, byte[] plaintext) {
        try {
            return transform(Cipher.ENCRYPT_MODE, associatedData, plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform's " + aead.transformation() + " failed to seal a chunk", e);
        }
    }

    @Override
    public byte[] open(byte[] associatedData, byte[] sealed) {
        try {
            return transform(Cipher.DECRYPT_MODE, associatedData, sealed);
        } catch (AEADBadTagException e) {
            throw RejectedException.ciphertext();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform's " + aead.transformation() + " refused a chunk", e);
        }
    }

    private byte[] transform(int mode, byte[] associatedData, byte[] input) throws GeneralSecurityException {
        byte[] nonce = baseNonce.clone();
        // Counted before it is used: a number whose use failed is not used again.
        long number = next;
        next = Math.incrementExact(next);
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[nonce.length - 1 - i] ^= (byte) (number >>> (8 * i));
        }
        cipher.init(mode, key, aead.parameters(nonce));
        cipher.updateAAD(associatedData);
        return cipher.doFinal(input);
    }
}
