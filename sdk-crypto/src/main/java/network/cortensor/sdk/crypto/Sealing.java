package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Limits;
import network.cortensor.sdk.crypto.internal.age.AgeStream;
import network.cortensor.sdk.crypto.internal.age.FileKey;

import java.io.InputStream;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One content key: encrypts one payload, and grants that payload to recipients as often as needed.
 *
 * <p>The order of use is: {@link #create}, {@link #encrypt} and store the ciphertext, {@link #envelope} with its content
 * id and store that. When a node is replaced, {@link #envelope} again: the payload stays where it is. The sender's own
 * key is always among the recipients, so that an application that was restarted can {@link #resume} from its last
 * envelope.
 *
 * <p>A grant cannot be taken back: who could unwrap the key once can keep it. Thread-safe. Whoever made the sealing
 * closes it; {@link #close()} wipes the key and later calls fail with {@link IllegalStateException}.
 */
public final class Sealing implements AutoCloseable {

    private final FileKey key;
    private final Recipient self;
    private final AtomicBoolean encrypted;

    private Sealing(FileKey key, Recipient self, boolean encrypted) {
        this.key = key;
        this.self = self;
        this.encrypted = new AtomicBoolean(encrypted);
    }

    /**
     * Draws a new content key.
     *
     * @param self the sender's own key, added to the recipients of every envelope
     */
    public static Sealing create(Recipient self) {
        return new Sealing(FileKey.generate(), self, false);
    }

    /**
     * Takes the content key out of an envelope that this sender made earlier, so that the same payload can be granted
     * again. An expired envelope will do. The result cannot encrypt: its one payload exists.
     *
     * @param own the earlier envelope
     * @param self the identity whose recipient was given to {@link #create}; not closed
     * @param expected what the envelope was made for; {@code sender} is the caller's own wallet
     * @throws RejectedException with {@code CONTEXT}, {@code SENDER_SIGNATURE} or {@code CIPHERTEXT}
     * @throws NotForMeException if the envelope does not list the identity's key
     * @throws MalformedException if the envelope has a wrapped key that no identity can unwrap
     * @throws IllegalStateException if the identity has been closed
     */
    public static Sealing resume(Envelope own, Identity self, Envelope.Expected expected) {
        return new Sealing(own.reopen(self, expected), self.recipient(), true);
    }

    /**
     * Encrypts the one payload while it is read (SPEC §4). The result is {@code plaintext} padded to one of few sizes,
     * plus 16 bytes for every 64 KiB begun and 16 bytes in front.
     *
     * @param plaintext read lazily; closed with the returned stream
     * @param length the bytes that {@code plaintext} has, 0 to 2^40
     * @return the ciphertext, whose {@code read} throws {@code IOException} if {@code plaintext} did or does not have
     *     exactly {@code length} bytes; it stays readable after this sealing is closed
     * @throws IllegalStateException if this sealing has encrypted before, was resumed, or has been closed
     * @throws IllegalArgumentException if the length is out of range
     */
    public InputStream encrypt(InputStream plaintext, long length) {
        InputStream padded = Padding.pad(plaintext, length);
        if (encrypted.getAndSet(true)) {
            throw new IllegalStateException(
                    "a sealing encrypts one payload, and this one has; create another for another payload");
        }
        return AgeStream.encrypting(padded, key);
    }

    /**
     * Grants the payload: wraps the content key for the sender and each recipient, and has the whole signed (SPEC §5,
     * §6).
     *
     * @param context what the payload belongs to; its sender is the signer
     * @param recipients who may read it besides the sender; each key counts once. With the sender at most 64. Take them
     *     from a {@link KeyDirectory}, not from the network
     * @param payload the content id that the ciphertext of {@link #encrypt} was stored under: 1 to 256 letters, digits,
     *     {@code -} or {@code _}
     * @param signer the sender's wallet
     * @throws IllegalArgumentException if the signer is not the context's sender, there are too many recipients, or the
     *     content id has another form
     * @throws RejectedException with {@link RejectedException.Check#SIGNATURE} if the signer returned a signature that
     *     is not its own
     * @throws IllegalStateException if this sealing has been closed
     */
    public Envelope envelope(
            SealContext context, Collection<Recipient> recipients, String payload, WalletSigner signer) {
        if (!signer.address().equals(context.sender())) {
            throw new IllegalArgumentException(
                    "the context's sender is " + context.sender() + ", the signer signs for " + signer.address());
        }
        Limits.requireContentId("payload", payload);
        SortedMap<KeyId, Recipient> readers = new TreeMap<>();
        readers.put(self.keyId(), self);
        recipients.forEach(recipient -> readers.put(recipient.keyId(), recipient));
        if (readers.size() > BoundContext.MAX_RECIPIENTS) {
            throw new IllegalArgumentException("an envelope has at most " + BoundContext.MAX_RECIPIENTS
                    + " recipients with the sender, found " + readers.size());
        }
        return Envelope.seal(key, context, readers, payload, signer);
    }

    /** Wipes the content key. May be called more than once. */
    @Override
    public void close() {
        key.close();
    }

    /** Names the sender's key id, never the content key. */
    @Override
    public String toString() {
        return "Sealing[" + self.keyId() + "]";
    }
}
