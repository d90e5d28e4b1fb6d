package network.cortensor.sdk.crypto.internal.hpke;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.Secret;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The seed of an MLKEM768-X25519 key and the one HPKE suite of this module: base mode, KEM 0x647a, KDF 0x0001, AEAD
 * 0x0003 (RFC 9180, draft-ietf-hpke-pq; SPEC §3.1).
 *
 * <p>The seed is expanded once, not for each message: that costs more than opening one. Thread-safe; closing waits for the
 * calls that are under way.
 */
public final class HybridKey implements AutoCloseable {

    /** Bytes of a seed. */
    public static final int SEED_BYTES = 32;

    /** 1,088 bytes of ML-KEM-768 ciphertext, then 32 bytes of X25519. */
    public static final int ENCAPSULATION_BYTES = 1120;

    private static final String NAME = "age identity";
    private static final int ML_KEM_SEED_BYTES = 64;
    private static final int X25519_KEY_BYTES = 32;

    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private final Secret seed;
    private final MLKEMPrivateKeyParameters mlKem;
    private final AsymmetricCipherKeyPair pair;

    /** Expands as draft-connolly-cfrg-xwing-kem §5.2 does, to hold the parts that can be destroyed. */
    private HybridKey(Secret seed) {
        this.seed = seed;
        byte[] expanded = seed.use(HybridKey::expand);
        try {
            this.mlKem = new MLKEMPrivateKeyParameters(
                    MLKEMParameters.ml_kem_768, Arrays.copyOf(expanded, ML_KEM_SEED_BYTES));
            X25519PrivateKeyParameters x25519 = new X25519PrivateKeyParameters(expanded, ML_KEM_SEED_BYTES);
            // Without the seed, of which that class would keep a copy that nobody can wipe; opening does not need it.
            XWingPrivateKeyParameters privateKey = new XWingPrivateKeyParameters(
                    new byte[SEED_BYTES], mlKem, x25519, mlKem.getPublicKeyParameters(), x25519.generatePublicKey());
            this.pair = new AsymmetricCipherKeyPair(privateKey.getPublicKeyParameters(), privateKey);
        } finally {
            Arrays.fill(expanded, (byte) 0);
        }
    }

    private static byte[] expand(byte[] seed) {
        byte[] expanded = new byte[ML_KEM_SEED_BYTES + X25519_KEY_BYTES];
        SHAKEDigest shake = new SHAKEDigest(256);
        shake.update(seed, 0, seed.length);
        shake.doFinal(expanded, 0, expanded.length);
        return expanded;
    }

    public static HybridKey generate() {
        return new HybridKey(Secret.random(NAME, SEED_BYTES));
    }

    /** Takes the array over. */
    public static HybridKey taking(byte[] seed) {
        return new HybridKey(Secret.taking(NAME, seed));
    }

    /** Returns the 1,216 bytes of the public key. */
    public byte[] publicKey() {
        return ((XWingPublicKeyParameters) pair.getPublic()).getEncoded();
    }

    /** Lends the seed, for writing it down. */
    public Secret seed() {
        return seed;
    }

    /** Sets up the sender's side with a fresh encapsulation for a public key. */
    public static HPKEContextWithEncapsulation sender(byte[] publicKey, byte[] info) {
        return Suite.base().setupBaseS(new XWingPublicKeyParameters(publicKey), info);
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
        use.readLock().lock();
        try {
            if (mlKem.isDestroyed()) {
                throw new IllegalStateException("the " + NAME + " has been closed");
            }
            return receive(encapsulation, info);
        } finally {
            use.readLock().unlock();
        }
    }

    private HPKEContext receive(byte[] encapsulation, byte[] info) {
        try {
            return Suite.base().setupBaseR(encapsulation, pair, info);
        } catch (IllegalStateException e) {
            throw new MalformedException("an encapsulated key has an X25519 point of low order");
        }
    }

    /** Wipes the seed and the ML-KEM key; the X25519 key is left to the garbage collector, which is all its class allows. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            seed.close();
            mlKem.destroy();
        } finally {
            use.writeLock().unlock();
        }
    }

    @Override
    public String toString() {
        return NAME;
    }
}
