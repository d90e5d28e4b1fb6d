package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.ohttp.Aead;

/**
 * The plaintext of a chunk: two bytes of length, the payload, zeros (SPEC §14.6).
 *
 * <p>There are ten sizes. A payload of 64 bytes must cost at most 24 bytes on the wire, so the sizes count the payload:
 * 64 bytes fill a bucket of 64, and the 2 bytes of length, 16 of tag and 2 of framing come on top. The largest plaintext
 * is what every reader of chunked OHTTP has to take.
 */
final class ChunkPadding {

    static final int LENGTH_BYTES = 2;

    /** Four or five tokens: single tokens of different lengths look alike. */
    static final int MIN_PAYLOAD = 32;

    static final int MAX_PLAINTEXT = 16 * 1024;

    static final int MAX_PAYLOAD = MAX_PLAINTEXT - LENGTH_BYTES;

    private ChunkPadding() {}

    /** Returns the size of the plaintext for a payload. */
    static int paddedSize(int payload) {
        int bucket = MIN_PAYLOAD;
        while (bucket < payload) {
            bucket *= 2;
        }
        return Math.min(LENGTH_BYTES + bucket, MAX_PLAINTEXT);
    }

    /** Says whether a chunk that is not the last can have this many bytes of ciphertext. */
    static boolean isSealedSize(int size) {
        int payload = size - Aead.TAG_BYTES - LENGTH_BYTES;
        return payload >= MIN_PAYLOAD
                && payload <= MAX_PAYLOAD
                && (payload == MAX_PAYLOAD || (Integer.bitCount(payload) == 1 && payload < MAX_PAYLOAD));
    }

    static byte[] pad(byte[] source, int offset, int length) {
        byte[] plaintext = new byte[paddedSize(length)];
        plaintext[0] = (byte) (length >>> 8);
        plaintext[1] = (byte) length;
        System.arraycopy(source, offset, plaintext, LENGTH_BYTES, length);
        return plaintext;
    }

    /**
     * Takes the payload out of an authentic plaintext.
     *
     * @throws MalformedException if it is not padded in the one way there is
     */
    static byte[] strip(byte[] plaintext) {
        int length = (plaintext[0] & 0xff) << 8 | (plaintext[1] & 0xff);
        if (length > MAX_PAYLOAD || paddedSize(length) != plaintext.length) {
            throw new MalformedException("a chunk says it has " + length + " bytes, which belong in another size than "
                    + plaintext.length + "; its writer does not follow SPEC §14.6");
        }
        for (int i = LENGTH_BYTES + length; i < plaintext.length; i++) {
            if (plaintext[i] != 0) {
                throw new MalformedException(
                        "the padding of a chunk is not zero; its writer does not follow SPEC §14.6");
            }
        }
        byte[] payload = new byte[length];
        System.arraycopy(plaintext, LENGTH_BYTES, payload, 0, length);
        return payload;
    }
}
