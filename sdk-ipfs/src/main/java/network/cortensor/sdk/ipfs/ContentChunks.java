package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
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

        /** Hashes the chunk within {@code envelope}, for when nobody wants the block; once, and instead of {@link #toBlock}. */
        void hash(FileNode.Envelope envelope, BlockBuffers buffers, MessageDigest hash) throws IOException;
    }

    /** Returns chunks of an array that the caller may change later. */
    static ContentChunks of(byte[] content, int chunkSize) {
        return new RangedChunks(content, chunkSize);
    }

    /**
     * Returns chunks of a file, which several threads can read at a time.
     *
     * @param size of the file; if there is less, a chunk throws {@link EOFException}
     */
    static ContentChunks of(FileChannel file, long size, int chunkSize) {
        return new RangedChunks(file, size, chunkSize);
    }

    /** Returns chunks of a stream, which only the thread that takes them out reads. */
    static ContentChunks of(InputStream content, ImportProfile profile, Watch watch) {
        return new StreamChunks(content, profile, watch);
    }
}
