package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.RejectedException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/**
 * The payload of an age v1 file at any position (C2SP age, "Payload"; SPEC §13.7). Holds one chunk at a time. Not
 * thread-safe.
 *
 * <p>Which chunk is the last follows from the size of the file, and that the size is right follows from the last chunk: it
 * opens as the last one, at this number, only if nothing was cut off or added. So it is opened before anything else.
 */
public final class PayloadChannel implements SeekableByteChannel {

    private static final int SEALED_CHUNK = AgeStream.CHUNK_BYTES + AgeStream.TAG_BYTES;
    private static final long UNKNOWN = -1;

    private final SeekableByteChannel file;
    private final long start;
    private final ChunkCipher cipher;
    private final ByteBuffer sealed = ByteBuffer.allocate(SEALED_CHUNK);

    private final byte[] opened = new byte[AgeStream.CHUNK_BYTES];

    private int openedSize;
    private long openedChunk = UNKNOWN;
    private long lastChunk = UNKNOWN;
    private int lastChunkSize;
    private long size = UNKNOWN;
    private long position;
    private boolean closed;

    private PayloadChannel(SeekableByteChannel file, long start, ChunkCipher cipher) {
        this.file = file;
        this.start = start;
        this.cipher = cipher;
    }

    /**
     * Opens a payload. Reads none of its chunks yet, and does not need the file key after this call.
     *
     * @param file closed with the channel
     * @param start the position of the first chunk, behind the nonce
     */
    public static SeekableByteChannel open(SeekableByteChannel file, long start, FileKey key, byte[] nonce) {
        return new PayloadChannel(file, start, ChunkCipher.of(key, nonce));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        long end = size();
        if (!target.hasRemaining()) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int total = 0;
        while (target.hasRemaining() && position < end) {
            openChunk(position / AgeStream.CHUNK_BYTES);
            int from = (int) (position % AgeStream.CHUNK_BYTES);
            int count = Math.min(target.remaining(), openedSize - from);
            target.put(opened, from, count);
            position += count;
            total += count;
        }
        return total;
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        if (size == UNKNOWN) {
            long sealedSize = file.size() - start;
            if (sealedSize < AgeStream.TAG_BYTES) {
                throw RejectedException.ciphertext();
            }
            long last = (sealedSize - 1) / SEALED_CHUNK;
            long lastSize = sealedSize - last * SEALED_CHUNK - AgeStream.TAG_BYTES;
            // The final chunk is empty only when the whole payload is.
            if (lastSize < 0 || (lastSize == 0 && last > 0)) {
                throw RejectedException.ciphertext();
            }
            lastChunk = last;
            lastChunkSize = (int) lastSize;
            openChunk(last);
            size = last * AgeStream.CHUNK_BYTES + lastSize;
        }
        return size;
    }

    private void openChunk(long chunk) throws IOException {
        if (chunk == openedChunk) {
            return;
        }
        wipe();
        long from = start + chunk * SEALED_CHUNK;
        boolean last = chunk == lastChunk;
        sealed.clear().limit((last ? lastChunkSize : AgeStream.CHUNK_BYTES) + AgeStream.TAG_BYTES);
        file.position(from);
        int count = 0;
        while (sealed.hasRemaining() && count >= 0) {
            count = file.read(sealed);
        }
        // Somebody cut the file meanwhile.
        if (sealed.hasRemaining()) {
            throw RejectedException.ciphertext();
        }
        openedSize = cipher.renewed()
                .decrypt(chunk, last, sealed.array(), sealed.limit(), opened)
                .orElseThrow(RejectedException::ciphertext);
        openedChunk = chunk;
    }

    @Override
    public long position() throws IOException {
        requireOpen();
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws IOException {
        requireOpen();
        if (newPosition < 0) {
            throw new IllegalArgumentException("a position must not be negative, found " + newPosition);
        }
        position = newPosition;
        return this;
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        wipe();
        file.close();
    }

    private void wipe() {
        Arrays.fill(opened, (byte) 0);
        openedSize = 0;
        openedChunk = UNKNOWN;
    }
}
