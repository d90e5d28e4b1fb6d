package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The address of an Ethereum account: 20 bytes, written as {@code 0x} and 40 hexadecimal digits with the EIP-55
 * checksum in their case.
 *
 * <p>Immutable and ordered by the unsigned value of its bytes.
 */
public final class WalletAddress implements Comparable<WalletAddress> {

    static final int SIZE = 20;

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] bytes;

    private WalletAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads {@code 0x} and 40 hexadecimal digits. Digits all in one case carry no checksum; mixed case must be exactly
     * the EIP-55 form.
     *
     * @throws MalformedException if the text has another form, or its checksum does not match
     */
    public static WalletAddress parse(String hex) {
        if (hex.length() != 2 + 2 * SIZE || !hex.startsWith("0x")) {
            throw new MalformedException(
                    "a wallet address must be 0x and 40 hexadecimal digits, found " + hex.length() + " characters");
        }
        String digits = hex.substring(2);
        WalletAddress address;
        try {
            address = new WalletAddress(HEX.parseHex(digits));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a wallet address has a character that is not a hexadecimal digit");
        }
        boolean oneCase =
                digits.equals(digits.toLowerCase(Locale.ROOT)) || digits.equals(digits.toUpperCase(Locale.ROOT));
        if (!oneCase && !address.toString().equals(hex)) {
            throw new MalformedException(
                    "the EIP-55 checksum of a wallet address does not match: at least one character is wrong");
        }
        return address;
    }

    /**
     * Makes an address of its bytes.
     *
     * @throws MalformedException if there are not exactly 20
     */
    public static WalletAddress decode(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new MalformedException("a wallet address must have " + SIZE + " bytes, found " + bytes.length);
        }
        return new WalletAddress(bytes.clone());
    }

    /** Returns the 20 bytes; the array is the caller's. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(WalletAddress other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WalletAddress that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the EIP-55 form, which {@link #parse} reads. */
    @Override
    public String toString() {
        String digits = HEX.formatHex(bytes);
        // EIP-55: a letter is upper case where the digit of the hash of the lower-case text is at least 8.
        String hash = HEX.formatHex(Hashes.keccak256(digits.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder text = new StringBuilder(2 + 2 * SIZE).append("0x");
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            text.append(hash.charAt(i) >= '8' ? Character.toUpperCase(digit) : digit);
        }
        return text.toString();
    }
}
