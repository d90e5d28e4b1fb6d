package network.cortensor.sdk.staking.internal.abi;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;

/** What callers give as values of a type. */
final class Values {
    private Values() {}

    static <T> T as(Class<T> expected, AbiType type, @Nullable Object value) {
        if (!expected.isInstance(value)) {
            throw wrong(type, expected.getSimpleName(), value);
        }
        return expected.cast(value);
    }

    static BigInteger number(AbiType type, @Nullable Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return BigInteger.valueOf(((Number) value).longValue());
        }
        if (value instanceof BigInteger number) {
            return number;
        }
        throw wrong(type, "BigInteger, Long or Integer", value);
    }

    static byte[] bytes(AbiType type, int length, @Nullable Object value) {
        byte[] bytes = as(byte[].class, type, value);
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    type.canonical() + ": expected " + length + " bytes, found " + bytes.length);
        }
        return bytes;
    }

    static IllegalArgumentException outOfRange(AbiType type, BigInteger number) {
        return new IllegalArgumentException(type.canonical() + ": expected a number in its range, found "
                + (number.signum() < 0 ? "a negative one" : "one") + " of " + number.bitLength() + " bits");
    }

    private static IllegalArgumentException wrong(AbiType type, String expected, @Nullable Object found) {
        return new IllegalArgumentException(type.canonical() + ": expected " + expected + ", found "
                + (found == null ? "null" : found.getClass().getSimpleName()));
    }
}
