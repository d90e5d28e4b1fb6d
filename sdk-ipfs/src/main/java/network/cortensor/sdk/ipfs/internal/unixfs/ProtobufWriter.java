package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.internal.multiformats.Varint;

import java.io.ByteArrayOutputStream;

/** Writes one protobuf message, fields in the order of the calls. */
final class ProtobufWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ProtobufWriter number(int field, long value) {
        Varint.write(out, (long) field << 3);
        Varint.write(out, value);
        return this;
    }

    /** Writes a number of either sign (protobuf {@code int64}): a negative one takes ten bytes. */
    ProtobufWriter signed(int field, long value) {
        Varint.write(out, (long) field << 3);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    ProtobufWriter fixed32(int field, int value) {
        Varint.write(out, ((long) field << 3) | 5);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(value >>> shift);
        }
        return this;
    }

    ProtobufWriter bytes(int field, byte[] value) {
        header(field, value.length);
        out.writeBytes(value);
        return this;
    }

    /** Writes bytes that are protobuf already. */
    ProtobufWriter raw(byte[] encoded) {
        out.writeBytes(encoded);
        return this;
    }

    /** Writes all of a field but its value, which is of {@code length} bytes. */
    ProtobufWriter header(int field, int length) {
        Varint.write(out, ((long) field << 3) | 2);
        Varint.write(out, length);
        return this;
    }

    int size() {
        return out.size();
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
