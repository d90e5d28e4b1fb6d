package network.cortensor.sdk.crypto.internal.age;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

import java.nio.charset.StandardCharsets;

/** HKDF-SHA-256 with 32 bytes of output, the only form that age uses (RFC 5869; C2SP age, "Conventions"). */
final class Hkdf {

    private static final int DERIVED_BYTES = 32;

    private Hkdf() {}

    /** Derives a key; the caller wipes it. */
    static byte[] derive(byte[] secret, byte[] salt, String info) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        hkdf.init(new HKDFParameters(secret, salt, info.getBytes(StandardCharsets.US_ASCII)));
        byte[] derived = new byte[DERIVED_BYTES];
        hkdf.generateBytes(derived, 0, derived.length);
        return derived;
    }
}
