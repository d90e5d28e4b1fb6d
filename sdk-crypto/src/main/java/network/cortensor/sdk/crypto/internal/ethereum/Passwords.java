package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.internal.Utf8;

import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Passwords as bytes. The definition of keystores says nothing about characters beyond ASCII: geth takes the UTF-8 of what
 * was typed, ethers that of its normal form KC. The normal form does not depend on the keyboard, so it is what is written.
 */
final class Passwords {

    private Passwords() {}

    static boolean isNormalised(char[] password) {
        return Normalizer.isNormalized(CharBuffer.wrap(password), Normalizer.Form.NFKC);
    }

    /**
     * Lends the UTF-8 of the normal form KC.
     *
     * @throws IllegalArgumentException if the password is not valid Unicode
     */
    static <T> T withNormalised(char[] password, Function<byte[], T> function) {
        // Normalising makes a String, which cannot be wiped; most passwords do not need it.
        CharSequence normalised = isNormalised(password)
                ? CharBuffer.wrap(password)
                : Normalizer.normalize(CharBuffer.wrap(password), Normalizer.Form.NFKC);
        return with(normalised, function);
    }

    /**
     * Lends the UTF-8 of what was given.
     *
     * @throws IllegalArgumentException if the password is not valid Unicode
     */
    static <T> T withGiven(char[] password, Function<byte[], T> function) {
        return with(CharBuffer.wrap(password), function);
    }

    private static <T> T with(CharSequence password, Function<byte[], T> function) {
        byte[] bytes = Utf8.encode("a password", password);
        try {
            return function.apply(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
