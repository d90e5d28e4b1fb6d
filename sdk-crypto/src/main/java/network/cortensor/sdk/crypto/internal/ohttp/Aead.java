package network.cortensor.sdk.crypto.internal.ohttp;

import javax.crypto.spec.IvParameterSpec;
import java.security.spec.AlgorithmParameterSpec;

/** An AEAD of HPKE with a nonce of 12 bytes and a tag of 16, as the platform's provider knows it. */
public interface Aead {

    int NONCE_BYTES = 12;
    int TAG_BYTES = 16;

    /** AEAD 0x0003, the one of this module. */
    Aead CHACHA20_POLY1305 = new Aead() {
        @Override
        public String transformation() {
            return "ChaCha20-Poly1305";
        }

        @Override
        public String keyAlgorithm() {
            return "ChaCha20";
        }

        @Override
        public int keyBytes() {
            return 32;
        }

        @Override
        public AlgorithmParameterSpec parameters(byte[] nonce) {
            return new IvParameterSpec(nonce);
        }
    };

    /** Returns the name that {@link javax.crypto.Cipher#getInstance(String)} knows. */
    String transformation();

    /** Returns the name of its keys. */
    String keyAlgorithm();

    /** Returns Nk, the bytes of a key. */
    int keyBytes();

    /** Returns what the platform's cipher wants to know besides the key. */
    AlgorithmParameterSpec parameters(byte[] nonce);
}
