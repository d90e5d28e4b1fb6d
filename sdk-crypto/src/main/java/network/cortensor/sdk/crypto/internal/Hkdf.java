package network.cortensor.sdk.crypto.internal;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

import java.nio.charset.StandardCharsets;

/** HKDF-SHA-256 (RFC 5869), whole and in its two steps. Labels are ASCII; what is returned is the caller's to wipe. */
public final class Hkdf {

    private Hkdf() {}

    /** Extracts from a secret, and expands to so many bytes. */
    public static byte[] derive(byte[] secret, byte[] salt, String info, int length) {
        return generate(new HKDFParameters(secret, salt, ascii(info)), length);
    }

    /** Extracts a pseudorandom key of 32 bytes. */
    public static byte[] extract(byte[] secret, byte[] salt) {
        return new HKDFBytesGenerator(SHA256Digest.newInstance()).extractPRK(salt, secret);
    }

    /** Expands a pseudorandom key to so many bytes. */
    public static byte[] expand(byte[] pseudorandomKey, String info, int length) {
        return generate(HKDFParameters.skipExtractParameters(pseudorandomKey, ascii(info)), length);
    }

    private static byte[] generate(HKDFParameters parameters, int length) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        hkdf.init(parameters);
        byte[] generated = new byte[length];
        hkdf.generateBytes(generated, 0, length);
        return generated;
    }

    private static byte[] ascii(String label) {
        return label.getBytes(StandardCharsets.US_ASCII);
    }
}
