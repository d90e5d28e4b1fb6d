package network.cortensor.sdk.ipfs;

import java.io.ByteArrayOutputStream;

/** Writes protobuf without any rule, for blocks that nobody should write; shares no code with what is tested. */
public final class Protobuf {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Starts with nothing. */
    public Protobuf() {}

    public Protobuf number(int field, long value) {
        return varint((long) field << 3).varint(value);
    }

    public Protobuf bytes(int field, byte[] value) {
        varint(((long) field << 3) | 2).varint(value.length);
        return raw(value);
    }

    public Protobuf message(int field, Protobuf value) {
        return bytes(field, value.toBytes());
    }

    public Protobuf varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    public Protobuf raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }

    /** A link as other tools write it. */
    public static Protobuf link(Cid target, long tsize) {
        return new Protobuf().bytes(1, target.encoded()).bytes(2, new byte[0]).number(3, tsize);
    }

    /** The head of a UnixFS file message. */
    public static Protobuf file() {
        return new Protobuf().number(1, 2);
    }
}
