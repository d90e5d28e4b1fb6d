package network.cortensor.sdk.crypto.internal.hpke;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.Secret;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

/**
 * The seed of an MLKEM768-X25519 key and the one HPKE suite of this module: base mode, KEM 0x647a, KDF 0x0001, AEAD
 * 0x0003 (RFC 9180, draft-ietf-hpke-pq; SPEC §3.1). Thread-safe.
 */
public final class HybridKey implements AutoCloseable {

    /** Bytes of a seed. */
    public static final int SEED_BYTES = 32;

    /** 1,088 bytes of ML-KEM-768 ciphertext, then 32 bytes of X25519. */
    public static final int ENCAPSULATION_BYTES = 1120;

    private final Secret seed;

    private HybridKey(Secret seed) {
        this.seed = seed;
    }

    public static HybridKey generate() {
        return new HybridKey(Secret.random("age identity", SEED_BYTES));
    }

    /** Takes the array over. */
    public static HybridKey taking(byte[] seed) {
        return new HybridKey(Secret.taking("age identity", seed));
    }

    /** Returns the 1,216 bytes of the public key. */
    public byte[] publicKey() {
        return seed.use(secret ->
                new XWingPrivateKeyParameters(secret).getPublicKeyParameters().getEncoded());
    }

    /** Lends the seed, for writing it down. */
    public Secret seed() {
        return seed;
    }

    /** Sets up the sender's side with a fresh encapsulation for a public key. */
    public static HPKEContextWithEncapsulation sender(byte[] publicKey, byte[] info) {
        return suite().setupBaseS(new XWingPublicKeyParameters(publicKey), info);
    }

    /**
     * Sets up the receiver's side.
     *
     * @param encapsulation {@value #ENCAPSULATION_BYTES} bytes
     * @throws MalformedException if the X25519 part is a point of low order, which no honest sender makes and which says
     *     nothing about the key
     * @throws IllegalStateException if the key has been closed
     */
    public HPKEContext receiver(byte[] encapsulation, byte[] info) {
        return seed.use(secret -> {
            XWingPrivateKeyParameters privateKey = new XWingPrivateKeyParameters(secret);
            AsymmetricCipherKeyPair pair = new AsymmetricCipherKeyPair(privateKey.getPublicKeyParameters(), privateKey);
            try {
                return suite().setupBaseR(encapsulation, pair, info);
            } catch (IllegalStateException e) {
                throw new MalformedException("an encapsulated key has an X25519 point of low order");
            }
        });
    }

    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }

    @Override
    public void close() {
        seed.close();
    }

    @Override
    public String toString() {
        return "HybridKey";
    }
}
