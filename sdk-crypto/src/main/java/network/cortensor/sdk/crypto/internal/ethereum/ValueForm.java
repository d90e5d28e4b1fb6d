package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.WalletAddress;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** How the values of a message are given where Java and JSON differ: numbers, bytes, addresses. */
public enum ValueForm {

    /** {@link BigInteger}, {@link Long} or {@link Integer}; {@code byte[]}; {@link WalletAddress}. */
    JAVA {
        @Override
        BigInteger integer(Object value, Place place) {
            if (value instanceof BigInteger number) {
                return number;
            }
            if (value instanceof Long || value instanceof Integer) {
                return BigInteger.valueOf(((Number) value).longValue());
            }
            throw place.refused("must be a BigInteger, a Long or an Integer");
        }

        @Override
        byte[] bytes(Object value, Place place) {
            if (value instanceof byte[] bytes) {
                return bytes;
            }
            throw place.refused("must be a byte[]");
        }

        @Override
        WalletAddress address(Object value, Place place) {
            if (value instanceof WalletAddress address) {
                return address;
            }
            throw place.refused("must be a WalletAddress");
        }
    },

    /** As {@code eth_signTypedData_v4} has them: numbers as such or as text, bytes and addresses as {@code 0x…}. */
    JSON {
        @Override
        BigInteger integer(Object value, Place place) {
            if (value instanceof BigInteger number) {
                return number;
            }
            if (value instanceof String text && DECIMAL.matcher(text).matches()) {
                return new BigInteger(text);
            }
            if (value instanceof String text && HEXADECIMAL.matcher(text).matches()) {
                return new BigInteger(text.substring(2), 16);
            }
            throw place.refused("must be a whole number, or a text with its decimal or 0x… digits");
        }

        @Override
        byte[] bytes(Object value, Place place) {
            if (value instanceof String text && text.startsWith("0x")) {
                try {
                    return HexFormat.of().parseHex(text, 2, text.length());
                } catch (IllegalArgumentException e) {
                    throw place.refused("must have two hexadecimal digits for each byte");
                }
            }
            throw place.refused("must be bytes as a text of 0x and hexadecimal digits");
        }

        @Override
        WalletAddress address(Object value, Place place) {
            if (value instanceof String text) {
                try {
                    return WalletAddress.parse(text);
                } catch (MalformedException e) {
                    throw place.refused("is no address: " + e.getMessage());
                }
            }
            throw place.refused("must be an address as a text of 0x and 40 hexadecimal digits");
        }
    };

    /** 2^256 has 78 digits; more could only be zeros or out of range. */
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,78}");

    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,64}");

    abstract BigInteger integer(Object value, Place place);

    abstract byte[] bytes(Object value, Place place);

    abstract WalletAddress address(Object value, Place place);
}
