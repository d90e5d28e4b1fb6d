package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.internal.ohttp.Aead;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkOpener;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkParser;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Opens one direction of a channel, without I/O: takes bytes in pieces of any size and hands out what is authentic, chunk
 * by chunk.
 *
 * <p>The end is never quiet. A message is complete only when {@link #isComplete()} says so; a stream that was cut,
 * reordered, duplicated, extended, or spliced with another one ends with an exception. What was handed out before is the
 * same wherever the pieces are cut. After a failure the reader hands out nothing more and fails in the same way again.
 *
 * <p>Thread-safe; but bytes have an order, so one thread should bring them. {@link TokenStream} adds waiting and
 * deadlines.
 */
public final class ChannelReader {

    private final byte[] prologue;
    private final Function<byte[], ChunkOpener> start;
    private final ChunkParser parser = new ChunkParser(ChunkPadding::isSealedSize, Aead.TAG_BYTES);

    private @Nullable ChunkOpener opener;
    private @Nullable RuntimeException failure;
    private int prologueFilled;
    private int chunks;
    private int silent;
    private boolean accepting;
    private boolean complete;
    private boolean closed;

    ChannelReader(int prologueBytes, Function<byte[], ChunkOpener> start) {
        this.prologue = new byte[prologueBytes];
        this.start = start;
    }

    /**
     * Reads bytes as they came from the transport, all of them.
     *
     * @param bytes any number of bytes; the position is at the limit after a normal return
     * @param sink gets the content of each chunk in order, 1 to 16,382 bytes that are its own; called on this thread
     *     before this method returns, also when a later chunk makes it fail
     * @throws RejectedException with {@code CIPHERTEXT} if a chunk is not what the other side sent at this place
     * @throws MalformedException if the bytes cannot be a channel, or go on behind the final chunk
     * @throws IllegalStateException if the channel is closed, also by the sink and with chunks still to come, or the sink
     *     calls this reader, or threw before: then chunks would be missing
     */
    public synchronized void accept(ByteBuffer bytes, Consumer<byte[]> sink) {
        requireUsable();
        accepting = true;
        try {
            if (opener == null && !complete) {
                begin(bytes);
            }
            // Nothing but the prologue yet, or everything behind it.
            if (opener != null || complete) {
                parser.accept(bytes, (ciphertext, last) -> chunk(ciphertext, last, sink));
            }
            accepting = false;
        } catch (CryptoException e) {
            fail(e);
            throw e;
        } finally {
            if (accepting && failure == null && !closed) {
                fail(new IllegalStateException(
                        "the sink of this reader has thrown, so its message would have a gap; open another channel"));
            }
            accepting = false;
        }
    }

    /**
     * Says that the transport has ended, for whatever reason. Call it always: a complete message is not hurt.
     *
     * @throws RejectedException with {@link RejectedException.Check#CHANNEL_CUT} if the final chunk has not come
     * @throws IllegalStateException if the channel is closed or the sink calls this reader
     */
    public synchronized void end() {
        requireUsable();
        if (!complete) {
            RejectedException cut = new RejectedException(
                    RejectedException.Check.CHANNEL_CUT,
                    "a channel ended after " + chunks + " chunks"
                            + (parser.isInsideChunk() ? " and in the middle of one" : "")
                            + ", before its final chunk; what came is a beginning, ask again on another channel");
            fail(cut);
            throw cut;
        }
    }

    /** Says whether the authenticated end of the message has been read and nothing came behind it. */
    public synchronized boolean isComplete() {
        return complete && failure == null;
    }

    /** Returns how many chunks have been authentic, those without content included. */
    synchronized int chunks() {
        return chunks;
    }

    private void requireUsable() {
        if (failure != null) {
            throw failure;
        }
        requireNotClosed();
        if (accepting) {
            throw new IllegalStateException("a sink must not call the reader that calls it");
        }
    }

    private void requireNotClosed() {
        if (closed) {
            throw new IllegalStateException("this channel has been closed");
        }
    }

    private void begin(ByteBuffer bytes) {
        int count = Math.min(bytes.remaining(), prologue.length - prologueFilled);
        bytes.get(prologue, prologueFilled, count);
        prologueFilled += count;
        if (prologueFilled == prologue.length) {
            opener = start.apply(prologue);
        }
    }

    private void chunk(byte[] sealed, boolean last, Consumer<byte[]> sink) {
        // The sink may have closed it.
        requireNotClosed();
        if (opener == null) {
            throw new IllegalStateException("a chunk came before the keys; this is a fault of the reader");
        }
        if (chunks == ChannelLimits.MAX_CHUNKS) {
            throw new MalformedException(
                    "a direction of a channel has more than " + ChannelLimits.MAX_CHUNKS + " chunks");
        }
        byte[] plaintext = opener.open(sealed, last);
        chunks++;
        if (last) {
            complete = true;
            opener = null;
            return;
        }
        try {
            release(ChunkPadding.strip(plaintext), sink);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private void release(byte[] payload, Consumer<byte[]> sink) {
        if (payload.length > 0) {
            silent = 0;
            sink.accept(payload);
            return;
        }
        silent++;
        if (silent > ChannelLimits.MAX_SILENT_CHUNKS) {
            throw new MalformedException(
                    "a channel has more than " + ChannelLimits.MAX_SILENT_CHUNKS + " chunks without content in a row");
        }
    }

    private void fail(RuntimeException cause) {
        failure = cause;
        opener = null;
    }

    synchronized void close() {
        closed = true;
        opener = null;
    }

    /** Names how far the message is. */
    @Override
    public synchronized String toString() {
        return "ChannelReader[" + chunks + " chunks" + (isComplete() ? ", complete]" : "]");
    }
}
