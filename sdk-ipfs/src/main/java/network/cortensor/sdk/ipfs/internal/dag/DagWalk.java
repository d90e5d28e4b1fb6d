package network.cortensor.sdk.ipfs.internal.dag;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.VerifiedRead;
import network.cortensor.sdk.ipfs.internal.cbor.DagCbor;
import network.cortensor.sdk.ipfs.internal.unixfs.DagPbLinks;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;
import network.cortensor.sdk.ipfs.internal.unixfs.ShardNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The blocks that a request stands for, depth first and parents before their children: those that prove where the path leads,
 * then what is selected at its end (trustless gateway specification, {@code order=dfs}).
 *
 * <p>A pull: each block is asked for when {@link #next()} is called, so whoever stops early has paid for nothing more, and a
 * DAG that unfolds into billions of blocks costs as many as are taken. {@link #hasNext()} looks into the block that came
 * last, and fails if it is not what its place demands: what was taken before then is the evidence. It asks for no block, but for
 * the few nodes on the edge of a range that came before and are not to come twice. When a call fails, nothing is left out: the
 * next one tries the same again.
 *
 * <p>Blocks that are their own CID (identity) are looked into and never returned: the block that links to them has them.
 *
 * <p>For files the sizes that nodes declare for their parts are checked when the parts come. Everything else that is linked, as
 * {@link DagScope#ALL} walks over it, is taken as it is: the links of dag-pb and dag-cbor are followed, dag-json is never looked
 * into.
 *
 * <p>Holds the block that came last, the links above it ({@link DagLimits}), and without duplicates the CIDs of all that came,
 * some 150 bytes each. Not thread-safe.
 */
public final class DagWalk implements Iterator<Block> {
    /** For blocks of which no size is declared. */
    private static final long NOT_DECLARED = -2;

    /** For blocks that came, but whose parts have not all been walked over. */
    private static final long IN_PART = -1;

    private final BlockSource blocks;
    private final DagSelection selection;
    private final PathTrace trace;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Map<Cid, Long> came = new HashMap<>();
    private int openLinks;

    /** The step at hand, until it is decided what becomes of it. */
    private @Nullable Step candidate;

    /** The step whose block {@link #next()} returns. */
    private @Nullable Step wanted;

    /** The step whose block came last and has not been looked into, and that block. */
    private @Nullable Step taken;

    private @Nullable Block last;

    private DagWalk(BlockSource blocks, IpfsPath path, DagSelection selection) {
        this.blocks = blocks;
        this.selection = selection;
        this.trace = new PathTrace(path);
        push(frameOf(pathStep()));
    }

    /** Starts a walk; asks for nothing yet. */
    public static DagWalk of(BlockSource blocks, IpfsPath path, DagSelection selection) {
        return new DagWalk(blocks, path, selection);
    }

    /** Looks into a block, and says which ones come next. */
    @FunctionalInterface
    private interface Look {
        Frame into(Block block);
    }

    /**
     * A block that is to be walked over.
     *
     * @param declared how many bytes of a file the node above says are in it
     * @param whole whether all that is below is selected, and not just a range of it
     */
    private record Step(Cid cid, long declared, boolean whole, Look look) {
        static Step to(Cid cid, Look look) {
            return new Step(cid, NOT_DECLARED, true, look);
        }
    }

    /** What is still to be done of a node's links. */
    private record Frame(Iterator<Step> steps, int links) {
        static final Frame EMPTY = new Frame(Collections.emptyIterator(), 0);
    }

    private static Frame frameOf(Step step) {
        return new Frame(List.of(step).iterator(), 1);
    }

    /** Returns what the path leads to, as soon as the blocks on the way have been looked into. */
    public Optional<Cid> terminal() {
        return trace.atEnd() ? Optional.of(trace.wanted()) : Optional.empty();
    }

    /**
     * Looks into the block that came last, and tells whether there are more.
     *
     * @throws network.cortensor.sdk.ipfs.PathNotFoundException if that block proves that the path leads nowhere
     * @throws MalformedException if that block breaks a rule or limit
     */
    @Override
    public boolean hasNext() {
        return advance() != null;
    }

    /**
     * Returns the next block.
     *
     * @throws NoSuchElementException if there is none
     * @throws network.cortensor.sdk.ipfs.BlockNotFoundException if the source does not have it
     * @throws network.cortensor.sdk.ipfs.BlockMismatchException if the source gave another one
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #hasNext()}, and if the source fails
     */
    @Override
    public Block next() {
        Step step = advance();
        if (step == null) {
            throw new NoSuchElementException("the walk is over");
        }
        Block block = VerifiedRead.require(blocks, step.cid());
        arrived(step, block);
        wanted = null;
        return block;
    }

    private void arrived(Step step, Block block) {
        taken = step;
        last = block;
    }

    private @Nullable Step advance() {
        while (wanted == null) {
            if (taken != null && last != null) {
                push(taken.look().into(last));
                taken = null;
                last = null;
            }
            if (candidate == null) {
                candidate = nextStep();
            }
            if (candidate == null) {
                return null;
            }
            decide(candidate);
            candidate = null;
        }
        return wanted;
    }

    private @Nullable Step nextStep() {
        for (Frame frame = frames.peek(); frame != null; frame = frames.peek()) {
            if (frame.steps().hasNext()) {
                return frame.steps().next();
            }
            openLinks -= frames.pop().links();
        }
        return null;
    }

    private void decide(Step step) {
        if (step.cid().hash() == HashFunction.IDENTITY) {
            arrived(step, VerifiedRead.require(blocks, step.cid()));
        } else if (selection.duplicates()) {
            wanted = step;
        } else {
            takeOnce(step);
        }
    }

    private void takeOnce(Step step) {
        Cid key = step.cid().toV1();
        Long before = came.get(key);
        if (before == null) {
            came.put(key, step.whole() ? step.declared() : IN_PART);
            wanted = step;
        } else if (before == IN_PART) {
            // It came for the edge of a range, and now others of its parts are selected.
            arrived(step, VerifiedRead.require(blocks, step.cid()));
            if (step.whole()) {
                came.put(key, step.declared());
            }
        } else if (before != step.declared()) {
            throw new MalformedException("block " + step.cid() + ": one node declares " + before
                    + " bytes for it, another " + step.declared());
        }
    }

    private void push(Frame frame) {
        if (frame.links() == 0) {
            return;
        }
        if (openLinks + frame.links() > DagLimits.OPEN_LINKS) {
            throw tooDeep("more than " + DagLimits.OPEN_LINKS + " links within one another");
        }
        if (frames.size() == DagLimits.DEPTH) {
            throw tooDeep("more than " + DagLimits.DEPTH + " levels");
        }
        openLinks += frame.links();
        frames.push(frame);
    }

    private MalformedException tooDeep(String problem) {
        return new MalformedException("DAG below " + trace.wanted() + ": has " + problem);
    }

    // ---- along the path

    private Step pathStep() {
        return trace.atEnd() ? Step.to(trace.wanted(), this::atTerminal) : Step.to(trace.wanted(), this::onPath);
    }

    private Frame onPath(Block block) {
        trace.follow(block);
        // The path is no part of the depth below its end.
        frames.clear();
        openLinks = 0;
        return frameOf(pathStep());
    }

    private Frame atTerminal(Block block) {
        return switch (selection.scope()) {
            case BLOCK -> Frame.EMPTY;
            case ENTITY -> entity(block);
            case ALL -> everything(block);
        };
    }

    // ---- everything that is linked

    private Frame everything(Block block) {
        List<Cid> links = new ArrayList<>();
        String what = "block " + block.cid();
        switch (block.cid().codec()) {
            case DAG_PB -> DagPbLinks.read(what, block.buffer(), links::add);
            case DAG_CBOR -> DagCbor.links(what, block.buffer(), links::add);
            case RAW, DAG_JSON -> {}
        }
        return new Frame(
                links.stream().map(cid -> Step.to(cid, this::everything)).iterator(), links.size());
    }

    // ---- one file or folder

    private Frame entity(Block block) {
        Optional<UnixFsNode> found = unixFs(block);
        if (found.isPresent() && found.get() instanceof FileNode file) {
            EntityBytes.Span span = selection
                    .bytes()
                    .map(range -> range.within(file.fileSize()))
                    .orElse(EntityBytes.Span.whole(file.fileSize()));
            return parts(block.cid(), file, span, 0);
        }
        if (found.isPresent() && found.get() instanceof ShardNode) {
            return shards(block, ShardPlace.ROOT);
        }
        return Frame.EMPTY;
    }

    /** Reads the block at the end of a path, which may be of any kind: of what is no file or folder, one block is the entity. */
    private static Optional<UnixFsNode> unixFs(Block block) {
        return switch (block.cid().codec()) {
            case DAG_CBOR, DAG_JSON -> Optional.empty();
            case RAW, DAG_PB -> {
                try {
                    yield Optional.of(UnixFsNode.of(block));
                } catch (MalformedException otherData) {
                    // Whoever wants to read a file here will be told what is wrong with it.
                    yield Optional.empty();
                }
            }
        };
    }

    private Frame parts(Cid cid, FileNode node, EntityBytes.Span span, int depth) {
        List<FileNode.Child> children = node.children();
        if (!children.isEmpty() && depth == DagLimits.FILE_DEPTH) {
            throw new MalformedException(
                    "file node " + cid + ": is below " + depth + " levels of nodes, the most there are");
        }
        List<Step> steps = new ArrayList<>();
        long start = node.data().remaining();
        for (FileNode.Child child : children) {
            if (span.meets(start, child.fileSize())) {
                EntityBytes.Span below = span.since(start);
                // A raw block has no parts, so no range leaves any of them out.
                boolean whole = below.covers(child.fileSize()) || child.cid().codec() == Codec.RAW;
                steps.add(
                        new Step(child.cid(), child.fileSize(), whole, block -> part(block, child, below, depth + 1)));
            }
            start += child.fileSize();
        }
        return new Frame(steps.iterator(), children.size());
    }

    private Frame part(Block block, FileNode.Child declared, EntityBytes.Span span, int depth) {
        FileNode node = FileNode.decode(block.cid(), block.buffer());
        if (node.fileSize() != declared.fileSize()) {
            throw new MalformedException("file part " + block.cid() + ": the node above declares " + declared.fileSize()
                    + " bytes, it has " + node.fileSize());
        }
        return parts(block.cid(), node, span, depth);
    }

    private Frame shards(Block block, ShardPlace place) {
        ShardNode shard = place.require(block.cid(), UnixFsNode.of(block));
        List<Step> steps = new ArrayList<>();
        for (ShardNode.Slot slot : shard.slots()) {
            if (slot instanceof ShardNode.Deeper deeper) {
                ShardPlace below = place.below(shard, deeper);
                steps.add(Step.to(deeper.cid(), next -> shards(next, below)));
            } else if (slot instanceof ShardNode.Named named) {
                place.requirePlaced(block.cid(), shard, named);
            }
        }
        return new Frame(steps.iterator(), shard.slots().size());
    }
}
