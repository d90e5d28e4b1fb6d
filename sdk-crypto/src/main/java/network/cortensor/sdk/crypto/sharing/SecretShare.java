package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.internal.Secret;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * What one holder keeps of a secret: one of {@code n} shares of which any {@code k} combine to it (SPEC §17.5).
 *
 * <p>A share that was read with {@link #decode} is well-formed, and no more. {@link #verify} says whether it is the one
 * that the dealer gave out; {@link SecretSharing#combine} asks the same of every share.
 *
 * <p>Its encoding is secret, since {@code k} of them are the secret: send and store it sealed. {@link #close()} wipes
 * it. Thread-safe.
 */
public final class SecretShare implements AutoCloseable {

    static final int VALUE_BYTES = 32;
    /** Behind the header: index and value. */
    static final int TAIL_BYTES = 1 + VALUE_BYTES;

    private final SharingHeader header;
    private final int index;
    private final Secret value;

    private SecretShare(SharingHeader header, int index, byte[] value) {
        this.header = header;
        this.index = index;
        this.value = Secret.taking("share of a secret", value);
    }

    /** Takes the value over. */
    static SecretShare taking(SharingHeader header, int index, byte[] value) {
        return new SecretShare(header, index, value);
    }

    /**
     * Reads a share. Proves nothing about who made it.
     *
     * @param encoded the bytes; they are copied, and the caller's to wipe
     * @throws MalformedException if they are not the form of a share of version 1
     */
    public static SecretShare decode(byte[] encoded) {
        SharingHeader header = SharingHeader.leading(encoded, TAIL_BYTES);
        int index = encoded[encoded.length - TAIL_BYTES] & 0xff;
        if (index < 1 || index > header.count()) {
            throw new MalformedException("a share must have an index of 1 to " + header.count() + ", found " + index);
        }
        return new SecretShare(
                header, index, Arrays.copyOfRange(encoded, encoded.length - VALUE_BYTES, encoded.length));
    }

    /**
     * Checks that this is the share that the dealer of a sharing gave out under this index. A holder does this when it
     * receives the share, or a mistake of the dealer will later look like its own.
     *
     * @param expected the sharing, as the dealer named it; an id that came with the share proves nothing
     * @throws RejectedException with {@link RejectedException.Check#SHARE} if it is not
     * @throws IllegalStateException if the share has been closed
     */
    public void verify(SharingId expected) {
        refusal(expected).ifPresent(reason -> {
            throw new RejectedException(
                    RejectedException.Check.SHARE,
                    "share " + index + " does not hold for sharing " + expected + ": " + reason);
        });
    }

    Optional<RefusedShare.Reason> refusal(SharingId expected) {
        if (!header.id().equals(expected)) {
            return Optional.of(RefusedShare.Reason.OTHER_SHARING);
        }
        return MessageDigest.isEqual(header.digest(index), value.use(bytes -> digest(index, bytes)))
                ? Optional.empty()
                : Optional.of(RefusedShare.Reason.ALTERED);
    }

    /**
     * Names the value of an index. Values are uniformly random and as long as the digest, so it cannot be guessed from it
     * whatever the secret is.
     */
    static byte[] digest(int index, byte[] value) {
        MessageDigest digest = Format.labelled("cortensor.network/share v1");
        digest.update((byte) index);
        return digest.digest(value);
    }

    SharingHeader header() {
        return header;
    }

    /** Returns a copy of the value; the caller wipes it. */
    byte[] value() {
        return value.use(byte[]::clone);
    }

    /**
     * Returns the id that this share claims to belong to. From one's own share, received from the dealer over an
     * authenticated channel, it says which shares of others belong to it.
     */
    public SharingId sharing() {
        return header.id();
    }

    /** Returns which share this is, 1 … {@link #count()}. */
    public int index() {
        return index;
    }

    /** Returns how many shares are needed, 1 … {@link #count()}. */
    public int threshold() {
        return header.threshold();
    }

    /** Returns how many shares there are, 1 … 255. */
    public int count() {
        return header.count();
    }

    /**
     * Returns the bytes to store or to send to the holder, sealed; the array is the caller's to wipe.
     *
     * @throws IllegalStateException if the share has been closed
     */
    public byte[] encoded() {
        return value.use(bytes -> ByteBuffer.allocate(header.encoded().length + TAIL_BYTES)
                .put(header.encoded())
                .put((byte) index)
                .put(bytes)
                .array());
    }

    /** Wipes the value. */
    @Override
    public void close() {
        value.close();
    }

    /** Names what is public. */
    @Override
    public String toString() {
        return "SecretShare[" + index + " of " + count() + ", threshold " + threshold() + ", sharing " + sharing()
                + "]";
    }
}
