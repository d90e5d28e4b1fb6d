package network.cortensor.sdk.crypto.internal.ohttp;

import javax.crypto.spec.GCMParameterSpec;
import java.security.spec.AlgorithmParameterSpec;

/** AEAD 0x0001, which the draft's example is made with and this module has no use for. */
enum Aes128Gcm implements Aead {
    INSTANCE;

    @Override
    public String transformation() {
        return "AES/GCM/NoPadding";
    }

    @Override
    public String keyAlgorithm() {
        return "AES";
    }

    @Override
    public int keyBytes() {
        return 16;
    }

    @Override
    public AlgorithmParameterSpec parameters(byte[] nonce) {
        return new GCMParameterSpec(8 * TAG_BYTES, nonce);
    }
}
