package network.cortensor.sdk.verify;

import network.cortensor.sdk.staking.Hash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;

/**
 * The form in which two answers are compared byte for byte: Unicode NFC (UAX #15), line feeds only, no blanks at line ends, no
 * blank lines at the end. Immutable.
 *
 * <p>Two texts with equal canonical form differ in nothing a reader would see.
 */
public final class CanonicalText {

    /**
     * More marks in a row than any script has. Putting them into the order of NFC takes the square of their number, so that an
     * answer of nothing else, of 16 MiB, would keep whoever reads it busy for a day.
     */
    private static final int MAX_MARKS = 64;

    private final String text;

    private CanonicalText(String text) {
        this.text = text;
    }

    /**
     * Returns the canonical form of a text. One with more than {@value #MAX_MARKS} combining marks in a row, which no reader
     * could tell apart, keeps its code points as they are.
     */
    public static CanonicalText of(String text) {
        String normal = (hasHeapsOfMarks(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC))
                .replace("\r\n", "\n")
                .replace('\r', '\n');
        StringBuilder canonical = new StringBuilder(normal.length());
        for (String line : normal.split("\n", -1)) {
            canonical.append(line.stripTrailing()).append('\n');
        }
        return new CanonicalText(canonical.toString().stripTrailing());
    }

    private static boolean hasHeapsOfMarks(String text) {
        int marks = 0;
        for (int at = 0; at < text.length() && marks <= MAX_MARKS; ) {
            int letter = text.codePointAt(at);
            boolean isMark = switch (Character.getType(letter)) {
                case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
                default -> false;
            };
            marks = isMark ? marks + 1 : 0;
            at += Character.charCount(letter);
        }
        return marks > MAX_MARKS;
    }

    /**
     * Returns SHA-256(salt, canonical text in UTF-8): equal for equal answers to one prompt, and of no use for guessing the
     * answer to someone who does not have the salt.
     *
     * @param salt 32 secret bytes that the sender of the prompt drew and sealed with it
     */
    public Hash digest(byte[] salt) {
        if (salt.length != 32) {
            throw new IllegalArgumentException("An answer salt has 32 bytes, this one has " + salt.length);
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return Hash.decode(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CanonicalText that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the canonical text itself. It is an answer: keep it out of logs. */
    public String text() {
        return text;
    }

    /** Returns the length only, because the text is somebody's answer. */
    @Override
    public String toString() {
        return "CanonicalText(" + text.length() + " characters)";
    }
}
