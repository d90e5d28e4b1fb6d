package network.cortensor.sdk.ipfs.internal.dag;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.unixfs.NameHash;
import network.cortensor.sdk.ipfs.internal.unixfs.ShardNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;

import java.util.Arrays;

/**
 * Where in a sharded folder a shard is: the buckets that lead to it from the folder's root. Immutable.
 *
 * <p>Every name below has to have a hash that begins with these buckets. So a shard cannot stand in two places, and a listing
 * shows exactly the names that a look-up finds.
 */
public final class ShardPlace {
    /** The root of a sharded folder. */
    public static final ShardPlace ROOT = new ShardPlace(0, new int[0]);

    private final int fanout;
    private final int[] buckets;

    private ShardPlace(int fanout, int[] buckets) {
        this.fanout = fanout;
        this.buckets = buckets;
    }

    /** Returns the place behind {@code link} of {@code shard}, which is here. */
    public ShardPlace below(ShardNode shard, ShardNode.Deeper link) {
        int[] longer = Arrays.copyOf(buckets, buckets.length + 1);
        longer[buckets.length] = link.bucket();
        return new ShardPlace(shard.fanout(), longer);
    }

    /** Returns how many shards are above. */
    public int level() {
        return buckets.length;
    }

    /**
     * Takes the block {@code cid} as the shard that is here.
     *
     * @throws MalformedException if it is none, has another fanout than those above, is deeper than names have bits, or is
     *     empty although it is not the root
     */
    public ShardNode require(Cid cid, UnixFsNode node) {
        if (!(node instanceof ShardNode shard)) {
            throw new MalformedException(
                    "block " + cid + ": expected a shard of a folder at level " + level() + ", found " + node.label());
        }
        if (level() > 0 && shard.fanout() != fanout) {
            throw new MalformedException("UnixFS shard " + cid + ": expected the fanout of the shards above, " + fanout
                    + ", found " + shard.fanout());
        }
        if (level() >= NameHash.levels(shard.fanout())) {
            throw new MalformedException("UnixFS shard " + cid + ": a folder with a fanout of " + shard.fanout()
                    + " has at most " + NameHash.levels(shard.fanout()) + " levels of shards");
        }
        // Many links to an empty shard, level by level, would cost a reader endless work without a name to show for it.
        if (level() > 0 && shard.slots().isEmpty()) {
            throw new MalformedException("UnixFS shard " + cid + ": only the root of a folder may be empty");
        }
        return shard;
    }

    /**
     * Checks that an entry of the shard {@code cid}, which is here, is where its name belongs.
     *
     * @throws MalformedException if it is not
     */
    public void requirePlaced(Cid cid, ShardNode shard, ShardNode.Named named) {
        NameHash hash = NameHash.of(named.entry().name());
        boolean placed = hash.bucket(level(), shard.fanout()) == named.bucket();
        for (int level = 0; level < buckets.length; level++) {
            placed &= hash.bucket(level, shard.fanout()) == buckets[level];
        }
        if (!placed) {
            throw new MalformedException("UnixFS shard " + cid + ": the entry in bucket " + named.bucket()
                    + " does not belong there at level " + level());
        }
    }
}
