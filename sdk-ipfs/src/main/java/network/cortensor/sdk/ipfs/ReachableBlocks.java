package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.VerifiedRead;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.dag.DagLimits;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Reaches every block of some DAGs once. Reads those that may have links; raw ones have none.
 *
 * <p>Takes the memory of a {@link CidSet}, and the CIDs of nodes that are known and not yet read: at most {@link
 * DagLimits#OPEN_LINKS}, since the last one found is read first. Not thread-safe.
 */
final class ReachableBlocks {
    private final BlockSource blocks;
    private final Watch watch;
    private final Consumer<Cid> visitor;
    private final CidSet reached = new CidSet();
    private final Deque<Cid> unread = new ArrayDeque<>();
    private long inline;

    /** @param visitor told of each block that can be stored: of a raw one before it is known to exist, of others after */
    ReachableBlocks(BlockSource blocks, Watch watch, Consumer<Cid> visitor) {
        this.blocks = blocks;
        this.watch = watch;
        this.visitor = visitor;
    }

    /**
     * Walks what lies below {@code root} and was not reached yet.
     *
     * @throws BlockNotFoundException if a node is missing
     * @throws BlockMismatchException if the source gave other bytes for a node
     * @throws MalformedException if the links of a node cannot be read, or wide nodes lie within one another
     */
    void from(Cid root) {
        reach(root, root);
        while (!unread.isEmpty()) {
            watch.check();
            Block block = VerifiedRead.require(blocks, unread.pop());
            visit(block.cid());
            BlockLinks.read(block, cid -> reach(root, cid));
        }
    }

    /** Tells whether a walk has come to this block. */
    boolean reached(Cid cid) {
        return reached.contains(cid);
    }

    /** Returns how many blocks were reached that can be stored. */
    long size() {
        return reached.size() - inline;
    }

    private void reach(Cid root, Cid cid) {
        if (!reached.add(cid)) {
            return;
        }
        if (cid.hash() == HashFunction.IDENTITY) {
            inline++;
        }
        if (cid.codec() == Codec.RAW) {
            visit(cid);
        } else if (unread.size() == DagLimits.OPEN_LINKS) {
            throw new MalformedException(
                    "content " + root + ": has more than " + DagLimits.OPEN_LINKS + " links within one another");
        } else {
            unread.push(cid);
        }
    }

    private void visit(Cid cid) {
        if (cid.hash() != HashFunction.IDENTITY) {
            visitor.accept(cid);
        }
    }
}
