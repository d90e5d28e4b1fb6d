package network.cortensor.sdk.ipfs;

import java.util.Locale;

/**
 * Bytes as text in the bases that CIDs are written in (multiformats multibase): one letter that names the base, then the digits.
 *
 * <p>For each base text and bytes map one to one: letters of the other case, missing or surplus padding, spare bits that are
 * not zero and characters outside the alphabet are refused. A text has at most {@link #MAX_TEXT} characters, which bounds the
 * big-number arithmetic of base36 and base58.
 *
 * <p>Immutable and thread-safe.
 */
public enum Multibase {
    /** Hexadecimal, lower case. */
    BASE16('f', Alphabets.HEX, 4),
    /** Hexadecimal, upper case. */
    BASE16_UPPER('F', Alphabets.upper(Alphabets.HEX), 4),
    /** RFC 4648 section 6 in lower case without padding; the usual form of a CIDv1. */
    BASE32('b', Alphabets.BASE32, 5),
    /** RFC 4648 section 6 without padding. */
    BASE32_UPPER('B', Alphabets.upper(Alphabets.BASE32), 5),
    /** RFC 4648 section 6 in lower case with padding. */
    BASE32_PAD('c', Alphabets.BASE32, 5, 8),
    /** RFC 4648 section 6. */
    BASE32_PAD_UPPER('C', Alphabets.upper(Alphabets.BASE32), 5, 8),
    /** RFC 4648 section 7, "extended hex", in lower case without padding. */
    BASE32_HEX('v', Alphabets.BASE32_HEX, 5),
    /** RFC 4648 section 7 without padding. */
    BASE32_HEX_UPPER('V', Alphabets.upper(Alphabets.BASE32_HEX), 5),
    /** Digits and lower-case letters, as one big number; fits a DNS label. */
    BASE36('k', Alphabets.BASE36, 0),
    /** Digits and upper-case letters, as one big number. */
    BASE36_UPPER('K', Alphabets.upper(Alphabets.BASE36), 0),
    /** The Bitcoin alphabet, as one big number; also, without the letter in front, the form of a CIDv0. */
    BASE58('z', "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 0),
    /** RFC 4648 section 4 without padding. */
    BASE64('m', Alphabets.LETTERS_AND_DIGITS + "+/", 6),
    /** RFC 4648 section 4. */
    BASE64_PAD('M', Alphabets.LETTERS_AND_DIGITS + "+/", 6, 4),
    /** RFC 4648 section 5, safe in URLs, without padding. */
    BASE64_URL('u', Alphabets.LETTERS_AND_DIGITS + "-_", 6),
    /** RFC 4648 section 5, safe in URLs. */
    BASE64_URL_PAD('U', Alphabets.LETTERS_AND_DIGITS + "-_", 6, 4);

    /** The most characters of a text; the longest CID, an identity CID in base16, has 273. */
    public static final int MAX_TEXT = 512;

    private static final char PADDING = '=';

    private final char prefix;
    private final String alphabet;
    private final int bitsPerDigit;
    private final int padTo;

    Multibase(char prefix, String alphabet, int bitsPerDigit) {
        this(prefix, alphabet, bitsPerDigit, 1);
    }

    Multibase(char prefix, String alphabet, int bitsPerDigit, int padTo) {
        this.prefix = prefix;
        this.alphabet = alphabet;
        this.bitsPerDigit = bitsPerDigit;
        this.padTo = padTo;
    }

    /** In a class of its own: the constants of an enum come before its other static fields. */
    private static final class Alphabets {
        static final String HEX = "0123456789abcdef";
        static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
        static final String BASE32_HEX = "0123456789abcdefghijklmnopqrstuv";
        static final String BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";
        static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

        static String upper(String alphabet) {
            return alphabet.toUpperCase(Locale.ROOT);
        }
    }

    /**
     * Decodes a text in any of these bases.
     *
     * @throws MalformedException if the first character names none of them, or the rest is not in that base
     */
    public static byte[] decode(String text) {
        if (text.isEmpty()) {
            throw new MalformedException("multibase text: is empty");
        }
        for (Multibase base : values()) {
            if (base.prefix == text.charAt(0)) {
                return base.decode(text, 1);
            }
        }
        throw new MalformedException("multibase text: the first character must name a base, such as b, k, z, f or u,"
                + " found U+%04X".formatted((int) text.charAt(0)));
    }

    /** Returns the letter that names this base. */
    public char prefix() {
        return prefix;
    }

    /** Encodes bytes, with the letter in front. Takes time that grows with the square of the length in base36 and base58. */
    public String encode(byte[] bytes) {
        return prefix + encodeDigits(bytes);
    }

    /** Encodes bytes without the letter in front. */
    String encodeDigits(byte[] bytes) {
        if (bitsPerDigit == 0) {
            return encodeNumber(bytes);
        }
        String digits = encodeBits(bytes);
        int missing = (padTo - digits.length() % padTo) % padTo;
        return digits + String.valueOf(PADDING).repeat(missing);
    }

    /** Decodes the digits in {@code text} from index {@code from} on. */
    byte[] decode(String text, int from) {
        if (text.length() > MAX_TEXT) {
            throw new MalformedException(
                    "multibase text: expected at most " + MAX_TEXT + " characters, found " + text.length());
        }
        return bitsPerDigit == 0 ? decodeNumber(text, from) : decodeBits(withoutPadding(text, from), from);
    }

    private String withoutPadding(String text, int from) {
        if (padTo == 1) {
            return text;
        }
        int end = text.length();
        while (end > from && text.charAt(end - 1) == PADDING) {
            end--;
        }
        // Fewer digits than a whole byte needs are refused with the bits; here only the count of padding is judged.
        if ((text.length() - from) % padTo != 0 || text.length() - end >= padTo) {
            throw new MalformedException("multibase text: " + (text.length() - from) + " characters with "
                    + (text.length() - end) + " of padding are no " + name().toLowerCase(Locale.ROOT));
        }
        return text.substring(0, end);
    }

    private String encodeBits(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 8 + bitsPerDigit - 1) / bitsPerDigit);
        int mask = (1 << bitsPerDigit) - 1;
        int buffer = 0;
        int bits = 0;
        for (byte next : bytes) {
            buffer = (buffer << 8) | (next & 0xff);
            bits += 8;
            while (bits >= bitsPerDigit) {
                bits -= bitsPerDigit;
                text.append(alphabet.charAt((buffer >>> bits) & mask));
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(alphabet.charAt((buffer << (bitsPerDigit - bits)) & mask));
        }
        return text.toString();
    }

    private byte[] decodeBits(String text, int from) {
        int bitCount = (text.length() - from) * bitsPerDigit;
        byte[] bytes = new byte[bitCount / 8];
        int buffer = 0;
        int bits = 0;
        int size = 0;
        for (int i = from; i < text.length(); i++) {
            buffer = (buffer << bitsPerDigit) | digit(text, i);
            bits += bitsPerDigit;
            if (bits >= 8) {
                bits -= 8;
                bytes[size++] = (byte) (buffer >>> bits);
            }
            buffer &= (1 << bits) - 1;
        }
        // RFC 4648 section 3.5: spare bits must be zero; a whole spare digit could be dropped without a change.
        if (buffer != 0) {
            throw new MalformedException("multibase text: the spare bits of the last character are not zero");
        }
        if (bits >= bitsPerDigit) {
            throw new MalformedException("multibase text: " + (text.length() - from)
                    + " characters are no whole number of" + " bytes in " + name().toLowerCase(Locale.ROOT));
        }
        return bytes;
    }

    /** Leading zero bytes are written as leading zero digits; the rest is one big-endian number. */
    private String encodeNumber(byte[] bytes) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        int radix = alphabet.length();
        int[] reversed = new int[bytes.length * 2];
        int size = 0;
        for (int i = zeros; i < bytes.length; i++) {
            int carry = bytes[i] & 0xff;
            for (int j = 0; j < size || carry > 0; j++) {
                carry += reversed[j] << 8;
                reversed[j] = carry % radix;
                carry /= radix;
                size = Math.max(size, j + 1);
            }
        }
        StringBuilder text = new StringBuilder(zeros + size);
        for (int i = 0; i < zeros; i++) {
            text.append(alphabet.charAt(0));
        }
        for (int i = size - 1; i >= 0; i--) {
            text.append(alphabet.charAt(reversed[i]));
        }
        return text.toString();
    }

    private byte[] decodeNumber(String text, int from) {
        int zeros = 0;
        while (from + zeros < text.length() && digit(text, from + zeros) == 0) {
            zeros++;
        }
        int radix = alphabet.length();
        int[] reversed = new int[text.length()];
        int size = 0;
        for (int i = from + zeros; i < text.length(); i++) {
            int carry = digit(text, i);
            for (int j = 0; j < size || carry > 0; j++) {
                carry += reversed[j] * radix;
                reversed[j] = carry & 0xff;
                carry >>>= 8;
                size = Math.max(size, j + 1);
            }
        }
        byte[] bytes = new byte[zeros + size];
        for (int i = 0; i < size; i++) {
            bytes[zeros + i] = (byte) reversed[size - 1 - i];
        }
        return bytes;
    }

    private int digit(String text, int at) {
        char character = text.charAt(at);
        int digit = alphabet.indexOf(character);
        if (digit < 0) {
            throw new MalformedException("multibase text: character %d is U+%04X, which %s does not use"
                    .formatted(at, (int) character, name().toLowerCase(Locale.ROOT)));
        }
        return digit;
    }
}
