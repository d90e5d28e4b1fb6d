package network.cortensor.sdk.ipfs.internal.multiformats;

import network.cortensor.sdk.ipfs.MalformedException;

import java.util.Locale;

/**
 * Bytes as text in the bases that CIDs are written in (multibase, without its prefix letter).
 *
 * <p>For each base text and bytes map one to one: upper case where lower is written, padding, spare bits that are not
 * zero and characters outside the alphabet are refused.
 */
public enum Multibase {
    /** Hexadecimal, lower case. */
    BASE16('f', "0123456789abcdef", 4),
    /** RFC 4648 section 6 in lower case without padding; the usual form of a CIDv1. */
    BASE32('b', "abcdefghijklmnopqrstuvwxyz234567", 5),
    /** Digits and lower-case letters, as one big number; fits a DNS label. */
    BASE36('k', "0123456789abcdefghijklmnopqrstuvwxyz", 0),
    /** The Bitcoin alphabet, as one big number; also the form of a CIDv0. */
    BASE58('z', "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 0);

    /** Well above the longest CID text (73 characters in base16); bounds the big-number arithmetic. */
    public static final int MAX_TEXT = 128;

    private final char prefix;
    private final String alphabet;
    private final int bitsPerDigit;

    Multibase(char prefix, String alphabet, int bitsPerDigit) {
        this.prefix = prefix;
        this.alphabet = alphabet;
        this.bitsPerDigit = bitsPerDigit;
    }

    /** Finds the base by its multibase prefix. */
    public static Multibase ofPrefix(char prefix) {
        for (Multibase base : values()) {
            if (base.prefix == prefix) {
                return base;
            }
        }
        throw new MalformedException("CID text: the first character must be one of b, f, k, z (or the text start with"
                + " Qm), found U+%04X".formatted((int) prefix));
    }

    public char prefix() {
        return prefix;
    }

    public String encode(byte[] bytes) {
        return bitsPerDigit > 0 ? encodeBits(bytes) : encodeNumber(bytes);
    }

    /** Decodes {@code text} from index {@code from} on. */
    public byte[] decode(String text, int from) {
        if (text.length() > MAX_TEXT) {
            throw new MalformedException(
                    "CID text: expected at most " + MAX_TEXT + " characters, found " + text.length());
        }
        return bitsPerDigit > 0 ? decodeBits(text, from) : decodeNumber(text, from);
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
            throw new MalformedException("CID text: the spare bits of the last character are not zero");
        }
        if (bits >= bitsPerDigit) {
            throw new MalformedException("CID text: " + (text.length() - from) + " characters are no whole number of"
                    + " bytes in " + name().toLowerCase(Locale.ROOT));
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
            throw new MalformedException("CID text: character %d is U+%04X, which %s does not use"
                    .formatted(at, (int) character, name().toLowerCase(Locale.ROOT)));
        }
        return digit;
    }
}
