package network.cortensor.sdk.verify;

import network.cortensor.sdk.staking.Hash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;

/**
 * The form in which two answers are compared byte for byte: Unicode NFC, line feeds only, no blanks at line ends, no
 * blank lines at the end.
 *
 * <p>Two texts with equal canonical form differ in nothing a reader would see.
 */
public final class CanonicalText {

    private final String text;

    private CanonicalText(String text) {
        this.text = text;
    }

    /** Returns the canonical form of a text. */
    public static CanonicalText of(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC)
                .replace("\r\n", "\n")
                .replace('\r', '\n');
        StringBuilder canonical = new StringBuilder(normal.length());
        for (String line : normal.split("\n", -1)) {
            canonical.append(line.stripTrailing()).append('\n');
        }
        return new CanonicalText(canonical.toString().stripTrailing());
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
