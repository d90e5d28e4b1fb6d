package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Optional;

/** Content of known size of which any range can be read at any time, by any thread. */
final class RangedChunks implements ContentChunks {
    /** Small enough to be still in the cache of the core when it is hashed after it was read. */
    private static final int PIECE = 64 * 1024;

    private final Ranges content;
    private final long size;
    private final int chunkSize;
    private long position;

    RangedChunks(byte[] content, int chunkSize) {
        this(new ArrayRanges(content), content.length, chunkSize);
    }

    RangedChunks(FileChannel file, long size, int chunkSize) {
        this(new FileRanges(file), size, chunkSize);
    }

    private RangedChunks(Ranges content, long size, int chunkSize) {
        this.content = content;
        this.size = size;
        this.chunkSize = chunkSize;
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
        public byte[] toBlock(FileNode.Envelope envelope, BlockBuffers buffers, MessageDigest hash) throws IOException {
            byte[] block = buffers.take(envelope.blockSize());
            envelope.wrap(block);
            int hashed = 0;
            for (int done = 0; done < size; done += PIECE) {
                int length = Math.min(PIECE, size - done);
                int offset = envelope.contentOffset() + done;
                content.read(start + done, block, offset, length);
                hash.update(block, hashed, offset + length - hashed);
                hashed = offset + length;
            }
            hash.update(block, hashed, block.length - hashed);
            return block;
        }

        @Override
        public void hash(FileNode.Envelope envelope, BlockBuffers buffers, MessageDigest hash) throws IOException {
            hash.update(envelope.head());
            content.hash(start, size, hash);
            hash.update(envelope.tail());
        }
    }

    /** Reads and hashes ranges of the content. */
    private interface Ranges {
        /** Fills a part of an array from a position. */
        void read(long position, byte[] target, int offset, int length) throws IOException;

        /** Hashes a range. */
        void hash(long position, int length, MessageDigest hash) throws IOException;
    }

    /** An array. */
    private static final class ArrayRanges implements Ranges {
        private final byte[] content;

        private ArrayRanges(byte[] content) {
            this.content = content;
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) {
            System.arraycopy(content, (int) position, target, offset, length);
        }

        @Override
        public void hash(long position, int length, MessageDigest hash) {
            hash.update(content, (int) position, length);
        }
    }

    /** A file. */
    private static final class FileRanges implements Ranges {
        private final FileChannel file;

        private FileRanges(FileChannel file) {
            this.file = file;
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
            while (buffer.hasRemaining()) {
                if (file.read(buffer, position + buffer.position() - offset) < 0) {
                    throw new EOFException("the file became shorter while it was read");
                }
            }
        }

        @Override
        public void hash(long position, int length, MessageDigest hash) throws IOException {
            byte[] piece = new byte[Math.min(PIECE, length)];
            for (int done = 0; done < length; done += piece.length) {
                int count = Math.min(piece.length, length - done);
                read(position + done, piece, 0, count);
                hash.update(piece, 0, count);
            }
        }
    }
}
