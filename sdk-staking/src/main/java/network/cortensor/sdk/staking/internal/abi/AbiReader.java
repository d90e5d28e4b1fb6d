package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.LedgerEvidenceException;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Reads what others have written, believing nothing. Each byte counts once: offsets that make values share bytes are
 * refused as soon as more was read than there is, so time and memory stay in proportion to the input. Not safe for use by
 * several threads.
 */
final class AbiReader {
    /** What lengths and offsets are. */
    private static final AbiType SIZE = new WordType.Unsigned(256);

    private final String what;
    private final byte[] data;
    private final int start;
    private long unread;

    /**
     * Reads {@code data} from {@code start}.
     *
     * @param what what is read, for messages
     */
    AbiReader(String what, byte[] data, int start) {
        this.what = what;
        this.data = data;
        this.start = start;
        this.unread = (long) data.length - start;
    }

    /** Reads the values of a sequence whose heads are at {@code base}. */
    List<Object> sequence(int base, int count, long headBytes, IntFunction<AbiType> types, Supplier<String> whole) {
        // Before anything is allocated: a count is only a number.
        if (headBytes > data.length - base) {
            throw refusal(
                    base,
                    headBytes + " bytes for " + count + " parts of " + whole.get(),
                    data.length - base + " bytes");
        }
        Object[] values = new Object[count];
        int at = base;
        for (int i = 0; i < count; i++) {
            AbiType type = types.apply(i);
            values[i] = type.read(this, type.isDynamic() ? target(at, base, headBytes) : at);
            at += type.headBytes();
        }
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    private int target(int at, int base, long headBytes) {
        int offset = size(at, "an offset");
        if (offset < headBytes || offset > data.length - base) {
            throw refusal(at, "an offset from " + headBytes + " to " + (data.length - base), Integer.toString(offset));
        }
        return base + offset;
    }

    /** Reads a number that has to be a length or a place in the data. */
    int size(int at, String expected) {
        BigInteger number = unsigned(at, SIZE);
        if (number.bitLength() > 31) {
            throw refusal(
                    at,
                    expected + " within " + (data.length - start) + " bytes",
                    "a number of " + number.bitLength() + " bits");
        }
        return number.intValue();
    }

    BigInteger unsigned(int at, AbiType type) {
        word(at, type);
        return new BigInteger(1, data, at, AbiType.WORD);
    }

    BigInteger signed(int at, AbiType type) {
        word(at, type);
        return new BigInteger(data, at, AbiType.WORD);
    }

    /** Takes a word, whose bytes are then looked at. */
    void word(int at, AbiType type) {
        take(at, AbiType.WORD, type);
    }

    /** Takes whole words that hold {@code length} bytes and zeros behind them. */
    byte[] padded(int at, int length, AbiType type) {
        int padding = Math.floorMod(-length, AbiType.WORD);
        take(at, (long) length + padding, type);
        requireZero(at + length, padding, "zeros behind " + length + " bytes of " + type.canonical());
        return bytes(at, length);
    }

    byte[] bytes(int at, int length) {
        return Arrays.copyOfRange(data, at, at + length);
    }

    void requireZero(int at, int length, String expected) {
        for (int i = at; i < at + length; i++) {
            if (data[i] != 0) {
                throw refusal(i, expected, "another byte");
            }
        }
    }

    private void take(int at, long length, AbiType type) {
        if (length > data.length - at) {
            throw refusal(at, length + " bytes of " + type.canonical(), data.length - at + " bytes");
        }
        unread -= length;
        if (unread < 0) {
            throw refusal(at, "values that share no bytes", "offsets that lead to the same bytes again");
        }
    }

    LedgerEvidenceException refusal(int at, String expected, String found) {
        return new LedgerEvidenceException(
                what + ", byte " + (at - start) + ": expected " + expected + ", found " + found);
    }
}
