package network.cortensor.sdk.ipfs.internal.dag;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.PathNotFoundException;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.NameHash;
import network.cortensor.sdk.ipfs.internal.unixfs.ShardNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;

import java.util.Optional;

/** Follows a path, block by block, whoever fetches the blocks. Looks up names through as few shards as there are on the way. */
final class PathTrace {
    private final IpfsPath path;
    private int taken;
    private Cid wanted;
    private ShardPlace place = ShardPlace.ROOT;

    PathTrace(IpfsPath path) {
        this.path = path;
        this.wanted = path.root();
    }

    /** Returns the block that is needed next, or the one that the path leads to. */
    Cid wanted() {
        return wanted;
    }

    /** Tells whether {@link #wanted} is the one that the path leads to. */
    boolean atEnd() {
        return taken == path.names().size();
    }

    /**
     * Goes on by one block. Stays where it is if that fails.
     *
     * @param block the one that is {@link #wanted}
     * @throws PathNotFoundException if the block proves that the path leads nowhere
     * @throws MalformedException if the block breaks the rules of folders, or its format has none
     */
    void follow(Block block) {
        if (block.cid().codec() != Codec.DAG_PB && block.cid().codec() != Codec.RAW) {
            throw new MalformedException("path " + path + ": expected a folder of UnixFS in which to look for name "
                    + (taken + 1) + ", found a block of the format "
                    + block.cid().codec() + ", " + wanted
                    + "; paths into other data are not followed");
        }
        UnixFsNode node = UnixFsNode.of(block);
        if (place.level() > 0 || node instanceof ShardNode) {
            followShard(place.require(wanted, node));
        } else if (node instanceof DirectoryNode folder) {
            take(folder.entry(name()).orElseThrow(this::notFound).cid());
        } else {
            // Following a symlink would make the answer depend on what is outside of the blocks that prove it.
            throw new PathNotFoundException("path " + path + ": expected a folder in which to look for name "
                    + (taken + 1) + ", found a " + node.label() + ", " + wanted + "; symlinks are not followed");
        }
    }

    private void followShard(ShardNode shard) {
        Optional<ShardNode.Slot> slot = shard.slot(NameHash.of(name()), place.level());
        if (slot.isPresent() && slot.get() instanceof ShardNode.Deeper deeper) {
            place = place.below(shard, deeper);
            wanted = deeper.cid();
        } else if (slot.isPresent()
                && slot.get() instanceof ShardNode.Named named
                && named.entry().name().equals(name())) {
            take(named.cid());
        } else {
            throw notFound();
        }
    }

    private String name() {
        return path.names().get(taken);
    }

    private void take(Cid target) {
        wanted = target;
        place = ShardPlace.ROOT;
        taken++;
    }

    private PathNotFoundException notFound() {
        return new PathNotFoundException("path " + path + ": the folder in which to look for name " + (taken + 1)
                + " has no entry of that name; the last block looked into is " + wanted);
    }
}
