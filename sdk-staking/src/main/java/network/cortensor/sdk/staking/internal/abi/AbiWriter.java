package network.cortensor.sdk.staking.internal.abi;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Lays values out in the canonical form: the heads of a sequence first, then what its offsets point to, in order and
 * without gaps. Not safe for use by several threads.
 */
final class AbiWriter {
    private byte[] buffer;
    private int size;

    /** Starts behind {@code prefix}, which no offset counts. */
    AbiWriter(byte[] prefix, int expectedBytes) {
        this.buffer = Arrays.copyOf(prefix, Math.addExact(prefix.length, expectedBytes));
        this.size = prefix.length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    /** Appends zeros, as places to write to. */
    void extend(int bytes) {
        int needed = Math.addExact(size, bytes);
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(needed, (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8)));
        }
        size = needed;
    }

    /** Writes the values of a sequence whose heads have their places at {@code base}. */
    void sequence(int base, List<?> values, IntFunction<AbiType> types) {
        int at = base;
        for (int i = 0; i < values.size(); i++) {
            AbiType type = types.apply(i);
            int start = at;
            if (type.isDynamic()) {
                number(at, size - base);
                start = size;
            }
            type.write(values.get(i), this, start);
            at += type.headBytes();
        }
    }

    void number(int at, long number) {
        number(at, BigInteger.valueOf(number));
    }

    /** Writes a word in two's complement; places are zero before. */
    void number(int at, BigInteger number) {
        byte[] bytes = number.toByteArray();
        // An unsigned number of 256 bits has a byte for its sign, which is no part of the word.
        int skipped = Math.max(0, bytes.length - AbiType.WORD);
        int length = bytes.length - skipped;
        int padding = AbiType.WORD - length;
        if (number.signum() < 0) {
            Arrays.fill(buffer, at, at + padding, (byte) 0xff);
        }
        System.arraycopy(bytes, skipped, buffer, at + padding, length);
    }

    void bytes(int at, byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, at, bytes.length);
    }
}
