package network.cortensor.sdk.ipfs;

import org.bouncycastle.crypto.digests.Blake2bDigest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The hash functions that a {@link Cid} may name (multihash): the allow list of this module. All others are refused when a CID
 * is parsed, before anybody fetches for it.
 *
 * <p>{@link #SHA2_256} is what this SDK writes; the others are read.
 */
public enum HashFunction {
    /** SHA-256 (FIPS 180-4). */
    SHA2_256(0x12, 32),

    /** SHA-512 (FIPS 180-4). */
    SHA2_512(0x13, 64),

    /** BLAKE2b with 32 bytes (RFC 7693). */
    BLAKE2B_256(0xb220, 32),

    /**
     * No hash: the "digest" is the content itself, of at most {@value #MAX_IDENTITY_SIZE} bytes. Such a block is never fetched
     * and never stored, as whoever has its name has it. Larger ones are refused: a CID is no way around the limits on blocks.
     */
    IDENTITY(0x00, 0);

    /** The most bytes of content in an identity CID, as peers and gateways agree. */
    public static final int MAX_IDENTITY_SIZE = 128;

    private final int code;
    private final int size;

    HashFunction(int code, int size) {
        this.code = code;
        this.size = size;
    }

    /** Returns the multicodec code that stands in a CID. */
    public int code() {
        return code;
    }

    /** Returns whether a digest of this function may have {@code length} bytes. */
    boolean allows(long length) {
        return this == IDENTITY ? length <= MAX_IDENTITY_SIZE : length == size;
    }

    /** Returns what {@link #allows} demands, for error messages. */
    String sizes() {
        return this == IDENTITY ? "at most " + MAX_IDENTITY_SIZE : Integer.toString(size);
    }

    /** Hashes {@code bytes}; the identity function returns a copy. */
    byte[] hash(byte[] bytes) {
        return switch (this) {
            case SHA2_256 -> platformDigest("SHA-256").digest(bytes);
            case SHA2_512 -> platformDigest("SHA-512").digest(bytes);
            case BLAKE2B_256 -> blake2b(bytes);
            case IDENTITY -> bytes.clone();
        };
    }

    private byte[] blake2b(byte[] bytes) {
        Blake2bDigest digest = new Blake2bDigest(size * Byte.SIZE);
        digest.update(bytes, 0, bytes.length);
        byte[] hash = new byte[size];
        digest.doFinal(hash, 0);
        return hash;
    }

    static MessageDigest platformDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("a Java platform without " + algorithm, e);
        }
    }

    static Optional<HashFunction> ofCode(long code) {
        for (HashFunction function : values()) {
            if (function.code == code) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }
}
