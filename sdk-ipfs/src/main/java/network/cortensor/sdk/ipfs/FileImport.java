package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One import by the profile unixfs-v1-2025 (IPIP-499). Holds the chunk at hand and, for each level, the links of the node
 * that is being filled: 1024 links a level, and three levels reach a pebibyte.
 */
final class FileImport {
    static final int CHUNK_SIZE = 1024 * 1024;

    /** Most objects are prompts and results of a few KiB: they should not cost a buffer of a whole chunk each. */
    private static final int SMALL_CONTENT = 64 * 1024;

    static final int WIDTH = 1024;

    private final BlockStore blocks;
    private final List<List<FileNode.Child>> levels = new ArrayList<>();

    FileImport(BlockStore blocks) {
        this.blocks = blocks;
    }

    /** Imports up to the end of the stream. */
    Cid run(InputStream content) throws IOException {
        byte[] chunk;
        do {
            chunk = readChunk(content);
            // Empty content is one empty block; content that ends with a full chunk has no empty one behind it.
            if (chunk.length > 0 || levels.isEmpty()) {
                append(chunk);
            }
        } while (chunk.length == CHUNK_SIZE);
        return closeLevels();
    }

    Cid run(byte[] content) {
        int from = 0;
        do {
            int to = from + Math.min(CHUNK_SIZE, content.length - from);
            append(Arrays.copyOfRange(content, from, to));
            from = to;
        } while (from < content.length);
        return closeLevels();
    }

    private void append(byte[] chunk) {
        Block leaf = Block.adopt(Codec.RAW, chunk);
        blocks.put(leaf);
        append(0, FileNode.leaf(leaf.cid(), leaf.size()));
    }

    /**
     * Reads a full chunk, or less at the end; into an array of its own, which becomes the block.
     *
     * <p>The stream sees that array while it fills it. One that kept it and wrote to it later would spoil the block, which
     * the next read from the store finds; a further copy to rule it out costs five percent of the import rate.
     */
    private static byte[] readChunk(InputStream content) throws IOException {
        byte[] start = content.readNBytes(SMALL_CONTENT);
        if (start.length < SMALL_CONTENT) {
            return start;
        }
        byte[] chunk = Arrays.copyOf(start, CHUNK_SIZE);
        int size = SMALL_CONTENT + content.readNBytes(chunk, SMALL_CONTENT, CHUNK_SIZE - SMALL_CONTENT);
        return size == CHUNK_SIZE ? chunk : Arrays.copyOf(chunk, size);
    }

    /** Appends to a level; a full node moves up only when something follows it, so that no node gets a parent for itself. */
    private void append(int level, FileNode.Child child) {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        List<FileNode.Child> open = levels.get(level);
        if (open.size() == WIDTH) {
            moveUp(level);
        }
        open.add(child);
    }

    private void moveUp(int level) {
        List<FileNode.Child> children = levels.get(level);
        byte[] encoded = FileNode.encode(children);
        long dagSize = encoded.length
                + children.stream().mapToLong(FileNode.Child::dagSize).sum();
        Block node = Block.adopt(Codec.DAG_PB, encoded);
        blocks.put(node);
        append(level + 1, new FileNode.Child(node.cid(), FileNode.fileSize(children), dagSize));
        children.clear();
    }

    private Cid closeLevels() {
        int level = 0;
        while (level < levels.size() - 1 || levels.get(level).size() > 1) {
            moveUp(level);
            level++;
        }
        return levels.get(level).get(0).cid();
    }
}
