package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.Multibase;
import network.cortensor.sdk.ipfs.internal.multiformats.ByteReader;
import network.cortensor.sdk.ipfs.internal.multiformats.Varint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * Names whoever holds a private key, by the public one: a multihash of it. An Ed25519 key is short enough to stand in the name
 * itself; of an RSA key the name has the SHA-256 (IPNS record specification, "IPNS Name").
 *
 * <p>Immutable and thread-safe.
 */
public final class IpnsName {
    private static final String NAMESPACE = "/ipns/";

    /** The code of a public key as content (multicodec {@code libp2p-key}); no block has it, so {@link Codec} does not. */
    private static final int LIBP2P_KEY = 0x72;

    /** Up to this size a key stands in its name as it is (libp2p peer ids). */
    private static final int MAX_INLINE_KEY = 42;

    private static final int SHA256_SIZE = 32;

    private final byte[] multihash;

    private IpnsName(byte[] multihash) {
        this.multihash = multihash;
    }

    /**
     * Returns the name of whoever holds the other half of {@code key}.
     *
     * @throws IllegalArgumentException if it is neither a key of Ed25519 nor one of RSA with 2048 to 8192 bits
     */
    public static IpnsName of(PublicKey key) {
        byte[] encoded = PeerKey.encode(key);
        return encoded.length <= MAX_INLINE_KEY
                ? new IpnsName(multihash(HashFunction.IDENTITY, encoded))
                : new IpnsName(multihash(HashFunction.SHA2_256, sha256(encoded)));
    }

    /**
     * Parses a name: a CIDv1 of codec {@code libp2p-key} in any base of {@link Multibase} ({@code k51…}, {@code bafz…}), or a peer
     * id in base58 ({@code 12D3…}, {@code Qm…}); with {@code /ipns/} in front or without.
     *
     * @throws MalformedException if the text is none of these, such as the name of a domain, or if the key in it is not one of
     *     Ed25519 or RSA
     */
    public static IpnsName parse(String text) {
        String name = text.startsWith(NAMESPACE) ? text.substring(NAMESPACE.length()) : text;
        if (name.startsWith("Qm") || name.startsWith("1")) {
            byte[] peerId = Multibase.decode(Multibase.BASE58.prefix() + name);
            return decodeMultihash(ByteReader.of("IPNS name", ByteBuffer.wrap(peerId)));
        }
        ByteReader in = ByteReader.of("IPNS name", ByteBuffer.wrap(decodeText(name)));
        long version = in.varint();
        if (version != 1) {
            throw in.malformed("expected a CID of version 1, found " + version);
        }
        long codec = in.varint();
        if (codec != LIBP2P_KEY) {
            throw in.malformed("expected codec libp2p-key (0x72), found 0x" + Long.toHexString(codec));
        }
        return decodeMultihash(in);
    }

    private static byte[] decodeText(String name) {
        if (name.indexOf('.') >= 0) {
            throw new MalformedException(
                    "IPNS name: expected a key, found what may be a domain; DNSLink is not resolved here");
        }
        return Multibase.decode(name);
    }

    private static IpnsName decodeMultihash(ByteReader in) {
        long function = in.varint();
        byte[] digest = in.bytes(in.varint());
        in.expectEnd();
        if (function == HashFunction.IDENTITY.code() && digest.length <= MAX_INLINE_KEY) {
            PeerKey.decode(digest);
            return new IpnsName(multihash(HashFunction.IDENTITY, digest));
        }
        if (function == HashFunction.SHA2_256.code() && digest.length == SHA256_SIZE) {
            return new IpnsName(multihash(HashFunction.SHA2_256, digest));
        }
        throw in.malformed(
                "expected a key of at most " + MAX_INLINE_KEY + " bytes, or the SHA-256 of one, found multihash 0x"
                        + Long.toHexString(function) + " with " + digest.length + " bytes");
    }

    private static byte[] multihash(HashFunction function, byte[] digest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(digest.length + 2);
        Varint.write(out, function.code());
        Varint.write(out, digest.length);
        out.writeBytes(digest);
        return out.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        return Block.of(Codec.RAW, bytes).cid().digest();
    }

    /** Returns the serialized public key, if the name has it in itself. */
    Optional<byte[]> inlineKey() {
        return multihash[0] == HashFunction.IDENTITY.code()
                ? Optional.of(Arrays.copyOfRange(multihash, 2, multihash.length))
                : Optional.empty();
    }

    /** Tells whether this is the name of a serialized public key. */
    boolean isOf(byte[] encodedKey) {
        return inlineKey()
                .map(inline -> Arrays.equals(inline, encodedKey))
                .orElseGet(() -> Arrays.equals(multihash, multihash(HashFunction.SHA2_256, sha256(encodedKey))));
    }

    /** Returns a copy of the multihash of the public key: the binary form of the name. */
    public byte[] multihash() {
        return multihash.clone();
    }

    /** Returns the key under which routing systems keep the record: {@code /ipns/} and the binary form. */
    public byte[] routingKey() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(multihash.length + NAMESPACE.length());
        out.writeBytes(NAMESPACE.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(multihash);
        return out.toByteArray();
    }

    /** Returns the name as a peer id in base58: {@code 12D3…} or {@code Qm…}. */
    public String peerId() {
        return Multibase.BASE58.encode(multihash).substring(1);
    }

    /**
     * Returns the name as a CIDv1 of codec {@code libp2p-key}.
     *
     * @param base {@link Multibase#BASE36} gives what {@link #toString()} does
     */
    public String toString(Multibase base) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(multihash.length + 2);
        Varint.write(out, 1);
        Varint.write(out, LIBP2P_KEY);
        out.writeBytes(multihash);
        return base.encode(out.toByteArray());
    }

    /** Returns the usual text, a CIDv1 in base36: {@code k51…} for Ed25519, {@code k2k4…} for RSA. Fits a DNS label. */
    @Override
    public String toString() {
        return toString(Multibase.BASE36);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpnsName name && Arrays.equals(multihash, name.multihash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(multihash);
    }
}
