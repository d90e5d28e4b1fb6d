package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.MalformedException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** What the formats have in common: four bytes in front that name kind and version, and labelled hashes (SPEC §17.1). */
final class Format {

    static final int MARK_BYTES = 4;

    private static final byte VERSION = 1;

    private Format() {}

    static byte[] mark(String kind) {
        byte[] mark = Arrays.copyOf(kind.getBytes(StandardCharsets.US_ASCII), MARK_BYTES);
        mark[MARK_BYTES - 1] = VERSION;
        return mark;
    }

    /**
     * Checks size and mark.
     *
     * @return the bytes, positioned behind the mark
     * @throws MalformedException if there are fewer bytes than {@code least} or more than {@code most}, or another mark
     */
    static ByteBuffer open(String name, byte[] mark, int least, int most, byte[] encoded) {
        if (encoded.length < least || encoded.length > most) {
            String expected = least == most ? least + " bytes" : least + " to " + most + " bytes";
            throw new MalformedException(name + " must have " + expected + ", found " + encoded.length);
        }
        if (!Arrays.equals(encoded, 0, MARK_BYTES, mark, 0, MARK_BYTES)) {
            throw new MalformedException(
                    name + " must begin with its mark of version " + VERSION + "; this is of another kind or version");
        }
        return ByteBuffer.wrap(encoded).position(MARK_BYTES);
    }

    static byte[] read(ByteBuffer source, int count) {
        byte[] bytes = new byte[count];
        source.get(bytes);
        return bytes;
    }

    /** Starts a SHA-256 with a label, so that no hash of one purpose is one of another. */
    static MessageDigest labelled(String label) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(label.getBytes(StandardCharsets.US_ASCII));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256; this one has not", e);
        }
    }
}
