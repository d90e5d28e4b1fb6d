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

    ProtobufWriter bytes(int field, byte[] value) {
        Varint.write(out, ((long) field << 3) | 2);
        Varint.write(out, value.length);
        out.writeBytes(value);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
