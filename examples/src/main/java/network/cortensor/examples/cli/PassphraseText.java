package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What counts as a passphrase, wherever it comes from: something, and exact, so that no two secrets become one. */
final class PassphraseText {

    /** What the platform puts where it could not decode a byte; nobody types it. */
    private static final char REPLACEMENT = '\uFFFD';

    private PassphraseText() {}

    /**
     * Decodes a passphrase, strictly as UTF-8.
     *
     * @param where names its origin at the start of a sentence
     * @param length how much of {@code bytes} it is; they are the caller's to wipe, and so is what is returned
     * @throws InvalidRequestException when it is empty or not UTF-8; shows none of it
     */
    static char[] decode(String where, byte[] bytes, int length) {
        CharBuffer text = CharBuffer.wrap(new char[length]);
        try {
            boolean malformed = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length), text, true)
                    .isError();
            if (malformed) {
                throw new InvalidRequestException(
                        where
                                + " is not UTF-8, and a guess at what it means could fit another passphrase. Convert it first.");
            }
            return notEmpty(Arrays.copyOf(text.array(), text.position()));
        } finally {
            Arrays.fill(text.array(), '\0');
        }
    }

    /**
     * Takes a passphrase that the platform has decoded.
     *
     * @throws InvalidRequestException when it is empty, or the platform could not decode all of it
     */
    static char[] decoded(String where, String text) {
        if (text.indexOf(REPLACEMENT) >= 0) {
            throw new InvalidRequestException(where
                    + " holds bytes that are no characters in this locale. Use a UTF-8 locale, or --passphrase-file.");
        }
        return notEmpty(text.toCharArray());
    }

    private static char[] notEmpty(char[] passphrase) {
        if (passphrase.length == 0) {
            throw new InvalidRequestException("The passphrase is empty. Give one of six random words or so.");
        }
        return passphrase;
    }
}
