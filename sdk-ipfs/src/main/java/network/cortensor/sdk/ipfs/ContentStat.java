package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;
import network.cortensor.sdk.ipfs.internal.unixfs.ShardNode;
import network.cortensor.sdk.ipfs.internal.unixfs.SymlinkNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the root block of content says about it. The block was verified: its author said so.
 *
 * <p>Immutable and thread-safe.
 */
public final class ContentStat {
    private final Cid cid;
    private final int blockSize;
    private final UnixFsNode node;

    private ContentStat(Cid cid, int blockSize, UnixFsNode node) {
        this.cid = cid;
        this.blockSize = blockSize;
        this.node = node;
    }

    static ContentStat of(Block root) {
        return new ContentStat(root.cid(), root.size(), UnixFsNode.of(root));
    }

    /** Returns the CID of the content, in which a path ended. */
    public Cid cid() {
        return cid;
    }

    /** Returns what it is; proven. */
    public ContentKind kind() {
        if (node instanceof FileNode) {
            return ContentKind.FILE;
        }
        return node instanceof SymlinkNode ? ContentKind.SYMLINK : ContentKind.FOLDER;
    }

    /**
     * Returns how many bytes a file, or the target of a symlink, has; empty for a folder. Of a file of one block this is proven
     * ({@link #isSizeProven()}); of others it is declared by the root, and every reader checks it against what comes.
     */
    public OptionalLong size() {
        if (node instanceof FileNode file) {
            return OptionalLong.of(file.fileSize());
        }
        if (node instanceof SymlinkNode symlink) {
            return OptionalLong.of(symlink.target().getBytes(StandardCharsets.UTF_8).length);
        }
        return OptionalLong.empty();
    }

    /** Tells whether there is a {@link #size()} and the root block alone proves it. */
    public boolean isSizeProven() {
        return node instanceof SymlinkNode || (node instanceof FileNode && links() == 0);
    }

    /**
     * Returns what the root block links to, by number: parts of a file, entries of a folder, or buckets in use of a large folder.
     */
    public int links() {
        if (node instanceof FileNode file) {
            return file.children().size();
        }
        if (node instanceof DirectoryNode folder) {
            return folder.entries().size();
        }
        return node instanceof ShardNode shard ? shard.slots().size() : 0;
    }

    /** Tells whether it is a folder in shards, whose entries are not all named in the root block. */
    public boolean isSharded() {
        return node instanceof ShardNode;
    }

    /** Returns how many bytes the root block has. */
    public int rootBlockSize() {
        return blockSize;
    }

    /** Returns where a symlink leads, by the word of its author: any text, inside or outside of the content. */
    public Optional<String> symlinkTarget() {
        return node instanceof SymlinkNode symlink ? Optional.of(symlink.target()) : Optional.empty();
    }

    /** Returns the permissions, at most 07777; empty if the author did not keep them. */
    public OptionalInt mode() {
        return node.attributes().mode();
    }

    /** Returns the modification time; empty if the author did not keep it. */
    public Optional<Instant> modificationTime() {
        return node.attributes().modificationTime();
    }

    /** Names the CID, the kind and the size. */
    @Override
    public String toString() {
        return "ContentStat[" + cid + ", " + kind()
                + (size().isPresent() ? ", " + size().getAsLong() + " bytes]" : "]");
    }
}
