package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.VerifiedRead;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Reads a file's DAG depth first. Holds one leaf and the links of the nodes above it.
 *
 * <p>There can be no cycle to fall into: a block that links to itself, at any distance, would have to contain a hash that
 * depends on it. Depth is limited all the same.
 */
final class ContentInputStream extends InputStream {
    static final int MAX_DEPTH = 32;

    private final BlockStore blocks;
    private final Cid root;
    private final Deque<Level> path = new ArrayDeque<>();
    private final long size;
    private ByteBuffer current;
    private boolean closed;

    private ContentInputStream(BlockStore blocks, Cid root) {
        this.blocks = blocks;
        this.root = root;
        Part whole = load(root);
        size = whole.fileSize;
        current = whole.data;
        path.push(new Level(whole.children));
    }

    static ContentInputStream open(BlockStore blocks, Cid root) {
        return new ContentInputStream(blocks, root);
    }

    /** A block that was fetched and verified, as a part of the file. */
    private record Part(ByteBuffer data, List<FileNode.Child> children, long fileSize) {}

    /** A node on the path from the root, and which of its parts comes next. */
    private static final class Level {
        private final List<FileNode.Child> children;
        private int next;

        Level(List<FileNode.Child> children) {
            this.children = children;
        }
    }

    /** Returns the size that the root declares. */
    long size() {
        return size;
    }

    byte[] readToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 16];
        while (prepare()) {
            int count = take(part, 0, part.length);
            all.write(part, 0, count);
        }
        return all.toByteArray();
    }

    @Override
    public int read() throws IOException {
        requireOpen();
        return prepare() ? current.get() & 0xff : -1;
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

    @Override
    public int available() throws IOException {
        requireOpen();
        return current.remaining();
    }

    @Override
    public void close() {
        closed = true;
        path.clear();
        current = ByteBuffer.allocate(0);
    }

    private int take(byte[] target, int offset, int length) {
        int count = Math.min(length, current.remaining());
        current.get(target, offset, count);
        return count;
    }

    /** Makes sure that there is a byte to take; returns false at the end of the content. */
    private boolean prepare() {
        while (!current.hasRemaining()) {
            Level level = path.peek();
            if (level == null) {
                return false;
            }
            if (level.next == level.children.size()) {
                path.pop();
            } else {
                enter(level);
            }
        }
        return true;
    }

    /** Goes on to the next part of {@code level}; changes nothing until that part is there and proved right. */
    private void enter(Level level) {
        FileNode.Child child = level.children.get(level.next);
        Part part = load(child.cid());
        if (part.fileSize != child.fileSize()) {
            throw new MalformedException("content " + root + ": a node declares " + child.fileSize()
                    + " bytes for its part " + child.cid() + ", which has " + part.fileSize);
        }
        if (!part.children.isEmpty() && path.size() == MAX_DEPTH) {
            throw new MalformedException("content " + root + ": has more than " + MAX_DEPTH + " levels of nodes");
        }
        level.next++;
        path.push(new Level(part.children));
        current = part.data;
    }

    private Part load(Cid cid) {
        Block block = VerifiedRead.require(blocks, cid);
        if (cid.codec() == Codec.RAW) {
            return new Part(block.buffer(), List.of(), block.size());
        }
        FileNode node = FileNode.decode(cid, block.buffer());
        return new Part(node.data(), node.children(), node.fileSize());
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
    }
}
