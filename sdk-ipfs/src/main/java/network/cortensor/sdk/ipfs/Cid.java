package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.multiformats.ByteReader;
import network.cortensor.sdk.ipfs.internal.multiformats.Multibase;
import network.cortensor.sdk.ipfs.internal.multiformats.Varint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Names a block by what is in it: the format of its bytes and their SHA-256 (multiformats CID specification).
 *
 * <p>Version 1 is what this SDK writes. Version 0, {@code Qm…}, is read because older objects link with it. Both versions of
 * a {@link Codec#DAG_PB} block name the same bytes, yet are not {@linkplain #equals equal}; {@link #toV1()} brings them
 * together.
 *
 * <p>Only SHA-256 is accepted. A CID whose "hash" is the content itself (identity), or any other multihash, is refused when
 * it is parsed, before anybody fetches for it.
 *
 * <p>Immutable and thread-safe.
 */
public final class Cid {
    private static final int SHA2_256 = 0x12;
    private static final int IDENTITY = 0x00;
    private static final int DIGEST_SIZE = 32;
    private static final int V0_TEXT = 46;

    private final int version;
    private final Codec codec;
    private final byte[] digest;

    private Cid(int version, Codec codec, byte[] digest) {
        this.version = version;
        this.codec = codec;
        this.digest = digest;
    }

    /**
     * Makes a CIDv1 from its parts.
     *
     * @param digest the SHA-256 of the block's bytes; copied
     * @throws IllegalArgumentException if the digest is not 32 bytes long
     */
    public static Cid of(Codec codec, byte[] digest) {
        if (digest.length != DIGEST_SIZE) {
            throw new IllegalArgumentException(
                    "a SHA-256 digest has " + DIGEST_SIZE + " bytes, found " + digest.length);
        }
        return new Cid(1, codec, digest.clone());
    }

    /**
     * Parses the text of a CIDv1 in base32, base36, base58btc or base16 (prefix {@code b}, {@code k}, {@code z}, {@code f})
     * or of a CIDv0.
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
        if (text.isEmpty()) {
            throw new MalformedException("CID text: is empty");
        }
        byte[] encoded = Multibase.ofPrefix(text.charAt(0)).decode(text, 1);
        return decodeV1(ByteReader.of("CID", ByteBuffer.wrap(encoded)));
    }

    /**
     * Decodes the binary form: a CIDv1, or the bare multihash that is a CIDv0.
     *
     * @throws MalformedException if the bytes are no CID of a known codec with SHA-256, or if anything follows it
     */
    public static Cid decode(byte[] encoded) {
        boolean v0 = encoded.length == DIGEST_SIZE + 2 && encoded[0] == SHA2_256 && encoded[1] == DIGEST_SIZE;
        if (v0) {
            return new Cid(0, Codec.DAG_PB, Arrays.copyOfRange(encoded, 2, encoded.length));
        }
        return decodeV1(ByteReader.of("CID", ByteBuffer.wrap(encoded)));
    }

    private static Cid decodeV1(ByteReader in) {
        long version = in.varint();
        if (version != 1) {
            throw in.malformed("expected version 1, found " + version);
        }
        long code = in.varint();
        Codec codec = Codec.ofCode(code)
                .orElseThrow(() -> in.malformed("expected codec raw (0x55) or dag-pb (0x70), found 0x"
                        + Long.toHexString(code) + "; this SDK reads files only"));
        long hash = in.varint();
        if (hash != SHA2_256) {
            throw in.malformed("expected multihash sha2-256 (0x12), found "
                    + (hash == IDENTITY ? "identity, which proves nothing" : "0x" + Long.toHexString(hash)));
        }
        long length = in.varint();
        if (length != DIGEST_SIZE) {
            throw in.malformed("expected a digest of " + DIGEST_SIZE + " bytes, found " + length);
        }
        byte[] digest = in.bytes(DIGEST_SIZE);
        in.expectEnd();
        return new Cid(1, codec, digest);
    }

    /** Returns 1, or 0 for a CID that was read in the old form. */
    public int version() {
        return version;
    }

    /** Returns the format of the block's bytes; always {@link Codec#DAG_PB} in version 0. */
    public Codec codec() {
        return codec;
    }

    /** Returns a copy of the SHA-256 of the block's bytes. */
    public byte[] digest() {
        return digest.clone();
    }

    /** Returns the binary form: 36 bytes, or 34 in version 0. */
    public byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(DIGEST_SIZE + 4);
        if (version == 1) {
            Varint.write(out, version);
            Varint.write(out, codec.code());
        }
        Varint.write(out, SHA2_256);
        Varint.write(out, DIGEST_SIZE);
        out.writeBytes(digest);
        return out.toByteArray();
    }

    /** Returns the version 1 CID of the same block. */
    public Cid toV1() {
        return version == 1 ? this : new Cid(1, codec, digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cid cid
                && version == cid.version
                && codec == cid.codec
                && Arrays.equals(digest, cid.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    /** Returns the text that {@link #parse} takes: base32 in version 1, base58btc in version 0. */
    @Override
    public String toString() {
        return version == 1
                ? Multibase.BASE32.prefix() + Multibase.BASE32.encode(encoded())
                : Multibase.BASE58.encode(encoded());
    }
}
