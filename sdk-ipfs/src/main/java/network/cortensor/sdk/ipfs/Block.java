package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.BlockAccess;

import java.io.InputStream;
import java.nio.ByteBuffer;

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

    static {
        BlockAccess.register(Block::adoptVerified);
    }

    private final Cid cid;
    private final byte[] bytes;

    private Block(Cid cid, byte[] bytes) {
        this.cid = cid;
        this.bytes = bytes;
    }

    /**
     * Hashes {@code bytes} with SHA-256. They are copied.
     *
     * @return the block under its CIDv1
     * @throws IllegalArgumentException if there are more than {@link #MAX_SIZE} bytes
     */
    public static Block of(Codec codec, byte[] bytes) {
        return of(codec, HashFunction.SHA2_256, bytes);
    }

    /**
     * Hashes {@code bytes}, which are copied.
     *
     * @return the block under its CIDv1
     * @throws IllegalArgumentException if there are more than {@link #MAX_SIZE} bytes, or {@link
     *     HashFunction#MAX_IDENTITY_SIZE} for the identity function
     */
    public static Block of(Codec codec, HashFunction hash, byte[] bytes) {
        requireSize(bytes.length);
        byte[] copy = bytes.clone();
        return new Block(Cid.of(codec, hash, hash.hash(copy)), copy);
    }

    /**
     * Takes bytes of any origin for the block {@code cid}, if that is what they are. The bytes are copied.
     *
     * @return the block under exactly {@code cid}, whichever its version
     * @throws BlockMismatchException if the bytes do not hash to {@code cid}
     * @throws MalformedException if there are more than {@link #MAX_SIZE} bytes
     */
    public static Block verify(Cid cid, byte[] bytes) {
        return adoptVerified(cid, bytes.length > MAX_SIZE ? bytes : bytes.clone());
    }

    /** As {@link #of(Codec, byte[])}, for bytes that the caller gives away. */
    static Block adopt(Codec codec, byte[] bytes) {
        requireSize(bytes.length);
        return new Block(Cid.of(codec, HashFunction.SHA2_256.hash(bytes)), bytes);
    }

    /** As {@link #adopt(Codec, byte[])}, for bytes that the caller has hashed while it put them together. */
    static Block adopt(Codec codec, byte[] sha256, byte[] bytes) {
        requireSize(bytes.length);
        return new Block(Cid.of(codec, sha256), bytes);
    }

    /** As {@link #verify}, for bytes that the caller gives away. */
    static Block adoptVerified(Cid cid, byte[] bytes) {
        if (bytes.length > MAX_SIZE) {
            throw tooLarge(cid, bytes.length);
        }
        byte[] found = cid.hash().hash(bytes);
        if (!cid.hasDigest(found)) {
            throw BlockMismatchException.of(cid, found, bytes.length);
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
