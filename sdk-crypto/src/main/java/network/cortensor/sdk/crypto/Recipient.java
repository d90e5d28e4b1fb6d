package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.age.AgeRecipient;
import network.cortensor.sdk.crypto.internal.age.Bech32;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A public MLKEM768-X25519 key (X-Wing): somebody who can be sealed for.
 *
 * <p>The text form is age's {@code age1pq1…} (about 1,960 characters), so a key can be made by any age tool. A key that
 * cannot work (ML-KEM coefficients out of range, an X25519 point of low order) is refused here, not when sealing. Whose
 * key it is, {@link KeyDirectory} decides. Immutable.
 */
public final class Recipient implements AgeRecipient {

    /** 1,184 bytes of ML-KEM-768, then 32 bytes of X25519. */
    static final int SIZE = 1216;

    private static final String PREFIX = "age1pq";
    private static final int COEFFICIENT_BYTES = 1152;
    private static final int X25519_OFFSET = 1184;
    private static final int ML_KEM_MODULUS = 3329;

    /**
     * The X25519 points of low order, of curve and twist, as 32 bytes with the highest bit clear: 0, 1, the two of order
     * 8, p - 1, and 0 and 1 once more as p and p + 1. No other number below 2^255 stands for one of them.
     */
    private static final List<byte[]> LOW_ORDER = Stream.of(
                    "0000000000000000000000000000000000000000000000000000000000000000",
                    "0100000000000000000000000000000000000000000000000000000000000000",
                    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
            .map(HexFormat.of()::parseHex)
            .toList();

    private final byte[] encoded;
    private final KeyId keyId;

    private Recipient(byte[] encoded) {
        this.encoded = encoded;
        this.keyId = KeyId.ofEncodedKey(encoded);
    }

    /**
     * Reads the text form.
     *
     * @throws MalformedException if the text is not a canonical {@code age1pq1…} key that can work
     */
    public static Recipient parse(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        return decode(Bech32.decode("a recipient", PREFIX, ascii, SIZE));
    }

    /**
     * Reads the 1,216 bytes of the key.
     *
     * @throws MalformedException if the size differs or the key cannot work
     */
    public static Recipient decode(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new MalformedException("a recipient must have " + SIZE + " bytes, found " + bytes.length);
        }
        byte[] encoded = bytes.clone();
        if (!coefficientsInRange(encoded)) {
            throw new MalformedException("a recipient fails the modulus check of ML-KEM (FIPS 203 §7.2)");
        }
        if (isLowOrder(encoded)) {
            throw new MalformedException("a recipient has an X25519 point of low order (RFC 7748 §6.1)");
        }
        return new Recipient(encoded);
    }

    private static boolean coefficientsInRange(byte[] encoded) {
        for (int i = 0; i < COEFFICIENT_BYTES; i += 3) {
            int middle = encoded[i + 1] & 0xff;
            int first = (encoded[i] & 0xff) | (middle & 0x0f) << 8;
            int second = middle >>> 4 | (encoded[i + 2] & 0xff) << 4;
            if (first >= ML_KEM_MODULUS || second >= ML_KEM_MODULUS) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLowOrder(byte[] encoded) {
        byte[] point = Arrays.copyOfRange(encoded, X25519_OFFSET, SIZE);
        // RFC 7748 §5: readers of a point ignore this bit.
        point[point.length - 1] &= 0x7f;
        return LOW_ORDER.stream().anyMatch(low -> Arrays.equals(low, point));
    }

    /** Returns the 1,216 bytes of the key; the array is the caller's. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** Returns the name of this key. */
    public KeyId keyId() {
        return keyId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recipient that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    /** Returns the {@code age1pq1…} form, which {@link #parse} reads. */
    @Override
    public String toString() {
        return new String(Bech32.encode(PREFIX, encoded), StandardCharsets.US_ASCII);
    }
}
