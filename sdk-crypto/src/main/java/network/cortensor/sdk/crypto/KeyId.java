package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name of a {@link Recipient}: the SHA-256 of its encoded public key (SPEC §3), 32 bytes, written as 64 lower-case
 * hexadecimal digits.
 *
 * <p>Public: it stands in clear in every envelope made for the key. Immutable and ordered by the unsigned value of its
 * bytes, which is the order of recipients in an envelope.
 */
public final class KeyId implements Comparable<KeyId> {

    static final int SIZE = Hashes.SIZE;

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] bytes;

    private KeyId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Makes a key id of its bytes.
     *
     * @throws MalformedException if there are not exactly 32
     */
    public static KeyId decode(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new MalformedException("a key id must have " + SIZE + " bytes, found " + bytes.length);
        }
        return new KeyId(bytes.clone());
    }

    /**
     * Reads 64 lower-case hexadecimal digits.
     *
     * @throws MalformedException if the text is anything else
     */
    public static KeyId parse(String hex) {
        return new KeyId(Hashes.parse("a key id", hex));
    }

    static KeyId ofEncodedKey(byte[] encoded) {
        return new KeyId(Hashes.sha256(encoded));
    }

    /** Returns the 32 bytes; the array is the caller's. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(KeyId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the hexadecimal form, which {@link #parse} reads. */
    @Override
    public String toString() {
        return HEX.formatHex(bytes);
    }
}
