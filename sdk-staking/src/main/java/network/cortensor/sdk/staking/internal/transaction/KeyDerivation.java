package network.cortensor.sdk.staking.internal.transaction;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/** How a passphrase becomes the 32 bytes that open a keystore; the parameters come from the file and are bounded. */
sealed interface KeyDerivation {
    /** Bytes that are derived. */
    int LENGTH = 32;

    /** The bytes; the caller wipes them. */
    byte[] derive(byte[] passphrase);

    /**
     * scrypt (RFC 7914). Takes 128 · r · (n + p) bytes of memory, and time in proportion to n · r · p.
     *
     * @throws IllegalArgumentException if that is too much, or n is no power of two that RFC 7914 allows for r
     */
    static KeyDerivation scrypt(byte[] salt, int n, int r, int p) {
        return new Scrypt(salt, n, r, p);
    }

    /**
     * PBKDF2 with HMAC-SHA-256 (RFC 8018 §5.2).
     *
     * @throws IllegalArgumentException if there are too many rounds
     */
    static KeyDerivation pbkdf2(byte[] salt, int rounds) {
        return new Pbkdf2(salt, rounds);
    }

    /** scrypt. */
    final class Scrypt implements KeyDerivation {
        /** n · r of 256 MiB, what geth writes. */
        private static final int MOST_BLOCKS = 1 << 21;

        /** n · r · p of eight times what geth writes: some ten seconds. */
        private static final int MOST_WORK = 1 << 24;

        private static final int MOST_LANES = 1 << 16;
        private static final int BLOCK_BYTES = 128;

        private final byte[] salt;
        private final int n;
        private final int r;
        private final int p;

        private Scrypt(byte[] salt, int n, int r, int p) {
            if (n < 2 || Integer.bitCount(n) != 1 || r < 1 || p < 1 || (r == 1 && n >= 1 << 16)) {
                throw new IllegalArgumentException("expected scrypt with n a power of two below 2^(16 · r), found n "
                        + n + ", r " + r + ", p " + p);
            }
            long blocks = (long) n * r;
            // Divided, because products of three overflow.
            if (blocks > MOST_BLOCKS || (long) r * p > MOST_LANES || blocks > MOST_WORK / p) {
                throw new IllegalArgumentException("expected scrypt of at most " + (MOST_BLOCKS >> 13)
                        + " MiB and some ten seconds, found n " + n + ", r " + r + ", p " + p);
            }
            long memory = BLOCK_BYTES * (blocks + (long) r * p);
            long heap = Runtime.getRuntime().maxMemory();
            if (memory > heap / 4 * 3) {
                throw new IllegalArgumentException("expected scrypt that this JVM has memory for, found "
                        + (memory >> 20) + " MiB for a heap of " + (heap >> 20) + " MiB; give it more with -Xmx");
            }
            this.salt = salt.clone();
            this.n = n;
            this.r = r;
            this.p = p;
        }

        @Override
        public byte[] derive(byte[] passphrase) {
            return SCrypt.generate(passphrase, salt, n, r, p, LENGTH);
        }
    }

    /** PBKDF2. */
    final class Pbkdf2 implements KeyDerivation {
        /** Forty times what wallets use: some ten seconds. */
        private static final int MOST_ROUNDS = 10_000_000;

        private final byte[] salt;
        private final int rounds;

        private Pbkdf2(byte[] salt, int rounds) {
            if (rounds < 1 || rounds > MOST_ROUNDS) {
                throw new IllegalArgumentException(
                        "expected pbkdf2 of 1 to " + MOST_ROUNDS + " rounds, found " + rounds);
            }
            this.salt = salt.clone();
            this.rounds = rounds;
        }

        @Override
        public byte[] derive(byte[] passphrase) {
            PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(SHA256Digest.newInstance());
            generator.init(passphrase, salt, rounds);
            // Counted in bits here.
            return ((KeyParameter) generator.generateDerivedParameters(Byte.SIZE * LENGTH)).getKey();
        }
    }
}
