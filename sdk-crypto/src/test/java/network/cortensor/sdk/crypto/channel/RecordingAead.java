package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.internal.ohttp.Aead;

import java.nio.ByteBuffer;
import java.security.spec.AlgorithmParameterSpec;
import java.util.HashSet;
import java.util.Set;

/** ChaCha20-Poly1305 that refuses a nonce it has seen; one for each key. */
final class RecordingAead implements Aead {

    private final Set<ByteBuffer> nonces = new HashSet<>();

    @Override
    public String transformation() {
        return CHACHA20_POLY1305.transformation();
    }

    @Override
    public String keyAlgorithm() {
        return CHACHA20_POLY1305.keyAlgorithm();
    }

    @Override
    public int keyBytes() {
        return CHACHA20_POLY1305.keyBytes();
    }

    @Override
    public AlgorithmParameterSpec parameters(byte[] nonce) {
        if (!nonces.add(ByteBuffer.wrap(nonce.clone()))) {
            throw new AssertionError("a nonce was used twice with one key");
        }
        return CHACHA20_POLY1305.parameters(nonce);
    }

    int uses() {
        return nonces.size();
    }
}
