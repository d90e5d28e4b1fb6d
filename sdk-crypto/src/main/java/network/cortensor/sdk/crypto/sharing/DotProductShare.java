package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.internal.Hashes;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * One party's word of a dot product (SPEC §17.11). The three words add up to the product; one or two of them are
 * uniformly random and tell nothing, also to a party that sees them.
 *
 * <p>It also says, by tags that follow from the seeds, which shares it can be added to, so that parties of different
 * pairings and products of different vectors are not mixed by mistake. The tags do not protect against a party that
 * lies: it can add any number to the result, and nobody notices.
 *
 * <p>Whoever gets all three learns the product: send it sealed when that is not for everyone. Immutable.
 */
public final class DotProductShare {

    static final int TAG_BYTES = 16;

    private static final byte[] MARK = Format.mark("CDP");
    private static final String NAME = "a share of a dot product";
    private static final int BYTES = Format.MARK_BYTES + Hashes.SIZE + 1 + Long.BYTES + 2 * TAG_BYTES;

    private final byte[] session;
    private final int party;
    private final long word;
    private final byte[] ownTag;
    private final byte[] nextTag;

    private DotProductShare(byte[] session, int party, long word, byte[] ownTag, byte[] nextTag) {
        this.session = session;
        this.party = party;
        this.word = word;
        this.ownTag = ownTag;
        this.nextTag = nextTag;
    }

    /** Takes the arrays over. */
    static DotProductShare of(byte[] session, int party, long word, byte[] ownTag, byte[] nextTag) {
        return new DotProductShare(session, party, word, ownTag, nextTag);
    }

    /** Names the product of two vectors, in either order. */
    static byte[] session(SharingId x, SharingId y) {
        byte[] first = x.bytes();
        byte[] second = y.bytes();
        boolean ordered = Arrays.compareUnsigned(first, second) <= 0;
        MessageDigest digest = Format.labelled("cortensor.network/dot v1");
        digest.update(ordered ? first : second);
        return digest.digest(ordered ? second : first);
    }

    /**
     * Reads a share. Proves nothing about who made it.
     *
     * @throws MalformedException if the bytes are not the form of a share of version 1
     */
    public static DotProductShare decode(byte[] encoded) {
        ByteBuffer source = Format.open(NAME, MARK, BYTES, BYTES, encoded);
        byte[] session = Format.read(source, Hashes.SIZE);
        int party = source.get();
        if (party < 1 || party > Party.COUNT) {
            throw new MalformedException(NAME + " must be of party 1 to " + Party.COUNT + ", found " + party);
        }
        return new DotProductShare(
                session, party, source.getLong(), Format.read(source, TAG_BYTES), Format.read(source, TAG_BYTES));
    }

    /**
     * Opens the dot product of two vectors, modulo 2^64.
     *
     * <p>Trust the result as far as all three parties and both owners: see {@link Party}.
     *
     * @param x the one vector, as its owner named it
     * @param y the other vector; the order of the two does not matter
     * @param shares one share of each party, in any order
     * @return the product, for {@link FixedPoint#decodeProduct} if the vectors were encoded there
     * @throws IllegalArgumentException if there are not exactly three shares
     * @throws RejectedException with {@link RejectedException.Check#SHARE} if a share is of the product of other vectors,
     *     two are of one party, or the parties were not paired with each other
     */
    public static long open(SharingId x, SharingId y, List<DotProductShare> shares) {
        if (shares.size() != Party.COUNT) {
            throw new IllegalArgumentException(
                    "a dot product is opened with " + Party.COUNT + " shares, found " + shares.size());
        }
        byte[] session = session(x, y);
        long product = 0;
        for (DotProductShare share : shares) {
            if (!MessageDigest.isEqual(share.session, session)) {
                throw refused("the share of party " + share.party + " is of other vectors than " + x + " and " + y);
            }
            DotProductShare next = shares.stream()
                    .filter(other -> other.party == Party.next(share.party))
                    .findFirst()
                    .orElseThrow(() -> refused("no share of party " + Party.next(share.party) + " was given"));
            if (!MessageDigest.isEqual(share.nextTag, next.ownTag)) {
                throw refused("parties " + share.party + " and " + next.party + " are not paired with each other");
            }
            product += share.word;
        }
        return product;
    }

    private static RejectedException refused(String reason) {
        return new RejectedException(RejectedException.Check.SHARE, "a dot product cannot be opened: " + reason);
    }

    /** Returns the party that computed this, 1 to 3. */
    public int party() {
        return party;
    }

    /** Returns the 77 bytes to send to who opens the product; the array is the caller's. */
    public byte[] encoded() {
        return ByteBuffer.allocate(BYTES)
                .put(MARK)
                .put(session)
                .put((byte) party)
                .putLong(word)
                .put(ownTag)
                .put(nextTag)
                .array();
    }

    /** Names what is public. */
    @Override
    public String toString() {
        return "DotProductShare[party " + party + "]";
    }
}
