package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.MalformedException;

import java.nio.ByteBuffer;
import java.util.stream.LongStream;

/**
 * What one block is in the file system: a file or a part of one, a folder, a shard of a large folder, or a symlink.
 *
 * <p>A node that exists is consistent in itself; each type says what that means. What its links lead to shows when they are
 * followed. Immutable and thread-safe.
 */
public sealed interface UnixFsNode permits FileNode, DirectoryNode, ShardNode, SymlinkNode {
    /** Returns the permissions and time that the author kept. */
    Attributes attributes();

    /**
     * Returns how many bytes all blocks below have, by the word of the author, at most {@link Long#MAX_VALUE}. With the block's
     * own size, this is what a folder writes beside its link.
     */
    long linkedSize();

    /** Returns what the node is called in error messages. */
    String label();

    /**
     * Reads a block. One of the format {@link Codec#RAW} is a file.
     *
     * @throws MalformedException if its format is not that of files and folders, or it breaks a rule or limit of it
     */
    static UnixFsNode of(Block block) {
        return decode(block.cid(), block.buffer());
    }

    /**
     * Reads the block {@code cid}, whose bytes are known to be right but not to make sense.
     *
     * @throws MalformedException as {@link #of}
     */
    static UnixFsNode decode(Cid cid, ByteBuffer bytes) {
        if (cid.codec() == Codec.RAW) {
            return FileNode.ofRaw(bytes);
        }
        if (cid.codec() != Codec.DAG_PB) {
            throw new MalformedException(
                    "block " + cid + ": expected the format of a file or folder, raw or dag-pb, found " + cid.codec());
        }
        DagPbNode node = DagPbNode.decode("dag-pb block " + cid, bytes);
        UnixFsMessage message = UnixFsMessage.decode(cid, node.data());
        return switch (message.type()) {
            case RAW, FILE -> FileNode.of(cid, node.links(), message);
            case DIRECTORY -> DirectoryNode.of(cid, node.links(), message);
            case SHARD -> ShardNode.of(cid, node.links(), message);
            case SYMLINK -> SymlinkNode.of(node.links(), message);
            case METADATA -> throw new AssertionError("refused when the message was decoded");
        };
    }

    /** Adds up sizes, none of them negative, up to {@link Long#MAX_VALUE}. */
    static long sum(LongStream sizes) {
        return sizes.reduce(0, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b);
    }
}
