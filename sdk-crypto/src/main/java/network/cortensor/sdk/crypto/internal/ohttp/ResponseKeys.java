package network.cortensor.sdk.crypto.internal.ohttp;

import network.cortensor.sdk.crypto.internal.Hkdf;
import network.cortensor.sdk.crypto.internal.Secret;

import java.nio.ByteBuffer;

/**
 * What the keys of one response are made of: HKDF-SHA-256 over the secret that the request's HPKE context exports, the
 * encapsulated key of the request, and the nonce of the response (draft-ietf-ohai-chunked-ohttp, "Response
 * Encapsulation").
 */
public final class ResponseKeys implements AutoCloseable {

    private final Aead aead;
    private final Secret pseudorandomKey;

    private ResponseKeys(Aead aead, Secret pseudorandomKey) {
        this.aead = aead;
        this.pseudorandomKey = pseudorandomKey;
    }

    /** Returns how many bytes the response nonce and the exported secret have: max(Nn, Nk). */
    public static int entropyBytes(Aead aead) {
        return Math.max(Aead.NONCE_BYTES, aead.keyBytes());
    }

    /**
     * Extracts.
     *
     * @param exported what the context of the request exported, {@link #entropyBytes} long; the caller's to wipe
     * @param encapsulation the {@code enc} of the request
     * @param responseNonce what the response starts with
     */
    public static ResponseKeys extract(Aead aead, byte[] exported, byte[] encapsulation, byte[] responseNonce) {
        byte[] salt = ByteBuffer.allocate(encapsulation.length + responseNonce.length)
                .put(encapsulation)
                .put(responseNonce)
                .array();
        byte[] extracted = Hkdf.extract(exported, salt);
        return new ResponseKeys(aead, Secret.taking("response key", extracted));
    }

    /** Makes the sealer's or the opener's AEAD. Once: two would use the same nonces. */
    public ResponseChunks chunks() {
        return new ResponseChunks(aead, expand("key", aead.keyBytes()), expand("nonce", Aead.NONCE_BYTES));
    }

    /** Expands to something else than key and nonce, by another label than theirs. */
    public byte[] expand(String label, int length) {
        return pseudorandomKey.use(secret -> Hkdf.expand(secret, label, length));
    }

    @Override
    public void close() {
        pseudorandomKey.close();
    }
}
