package network.cortensor.sdk.ipfs.internal.multiformats;

import java.io.ByteArrayOutputStream;

/** The writing half of unsigned varints; {@link ByteReader#varint()} is the other. */
public final class Varint {
    private Varint() {}

    /** Appends {@code value}, which must not be negative, in its shortest form. */
    public static void write(ByteArrayOutputStream out, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("varint must not be negative, is " + value);
        }
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
