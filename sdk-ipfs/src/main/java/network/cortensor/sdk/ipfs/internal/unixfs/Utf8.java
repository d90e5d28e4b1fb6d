package network.cortensor.sdk.ipfs.internal.unixfs;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Names and symlink targets as bytes. {@link String#getBytes} would quietly write a question mark for half a character. */
final class Utf8 {
    private Utf8() {}

    /**
     * Encodes {@code text}.
     *
     * @throws IllegalArgumentException if it holds half of a surrogate pair
     */
    static byte[] encode(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a name holds half of a surrogate pair, which UTF-8 cannot express", e);
        }
    }

    /** Compares as the bytes do, which is by code point: UTF-8 was made so. */
    static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                // Halves of pairs stand for higher code points than the characters behind them in UTF-16.
                boolean leftHigh = Character.isSurrogate(left);
                return leftHigh == Character.isSurrogate(right) ? Character.compare(left, right) : leftHigh ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
