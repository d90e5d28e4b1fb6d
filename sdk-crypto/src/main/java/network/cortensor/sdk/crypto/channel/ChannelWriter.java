package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.internal.ohttp.ChunkSealer;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Seals one direction of a channel, in chunks of a few fixed sizes, without I/O.
 *
 * <p>Nothing is held back: each call returns the bytes to send for what it was given. A caller that would rather send
 * fewer, fuller chunks collects tokens before it calls, for as long as its reader may wait; every call makes one chunk
 * for each 16,382 bytes begun. What the calls return must reach the other side completely and in the order of the calls,
 * or the reader there fails.
 *
 * <p>Thread-safe in that no two calls use one nonce; but two threads that write cannot know in which order to send, so
 * one thread should.
 */
public final class ChannelWriter {

    private static final byte[] NOTHING = {};

    private @Nullable ChunkSealer sealer;
    private byte[] unsent;
    private int chunks;
    private boolean finished;

    ChannelWriter(byte[] opening, ChunkSealer sealer) {
        this.unsent = opening;
        this.sealer = sealer;
    }

    /**
     * Seals a part of the message.
     *
     * @param payload the next bytes; none make no chunk
     * @return what to send now
     * @throws IllegalStateException if the message is finished, the channel is closed, or the direction would have more
     *     than 2^20 chunks; then nothing has been sealed
     */
    public byte[] write(byte[] payload) {
        return write(payload, 0, payload.length);
    }

    /**
     * Seals a part of the message.
     *
     * @param payload holds the next bytes
     * @param offset where they begin
     * @param length how many there are; none make no chunk
     * @return what to send now
     * @throws IllegalStateException if the message is finished, the channel is closed, or the direction would have more
     *     than 2^20 chunks; then nothing has been sealed
     * @throws IndexOutOfBoundsException if the array does not have these bytes
     */
    public synchronized byte[] write(byte[] payload, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, payload.length);
        ChunkSealer usable = usable((length + ChunkPadding.MAX_PAYLOAD - 1L) / ChunkPadding.MAX_PAYLOAD);
        ByteArrayOutputStream out = started();
        for (int done = 0; done < length; done += ChunkPadding.MAX_PAYLOAD) {
            seal(usable, payload, offset + done, Math.min(ChunkPadding.MAX_PAYLOAD, length - done), out);
        }
        return out.toByteArray();
    }

    /**
     * Seals a chunk without content, which shows the other side that this one is alive and looks like a chunk with a
     * token to everybody else. Readers refuse more than 1,024 in a row.
     *
     * @return what to send now
     * @throws IllegalStateException as {@link #write(byte[])}
     */
    public synchronized byte[] keepAlive() {
        ChunkSealer usable = usable(1);
        ByteArrayOutputStream out = started();
        seal(usable, NOTHING, 0, 0, out);
        return out.toByteArray();
    }

    /**
     * Ends the message with the authenticated final chunk. Without it the reader takes the message for cut. Drops the
     * keys of this direction.
     *
     * @return what to send now; nothing may be sent after it
     * @throws IllegalStateException if the message is finished already or the channel is closed
     */
    public synchronized byte[] finish() {
        ChunkSealer usable = usable(0);
        ByteArrayOutputStream out = started();
        finished = true;
        sealer = null;
        out.writeBytes(usable.last(NOTHING));
        return out.toByteArray();
    }

    /** Says whether {@link #finish()} has been called. */
    public synchronized boolean isFinished() {
        return finished;
    }

    private ChunkSealer usable(long more) {
        if (finished) {
            throw new IllegalStateException("this message is finished; another one takes another channel");
        }
        if (sealer == null) {
            throw new IllegalStateException("this channel has been closed");
        }
        // One is left for the final chunk.
        if (chunks + more >= ChannelLimits.MAX_CHUNKS) {
            throw new IllegalStateException("a direction of a channel has at most " + ChannelLimits.MAX_CHUNKS
                    + " chunks; finish this one and open another, and write more bytes at a time");
        }
        return sealer;
    }

    private ByteArrayOutputStream started() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(unsent);
        unsent = NOTHING;
        return out;
    }

    private void seal(ChunkSealer usable, byte[] source, int offset, int length, ByteArrayOutputStream out) {
        byte[] plaintext = ChunkPadding.pad(source, offset, length);
        try {
            chunks++;
            out.writeBytes(usable.chunk(plaintext));
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    synchronized void close() {
        sealer = null;
    }

    /** Names how far the message is. */
    @Override
    public synchronized String toString() {
        return "ChannelWriter[" + chunks + " chunks" + (finished ? ", finished]" : "]");
    }
}
