package network.cortensor.examples.bench.ipfs;

import network.cortensor.examples.bench.Pattern;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of the Java platform over bytes where they are: the least that content addressing takes. */
final class BareHash {

    private BareHash() {}

    /** Hashes some bytes of a pattern. */
    static byte[] of(Pattern pattern, long from, long length) {
        MessageDigest digest = sha256();
        pattern.update(digest, from, length);
        return digest.digest();
    }

    /** Returns a new digest. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
