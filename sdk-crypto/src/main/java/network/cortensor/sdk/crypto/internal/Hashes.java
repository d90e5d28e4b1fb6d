package network.cortensor.sdk.crypto.internal;

import network.cortensor.sdk.crypto.MalformedException;
import org.bouncycastle.crypto.digests.KeccakDigest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The two hash functions of the formats. */
public final class Hashes {

    /** Bytes of either hash. */
    public static final int SIZE = 32;

    private Hashes() {}

    /** Keccak-256 as Ethereum uses it: the submission to the SHA-3 competition, not FIPS 202. */
    public static byte[] keccak256(byte[]... parts) {
        KeccakDigest digest = new KeccakDigest(256);
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] hash = new byte[SIZE];
        digest.doFinal(hash, 0);
        return hash;
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256; this one has not", e);
        }
    }

    /**
     * Reads a hash as 64 lower-case hexadecimal digits, the one form in which ids are written.
     *
     * @param what names the id in the message
     * @throws MalformedException if the text is anything else
     */
    public static byte[] parse(String what, String hex) {
        if (hex.length() != 2 * SIZE || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new MalformedException(
                    what + " must be 64 lower-case hexadecimal digits, found " + hex.length() + " characters");
        }
        return HexFormat.of().parseHex(hex);
    }
}
