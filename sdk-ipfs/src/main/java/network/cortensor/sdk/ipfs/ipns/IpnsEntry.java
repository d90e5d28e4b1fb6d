package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.internal.multiformats.ByteReader;
import network.cortensor.sdk.ipfs.internal.multiformats.Varint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The protobuf around a record (IPNS record specification, "Record Serialization Format"). Only {@link Field#DATA} is signed;
 * nothing else in it is believed.
 *
 * <p>Fields that are not known are passed over, as later versions of the specification may add some; a known one may come once.
 */
final class IpnsEntry {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    /** The known fields, in the order of their numbers. */
    enum Field {
        VALUE(1, LENGTH_DELIMITED),
        SIGNATURE_V1(2, LENGTH_DELIMITED),
        VALIDITY_TYPE(3, VARINT),
        VALIDITY(4, LENGTH_DELIMITED),
        SEQUENCE(5, VARINT),
        TTL(6, VARINT),
        PUBLIC_KEY(7, LENGTH_DELIMITED),
        SIGNATURE_V2(8, LENGTH_DELIMITED),
        DATA(9, LENGTH_DELIMITED);

        private final int number;
        private final int wireType;

        Field(int number, int wireType) {
            this.number = number;
            this.wireType = wireType;
        }
    }

    private final Map<Field, byte[]> bytes = new EnumMap<>(Field.class);
    private final Map<Field, Long> numbers = new EnumMap<>(Field.class);

    IpnsEntry() {}

    static IpnsEntry decode(byte[] encoded) {
        IpnsEntry entry = new IpnsEntry();
        ByteReader in = ByteReader.of("IPNS record", ByteBuffer.wrap(encoded));
        while (!in.atEnd()) {
            long tag = in.varint();
            long number = tag >>> 3;
            int wireType = (int) (tag & 7);
            if (number >= 1 && number <= Field.values().length) {
                entry.readKnown(in, Field.values()[(int) number - 1], wireType);
            } else {
                skip(in, wireType);
            }
        }
        return entry;
    }

    private void readKnown(ByteReader in, Field field, int wireType) {
        if (wireType != field.wireType) {
            throw in.malformed("field " + field + " has wire type " + wireType + ", expected " + field.wireType);
        }
        boolean repeated = wireType == VARINT
                ? numbers.put(field, in.varint()) != null
                : bytes.put(field, in.bytes(in.varint())) != null;
        if (repeated) {
            throw in.malformed("field " + field + " comes twice");
        }
    }

    private static void skip(ByteReader in, int wireType) {
        switch (wireType) {
            case VARINT -> in.varint();
            case FIXED64 -> in.view(Long.BYTES);
            case LENGTH_DELIMITED -> in.view(in.varint());
            case FIXED32 -> in.view(Integer.BYTES);
            default -> throw in.malformed("a field has wire type " + wireType);
        }
    }

    boolean has(Field field) {
        return bytes.containsKey(field) || numbers.containsKey(field);
    }

    Optional<byte[]> bytes(Field field) {
        return Optional.ofNullable(bytes.get(field));
    }

    /** Returns a number; one that is absent is zero, as in every protobuf. */
    long number(Field field) {
        return numbers.getOrDefault(field, 0L);
    }

    IpnsEntry with(Field field, byte[] value) {
        bytes.put(field, value);
        return this;
    }

    IpnsEntry with(Field field, long value) {
        numbers.put(field, value);
        return this;
    }

    byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Field field : Field.values()) {
            if (numbers.containsKey(field)) {
                Varint.write(out, field.number << 3 | field.wireType);
                Varint.write(out, number(field));
            }
            bytes(field).ifPresent(value -> {
                Varint.write(out, field.number << 3 | field.wireType);
                Varint.write(out, value.length);
                out.writeBytes(value);
            });
        }
        return out.toByteArray();
    }
}
