package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.Hashes;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name of one sharing: the SHA-256 of what all its shares have in common (SPEC §17.4, §17.8), 32 bytes, written as
 * 64 lower-case hexadecimal digits.
 *
 * <p>Whoever has it from the dealer knows which shares are the dealer's. It is public and tells nothing about what was
 * shared, so it can be signed, published or put on chain. Immutable.
 */
public final class SharingId {

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] bytes;

    private SharingId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Makes an id of its bytes.
     *
     * @throws MalformedException if there are not exactly 32
     */
    public static SharingId decode(byte[] bytes) {
        if (bytes.length != Hashes.SIZE) {
            throw new MalformedException("a sharing id must have " + Hashes.SIZE + " bytes, found " + bytes.length);
        }
        return new SharingId(bytes.clone());
    }

    /**
     * Reads 64 lower-case hexadecimal digits.
     *
     * @throws MalformedException if the text is anything else
     */
    public static SharingId parse(String hex) {
        return new SharingId(Hashes.parse("a sharing id", hex));
    }

    static SharingId hashing(byte[] header) {
        return new SharingId(Hashes.sha256(header));
    }

    /** Returns the 32 bytes; the array is the caller's. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SharingId that && Arrays.equals(bytes, that.bytes);
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
