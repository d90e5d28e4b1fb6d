package network.cortensor.sdk.ipfs.internal.dag;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.VerifiedRead;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.ShardNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The entries of a folder, whether in one block or in shards, in the order of the blocks: of a small folder the author's, of a
 * large one that of the names' hashes. Shards are read when it is their turn; at most as many are held as are within one
 * another. No name comes twice.
 *
 * <p>A call that fails leaves nothing out: the next one tries the same again. Not thread-safe.
 */
public final class FolderListing implements Iterator<DirectoryNode.Entry> {
    private final BlockSource blocks;
    private final Deque<Level> levels = new ArrayDeque<>();
    private @Nullable Iterator<DirectoryNode.Entry> plain;
    private ShardNode.@Nullable Named next;

    private FolderListing(BlockSource blocks) {
        this.blocks = blocks;
    }

    private static final class Level {
        private final Cid cid;
        private final ShardNode shard;
        private final ShardPlace place;
        private int taken;

        Level(Cid cid, ShardNode shard, ShardPlace place) {
            this.cid = cid;
            this.shard = shard;
            this.place = place;
        }
    }

    /**
     * Lists the folder {@code node}, which the caller has read from the block {@code cid}.
     *
     * @throws MalformedException if it is no folder
     */
    public static FolderListing of(BlockSource blocks, Cid cid, UnixFsNode node) {
        FolderListing listing = new FolderListing(blocks);
        if (node instanceof DirectoryNode folder) {
            listing.plain = folder.entries().iterator();
        } else if (node instanceof ShardNode) {
            listing.levels.push(new Level(cid, ShardPlace.ROOT.require(cid, node), ShardPlace.ROOT));
        } else {
            throw new MalformedException("block " + cid + ": expected a folder, found a " + node.label());
        }
        return listing;
    }

    @Override
    public boolean hasNext() {
        if (plain != null) {
            return plain.hasNext();
        }
        while (next == null && !levels.isEmpty()) {
            Level level = levels.element();
            if (level.taken == level.shard.slots().size()) {
                levels.pop();
            } else {
                take(level, level.shard.slots().get(level.taken));
                level.taken++;
            }
        }
        return next != null;
    }

    private void take(Level level, ShardNode.Slot slot) {
        if (slot instanceof ShardNode.Deeper deeper) {
            Block block = VerifiedRead.require(blocks, deeper.cid());
            ShardPlace below = level.place.below(level.shard, deeper);
            levels.push(new Level(deeper.cid(), below.require(deeper.cid(), UnixFsNode.of(block)), below));
        } else if (slot instanceof ShardNode.Named named) {
            level.place.requirePlaced(level.cid, level.shard, named);
            next = named;
        }
    }

    @Override
    public DirectoryNode.Entry next() {
        if (plain != null) {
            return plain.next();
        }
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the folder has no more entries");
        }
        DirectoryNode.Entry entry = next.entry();
        next = null;
        return entry;
    }
}
