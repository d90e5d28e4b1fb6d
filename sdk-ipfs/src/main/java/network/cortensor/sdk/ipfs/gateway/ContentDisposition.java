package network.cortensor.sdk.ipfs.gateway;

import java.nio.charset.StandardCharsets;

/**
 * Has browsers save what they get instead of showing it, under a name that strangers may have chosen (path gateway
 * specification, "Content-Disposition"; RFC 6266, RFC 8187).
 */
final class ContentDisposition {
    /** The longest name that file systems take. */
    private static final int MAX_NAME = 255;

    /** What may stand unencoded in {@code filename*} (RFC 8187, attr-char). */
    private static final String ATTRIBUTE_CHARACTERS = "!#$&+-.^_`|~";

    /** What ends the quoted name, separates folders, or names a stream or variable on some system. */
    private static final String REPLACED = "\"\\/:%*?<>|";

    private ContentDisposition() {}

    /**
     * Returns the value of the header.
     *
     * @throws Refusal if the name is too long
     */
    static String attachment(String name) throws Refusal {
        if (name.length() > MAX_NAME) {
            throw Refusal.of(400, "filename: expected at most " + MAX_NAME + " characters");
        }
        String safe = safe(name);
        String ascii = ascii(safe);
        String header = "attachment; filename=\"" + ascii + '"';
        return ascii.equals(safe) ? header : header + "; filename*=UTF-8''" + encoded(safe);
    }

    private static String safe(String name) {
        StringBuilder safe = new StringBuilder();
        name.codePoints().forEach(c -> safe.appendCodePoint(isHarmless(c) ? c : '_'));
        // Not a hidden file, and not the folder itself or the one above.
        return safe.charAt(0) == '.' ? "_" + safe.substring(1) : safe.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            // Some of them turn the direction of the text around, so that exe.txt is shown where txt.exe is meant.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> REPLACED.indexOf(c) < 0;
        };
    }

    private static String ascii(String name) {
        StringBuilder ascii = new StringBuilder();
        name.codePoints().forEach(c -> ascii.append(c < 0x7f ? (char) c : '_'));
        return ascii.toString();
    }

    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || ATTRIBUTE_CHARACTERS.indexOf(c) >= 0);
            encoded.append(plain ? Character.toString(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
