package network.cortensor.sdk.crypto.internal;

import network.cortensor.sdk.crypto.MalformedException;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8 that refuses what it cannot express, where the platform would put a '?' and make two texts one. */
public final class Utf8 {

    private Utf8() {}

    /**
     * Encodes a text.
     *
     * @param what names the text in the message
     * @throws IllegalArgumentException if the text has a lone surrogate
     */
    public static byte[] encode(String what, CharSequence text) {
        // A character of UTF-16 takes at most three bytes.
        byte[] buffer = new byte[Math.multiplyExact(3, text.length())];
        ByteBuffer encoded = ByteBuffer.wrap(buffer);
        try {
            CoderResult result = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text), encoded, true);
            if (result.isError()) {
                throw new IllegalArgumentException(what + " is not valid Unicode: it has a lone surrogate");
            }
            return Arrays.copyOf(buffer, encoded.position());
        } finally {
            // The text may be a password.
            Arrays.fill(buffer, (byte) 0);
        }
    }

    /**
     * Decodes a text.
     *
     * @param what names the text in the message
     * @throws MalformedException if the bytes are not UTF-8
     */
    public static String decode(String what, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException(what + " is not UTF-8");
        }
    }
}
