package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;
import network.cortensor.sdk.ipfs.internal.unixfs.NameHash;
import network.cortensor.sdk.ipfs.internal.unixfs.ShardNode;
import network.cortensor.sdk.ipfs.internal.unixfs.SymlinkNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds DAGs by hand, node by node, so that a few bytes make one of any shape. */
public final class Dags {
    private final BlockStore blocks;

    public Dags(BlockStore blocks) {
        this.blocks = blocks;
    }

    /** A part of a file, with how many bytes of the file it holds. */
    public record Part(Cid cid, long size) {}

    public Part leaf(byte[] content) {
        return new Part(put(Codec.RAW, content), content.length);
    }

    /** A leaf in a dag-pb block. */
    public Part wrapped(byte[] content) {
        Protobuf file = Protobuf.file().bytes(2, content).number(3, content.length);
        return new Part(put(Codec.DAG_PB, new Protobuf().message(1, file).toBytes()), content.length);
    }

    public Part file(Part... parts) {
        List<FileNode.Child> children = new ArrayList<>();
        for (Part part : parts) {
            children.add(new FileNode.Child(part.cid(), part.size(), part.size()));
        }
        return new Part(put(Codec.DAG_PB, FileNode.encode(children)), FileNode.fileSize(children));
    }

    /** A balanced file of chunks of this size, {@code width} parts a node. */
    public Part balanced(byte[] content, int chunk, int width) {
        List<Part> level = new ArrayList<>();
        for (int from = 0; from < content.length; from += chunk) {
            int to = Math.min(content.length, from + chunk);
            level.add(leaf(Arrays.copyOfRange(content, from, to)));
        }
        while (level.size() > 1) {
            List<Part> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i += width) {
                above.add(
                        file(level.subList(i, Math.min(i + width, level.size())).toArray(Part[]::new)));
            }
            level = above;
        }
        return level.get(0);
    }

    public Cid symlink(String target) {
        return put(Codec.DAG_PB, SymlinkNode.encode(target, Attributes.NONE));
    }

    public Cid folder(Map<String, Cid> entries) {
        return folder(entries, Attributes.NONE);
    }

    Cid folder(Map<String, Cid> entries, Attributes attributes) {
        List<DirectoryNode.Entry> list = new ArrayList<>();
        entries.forEach((name, cid) -> list.add(new DirectoryNode.Entry(name, cid, 1)));
        return put(Codec.DAG_PB, DirectoryNode.encode(list, attributes));
    }

    /** A folder in shards; those of a bucket get a shard of their own as soon as they are two. */
    public Cid sharded(Map<String, Cid> entries) {
        return shard(entries, 0);
    }

    private Cid shard(Map<String, Cid> entries, int level) {
        SortedMap<Integer, Map<String, Cid>> buckets = new TreeMap<>();
        entries.forEach((name, cid) -> buckets.computeIfAbsent(
                        NameHash.of(name).bucket(level, ShardNode.FANOUT), bucket -> new LinkedHashMap<>())
                .put(name, cid));
        List<ShardNode.Slot> slots = new ArrayList<>();
        buckets.forEach((bucket, inBucket) -> {
            if (inBucket.size() > 1) {
                slots.add(new ShardNode.Deeper(bucket, shard(inBucket, level + 1), 1));
            } else {
                inBucket.forEach(
                        (name, cid) -> slots.add(new ShardNode.Named(bucket, new DirectoryNode.Entry(name, cid, 1))));
            }
        });
        return put(Codec.DAG_PB, ShardNode.encode(slots, Attributes.NONE));
    }

    /** A shard with any links, under any fanout: also one that nobody should write. */
    public Cid lawlessShard(int fanout, SortedMap<Integer, LawlessLink> links) {
        Protobuf node = new Protobuf();
        BitSet used = new BitSet();
        int width = Integer.toHexString(fanout - 1).length();
        links.forEach((bucket, link) -> {
            used.set(bucket);
            String name = String.format("%0" + width + "X", bucket) + link.name();
            node.message(
                    2,
                    new Protobuf()
                            .bytes(1, link.cid().encoded())
                            .bytes(2, name.getBytes(StandardCharsets.UTF_8))
                            .number(3, 1));
        });
        byte[] field = used.toByteArray();
        byte[] reversed = new byte[field.length];
        for (int i = 0; i < field.length; i++) {
            reversed[i] = field[field.length - 1 - i];
        }
        Protobuf message =
                new Protobuf().number(1, 5).bytes(2, reversed).number(5, 0x22).number(6, fanout);
        return put(Codec.DAG_PB, node.message(1, message).toBytes());
    }

    /** A link of a {@link #lawlessShard}; without a name it leads to a shard. */
    public record LawlessLink(String name, Cid cid) {}

    public Cid put(Codec codec, byte[] bytes) {
        Block block = Block.of(codec, bytes);
        blocks.put(block);
        return block.cid();
    }
}
