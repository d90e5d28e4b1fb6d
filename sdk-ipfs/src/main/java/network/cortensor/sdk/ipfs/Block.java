package network.cortensor.sdk.ipfs;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Bytes together with the CID that they hash to.
 *
 * <p>Only a matching pair can exist: a block is made by hashing its bytes, which nobody can change afterwards. Who holds a
 * {@code Block} therefore need not ask whether it is right, only whether its {@link #cid()} is the one that was wanted.
 *
 * <p>Immutable and thread-safe. Two blocks are equal when their CIDs are.
 */
public final class Block {
    /** The most bytes a block may have: 2 MiB, what peers and gateways exchange (trustless gateway specification). */
    public static final int MAX_SIZE = 2 * 1024 * 1024;

    private final Cid cid;
    private final byte[] bytes;

    private Block(Cid cid, byte[] bytes) {
        this.cid = cid;
        this.bytes = bytes;
    }

    /**
     * Hashes {@code bytes}, which are copied.
     *
     * @return the block under its CIDv1
     * @throws IllegalArgumentException if there are more than {@link #MAX_SIZE} bytes
     */
    public static Block of(Codec codec, byte[] bytes) {
        requireSize(bytes.length);
        return adopt(codec, bytes.clone());
    }

    /**
     * Takes bytes of any origin for the block {@code cid}, if that is what they are. The bytes are copied.
     *
     * @return the block under exactly {@code cid}, whichever its version
     * @throws BlockMismatchException if the bytes do not hash to {@code cid}
     * @throws MalformedException if there are more than {@link #MAX_SIZE} bytes
     */
    public static Block verify(Cid cid, byte[] bytes) {
        if (bytes.length > MAX_SIZE) {
            throw tooLarge(cid, bytes.length);
        }
        return adoptVerified(cid, bytes.clone());
    }

    /** As {@link #of}, for bytes that the caller gives away. */
    static Block adopt(Codec codec, byte[] bytes) {
        requireSize(bytes.length);
        return new Block(Cid.of(codec, sha256().digest(bytes)), bytes);
    }

    /** As {@link #verify}, for at most {@link #MAX_SIZE} bytes that the caller gives away. */
    static Block adoptVerified(Cid cid, byte[] bytes) {
        Cid found = Cid.of(cid.codec(), sha256().digest(bytes));
        if (!found.equals(cid.toV1())) {
            throw new BlockMismatchException(cid, found, bytes.length);
        }
        return new Block(cid, bytes);
    }

    /** Hashes the bytes once more, should they have changed in memory, and names them {@code cid}. */
    Block reverified(Cid cid) {
        return adoptVerified(cid, bytes);
    }

    static MalformedException tooLarge(Cid cid, long size) {
        return new MalformedException(
                "block " + cid + ": expected at most " + MAX_SIZE + " bytes, found " + size + "; no peer may serve it");
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256 (MessageDigest, class comment)", e);
        }
    }

    private static void requireSize(int size) {
        if (size > MAX_SIZE) {
            throw new IllegalArgumentException("a block has at most " + MAX_SIZE + " bytes, found " + size
                    + "; add larger content through a ContentStore, which splits it");
        }
    }

    /** Returns the name of these bytes. */
    public Cid cid() {
        return cid;
    }

    /** Returns the number of bytes. */
    public int size() {
        return bytes.length;
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns a new read-only view of the bytes, without a copy. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** Returns a new stream over the bytes, without a copy; it needs no closing. */
    public InputStream stream() {
        return new BufferInputStream(buffer());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Block block && cid.equals(block.cid);
    }

    @Override
    public int hashCode() {
        return cid.hashCode();
    }

    /** Names the block and its size; the bytes stay out of logs. */
    @Override
    public String toString() {
        return "Block[" + cid + ", " + bytes.length + " bytes]";
    }
}
