package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.Secret;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a {@link Party} sends, once, to the party before it: the seed that the two have in common (SPEC §17.10).
 *
 * <p>Secret: whoever has it, other than these two, can take off the masks together with one of them. Send it sealed, and
 * {@link #close()} it. Thread-safe.
 */
public final class PairingMessage implements AutoCloseable {

    static final int SEED_BYTES = 32;

    private static final byte[] MARK = Format.mark("CPM");
    private static final String NAME = "a pairing message";
    private static final int BYTES = Format.MARK_BYTES + 1 + SEED_BYTES;

    private final int from;
    private final Secret shared;

    private PairingMessage(int from, byte[] shared) {
        this.from = from;
        this.shared = Secret.taking(NAME, shared);
    }

    /** Takes the array over. */
    static PairingMessage taking(int from, byte[] shared) {
        return new PairingMessage(from, shared);
    }

    /**
     * Reads a message. Proves nothing about who sent it.
     *
     * @param encoded the bytes; they are copied, and the caller's to wipe
     * @throws MalformedException if they are not the form of a pairing message of version 1
     */
    public static PairingMessage decode(byte[] encoded) {
        int from = Format.open(NAME, MARK, BYTES, BYTES, encoded).get();
        if (from < 1 || from > Party.COUNT) {
            throw new MalformedException(NAME + " must be from party 1 to " + Party.COUNT + ", found " + from);
        }
        return new PairingMessage(from, Arrays.copyOfRange(encoded, BYTES - SEED_BYTES, BYTES));
    }

    /** Returns the party that says it sent this, 1 to 3. */
    public int from() {
        return from;
    }

    /** Returns a copy of the seed; the caller takes it over. */
    byte[] shared() {
        return shared.use(byte[]::clone);
    }

    /**
     * Returns the 37 bytes to send, sealed, to the party before; the array is the caller's to wipe.
     *
     * @throws IllegalStateException if the message has been closed
     */
    public byte[] encoded() {
        return shared.use(bytes ->
                ByteBuffer.allocate(BYTES).put(MARK).put((byte) from).put(bytes).array());
    }

    /** Wipes the seed. */
    @Override
    public void close() {
        shared.close();
    }

    /** Names what is public. */
    @Override
    public String toString() {
        return "PairingMessage[from party " + from + "]";
    }
}
