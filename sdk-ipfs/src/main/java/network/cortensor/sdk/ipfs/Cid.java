package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.multiformats.ByteReader;
import network.cortensor.sdk.ipfs.internal.multiformats.Varint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Names a block by what is in it: the format of its bytes and their hash (multiformats CID specification).
 *
 * <p>Version 1 is what this SDK writes. Version 0, {@code Qm…}, is read because older objects link with it, and written by the
 * import profile that reproduces them. Both versions of a {@link Codec#DAG_PB} block name the same bytes, yet are not
 * {@linkplain #equals equal}; {@link #toV1()} brings them together.
 *
 * <p>Only the hash functions of {@link HashFunction} and the formats of {@link Codec} are accepted; everything else is refused
 * when it is parsed, before anybody fetches for it.
 *
 * <p>Immutable and thread-safe.
 */
public final class Cid {
    private static final int V0_TEXT = 46;

    private final int version;
    private final Codec codec;
    private final HashFunction hash;
    private final byte[] digest;

    private Cid(int version, Codec codec, HashFunction hash, byte[] digest) {
        this.version = version;
        this.codec = codec;
        this.hash = hash;
        this.digest = digest;
    }

    /**
     * Makes a CIDv1 of SHA-256 from its parts.
     *
     * @param digest the SHA-256 of the block's bytes; copied
     * @throws IllegalArgumentException if the digest is not 32 bytes long
     */
    public static Cid of(Codec codec, byte[] digest) {
        return of(codec, HashFunction.SHA2_256, digest);
    }

    /**
     * Makes a CIDv1 from its parts.
     *
     * @param digest the hash of the block's bytes; copied
     * @throws IllegalArgumentException if the digest has not the size that the function gives
     */
    public static Cid of(Codec codec, HashFunction hash, byte[] digest) {
        if (!hash.allows(digest.length)) {
            throw new IllegalArgumentException(
                    "a digest of " + hash + " has " + hash.sizes() + " bytes, found " + digest.length);
        }
        return new Cid(1, codec, hash, digest.clone());
    }

    /**
     * Parses the text of a CIDv1 in any base of {@link Multibase}, or of a CIDv0.
     *
     * <p>In each base a CID has one text: letters in the wrong case, padding or a different spelling of the same bytes are
     * refused.
     *
     * @throws MalformedException if the text is no such CID
     */
    public static Cid parse(String text) {
        if (text.startsWith("Qm")) {
            if (text.length() != V0_TEXT) {
                throw new MalformedException("CIDv0 text: expected " + V0_TEXT + " characters, found " + text.length());
            }
            return decode(Multibase.BASE58.decode(text, 0));
        }
        return decodeWhole(ByteReader.of("CID", ByteBuffer.wrap(Multibase.decode(text))), false);
    }

    /**
     * Decodes the binary form: a CIDv1, or the bare multihash that is a CIDv0.
     *
     * @throws MalformedException if the bytes are no CID of a known codec and hash function, or if anything follows it
     */
    public static Cid decode(byte[] encoded) {
        return decodeWhole(ByteReader.of("CID", ByteBuffer.wrap(encoded)), true);
    }

    /**
     * Decodes the binary form at the buffer's position, and moves the position behind it; other bytes may follow.
     *
     * @throws MalformedException if there is no CID of a known codec and hash function; the position is then undefined
     */
    public static Cid read(ByteBuffer encoded) {
        ByteReader in = ByteReader.of("CID", encoded);
        Cid cid = decode(in, true);
        encoded.position(encoded.position() + in.position());
        return cid;
    }

    private static Cid decodeWhole(ByteReader in, boolean v0Allowed) {
        Cid cid = decode(in, v0Allowed);
        in.expectEnd();
        return cid;
    }

    private static Cid decode(ByteReader in, boolean v0Allowed) {
        long version = in.varint();
        // A CIDv0 begins with its multihash: the code of SHA-256 stands where the version does (CID specification,
        // "decoding").
        if (v0Allowed && version == HashFunction.SHA2_256.code()) {
            return new Cid(0, Codec.DAG_PB, HashFunction.SHA2_256, decodeDigest(in, HashFunction.SHA2_256));
        }
        if (version != 1) {
            throw in.malformed("expected version 1, found " + version);
        }
        long codecCode = in.varint();
        Codec codec = Codec.ofCode(codecCode)
                .orElseThrow(() -> in.malformed("expected one of the codecs " + Arrays.toString(Codec.values())
                        + ", found 0x" + Long.toHexString(codecCode)));
        long hashCode = in.varint();
        HashFunction hash = HashFunction.ofCode(hashCode)
                .orElseThrow(() -> in.malformed("expected one of the hash functions "
                        + Arrays.toString(HashFunction.values()) + ", found 0x" + Long.toHexString(hashCode)));
        return new Cid(1, codec, hash, decodeDigest(in, hash));
    }

    private static byte[] decodeDigest(ByteReader in, HashFunction hash) {
        long length = in.varint();
        if (!hash.allows(length)) {
            throw in.malformed("expected a digest of " + hash.sizes() + " bytes for " + hash + ", found " + length);
        }
        return in.bytes(length);
    }

    /** Returns 1, or 0 for a CID in the old form. */
    public int version() {
        return version;
    }

    /** Returns the format of the block's bytes; always {@link Codec#DAG_PB} in version 0. */
    public Codec codec() {
        return codec;
    }

    /** Returns the function that the block's bytes are hashed with; always {@link HashFunction#SHA2_256} in version 0. */
    public HashFunction hash() {
        return hash;
    }

    /** Returns a copy of the hash of the block's bytes. */
    public byte[] digest() {
        return digest.clone();
    }

    /** Compares without a copy. */
    boolean hasDigest(byte[] other) {
        return Arrays.equals(digest, other);
    }

    /** Returns the binary form. */
    public byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(digest.length + 8);
        if (version == 1) {
            Varint.write(out, version);
            Varint.write(out, codec.code());
        }
        Varint.write(out, hash.code());
        Varint.write(out, digest.length);
        out.writeBytes(digest);
        return out.toByteArray();
    }

    /** Returns the version 1 CID of the same block. */
    public Cid toV1() {
        return version == 1 ? this : new Cid(1, codec, hash, digest);
    }

    /**
     * Returns the version 0 CID of the same block.
     *
     * @throws IllegalStateException if there is none: only {@link Codec#DAG_PB} under {@link HashFunction#SHA2_256} has one
     */
    public Cid toV0() {
        if (codec != Codec.DAG_PB || hash != HashFunction.SHA2_256) {
            throw new IllegalStateException(
                    "only dag-pb under SHA-256 has a CID of version 0, this is " + codec + " under " + hash);
        }
        return version == 0 ? this : new Cid(0, codec, hash, digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cid cid
                && version == cid.version
                && codec == cid.codec
                && hash == cid.hash
                && Arrays.equals(digest, cid.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    /** Returns the text that {@link #parse} takes: base32 in version 1, base58btc in version 0. */
    @Override
    public String toString() {
        return version == 1 ? toString(Multibase.BASE32) : Multibase.BASE58.encodeDigits(encoded());
    }

    /**
     * Returns the text in a base, such as {@link Multibase#BASE36} for a DNS label.
     *
     * @throws IllegalStateException in version 0, which has one text only; see {@link #toV1()}
     */
    public String toString(Multibase base) {
        if (version == 0) {
            throw new IllegalStateException("a CID of version 0 has no other text than " + this + "; use toV1()");
        }
        return base.encode(encoded());
    }
}
