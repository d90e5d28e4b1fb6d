package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.multiformats.ByteReader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads one protobuf message field by field, without the liberties that protobuf gives: each field has its one wire type,
 * and unknown fields are refused. The caller checks order and repetition.
 */
final class ProtobufReader {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    /** A negative number is written with all its 64 bits, seven in each byte. */
    private static final int SIGNED_BYTES = 10;

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

    /** Reads the field's value as a number of either sign (protobuf {@code int64}), in its shortest form. */
    long signed() {
        expectWireType(VARINT);
        long value = 0;
        for (int index = 0; index < SIGNED_BYTES; index++) {
            byte next = in.view(1).get();
            boolean last = next >= 0;
            if (last && next == 0 && index > 0) {
                throw in.malformed("a varint is not in its shortest form");
            }
            if (index == SIGNED_BYTES - 1 && next != 1) {
                break;
            }
            value |= (next & 0x7fL) << (7 * index);
            if (last) {
                return value;
            }
        }
        throw in.malformed("a varint has more than 64 bits");
    }

    /** Reads the field's value as four bytes without a sign, lowest first. */
    long fixed32() {
        expectWireType(FIXED_32);
        return Integer.toUnsignedLong(
                in.view(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    ByteBuffer view() {
        return in.view(length());
    }

    byte[] bytes() {
        return in.bytes(length());
    }

    /** Reads the field's value as text, called {@code name} in the message if it is none. */
    String text(String name) {
        return text(name, view());
    }

    /** Decodes {@code bytes}, which were read from here. */
    String text(String name, ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw in.malformed(name + " is not UTF-8");
        }
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
