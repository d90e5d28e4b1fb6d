package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.VerifiedRead;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.dag.DagLimits;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Reads a file's DAG, or a range of it, depth first. Holds one leaf and the links of the nodes above it. What is skipped is not
 * fetched: the nodes above say how many bytes are where.
 *
 * <p>There can be no cycle to fall into: a block that links to itself, at any distance, would have to contain a hash that
 * depends on it. Depth is limited all the same.
 */
final class ContentInputStream extends InputStream {
    static final int MAX_DEPTH = DagLimits.FILE_DEPTH;

    /** The most bytes that are handed over in one step; small enough to stay in the cache of the core that hashed them. */
    private static final int STEP = 1 << 16;

    private final BlockSource blocks;
    private final Cid root;
    private final Watch watch;
    private final Deque<Level> path = new ArrayDeque<>();
    private final long size;
    private final long from;

    /** The byte of the content behind the last one that is to be read. */
    private final long end;

    /** The byte of the content behind the last one of {@link #current}. */
    private long loaded;

    /** How many bytes are to be passed over before the next one is read. */
    private long ahead;

    /** How many bytes are to be read behind those. */
    private long left;

    private ByteBuffer current;
    private long reported;
    private boolean closed;

    private ContentInputStream(BlockSource blocks, Cid root, Part whole, long from, long length, Watch watch) {
        this.blocks = blocks;
        this.root = root;
        this.watch = watch;
        size = whole.fileSize;
        this.from = Math.min(from, size);
        ahead = this.from;
        left = Math.min(length, size - this.from);
        end = this.from + left;
        current = whole.data;
        path.push(new Level(whole.children));
        loaded(whole);
    }

    static ContentInputStream open(BlockSource blocks, Cid root, Watch watch) {
        return open(blocks, root, 0, Long.MAX_VALUE, watch);
    }

    /** Opens a range; what of it is behind the end of the content is left out. */
    static ContentInputStream open(BlockSource blocks, Cid root, long from, long length, Watch watch) {
        return new ContentInputStream(blocks, root, load(blocks, root, watch), from, length, watch);
    }

    /** Opens the content whose root the caller has read already. */
    static ContentInputStream open(BlockSource blocks, Cid root, FileNode node, Watch watch) {
        return new ContentInputStream(blocks, root, Part.of(node), 0, Long.MAX_VALUE, watch);
    }

    /** A block that was fetched and verified, as a part of the file. */
    private record Part(ByteBuffer data, List<FileNode.Child> children, long fileSize) {
        static Part of(FileNode node) {
            return new Part(node.data(), node.children(), node.fileSize());
        }
    }

    /** A node on the path from the root, and which of its parts comes next. */
    private static final class Level {
        private final List<FileNode.Child> children;
        private int next;

        Level(List<FileNode.Child> children) {
            this.children = children;
        }
    }

    /** Returns where the content starts. */
    Cid root() {
        return root;
    }

    /** Returns the size of the whole content that the root declares. */
    long size() {
        return size;
    }

    /** Returns how many bytes are still to be read, if the declared size is right. */
    long left() {
        return left;
    }

    byte[] readToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream((int) Math.min(left, STEP));
        byte[] part = new byte[(int) Math.min(left, STEP)];
        while (prepare()) {
            int count = take(part, 0, part.length);
            all.write(part, 0, count);
        }
        return all.toByteArray();
    }

    @Override
    public int read() throws IOException {
        requireOpen();
        if (!prepare()) {
            return -1;
        }
        left--;
        return current.get() & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        requireOpen();
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        return prepare() ? take(target, offset, length) : -1;
    }

    /** Passes over bytes without a look at them: what is passed over is not proven to be there. */
    @Override
    public long skip(long count) throws IOException {
        requireOpen();
        long skipped = Math.max(0, Math.min(count, left));
        ahead += skipped;
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        requireOpen();
        return (int) Math.max(0, Math.min(current.remaining() - ahead, left));
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        requireOpen();
        byte[] part = new byte[(int) Math.min(left, STEP)];
        long transferred = 0;
        while (prepare()) {
            int count = take(part, 0, part.length);
            out.write(part, 0, count);
            transferred += count;
        }
        return transferred;
    }

    @Override
    public void close() {
        closed = true;
        path.clear();
        current = ByteBuffer.allocate(0);
    }

    private int take(byte[] target, int offset, int length) {
        int count = (int) Math.min(Math.min(length, current.remaining()), left);
        current.get(target, offset, count);
        left -= count;
        return count;
    }

    /** Makes sure that there is a byte to take; returns false at the end of what is to be read. */
    private boolean prepare() {
        while (left > 0) {
            int passed = (int) Math.min(ahead, current.remaining());
            current.position(current.position() + passed);
            ahead -= passed;
            if (current.hasRemaining()) {
                return true;
            }
            Level level = path.element();
            if (level.next == level.children.size()) {
                path.pop();
            } else {
                advance(level, level.children.get(level.next));
            }
        }
        return false;
    }

    private void advance(Level level, FileNode.Child child) {
        if (ahead >= child.fileSize()) {
            ahead -= child.fileSize();
            loaded += child.fileSize();
            level.next++;
        } else {
            Part part = enter(child);
            level.next++;
            // Last: a listener that throws ends this read, and the next one goes on behind this part.
            loaded(part);
        }
    }

    /** Goes on to a part; changes nothing until that part is there and proved right. */
    private Part enter(FileNode.Child child) {
        Part part = load(blocks, child.cid(), watch);
        if (part.fileSize != child.fileSize()) {
            throw new MalformedException("content " + root + ": a node declares " + child.fileSize()
                    + " bytes for its part " + child.cid() + ", which has " + part.fileSize);
        }
        if (!part.children.isEmpty() && path.size() == MAX_DEPTH) {
            throw new MalformedException("content " + root + ": has more than " + MAX_DEPTH + " levels of nodes");
        }
        path.push(new Level(part.children));
        current = part.data;
        return part;
    }

    private static Part load(BlockSource blocks, Cid cid, Watch watch) {
        watch.check();
        Block block = VerifiedRead.require(blocks, cid);
        if (cid.codec() == Codec.RAW) {
            return new Part(block.buffer(), List.of(), block.size());
        }
        return Part.of(FileNode.decode(cid, block.buffer()));
    }

    /** Says how much of what is to be read has come; what was skipped counts too, as it will not come. */
    private void loaded(Part part) {
        loaded += part.data.remaining();
        long done = Math.max(0, Math.min(loaded, end) - from);
        long more = done - reported;
        reported = done;
        watch.advanced(more, 1);
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
    }
}
