package network.cortensor.sdk.staking.internal.rlp;

import network.cortensor.sdk.staking.MalformedEvidenceException;

/**
 * Encodes and decodes RLP (Yellow Paper, appendix B).
 *
 * <p>Decoding takes the one canonical encoding of each item: the shortest form of a length, no prefix before a single byte
 * below 0x80, nothing behind the item. So what was decoded is encoded to the same bytes, and one hash belongs to one value.
 */
public final class Rlp {
    /** Lists in lists. A receipt has 4; more cost stack. */
    public static final int MAX_DEPTH = 32;

    /** Items in one encoding: each byte can be one, and an item costs some thirty times as much memory. */
    public static final int MAX_ITEMS = 1 << 20;

    static final int STRING = 0x80;
    static final int LIST = 0xc0;

    /** The longest payload whose length is part of the first byte. */
    static final int MAX_SHORT = 55;

    private Rlp() {}

    /**
     * Decodes all of an array. It is not copied: do not change it.
     *
     * @throws MalformedEvidenceException if it is not the canonical encoding of one item, is nested deeper than
     *     {@link #MAX_DEPTH} or has more than {@link #MAX_ITEMS}
     */
    public static RlpItem decode(byte[] encoding) {
        return decode("RLP", encoding);
    }

    /**
     * Decodes all of an array. It is not copied: do not change it.
     *
     * @param what names the item in the message
     * @throws MalformedEvidenceException as {@link #decode(byte[])} does
     */
    public static RlpItem decode(String what, byte[] encoding) {
        return decode(what, encoding, 0);
    }

    /**
     * Decodes an array from a place to its end. It is not copied: do not change it.
     *
     * @param what names the item in the message
     * @throws MalformedEvidenceException as {@link #decode(byte[])} does
     */
    public static RlpItem decode(String what, byte[] encoding, int from) {
        return new RlpDecoder(what, encoding, from).decode();
    }

    /** Encodes an item. */
    public static byte[] encode(RlpItem item) {
        return encode(item, 0);
    }

    /** Encodes an item behind {@code before} bytes that are zero, for the caller to set. */
    public static byte[] encode(RlpItem item, int before) {
        byte[] out = new byte[Math.addExact(before, item.encodedLength())];
        write(item, out, before);
        return out;
    }

    private static int write(RlpItem item, byte[] out, int at) {
        if (item instanceof RlpList list) {
            int next = writePrefix(LIST, list.payloadLength(), out, at);
            for (RlpItem inner : list.items()) {
                next = write(inner, out, next);
            }
            return next;
        }
        RlpBytes bytes = (RlpBytes) item;
        boolean itself = bytes.length() == 1 && bytes.at(0) < STRING;
        return bytes.writeTo(out, itself ? at : writePrefix(STRING, bytes.length(), out, at));
    }

    private static int writePrefix(int kind, int length, byte[] out, int at) {
        if (length <= MAX_SHORT) {
            out[at] = (byte) (kind + length);
            return at + 1;
        }
        int size = prefixLength(length) - 1;
        out[at] = (byte) (kind + MAX_SHORT + size);
        for (int i = 0; i < size; i++) {
            out[at + 1 + i] = (byte) (length >>> (Byte.SIZE * (size - 1 - i)));
        }
        return at + 1 + size;
    }

    /** Bytes before a payload of this length. */
    static int prefixLength(int length) {
        if (length <= MAX_SHORT) {
            return 1;
        }
        return 1 + Integer.BYTES - Integer.numberOfLeadingZeros(length) / Byte.SIZE;
    }
}
