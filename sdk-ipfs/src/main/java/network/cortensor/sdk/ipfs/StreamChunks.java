package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

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

    StreamChunks(InputStream content, ImportProfile profile, Watch watch) {
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

        @Override
        public void hash(FileNode.Envelope envelope, BlockBuffers buffers, MessageDigest hash) {
            hash.update(envelope.head());
            hash.update(array, offset, size);
            hash.update(envelope.tail());
            buffers.release(array);
        }
    }
}
