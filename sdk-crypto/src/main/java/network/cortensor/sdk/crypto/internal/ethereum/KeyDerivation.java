package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.JsonObject;
import network.cortensor.sdk.crypto.internal.ScryptMemory;
import network.cortensor.sdk.crypto.internal.Secret;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

import java.util.HexFormat;

/** How a password becomes 32 bytes of key: scrypt (RFC 7914) or PBKDF2 (RFC 8018 §5.2). */
public sealed interface KeyDerivation {

    /** What every writer uses, and what a keystore's two keys of half that size need. */
    int BYTES = 32;

    /** Returns the name in a keystore. */
    String name();

    /** Returns the parameters in a keystore. */
    String json();

    /**
     * Derives {@value #BYTES} bytes; the caller wipes them.
     *
     * @throws IllegalStateException if the heap of this JVM cannot hold what it takes
     */
    byte[] derive(byte[] password);

    /**
     * Reads the parameters of a keystore.
     *
     * @throws MalformedException if the function is another one, a parameter is out of its limits, or the heap of this
     *     JVM cannot hold what they take
     */
    static KeyDerivation read(String name, JsonObject parameters) {
        parameters.number("dklen", BYTES, BYTES);
        return switch (name) {
            case Scrypt.NAME ->
                Scrypt.of(
                                salt(parameters),
                                parameters.number("n", 2, Scrypt.MAX_BLOCKS),
                                parameters.number("r", 1, Scrypt.MAX_BLOCKS),
                                parameters.number("p", 1, Scrypt.MAX_LANES))
                        .fitting();
            case Pbkdf2.NAME -> {
                if (!parameters.text("prf").equals(Pbkdf2.PRF)) {
                    throw new MalformedException("a keystore: the prf of pbkdf2 must be " + Pbkdf2.PRF);
                }
                yield new Pbkdf2(salt(parameters), parameters.number("c", 1, Pbkdf2.MAX_ROUNDS));
            }
            default -> throw new MalformedException("a keystore: its kdf must be scrypt or pbkdf2");
        };
    }

    private static byte[] salt(JsonObject parameters) {
        return Keystore.hex(parameters, "salt", 1, 64);
    }

    /** scrypt: needs 128 · r · (n + p) bytes of memory and time in proportion to n · r · p. */
    final class Scrypt implements KeyDerivation {

        /** The most of n · r: 256 MiB, what geth's and this module's own keystores need. */
        static final int MAX_BLOCKS = 1 << 21;

        /** The most of n · r · p: eight times the work of geth's own keystores, some ten seconds. */
        static final int MAX_WORK = 1 << 24;

        /** The most of r · p: 8 MiB more, where geth's light keystores need 6 KiB. */
        static final int MAX_LANES = 1 << 16;

        private static final String NAME = "scrypt";
        private static final int SALT_BYTES = 32;

        /** As geth does: 256 MiB and about a second, which is what each guess costs an attacker too. */
        private static final int N = 1 << 18;

        private static final int R = 8;
        private static final int P = 1;

        private final byte[] salt;
        private final int n;
        private final int r;
        private final int p;

        private Scrypt(byte[] salt, int n, int r, int p) {
            this.salt = salt;
            this.n = n;
            this.r = r;
            this.p = p;
        }

        /** The parameters that this module writes, with a fresh salt. */
        public static Scrypt standard() {
            return of(Secret.randomBytes(SALT_BYTES), N, R, P);
        }

        /**
         * Takes parameters.
         *
         * @throws MalformedException if n is no power of two above one, or memory or work are beyond the limits
         */
        public static Scrypt of(byte[] salt, int n, int r, int p) {
            if (n < 2 || Integer.bitCount(n) != 1) {
                throw new MalformedException("a keystore: the n of scrypt must be a power of two, at least 2");
            }
            if ((long) n * r > MAX_BLOCKS || (long) n * r * p > MAX_WORK || (long) r * p > MAX_LANES) {
                throw new MalformedException("a keystore: scrypt with n " + n + ", r " + r + ", p " + p
                        + " is beyond the limits n · r ≤ " + MAX_BLOCKS + " (256 MiB), r · p ≤ " + MAX_LANES
                        + " and n · r · p ≤ " + MAX_WORK);
            }
            return new Scrypt(salt.clone(), n, r, p);
        }

        private Scrypt fitting() {
            if (!memory().fitsTheHeap()) {
                throw new MalformedException("a keystore: scrypt with n " + n + ", r " + r + ", p " + p
                        + " is too large here: it takes " + memory());
            }
            return this;
        }

        private ScryptMemory memory() {
            return ScryptMemory.of(n, r, p);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String json() {
            return "{\"dklen\":" + BYTES + ",\"n\":" + n + ",\"p\":" + p + ",\"r\":" + r + ",\"salt\":\""
                    + HexFormat.of().formatHex(salt) + "\"}";
        }

        @Override
        public byte[] derive(byte[] password) {
            memory().requireFits("cannot derive the key of a keystore");
            return r == 1
                    ? NarrowScrypt.derive(password, salt, n, p, BYTES)
                    : SCrypt.generate(password, salt, n, r, p, BYTES);
        }
    }

    /** PBKDF2 with HMAC-SHA-256: read because there are such files; it costs an attacker time and no memory. */
    final class Pbkdf2 implements KeyDerivation {

        /** Forty times what wallets use, some ten seconds. */
        static final int MAX_ROUNDS = 10_000_000;

        private static final String NAME = "pbkdf2";
        private static final String PRF = "hmac-sha256";

        private final byte[] salt;
        private final int rounds;

        /** Takes parameters that are within the limits. */
        public Pbkdf2(byte[] salt, int rounds) {
            this.salt = salt.clone();
            this.rounds = rounds;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String json() {
            return "{\"c\":" + rounds + ",\"dklen\":" + BYTES + ",\"prf\":\"" + PRF + "\",\"salt\":\""
                    + HexFormat.of().formatHex(salt) + "\"}";
        }

        @Override
        public byte[] derive(byte[] password) {
            PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(SHA256Digest.newInstance());
            generator.init(password, salt, rounds);
            // Other than scrypt's, this counts in bits.
            return ((KeyParameter) generator.generateDerivedParameters(8 * BYTES)).getKey();
        }
    }
}
