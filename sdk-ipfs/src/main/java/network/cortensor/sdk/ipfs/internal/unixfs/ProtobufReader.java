package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.multiformats.ByteReader;

import java.nio.ByteBuffer;

/**
 * Reads one protobuf message field by field, without the liberties that protobuf gives: each field has its one wire type,
 * and unknown fields are refused. The caller checks order and repetition.
 */
final class ProtobufReader {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteReader in;
    private int wireType;

    ProtobufReader(ByteReader in) {
        this.in = in;
    }

    boolean atEnd() {
        return in.atEnd();
    }

    /** Reads the next field's number. */
    int field() {
        long tag = in.varint();
        wireType = (int) (tag & 7);
        long number = tag >>> 3;
        if (number > 15) {
            throw in.malformed("field " + number + " is unknown");
        }
        return (int) number;
    }

    /** Reads the field's value as a number; what exceeds 2^63 - 1 is refused. */
    long number() {
        expectWireType(VARINT);
        return in.varint();
    }

    ByteBuffer view() {
        return in.view(length());
    }

    byte[] bytes() {
        return in.bytes(length());
    }

    ProtobufReader message(String name) {
        return new ProtobufReader(in.slice(name, length()));
    }

    MalformedException malformed(String problem) {
        return in.malformed(problem);
    }

    private long length() {
        expectWireType(LENGTH_DELIMITED);
        return in.varint();
    }

    private void expectWireType(int expected) {
        if (wireType != expected) {
            throw in.malformed("expected protobuf wire type " + expected + ", found " + wireType);
        }
    }
}
