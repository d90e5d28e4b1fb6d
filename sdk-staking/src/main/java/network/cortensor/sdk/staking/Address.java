package network.cortensor.sdk.staking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The 20-byte account address of a node, a client or a contract.
 *
 * <p>Immutable and safe for use by several threads. Ordered by unsigned bytes.
 */
public final class Address implements Comparable<Address> {
    /** Bytes in an address. */
    public static final int LENGTH = 20;

    /** 2^64 divided by the golden ratio, as for Fibonacci hashing. */
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private static final Pattern TEXT = Pattern.compile("0x[0-9a-fA-F]{40}");

    private final byte[] bytes;

    private Address(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads {@code 0x} and 40 hex digits.
     *
     * <p>Digits of mixed case carry a checksum (EIP-55) and it must hold; digits of one case carry none.
     *
     * @throws IllegalArgumentException if the text has another form or its checksum does not hold
     */
    public static Address parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "Address: expected 0x and 40 hex digits, found " + text.length() + " characters of another form");
        }
        String digits = text.substring(2);
        Address address = new Address(HexFormat.of().parseHex(digits));
        boolean mixedCase =
                !digits.equals(digits.toLowerCase(Locale.ROOT)) && !digits.equals(digits.toUpperCase(Locale.ROOT));
        if (mixedCase && !address.toString().equals(text)) {
            throw new IllegalArgumentException("Address: expected the EIP-55 checksum of " + address + ", found " + text
                    + "; copy the address again, or write it in lower case to go without the checksum");
        }
        return address;
    }

    /**
     * Takes the 20 bytes of an address.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static Address decode(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("Address: expected " + LENGTH + " bytes, found " + bytes.length);
        }
        return new Address(bytes.clone());
    }

    /** The 20 bytes; a new array each time. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(Address other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address that && Arrays.equals(bytes, that.bytes);
    }

    /** Differs for neighbours as well, whose {@link Arrays#hashCode(byte[])} is the same for ten of them and more. */
    @Override
    public int hashCode() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long mixed = (buffer.getLong(0) * MULTIPLIER + buffer.getLong(8)) * MULTIPLIER + buffer.getInt(16);
        return Long.hashCode(mixed * MULTIPLIER);
    }

    /** The address with its EIP-55 checksum; {@link #parse} reads it back. */
    @Override
    public String toString() {
        char[] digits = HexFormat.of().formatHex(bytes).toCharArray();
        byte[] checksum = Hash.keccak256(new String(digits).getBytes(StandardCharsets.US_ASCII))
                .bytes();
        for (int i = 0; i < digits.length; i++) {
            int nibble = (checksum[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
            if (nibble >= 8) {
                digits[i] = Character.toUpperCase(digits[i]);
            }
        }
        return "0x" + new String(digits);
    }
}
