package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.age.AgeStream;
import network.cortensor.sdk.crypto.internal.age.FileKey;

import java.io.InputStream;
import java.util.List;

/**
 * An envelope after every check of {@link Envelope#open} has passed; only that method makes one.
 *
 * <p>Holds the content key until it is closed: keep it open until the first byte of each stream of {@link #decrypt} has
 * been read. Thread-safe; its streams are not.
 */
public final class OpenedEnvelope implements AutoCloseable {

    private final Envelope envelope;
    private final FileKey key;

    OpenedEnvelope(Envelope envelope, FileKey key) {
        this.envelope = envelope;
        this.key = key;
    }

    /** Returns what the object belongs to, as the sender signed it. */
    public SealContext context() {
        return envelope.context();
    }

    /** Returns the ids of all keys it is sealed for, in ascending order, as the sender signed them. */
    public List<KeyId> recipients() {
        return envelope.recipients();
    }

    /** Returns the content id of the payload, as the sender signed it. */
    public String payload() {
        return envelope.payload();
    }

    /**
     * Decrypts the payload while it is read, 64 KiB at a time, and strips the padding.
     *
     * <p>No byte is handed out before its chunk has been authenticated, and the last byte of the body only after the
     * whole payload has been. A reader that acts on earlier bytes acts on a true beginning of what may turn out to be
     * cut. Once the stream has failed it gives no further byte.
     *
     * <p>Check that the bytes given here have the content id {@link #payload()}; otherwise another recipient can have
     * written them (SPEC §7.7).
     *
     * @param payload the encrypted payload, read lazily; closed with the returned stream
     * @return the plaintext, whose {@code read} throws {@link RejectedException} with
     *     {@link RejectedException.Check#CIPHERTEXT} if the payload was altered, cut, extended or belongs elsewhere,
     *     {@link IllegalStateException} if this object was closed before the first read, and {@code IOException} only if
     *     {@code payload} did or the stream has failed before
     */
    public InputStream decrypt(InputStream payload) {
        return Padding.unpad(AgeStream.decrypting(payload, key));
    }

    /** Wipes the content key. May be called more than once. */
    @Override
    public void close() {
        key.close();
    }

    /** Names the payload and the number of recipients. */
    @Override
    public String toString() {
        return "Opened" + envelope;
    }
}
