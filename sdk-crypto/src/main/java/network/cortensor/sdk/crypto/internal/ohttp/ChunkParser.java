package network.cortensor.sdk.crypto.internal.ohttp;

import network.cortensor.sdk.crypto.MalformedException;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

/**
 * Takes chunks out of bytes that come in pieces of any size, without I/O. What comes out does not depend on where the
 * pieces are cut, and a length is refused at the first byte that makes it impossible. Not thread-safe.
 *
 * <p>Stricter than the draft, for streams that have no end of their own: lengths are in their shortest form, and the last
 * chunk has a size that is known, so that it is complete without waiting for the end of the transport.
 */
public final class ChunkParser {

    /** What is done with a complete chunk. */
    @FunctionalInterface
    public interface Sink {

        /** Takes the ciphertext of a chunk, which is then the sink's. */
        void chunk(byte[] sealed, boolean last);
    }

    private final IntPredicate sizes;
    private final int lastSize;

    private int prefixLeft;
    private int prefixSize;
    private int length;
    private byte[] body = {};
    private int filled;
    private boolean inBody;
    private boolean last;
    private boolean ended;

    /**
     * Makes a parser.
     *
     * @param sizes says which sizes of a ciphertext there can be
     * @param lastSize the size of the last ciphertext
     */
    public ChunkParser(IntPredicate sizes, int lastSize) {
        this.sizes = sizes;
        this.lastSize = lastSize;
    }

    /** Says whether the next byte belongs to a chunk that has begun. */
    public boolean isInsideChunk() {
        return inBody || prefixLeft > 0;
    }

    /**
     * Reads all bytes.
     *
     * @throws MalformedException if a length is not in its shortest form or none that there can be, or something comes
     *     behind the last chunk
     */
    public void accept(ByteBuffer bytes, Sink sink) {
        while (bytes.hasRemaining()) {
            if (ended) {
                throw new MalformedException("a stream of chunks goes on behind its last chunk");
            }
            if (inBody) {
                fill(bytes, sink);
            } else {
                prefix(bytes.get() & 0xff);
            }
        }
    }

    private void prefix(int octet) {
        if (prefixLeft == 0) {
            prefixSize = 1 << (octet >>> 6);
            prefixLeft = prefixSize;
            length = octet & 0x3f;
            if (prefixSize > Integer.BYTES) {
                throw new MalformedException("the length of a chunk has more than 4 bytes, which no chunk needs");
            }
        } else {
            length = length << 8 | octet;
        }
        prefixLeft--;
        if (prefixLeft == 0) {
            begin();
        }
    }

    private void begin() {
        if (VarInt.size(length) != prefixSize) {
            throw new MalformedException("the length of a chunk is not in its shortest form");
        }
        last = length == 0;
        if (!last && !sizes.test(length)) {
            throw new MalformedException("a chunk has a size that no chunk can have: " + length + " bytes");
        }
        body = new byte[last ? lastSize : length];
        filled = 0;
        inBody = true;
    }

    private void fill(ByteBuffer bytes, Sink sink) {
        int count = Math.min(bytes.remaining(), body.length - filled);
        bytes.get(body, filled, count);
        filled += count;
        if (filled == body.length) {
            byte[] complete = body;
            body = new byte[0];
            inBody = false;
            ended = last;
            sink.chunk(complete, last);
        }
    }
}
