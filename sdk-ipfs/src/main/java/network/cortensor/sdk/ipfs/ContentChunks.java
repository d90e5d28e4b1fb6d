package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Optional;

/** Content to import, cut into chunks. One thread takes them out, several may turn them into blocks. */
interface ContentChunks {
    /**
     * Returns the next chunk, which is shorter than the others only at the end; empty behind the end.
     *
     * @param buffers has an array, if the chunk has to be read now
     */
    Optional<Chunk> next(BlockBuffers buffers) throws IOException;

    /** A chunk that is claimed, but perhaps not read yet. */
    interface Chunk {
        /** Returns the number of bytes, at least one. */
        int size();

        /**
         * Reads the chunk to its place in {@code envelope}, which is for as many bytes, and hashes both; once.
         *
         * @return the bytes of the block, in an array of {@code buffers}
         */
        byte[] toBlock(FileNode.Envelope envelope, BlockBuffers buffers, MessageDigest hash) throws IOException;
    }

    /** Returns chunks of an array that the caller may change later. */
    static ContentChunks of(byte[] content, int chunkSize) {
        return new RangedChunks(
                content.length,
                chunkSize,
                (position, target, offset, length) ->
                        System.arraycopy(content, (int) position, target, offset, length));
    }

    /**
     * Returns chunks of a file, which several threads can read at a time.
     *
     * @param size of the file; if there is less, a chunk throws {@link EOFException}
     */
    static ContentChunks of(FileChannel file, long size, int chunkSize) {
        return new RangedChunks(size, chunkSize, (position, target, offset, length) -> {
            ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
            while (buffer.hasRemaining()) {
                if (file.read(buffer, position + buffer.position() - offset) < 0) {
                    throw new EOFException("the file became shorter while it was read");
                }
            }
        });
    }

    /** Returns chunks of a stream, which only the thread that takes them out reads. */
    static ContentChunks of(InputStream content, ImportProfile profile, Watch watch) {
        return new StreamChunks(content, profile, watch);
    }

    /** Content of known size of which any range can be read at any time. */
    final class RangedChunks implements ContentChunks {
        /** Small enough to be still in the cache of the core when it is hashed after it was read. */
        private static final int PIECE = 64 * 1024;

        private final long size;
        private final int chunkSize;
        private final RangeReader reader;
        private long position;

        /** Fills a part of an array from a position of the content. */
        private interface RangeReader {
            void read(long position, byte[] target, int offset, int length) throws IOException;
        }

        private RangedChunks(long size, int chunkSize, RangeReader reader) {
            this.size = size;
            this.chunkSize = chunkSize;
            this.reader = reader;
        }

        @Override
        public Optional<Chunk> next(BlockBuffers buffers) {
            if (position == size) {
                return Optional.empty();
            }
            Range range = new Range(position, (int) Math.min(chunkSize, size - position));
            position += range.size;
            return Optional.of(range);
        }

        private final class Range implements Chunk {
            private final long start;
            private final int size;

            private Range(long start, int size) {
                this.start = start;
                this.size = size;
            }

            @Override
            public int size() {
                return size;
            }

            @Override
            public byte[] toBlock(FileNode.Envelope envelope, BlockBuffers buffers, MessageDigest hash)
                    throws IOException {
                byte[] block = buffers.take(envelope.blockSize());
                envelope.wrap(block);
                int hashed = 0;
                for (int done = 0; done < size; done += PIECE) {
                    int length = Math.min(PIECE, size - done);
                    int offset = envelope.contentOffset() + done;
                    reader.read(start + done, block, offset, length);
                    hash.update(block, hashed, offset + length - hashed);
                    hashed = offset + length;
                }
                hash.update(block, hashed, block.length - hashed);
                return block;
            }
        }
    }

    /**
     * Content that can only be read on.
     *
     * <p>The stream sees the array of a block while it fills it. One that kept it and wrote to it later would spoil the block,
     * which the next read from the store finds; a further copy to rule it out costs five percent of the import rate.
     */
    final class StreamChunks implements ContentChunks {
        /** Most objects are prompts and results of a few KiB: they should not cost a buffer of a whole chunk each. */
        private static final int FIRST_CAPACITY = 16 * 1024;

        private static final int GROWTH = 8;

        private final InputStream content;
        private final Watch watch;
        private final int chunkSize;
        private final FileNode.Envelope full;
        private boolean ended;
        private int capacity = FIRST_CAPACITY;

        private StreamChunks(InputStream content, ImportProfile profile, Watch watch) {
            this.content = content;
            this.watch = watch;
            this.chunkSize = profile.chunkSize();
            this.full = profile.envelope(chunkSize, Attributes.NONE);
        }

        @Override
        public Optional<Chunk> next(BlockBuffers buffers) throws IOException {
            int offset = full.contentOffset();
            byte[] block = capacity < chunkSize ? new byte[offset + capacity] : buffers.take(full.blockSize());
            int size = 0;
            while (!ended && size < chunkSize) {
                if (offset + size == block.length) {
                    capacity = Math.min(capacity * GROWTH, chunkSize);
                    byte[] larger = capacity < chunkSize ? new byte[offset + capacity] : buffers.take(full.blockSize());
                    System.arraycopy(block, 0, larger, 0, block.length);
                    block = larger;
                }
                int count = read(block, offset + size, Math.min(block.length - offset, chunkSize) - size);
                ended = count < 0;
                size += Math.max(count, 0);
            }
            return size == 0 ? Optional.empty() : Optional.of(new Bytes(block, offset, size));
        }

        private int read(byte[] target, int offset, int length) throws IOException {
            watch.check();
            int count = content.read(target, offset, length);
            if (count > length) {
                throw new IOException("the stream claims to have read " + count + " bytes of at most " + length);
            }
            if (count != 0) {
                return count;
            }
            // Against the contract, but some streams do it; asked for a single byte, they have to wait for one.
            int single = content.read();
            if (single < 0) {
                return -1;
            }
            target[offset] = (byte) single;
            return 1;
        }

        private static final class Bytes implements Chunk {
            private final byte[] array;
            private final int offset;
            private final int size;

            private Bytes(byte[] array, int offset, int size) {
                this.array = array;
                this.offset = offset;
                this.size = size;
            }

            @Override
            public int size() {
                return size;
            }

            @Override
            public byte[] toBlock(FileNode.Envelope envelope, BlockBuffers buffers, MessageDigest hash) {
                boolean inPlace = offset == envelope.contentOffset() && array.length == envelope.blockSize();
                byte[] block = inPlace ? array : buffers.take(envelope.blockSize());
                if (!inPlace) {
                    System.arraycopy(array, offset, block, envelope.contentOffset(), size);
                    buffers.release(array);
                }
                envelope.wrap(block);
                hash.update(block);
                return block;
            }
        }
    }
}
