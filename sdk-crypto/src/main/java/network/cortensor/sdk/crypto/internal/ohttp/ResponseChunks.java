package network.cortensor.sdk.crypto.internal.ohttp;

import network.cortensor.sdk.crypto.RejectedException;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * The chunks of a response: the nonce of a chunk is the base nonce XOR its number, from 0 on
 * (draft-ietf-ohai-chunked-ohttp, "Response Encapsulation").
 */
public final class ResponseChunks implements ChunkAead {

    private final Aead aead;
    private final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] baseNonce;
    private long next;

    /** Takes the arrays over. */
    ResponseChunks(Aead aead, byte[] key, byte[] baseNonce) {
        this.aead = aead;
        this.key = new SecretKeySpec(key, aead.keyAlgorithm());
        Arrays.fill(key, (byte) 0);
        this.baseNonce = baseNonce;
        try {
            this.cipher = Cipher.getInstance(aead.transformation());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no " + aead.transformation(), e);
        }
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
