package network.cortensor.sdk.verify.hidden;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.sharing.FixedPoint;
import network.cortensor.sdk.crypto.sharing.SharingId;
import network.cortensor.sdk.crypto.sharing.VectorShare;
import network.cortensor.sdk.internal.wire.ModelName;
import network.cortensor.sdk.verify.EmbeddingModel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What one of three servers holds of a hidden embedding: its model, its dimensions, and numbers that tell nothing without
 * those of another server. Any two shares are the embedding.
 *
 * <p>{@link #close()} wipes it. Thread-safe.
 */
public final class EmbeddingShare implements AutoCloseable {

    private static final byte[] MARK = {'C', 'E', 'S', 1};
    private static final int MAX_BYTES = 2 * 1024 * 1024;

    private final String model;
    private final VectorShare share;

    private EmbeddingShare(String model, VectorShare share) {
        this.model = model;
        this.share = share;
    }

    /**
     * Shares an embedding, scaled to length 1, so that a product of two is their cosine.
     *
     * @param model the {@linkplain EmbeddingModel#id() name of the model}; embeddings of different ones are not compared
     * @param embedding 1 to 65,536 coordinates; not kept
     * @return the shares of server 1, 2 and 3, in this order, all of one {@link #id()}. Send each to its server, sealed, and
     *     close all
     * @throws IllegalArgumentException when the embedding has no coordinates or too many, one is no finite number, all are
     *     zero, or the name is none
     */
    public static List<EmbeddingShare> deal(String model, float[] embedding) {
        requireName(model);
        long[] encoded = FixedPoint.encode(normalised(embedding));
        try {
            return VectorShare.deal(encoded).stream()
                    .map(share -> new EmbeddingShare(model, share))
                    .toList();
        } finally {
            Arrays.fill(encoded, 0);
        }
    }

    private static double[] normalised(float[] embedding) {
        double squares = 0;
        for (float coordinate : embedding) {
            squares += (double) coordinate * coordinate;
        }
        double length = Math.sqrt(squares);
        // Squares of floats neither overflow nor vanish in a double, so this is NaN, an infinite coordinate, or
        // nothing.
        if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "An embedding to be compared has finite coordinates that are not all zero; this one has "
                            + embedding.length + " coordinates and the length " + length);
        }
        double[] unit = new double[embedding.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = embedding[i] / length;
        }
        return unit;
    }

    private static void requireName(String model) {
        if (!ModelName.isSound(model)) {
            throw new IllegalArgumentException("A model's name has 1 to " + ModelName.MAX_CHARACTERS
                    + " characters without control characters, not " + model.length() + " of another kind");
        }
    }

    /**
     * Reads a share.
     *
     * @param encoded the bytes; they are copied, and the caller's to wipe
     * @throws EvidenceException when they are no share of version 1, or the numbers are not those that the share names
     */
    public static EmbeddingShare decode(byte[] encoded) {
        if (encoded.length > MAX_BYTES || encoded.length < MARK.length + Short.BYTES) {
            throw new EvidenceException("A share of an embedding has " + (MARK.length + Short.BYTES) + " to "
                    + MAX_BYTES + " bytes, this one has " + encoded.length);
        }
        ByteBuffer source = ByteBuffer.wrap(encoded);
        byte[] mark = new byte[MARK.length];
        source.get(mark);
        int length = Short.toUnsignedInt(source.getShort());
        if (!Arrays.equals(mark, MARK) || length > source.remaining()) {
            throw new EvidenceException("This is no share of an embedding of version 1.");
        }
        byte[] share = Arrays.copyOfRange(encoded, source.position() + length, encoded.length);
        try {
            String model = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(source.slice().limit(length))
                    .toString();
            requireName(model);
            return new EmbeddingShare(model, VectorShare.decode(share));
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new EvidenceException("A share of an embedding names its model in a form that is none.", e);
        } catch (CryptoException e) {
            throw new EvidenceException("A share of an embedding does not hold: " + e.getMessage(), e);
        } finally {
            Arrays.fill(share, (byte) 0);
        }
    }

    /** Returns the bytes to send to the server, sealed; the array is the caller's to wipe. */
    public byte[] encoded() {
        byte[] name = model.getBytes(StandardCharsets.UTF_8);
        byte[] numbers = share.encoded();
        try {
            return ByteBuffer.allocate(MARK.length + Short.BYTES + name.length + numbers.length)
                    .put(MARK)
                    .putShort((short) name.length)
                    .put(name)
                    .put(numbers)
                    .array();
        } finally {
            Arrays.fill(numbers, (byte) 0);
        }
    }

    /** Returns the name of the embedding, the same in all its three shares; it tells nothing of it. */
    public SharingId id() {
        return share.id();
    }

    /** Returns the name of the model. */
    public String model() {
        return model;
    }

    /** Returns which server the share is for, 1 to 3. */
    public int server() {
        return share.party();
    }

    /** Returns how many coordinates the embedding has. */
    public int dimensions() {
        return share.dimensions();
    }

    VectorShare share() {
        return share;
    }

    /** Wipes the numbers. */
    @Override
    public void close() {
        share.close();
    }

    /** Names what is public. */
    @Override
    public String toString() {
        return "EmbeddingShare[server " + server() + ", " + model + ", " + dimensions() + " dimensions, " + id() + "]";
    }
}
