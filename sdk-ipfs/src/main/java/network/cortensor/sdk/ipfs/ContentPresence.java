package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.VerifiedRead;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.cbor.DagCbor;
import network.cortensor.sdk.ipfs.internal.dag.DagLimits;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;
import network.cortensor.sdk.ipfs.internal.unixfs.ShardNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Looks whether all blocks of a file or folder are there. Reads those that have links, and asks for the presence of the others. */
final class ContentPresence {
    private final BlockStore blocks;
    private final BlockSource watched;
    private final Cid root;
    private final Watch watch;
    private final Deque<Link> open = new ArrayDeque<>();

    /**
     * Each block that has links once as a part of a file, and once as something else: a few of them, linking to each other many
     * times, would otherwise take for ever.
     */
    private final CidSet fileParts = new CidSet();

    private final CidSet others = new CidSet();

    ContentPresence(BlockStore blocks, Cid root, Watch watch) {
        this.blocks = blocks;
        this.watched = new WatchedSource(blocks, watch);
        this.root = root;
        this.watch = watch;
    }

    /** A block to look for, and whether it has to be a part of a file. */
    private record Link(Cid cid, boolean filePart) {}

    boolean isComplete() {
        open.push(new Link(root, false));
        while (!open.isEmpty()) {
            if (!visit(open.pop())) {
                return false;
            }
        }
        return true;
    }

    private boolean visit(Link link) {
        Cid cid = link.cid();
        boolean leaf = cid.codec() == Codec.RAW || (cid.codec() == Codec.DAG_JSON && !link.filePart());
        if (leaf) {
            watch.check();
            return cid.hash() == HashFunction.IDENTITY || blocks.has(cid);
        }
        if (!(link.filePart() ? fileParts : others).add(cid)) {
            return true;
        }
        Optional<Block> block = VerifiedRead.find(watched, cid);
        block.map(found -> links(found, link.filePart())).ifPresent(this::push);
        return block.isPresent();
    }

    private void push(List<Link> links) {
        if (links.size() + open.size() > DagLimits.OPEN_LINKS) {
            throw new MalformedException(
                    "content " + root + ": has more than " + DagLimits.OPEN_LINKS + " links within one another");
        }
        links.forEach(open::push);
    }

    private static List<Link> links(Block block, boolean filePart) {
        List<Link> links = new ArrayList<>();
        if (block.cid().codec() == Codec.DAG_CBOR && !filePart) {
            DagCbor.links("block " + block.cid(), block.buffer(), cid -> links.add(new Link(cid, false)));
            return links;
        }
        UnixFsNode node = filePart ? FileNode.decode(block.cid(), block.buffer()) : UnixFsNode.of(block);
        if (node instanceof FileNode file) {
            file.children().forEach(child -> links.add(new Link(child.cid(), true)));
        } else if (node instanceof DirectoryNode folder) {
            folder.entries().forEach(entry -> links.add(new Link(entry.cid(), false)));
        } else if (node instanceof ShardNode shard) {
            shard.slots().forEach(slot -> links.add(new Link(slot.cid(), false)));
        }
        return links;
    }
}
