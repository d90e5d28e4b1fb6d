package network.cortensor.sdk.staking;

import org.bouncycastle.crypto.digests.KeccakDigest;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A 32-byte hash as contracts use it ({@code bytes32}).
 *
 * <p>Immutable and safe for use by several threads. {@link #equals} is not constant in time: a hash on a ledger is
 * public.
 */
public final class Hash {
    /** Bytes in a hash. */
    public static final int LENGTH = 32;

    private static final Pattern TEXT = Pattern.compile("0x[0-9a-fA-F]{64}");

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads {@code 0x} and 64 hex digits of any case.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Hash parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "Hash: expected 0x and 64 hex digits, found " + text.length() + " characters of another form");
        }
        return new Hash(HexFormat.of().parseHex(text, 2, text.length()));
    }

    /**
     * Takes the 32 bytes of a hash.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static Hash decode(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("Hash: expected " + LENGTH + " bytes, found " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /** Keccak-256 of {@code data}: Ethereum's hash, with the padding from before FIPS 202, so not SHA3-256. */
    public static Hash keccak256(byte[] data) {
        KeccakDigest digest = new KeccakDigest(256);
        digest.update(data, 0, data.length);
        byte[] out = new byte[LENGTH];
        digest.doFinal(out, 0);
        return new Hash(out);
    }

    /** The 32 bytes; a new array each time. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@code 0x} and 64 lower-case hex digits; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
