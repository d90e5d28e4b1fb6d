package network.cortensor.sdk.staking.internal.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;

import java.math.BigInteger;
import java.util.HexFormat;

/**
 * Reads the two forms in which Ethereum's JSON-RPC writes bytes: DATA, with two digits a byte, and QUANTITY, a number.
 *
 * <p>A quantity may have leading zeros, which the specification forbids and some servers send: what it says is the same. It
 * may have no more than 64 digits, must have one, and numbers of JSON, capital {@code 0X} and signs are refused. A failure says
 * what was expected and does not quote what was found.
 */
public final class Hex {
    private static final int MOST_DIGITS = 64;

    private Hex() {}

    /**
     * Reads a number of at most 256 bits.
     *
     * @param what names the value in the message
     * @throws LedgerEvidenceException if it is none
     */
    public static BigInteger quantity(String what, JsonNode value) {
        String text = text(what, value);
        int digits = text.length() - 2;
        if (digits < 1 || digits > MOST_DIGITS || !isHex(text)) {
            throw new LedgerEvidenceException(
                    what + ": expected a quantity of 1 to " + MOST_DIGITS + " hex digits, found another form");
        }
        return new BigInteger(text.substring(2), 16);
    }

    /**
     * Reads a number from 0 to 2^63 - 1.
     *
     * @param what names the value in the message
     * @throws LedgerEvidenceException if it is none
     */
    public static long number(String what, JsonNode value) {
        BigInteger number = quantity(what, value);
        if (number.bitLength() > 63) {
            throw new LedgerEvidenceException(what + ": expected at most 2^63 - 1, found " + number);
        }
        return number.longValueExact();
    }

    /**
     * Reads a number from 0 to 2^31 - 1.
     *
     * @param what names the value in the message
     * @throws LedgerEvidenceException if it is none
     */
    public static int index(String what, JsonNode value) {
        long number = number(what, value);
        if (number > Integer.MAX_VALUE) {
            throw new LedgerEvidenceException(what + ": expected at most 2^31 - 1, found " + number);
        }
        return (int) number;
    }

    /**
     * Reads bytes, perhaps none.
     *
     * @param what names the value in the message
     * @throws LedgerEvidenceException if they are in another form
     */
    public static byte[] data(String what, JsonNode value) {
        String text = text(what, value);
        if (text.length() % 2 != 0 || !isHex(text)) {
            throw new LedgerEvidenceException(what + ": expected data with two hex digits a byte, found another form");
        }
        return HexFormat.of().parseHex(text, 2, text.length());
    }

    /**
     * Reads that many bytes.
     *
     * @param what names the value in the message
     * @throws LedgerEvidenceException if there are more or fewer
     */
    public static byte[] data(String what, JsonNode value, int length) {
        byte[] bytes = data(what, value);
        if (bytes.length != length) {
            throw new LedgerEvidenceException(what + ": expected " + length + " bytes, found " + bytes.length);
        }
        return bytes;
    }

    /**
     * Reads 32 bytes.
     *
     * @param what names the value in the message
     * @throws LedgerEvidenceException if there are more or fewer
     */
    public static Hash hash(String what, JsonNode value) {
        return Hash.decode(data(what, value, Hash.LENGTH));
    }

    /**
     * Reads 20 bytes, in any case: a checksum is not looked at, as servers send none.
     *
     * @param what names the value in the message
     * @throws LedgerEvidenceException if there are more or fewer
     */
    public static Address address(String what, JsonNode value) {
        return Address.decode(data(what, value, Address.LENGTH));
    }

    private static String text(String what, JsonNode value) {
        if (!value.isTextual() || !value.textValue().startsWith("0x")) {
            throw new LedgerEvidenceException(what + ": expected a text that begins with 0x, found "
                    + (value.isMissingNode() ? "nothing" : "another form"));
        }
        return value.textValue();
    }

    private static boolean isHex(String text) {
        for (int index = 2; index < text.length(); index++) {
            if (!HexFormat.isHexDigit(text.charAt(index))) {
                return false;
            }
        }
        return true;
    }
}
