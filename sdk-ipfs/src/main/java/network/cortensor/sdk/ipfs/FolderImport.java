package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.NameHash;
import network.cortensor.sdk.ipfs.internal.unixfs.ShardNode;
import network.cortensor.sdk.ipfs.internal.unixfs.SymlinkNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Stores folders, in one block or sharded, and symlinks. The form of a folder depends on the entries alone, not on their order: a shard holds each entry
 * as high up as it is alone in its bucket.
 */
final class FolderImport {
    private final BlockStore blocks;
    private final ImportProfile profile;
    private final Watch watch;

    FolderImport(BlockStore blocks, ImportProfile profile, Watch watch) {
        this.blocks = blocks;
        this.profile = profile;
        this.watch = watch;
    }

    /** An entry and where it belongs in a sharded folder. */
    private record Hashed(NameHash hash, DirectoryNode.Entry entry) {}

    /**
     * Stores a folder.
     *
     * @param entries in any order, of different names
     * @throws IllegalArgumentException if names cannot be told apart by their hashes, or not be written
     */
    Imported run(List<DirectoryNode.Entry> entries, Attributes attributes) {
        // Only entries that are their own CIDs are so small that their number decides; any other hash exceeds the size
        // first.
        if (entries.size() <= DirectoryNode.MAX_ENTRIES && size(entries, attributes) <= profile.maxFolderSize()) {
            return store(
                    DirectoryNode.encode(entries, attributes),
                    UnixFsNode.sum(entries.stream().mapToLong(DirectoryNode.Entry::dagSize)));
        }
        List<Hashed> hashed = new ArrayList<>(entries.size());
        for (DirectoryNode.Entry entry : entries) {
            hashed.add(new Hashed(NameHash.of(entry.name()), entry));
        }
        hashed.sort(Comparator.comparing(Hashed::hash));
        return shard(hashed, 0, attributes);
    }

    private long size(List<DirectoryNode.Entry> entries, Attributes attributes) {
        boolean wholeBlock = profile.folderMeasure() == ImportProfile.FolderMeasure.BLOCK;
        long size = wholeBlock ? DirectoryNode.emptySize(attributes) : 0;
        for (DirectoryNode.Entry entry : entries) {
            size += wholeBlock
                    ? DirectoryNode.encodedSize(entry)
                    : entry.name().getBytes(StandardCharsets.UTF_8).length
                            + entry.cid().encoded().length;
        }
        return size;
    }

    /** Stores the shard over {@code entries}, which are sorted by their hashes and agree in all levels above. */
    private Imported shard(List<Hashed> entries, int level, Attributes attributes) {
        if (level == NameHash.levels(ShardNode.FANOUT)) {
            throw new IllegalArgumentException(
                    "the names " + entries.get(0).entry().name() + " and "
                            + entries.get(1).entry().name() + " have the same hash: one large folder cannot hold both");
        }
        watch.check();
        List<ShardNode.Slot> slots = new ArrayList<>();
        int from = 0;
        while (from < entries.size()) {
            int bucket = entries.get(from).hash().bucket(level, ShardNode.FANOUT);
            int to = from + 1;
            while (to < entries.size() && entries.get(to).hash().bucket(level, ShardNode.FANOUT) == bucket) {
                to++;
            }
            slots.add(slot(bucket, entries.subList(from, to), level));
            from = to;
        }
        return store(
                ShardNode.encode(slots, attributes),
                UnixFsNode.sum(slots.stream().mapToLong(ShardNode.Slot::dagSize)));
    }

    private ShardNode.Slot slot(int bucket, List<Hashed> entries, int level) {
        if (entries.size() == 1) {
            return new ShardNode.Named(bucket, entries.get(0).entry());
        }
        Imported deeper = shard(entries, level + 1, Attributes.NONE);
        return new ShardNode.Deeper(bucket, deeper.cid(), deeper.dagSize());
    }

    /** Stores a symlink. */
    Imported symlink(String target, Attributes attributes) {
        return store(SymlinkNode.encode(target, attributes), 0);
    }

    private Imported store(byte[] node, long linked) {
        Block block = Block.adopt(Codec.DAG_PB, node);
        blocks.put(block);
        watch.advanced(0, 1);
        return new Imported(profile.name(block.cid()), UnixFsNode.sum(LongStream.of(block.size(), linked)));
    }
}
