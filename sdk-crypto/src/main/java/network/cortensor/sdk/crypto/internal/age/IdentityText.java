package network.cortensor.sdk.crypto.internal.age;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The text of identities and of the files that {@code age-keygen} writes. Bytes, because they have to be wiped. */
public final class IdentityText {

    /** How an age file begins, with and without armor. */
    private static final List<String> ENCRYPTED = List.of("age-encryption.org/", Armor.BEGIN);

    private IdentityText() {}

    /** Returns the characters as bytes; what is not ASCII becomes a byte that is in no Bech32 text. */
    public static byte[] ascii(char[] text) {
        byte[] ascii = new byte[text.length];
        for (int i = 0; i < text.length; i++) {
            ascii[i] = (byte) (text[i] < 0x80 ? text[i] : 0);
        }
        return ascii;
    }

    /** Returns the bytes as characters; the caller wipes both. */
    public static char[] chars(byte[] ascii) {
        char[] text = new char[ascii.length];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) (ascii[i] & 0xff);
        }
        return text;
    }

    /** Returns the content of a key file. */
    public static byte[] file(String prefix, String recipient, byte[] secret) {
        byte[] comments = ("# created: " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n# public key: "
                        + recipient + '\n')
                .getBytes(StandardCharsets.US_ASCII);
        byte[] text = Bech32.encode(prefix, secret);
        byte[] lines = Arrays.copyOf(comments, comments.length + text.length + 1);
        System.arraycopy(text, 0, lines, comments.length, text.length);
        lines[lines.length - 1] = '\n';
        Arrays.fill(text, (byte) 0);
        return lines;
    }

    /** Returns the lines that are neither empty nor comments, without their line ends; the caller wipes them. */
    public static List<byte[]> lines(byte[] content) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int end = 0; end <= content.length; end++) {
            if (end < content.length && content[end] != '\n') {
                continue;
            }
            int last = end > start && content[end - 1] == '\r' ? end - 1 : end;
            if (last > start && content[start] != '#') {
                lines.add(Arrays.copyOfRange(content, start, last));
            }
            start = end + 1;
        }
        return lines;
    }

    /** Says whether a text starts like another one, such as a prefix with the separator of Bech32. */
    public static boolean startsWith(byte[] text, String start) {
        byte[] expected = start.getBytes(StandardCharsets.US_ASCII);
        return text.length >= expected.length && Arrays.equals(text, 0, expected.length, expected, 0, expected.length);
    }

    /** Says whether the content of a key file is an age file itself. */
    public static boolean isEncrypted(byte[] content) {
        return ENCRYPTED.stream().anyMatch(start -> startsWith(content, start));
    }
}
