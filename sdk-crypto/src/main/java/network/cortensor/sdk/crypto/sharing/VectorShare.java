package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.internal.Secret;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What one of three servers holds of a hidden vector of 64-bit integers (SPEC §17.8, §17.9): replicated secret sharing
 * over the integers modulo 2^64. The vector is the sum of three components of which two are uniformly random, and each
 * server gets two of the three.
 *
 * <p><b>One share tells nothing</b> about the vector but its dimensions, perfectly so for the components; the digests of
 * the components are blinded and tell nothing as far as SHA-256 holds. <b>Any two shares are the vector:</b> the three
 * servers must not be run by fewer than three interests.
 *
 * <p>A share names all three components by their digests, so shares of one {@link #id()} fit together, whoever dealt
 * them: two servers cannot be given different values of the component that both hold. What the vector is, the owner
 * alone decides; nobody checks that it is an embedding, or short enough.
 *
 * <p>The encoding is secret, since two of them are the vector: seal it for its server. {@link #close()} wipes it.
 * Thread-safe.
 */
public final class VectorShare implements AutoCloseable {

    /** Sixteen times the longest embeddings in common use; a share of that size has 1 MiB. */
    static final int MAX_DIMENSIONS = 65_536;

    private static final byte[] MARK = Format.mark("CVS");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String NAME = "a share of a vector";
    private static final int BLIND_BYTES = 32;
    private static final int DIGEST_BYTES = 32;
    /** Mark, dimensions, and one digest for each component: what the shares of a vector have in common. */
    private static final int HEADER_BYTES = Format.MARK_BYTES + Integer.BYTES + Party.COUNT * DIGEST_BYTES;

    private final byte[] header;
    private final SharingId id;
    private final int party;
    /** The component of the party's own number, then the next: a blind and the coordinates, each. */
    private final Secret components;

    private VectorShare(byte[] header, int party, byte[] components) {
        this.header = header;
        this.id = SharingId.hashing(header);
        this.party = party;
        this.components = Secret.taking(NAME, components);
    }

    /**
     * Shares a vector.
     *
     * @param values 1 to 65,536 integers, such as {@link FixedPoint#encode(float[])} makes; they are copied, and the
     *     caller's to wipe
     * @return the shares of party 1, 2 and 3, in this order; all three have the same {@link #id()}
     * @throws IllegalArgumentException if there are no values, or too many
     */
    public static List<VectorShare> deal(long[] values) {
        return deal(RANDOM, values);
    }

    /** With another source of randomness, for known answers. */
    static List<VectorShare> deal(Random source, long[] values) {
        requireDimensions(values.length);
        byte[][] components = new byte[Party.COUNT][componentBytes(values.length)];
        source.nextBytes(components[0]);
        source.nextBytes(components[1]);
        source.nextBytes(components[2]);
        ByteBuffer first = ByteBuffer.wrap(components[0]);
        ByteBuffer second = ByteBuffer.wrap(components[1]);
        ByteBuffer third = ByteBuffer.wrap(components[2]);
        for (int at = 0; at < values.length; at++) {
            int place = BLIND_BYTES + at * Long.BYTES;
            third.putLong(place, values[at] - first.getLong(place) - second.getLong(place));
        }
        List<VectorShare> shares = of(values.length, components);
        for (byte[] component : components) {
            Arrays.fill(component, (byte) 0);
        }
        return shares;
    }

    /** With given components, which are copied. */
    static List<VectorShare> of(int dimensions, byte[]... components) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).put(MARK).putInt(dimensions);
        for (int number = 1; number <= Party.COUNT; number++) {
            header.put(digest(number, components[number - 1], 0, dimensions));
        }
        List<VectorShare> shares = new ArrayList<>(Party.COUNT);
        for (int party = 1; party <= Party.COUNT; party++) {
            byte[] own = components[party - 1];
            byte[] next = components[Party.next(party) - 1];
            byte[] both = ByteBuffer.allocate(own.length + next.length)
                    .put(own)
                    .put(next)
                    .array();
            shares.add(new VectorShare(header.array(), party, both));
        }
        return List.copyOf(shares);
    }

    /**
     * Reads a share.
     *
     * @param encoded the bytes; they are copied, and the caller's to wipe
     * @throws MalformedException if they are not the form of a share of version 1
     * @throws RejectedException with {@link RejectedException.Check#SHARE} if a component is not the one whose digest
     *     the share states
     */
    public static VectorShare decode(byte[] encoded) {
        ByteBuffer source = Format.open(NAME, MARK, shareBytes(1), shareBytes(MAX_DIMENSIONS), encoded);
        int dimensions = source.getInt();
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS || encoded.length != shareBytes(dimensions)) {
            throw new MalformedException(NAME + " must state as many dimensions as it has, 1 to " + MAX_DIMENSIONS
                    + ", found " + Integer.toUnsignedString(dimensions) + " in " + encoded.length + " bytes");
        }
        int party = encoded[HEADER_BYTES];
        if (party < 1 || party > Party.COUNT) {
            throw new MalformedException(NAME + " must be for party 1 to " + Party.COUNT + ", found " + party);
        }
        byte[] header = Arrays.copyOf(encoded, HEADER_BYTES);
        int own = HEADER_BYTES + 1;
        requireDigest(header, party, encoded, own, dimensions);
        requireDigest(header, Party.next(party), encoded, own + componentBytes(dimensions), dimensions);
        return new VectorShare(header, party, Arrays.copyOfRange(encoded, own, encoded.length));
    }

    private static void requireDigest(byte[] header, int number, byte[] encoded, int offset, int dimensions) {
        int from = Format.MARK_BYTES + Integer.BYTES + (number - 1) * DIGEST_BYTES;
        byte[] expected = Arrays.copyOfRange(header, from, from + DIGEST_BYTES);
        if (!MessageDigest.isEqual(expected, digest(number, encoded, offset, dimensions))) {
            throw new RejectedException(
                    RejectedException.Check.SHARE,
                    NAME + " was altered: component " + number + " does not have the digest that the share states");
        }
    }

    private static byte[] digest(int number, byte[] bytes, int offset, int dimensions) {
        MessageDigest digest = Format.labelled("cortensor.network/vector v1");
        digest.update((byte) number);
        digest.update(bytes, offset, componentBytes(dimensions));
        return digest.digest();
    }

    private static int componentBytes(int dimensions) {
        return BLIND_BYTES + dimensions * Long.BYTES;
    }

    private static int shareBytes(int dimensions) {
        return HEADER_BYTES + 1 + 2 * componentBytes(dimensions);
    }

    static void requireDimensions(int dimensions) {
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "a vector must have 1 to " + MAX_DIMENSIONS + " dimensions, found " + dimensions);
        }
    }

    /**
     * Computes this party's part of the dot product, unmasked: of the nine products of components, the three that it has
     * both factors of and that no other party counts.
     */
    long localProduct(VectorShare other) {
        return components.use(x -> other.components.use(y -> localProduct(x, y, dimensions())));
    }

    private static long localProduct(byte[] x, byte[] y, int dimensions) {
        ByteBuffer left = ByteBuffer.wrap(x);
        ByteBuffer right = ByteBuffer.wrap(y);
        int toNext = componentBytes(dimensions);
        long sum = 0;
        for (int at = 0; at < dimensions; at++) {
            int own = BLIND_BYTES + at * Long.BYTES;
            int next = own + toNext;
            // x_i y_i + x_i y_(i+1) + x_(i+1) y_i with two multiplications.
            sum += left.getLong(own) * (right.getLong(own) + right.getLong(next))
                    + left.getLong(next) * right.getLong(own);
        }
        return sum;
    }

    /** Returns the name of the vector, the same in all its three shares. */
    public SharingId id() {
        return id;
    }

    /** Returns the party that this share is for, 1 to 3. */
    public int party() {
        return party;
    }

    /** Returns the dimensions of the vector, 1 to 65,536. */
    public int dimensions() {
        return ByteBuffer.wrap(header).getInt(Format.MARK_BYTES);
    }

    /**
     * Returns the bytes to send to the party, sealed: 169 and 16 for each dimension. The array is the caller's to wipe.
     *
     * @throws IllegalStateException if the share has been closed
     */
    public byte[] encoded() {
        return components.use(bytes -> ByteBuffer.allocate(HEADER_BYTES + 1 + bytes.length)
                .put(header)
                .put((byte) party)
                .put(bytes)
                .array());
    }

    /** Wipes the components. */
    @Override
    public void close() {
        components.close();
    }

    /** Names what is public. */
    @Override
    public String toString() {
        return "VectorShare[party " + party + ", " + dimensions() + " dimensions, vector " + id + "]";
    }
}
