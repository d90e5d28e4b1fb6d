package network.cortensor.sdk.staking.internal.rlp;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.MalformedEvidenceException;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;

/** A byte string: a view of a part of an array. */
public final class RlpBytes implements RlpItem {
    /** The empty string, which is also the number zero. */
    public static final RlpBytes EMPTY = new RlpBytes(new byte[0], 0, 0);

    private final byte[] source;
    private final int from;
    private final int length;

    RlpBytes(byte[] source, int from, int length) {
        this.source = source;
        this.from = from;
        this.length = length;
    }

    /** All of an array, which is not copied: do not change it. */
    public static RlpBytes view(byte[] bytes) {
        return new RlpBytes(bytes, 0, bytes.length);
    }

    /** A part of an array, which is not copied: do not change it. */
    public static RlpBytes view(byte[] bytes, int from, int length) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        return new RlpBytes(bytes, from, length);
    }

    /**
     * A number: big-endian, without leading zeros, zero being the empty string (Yellow Paper, equation 199).
     *
     * @throws IllegalArgumentException if it is negative
     */
    public static RlpBytes ofNumber(BigInteger number) {
        if (number.signum() < 0) {
            throw new IllegalArgumentException("RLP number: expected at least 0, found " + number);
        }
        if (number.signum() == 0) {
            return EMPTY;
        }
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? new RlpBytes(bytes, 1, bytes.length - 1) : view(bytes);
    }

    /**
     * A number, as {@link #ofNumber(BigInteger)} does.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public static RlpBytes ofNumber(long number) {
        return ofNumber(BigInteger.valueOf(number));
    }

    /** How many bytes. */
    public int length() {
        return length;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** One byte, unsigned. */
    public int at(int index) {
        return source[from + Objects.checkIndex(index, length)] & 0xff;
    }

    /** The bytes; a new array each time. */
    public byte[] bytes() {
        return Arrays.copyOfRange(source, from, from + length);
    }

    /** Whether these are the bytes of that array. */
    public boolean contentEquals(byte[] bytes) {
        return Arrays.equals(source, from, from + length, bytes, 0, bytes.length);
    }

    /**
     * Refuses bytes that are not so many.
     *
     * @throws MalformedEvidenceException if they are not
     */
    public void requireLength(String what, int expected) {
        if (length != expected) {
            throw new MalformedEvidenceException(what + ": expected " + expected + " bytes, found " + length);
        }
    }

    /**
     * The hash that these bytes are.
     *
     * @throws MalformedEvidenceException if they are not 32
     */
    public Hash hash(String what) {
        requireLength(what, Hash.LENGTH);
        return Hash.decode(bytes());
    }

    /**
     * The address that these bytes are.
     *
     * @throws MalformedEvidenceException if they are not 20
     */
    public Address address(String what) {
        requireLength(what, Address.LENGTH);
        return Address.decode(bytes());
    }

    /**
     * The number that these bytes are.
     *
     * @throws MalformedEvidenceException if there are more than {@code maxLength}, or the first is zero
     */
    public BigInteger number(String what, int maxLength) {
        if (length > maxLength) {
            throw new MalformedEvidenceException(
                    what + ": expected a number of at most " + maxLength + " bytes, found " + length);
        }
        if (length > 0 && source[from] == 0) {
            throw new MalformedEvidenceException(what + ": expected a number without leading zeros, found one");
        }
        return new BigInteger(1, source, from, length);
    }

    /**
     * The number that these bytes are.
     *
     * @throws MalformedEvidenceException if it is 2<sup>63</sup> or more, or begins with a zero
     */
    public long number(String what) {
        BigInteger number = number(what, Long.BYTES);
        if (number.bitLength() >= Long.SIZE) {
            throw new MalformedEvidenceException(what + ": expected a number below 2^63, found " + number);
        }
        return number.longValue();
    }

    @Override
    public int encodedLength() {
        return length == 1 && at(0) < Rlp.STRING ? 1 : Rlp.prefixLength(length) + length;
    }

    @Override
    public RlpBytes asBytes(String what) {
        return this;
    }

    @Override
    public RlpList asList(String what) {
        throw new MalformedEvidenceException(what + ": expected an RLP list, found " + length + " bytes");
    }

    int writeTo(byte[] out, int at) {
        System.arraycopy(source, from, out, at, length);
        return at + length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RlpBytes that
                && Arrays.equals(source, from, from + length, that.source, that.from, that.from + that.length);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    /** The length alone. */
    @Override
    public String toString() {
        return "RlpBytes[" + length + "]";
    }
}
