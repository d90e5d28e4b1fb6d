package network.cortensor.sdk.crypto.internal.ohttp;

/** Variable-length integers of QUIC (RFC 9000 §16), in their shortest form. */
public final class VarInt {

    /** The largest number of four bytes; a chunk is far smaller. */
    static final int MAX = (1 << 30) - 1;

    private VarInt() {}

    /** Encodes a number from 0 to 2^30 - 1 in 1, 2 or 4 bytes. */
    public static byte[] encode(int value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("a length must be 0 to " + MAX + ", found " + value);
        }
        int size = size(value);
        byte[] encoded = new byte[size];
        for (int i = 0; i < size; i++) {
            encoded[size - 1 - i] = (byte) (value >>> (8 * i));
        }
        encoded[0] |= (byte) (Integer.numberOfTrailingZeros(size) << 6);
        return encoded;
    }

    /** Returns how many bytes the shortest form has. */
    static int size(int value) {
        if (value < 1 << 6) {
            return 1;
        }
        return value < 1 << 14 ? 2 : 4;
    }
}
