package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.internal.Secret;
import org.jspecify.annotations.Nullable;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One of the three servers that compute dot products of hidden vectors (SPEC §17.10, §17.11), after Araki, Furukawa,
 * Lindell, Nof and Ohara, <i>High-Throughput Semi-Honest Secure Three-Party Computation with an Honest Majority</i>
 * (CCS 2016).
 *
 * <p>Set-up: each party is {@linkplain #create created} where it runs, sends its {@link #pairing()} to the party before
 * it (1 to 3, 2 to 1, 3 to 2), and {@linkplain #pair takes} that of the party after it. From then on a dot product costs
 * one call and one {@link DotProductShare} of each party, for vectors of any length; there is no talk between parties.
 *
 * <p><b>What holds, if all three follow the protocol.</b> A party learns the dimensions and ids of the vectors, and
 * nothing else. Whoever opens the three shares learns the product, and nothing else. This is computational in the masks
 * (HMAC-SHA-256) and perfect in the shares.
 *
 * <p><b>What does not.</b> This is the semi-honest model with an honest majority:
 * <ul>
 *   <li>a party that lies, or a memory fault, adds any number to the result, and it is not detected. The liar learns no
 *       more than an honest party;
 *   <li>any two parties together have both vectors;
 *   <li>an owner chooses what to share: vectors that are no embeddings, or longer than {@link FixedPoint} allows, give
 *       results without meaning, and unit vectors along the axes read out the coordinates of the other vector. Each opened
 *       product is one linear equation about the vector; as many as there are dimensions determine it.
 * </ul>
 *
 * <p>Against the last of these a party computes one product of the same two vectors, and at most 64 of one vector. Who
 * needs more deals the vector again, which only its owner can.
 *
 * <p><b>Masks are never used for two things.</b> A mask follows from the seeds and from the ids of the two vectors, an id
 * is a hash over all components, and seeds live in this object only: they cannot be stored, and a server that starts
 * again is paired again. There is nothing a caller could choose or repeat.
 *
 * <p>Thread-safe.
 */
public final class Party implements AutoCloseable {

    static final int COUNT = 3;

    /** As many as an envelope has recipients: all results of one task are compared with each other. */
    static final int MAX_PRODUCTS_OF_VECTOR = 64;

    /** Bounds what a party remembers to 40 MB; then new ones are paired. */
    static final int MAX_PRODUCTS = 65_536;

    private static final String SEED = "seed of a party";
    private static final String HMAC = "HmacSHA256";
    private static final byte[] LABEL = "cortensor.network/zero v1".getBytes(StandardCharsets.US_ASCII);

    private final int number;
    private final Secret own;
    private final Map<SharingId, Set<SharingId>> partners = new HashMap<>();
    private @Nullable Secret next;
    private int products;

    private Party(int number, Secret own) {
        this.number = number;
        this.own = own;
    }

    /**
     * Makes a party with a fresh seed.
     *
     * @param number which of the three, 1 to 3
     * @throws IllegalArgumentException if it is another number
     */
    public static Party create(int number) {
        return create(number, Secret.random(SEED, PairingMessage.SEED_BYTES));
    }

    /** With a given seed, for known answers. */
    static Party create(int number, Secret own) {
        if (number < 1 || number > COUNT) {
            throw new IllegalArgumentException("a party must have number 1 to " + COUNT + ", found " + number);
        }
        return new Party(number, own);
    }

    /** Returns the party after this one: 2, 3, 1. */
    static int next(int party) {
        return party % COUNT + 1;
    }

    /** Returns which of the three this is, 1 to 3. */
    public int number() {
        return number;
    }

    /**
     * Returns the message for the party before this one: from 1 to 3, from 2 to 1, from 3 to 2. Never for the other one,
     * and the caller closes it.
     *
     * @throws IllegalStateException if this has been closed
     */
    public PairingMessage pairing() {
        return PairingMessage.taking(number, own.use(byte[]::clone));
    }

    /**
     * Takes the message of the party after this one.
     *
     * @param message the message; it stays open
     * @throws RejectedException with {@link RejectedException.Check#SHARE} if it is from another party, or has the seed of
     *     this one
     * @throws IllegalStateException if this is already paired, or if this or the message has been closed
     */
    public synchronized void pair(PairingMessage message) {
        if (message.from() != next(number)) {
            throw refused("it is paired with party " + next(number) + ", found a message from party " + message.from());
        }
        if (next != null) {
            throw new IllegalStateException("party " + number + " is already paired; create another one");
        }
        Secret shared = Secret.taking(SEED, message.shared());
        // Two equal seeds would mask nothing.
        if (own.use(mine -> shared.use(theirs -> MessageDigest.isEqual(mine, theirs)))) {
            throw refused("the message has this party's own seed");
        }
        next = shared;
    }

    /**
     * Computes this party's share of the dot product of two vectors. Keep the result if it may have to be sent again: a
     * second call for the same vectors is refused.
     *
     * @param x this party's share of the one vector; it stays open
     * @param y this party's share of the other, which may be the same; the order of the two does not matter
     * @throws RejectedException with {@link RejectedException.Check#SHARE} if a share is for another party, the vectors
     *     have different dimensions, their product was computed before, or one of them is in 64 products already
     * @throws IllegalStateException if this is not paired, has computed 65,536 products (create and pair new parties), or
     *     if this or a share has been closed
     */
    public DotProductShare dotProduct(VectorShare x, VectorShare y) {
        require(x);
        require(y);
        if (x.dimensions() != y.dimensions()) {
            throw refused("vectors " + x.id() + " and " + y.id() + " have " + x.dimensions() + " and " + y.dimensions()
                    + " dimensions");
        }
        byte[] session = DotProductShare.session(x.id(), y.id());
        byte[] ownMask = mask(own, session);
        byte[] nextMask = mask(paired(), session);
        long product = x.localProduct(y);
        remember(x.id(), y.id());
        long zero = first(ownMask) - first(nextMask);
        DotProductShare share = DotProductShare.of(session, number, product + zero, tag(ownMask), tag(nextMask));
        Arrays.fill(ownMask, (byte) 0);
        Arrays.fill(nextMask, (byte) 0);
        return share;
    }

    private void require(VectorShare share) {
        if (share.party() != number) {
            throw refused("the share of vector " + share.id() + " is for party " + share.party());
        }
    }

    private synchronized Secret paired() {
        if (next == null) {
            throw new IllegalStateException(
                    "party " + number + " is not paired; it needs the message of party " + next(number));
        }
        return next;
    }

    private synchronized void remember(SharingId x, SharingId y) {
        if (products == MAX_PRODUCTS) {
            throw new IllegalStateException(
                    "party " + number + " has computed " + MAX_PRODUCTS + " products; create and pair new parties");
        }
        if (partners(x).contains(y)) {
            throw refused("the product of vectors " + x + " and " + y + " was computed before");
        }
        requireFew(x);
        requireFew(y);
        partners.computeIfAbsent(x, id -> new HashSet<>()).add(y);
        partners.computeIfAbsent(y, id -> new HashSet<>()).add(x);
        products++;
    }

    private void requireFew(SharingId vector) {
        if (partners(vector).size() >= MAX_PRODUCTS_OF_VECTOR) {
            throw refused("vector " + vector + " is in " + MAX_PRODUCTS_OF_VECTOR
                    + " products already; only its owner can share it again");
        }
    }

    private Set<SharingId> partners(SharingId vector) {
        return partners.getOrDefault(vector, Set.of());
    }

    private RejectedException refused(String reason) {
        return new RejectedException(RejectedException.Check.SHARE, "party " + number + " cannot take part: " + reason);
    }

    /** 32 bytes for one seed and one product: the first 8 are the mask, the last 16 the tag (SPEC §17.11). */
    private static byte[] mask(Secret seed, byte[] session) {
        return seed.use(bytes -> {
            try {
                Mac hmac = Mac.getInstance(HMAC);
                hmac.init(new SecretKeySpec(bytes, HMAC));
                hmac.update(LABEL);
                return hmac.doFinal(session);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform must have " + HMAC + "; this one has not", e);
            }
        });
    }

    private static long first(byte[] mask) {
        return ByteBuffer.wrap(mask).getLong();
    }

    private static byte[] tag(byte[] mask) {
        return Arrays.copyOfRange(mask, mask.length - DotProductShare.TAG_BYTES, mask.length);
    }

    /** Wipes the seeds. */
    @Override
    public synchronized void close() {
        own.close();
        if (next != null) {
            next.close();
        }
    }

    /** Names what is public. */
    @Override
    public String toString() {
        return "Party[" + number + "]";
    }
}
