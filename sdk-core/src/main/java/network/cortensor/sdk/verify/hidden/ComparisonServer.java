package network.cortensor.sdk.verify.hidden;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.sharing.DotProductShare;
import network.cortensor.sdk.crypto.sharing.PairingMessage;
import network.cortensor.sdk.crypto.sharing.Party;

/**
 * One of the three servers that compare hidden embeddings. It learns which embeddings are compared, their model and their
 * dimensions, and nothing of what is in them or how close they are.
 *
 * <p>Set-up: each server is created where it runs, sends its {@link #pairing()} to the server before it (1 to 3, 2 to 1, 3 to
 * 2), and {@linkplain #pair takes} that of the server after it. From then on a comparison is one {@link #product} of each
 * server; they do not talk with one another.
 *
 * <p>Each opened cosine is an equation about an embedding, and as many as it has dimensions determine it. So a server
 * multiplies the same two embeddings once, and one embedding at most 64 times; its owner can share it again. Thread-safe.
 */
public final class ComparisonServer implements AutoCloseable {

    private final Party party;

    private ComparisonServer(Party party) {
        this.party = party;
    }

    /**
     * Creates a server with a fresh seed, which lives in this object only.
     *
     * @param number which of the three, 1 to 3
     * @throws IllegalArgumentException when it is another number
     */
    public static ComparisonServer create(int number) {
        return new ComparisonServer(Party.create(number));
    }

    /** Returns which of the three this is. */
    public int number() {
        return party.number();
    }

    /**
     * Returns the message for the server before this one, and never for the other; the caller sends it sealed and closes it.
     *
     * @throws IllegalStateException when this has been closed
     */
    public PairingMessage pairing() {
        return party.pairing();
    }

    /**
     * Takes the message of the server after this one.
     *
     * @param message the message; it stays open
     * @throws EvidenceException when it is from another server, or has the seed of this one
     * @throws IllegalStateException when this is already paired, or this or the message has been closed
     */
    public void pair(PairingMessage message) {
        try {
            party.pair(message);
        } catch (RejectedException e) {
            throw new EvidenceException("Server " + number() + " was not paired: " + e.getMessage(), e);
        }
    }

    /**
     * Returns this server's part of the cosine of two embeddings. Keep it if it may have to be sent again: a second call for
     * the same two is refused.
     *
     * @param x this server's share of the one; it stays open
     * @param y this server's share of the other, which may be the same for {@link HiddenCosine#requireUnit}
     * @throws EvidenceException when a share is for another server, the embeddings are of different models or dimensions,
     *     their product was computed before, or one of them was multiplied 64 times already
     * @throws IllegalStateException when this is not paired, has computed 65,536 products, or this or a share has been closed
     */
    public DotProductShare product(EmbeddingShare x, EmbeddingShare y) {
        if (!x.model().equals(y.model())) {
            throw new EvidenceException("Embeddings of different models are not compared: " + x.id() + " is of "
                    + x.model() + ", " + y.id() + " of " + y.model());
        }
        try {
            return party.dotProduct(x.share(), y.share());
        } catch (RejectedException e) {
            throw new EvidenceException("Server " + number() + " did not compare: " + e.getMessage(), e);
        }
    }

    /** Wipes the seeds. */
    @Override
    public void close() {
        party.close();
    }

    /** Names what is public. */
    @Override
    public String toString() {
        return "ComparisonServer[" + number() + "]";
    }
}
