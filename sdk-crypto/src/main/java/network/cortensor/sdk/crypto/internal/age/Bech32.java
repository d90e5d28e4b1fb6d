package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.MalformedException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Bech32 (BIP-173) without its limit of 90 characters, which age lifts.
 *
 * <p>Texts are ASCII bytes, not strings, because some of them are secret and have to be wiped.
 */
public final class Bech32 {

    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM_SYMBOLS = 6;

    private Bech32() {}

    /** Encodes in the case of the human-readable part. */
    public static byte[] encode(String prefix, byte[] data) {
        byte[] symbols = new byte[(data.length * 8 + 4) / 5];
        int accumulator = 0;
        int bits = 0;
        int at = 0;
        for (byte value : data) {
            accumulator = (accumulator << 8 | (value & 0xff)) & 0xfff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                symbols[at++] = (byte) (accumulator >>> bits & 31);
            }
        }
        if (bits > 0) {
            symbols[at] = (byte) (accumulator << (5 - bits) & 31);
        }

        int checksum = polymod(polymod(start(prefix), symbols), new byte[CHECKSUM_SYMBOLS]) ^ 1;
        byte[] head = (prefix + '1').getBytes(StandardCharsets.US_ASCII);
        byte[] text = Arrays.copyOf(head, head.length + symbols.length + CHECKSUM_SYMBOLS);
        boolean upper = isUpper(prefix);
        at = head.length;
        for (byte symbol : symbols) {
            text[at++] = letter(symbol, upper);
        }
        for (int i = CHECKSUM_SYMBOLS - 1; i >= 0; i--) {
            text[at++] = letter(checksum >>> (5 * i) & 31, upper);
        }
        Arrays.fill(symbols, (byte) 0);
        return text;
    }

    /**
     * Decodes a text whose human-readable part, and so its case, is known.
     *
     * @param what names the thing in the message
     * @throws MalformedException if the text has another prefix, a foreign character, a wrong checksum or padding, or
     *     does not hold exactly {@code size} bytes
     */
    public static byte[] decode(String what, String prefix, byte[] text, int size) {
        byte[] head = (prefix + '1').getBytes(StandardCharsets.US_ASCII);
        if (text.length < head.length || !Arrays.equals(text, 0, head.length, head, 0, head.length)) {
            throw new MalformedException(what + " must start with " + prefix + '1');
        }
        int expected = head.length + (size * 8 + 4) / 5 + CHECKSUM_SYMBOLS;
        if (text.length != expected) {
            throw new MalformedException(what + " must have " + expected + " characters, found " + text.length
                    + "; was it cut when copied?");
        }
        boolean upper = isUpper(prefix);
        byte[] symbols = new byte[text.length - head.length];
        try {
            for (int i = 0; i < symbols.length; i++) {
                symbols[i] = symbol(what, text[head.length + i], upper);
            }
            if (polymod(start(prefix), symbols) != 1) {
                throw new MalformedException(what + " has a wrong checksum: at least one character is wrong");
            }
            return bytes(what, symbols, size);
        } finally {
            Arrays.fill(symbols, (byte) 0);
        }
    }

    private static byte[] bytes(String what, byte[] symbols, int size) {
        byte[] data = new byte[size];
        int accumulator = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < symbols.length - CHECKSUM_SYMBOLS; i++) {
            accumulator = (accumulator << 5 | symbols[i]) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                data[at++] = (byte) (accumulator >>> bits);
            }
        }
        // BIP-173: the bits that are left over must be zero, or one key would have several texts.
        if ((accumulator & ((1 << bits) - 1)) != 0) {
            Arrays.fill(data, (byte) 0);
            throw new MalformedException(what + " is not canonical: bits after the last byte are set");
        }
        return data;
    }

    private static byte symbol(String what, byte character, boolean upper) {
        char c = (char) (character & 0xff);
        boolean otherCase = upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z';
        int symbol = otherCase ? -1 : ALPHABET.indexOf(upper && c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        if (symbol < 0) {
            throw new MalformedException(what + " has a character outside of the Bech32 alphabet or of the wrong case");
        }
        return (byte) symbol;
    }

    private static byte letter(int symbol, boolean upper) {
        char c = ALPHABET.charAt(symbol);
        return (byte) (upper && c >= 'a' ? c - ('a' - 'A') : c);
    }

    private static boolean isUpper(String prefix) {
        return prefix.equals(prefix.toUpperCase(Locale.ROOT));
    }

    /** The checksum is that of the lower-case text (BIP-173). */
    private static int start(String prefix) {
        byte[] human = prefix.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        byte[] expanded = new byte[2 * human.length + 1];
        for (int i = 0; i < human.length; i++) {
            expanded[i] = (byte) (human[i] >>> 5);
            expanded[human.length + 1 + i] = (byte) (human[i] & 31);
        }
        return polymod(1, expanded);
    }

    private static int polymod(int state, byte[] symbols) {
        int checksum = state;
        for (byte symbol : symbols) {
            int top = checksum >>> 25;
            checksum = (checksum & 0x1ffffff) << 5 ^ symbol;
            for (int i = 0; i < GENERATOR.length; i++) {
                if ((top >>> i & 1) != 0) {
                    checksum ^= GENERATOR[i];
                }
            }
        }
        return checksum;
    }
}
