package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One import of a file. Holds, for each thread, up to two chunks, and for each level, the links of the node that is being
 * filled: two levels of the narrower profile reach 7 GiB, three 1.3 TiB.
 */
final class FileImport {
    private final BlockStore blocks;
    private final BlockBuffers buffers;
    private final ImportProfile profile;
    private final int threads;
    private final Watch watch;
    private final Attributes attributes;
    private final List<List<FileNode.Child>> levels = new ArrayList<>();

    /**
     * Prepares an import.
     *
     * @param attributes kept in the root
     */
    FileImport(BlockStore blocks, ImportProfile profile, int threads, Watch watch, Attributes attributes) {
        this(blocks, buffers(blocks, profile), profile, threads, watch, attributes);
    }

    /** Prepares one of several imports, which use the same {@code buffers}. */
    FileImport(
            BlockStore blocks,
            BlockBuffers buffers,
            ImportProfile profile,
            int threads,
            Watch watch,
            Attributes attributes) {
        this.blocks = blocks;
        this.buffers = buffers;
        this.profile = profile;
        this.threads = threads;
        this.watch = watch;
        this.attributes = attributes;
    }

    /** Returns arrays for the leaves that such imports make. */
    static BlockBuffers buffers(BlockStore blocks, ImportProfile profile) {
        return new BlockBuffers(
                blocks, profile.envelope(profile.chunkSize(), Attributes.NONE).blockSize());
    }

    /** Imports all chunks; once. */
    Imported run(ContentChunks content) throws IOException {
        Optional<ContentChunks.Chunk> first = content.next(buffers);
        if (first.isEmpty()) {
            return emptyFile();
        }
        // Whether a chunk is the whole file, and has its attributes, shows only behind it.
        Optional<ContentChunks.Chunk> second =
                first.get().size() < profile.chunkSize() ? Optional.empty() : content.next(buffers);
        if (second.isEmpty()) {
            FileNode.Child only = store(first.get(), attributes);
            delivered(only);
            return new Imported(only.cid(), only.dagSize());
        }
        if (threads == 1) {
            runHere(first.get(), second.get(), content);
        } else {
            runInThreads(first.get(), second.get(), content);
        }
        return closeLevels();
    }

    private void runHere(ContentChunks.Chunk first, ContentChunks.Chunk second, ContentChunks content)
            throws IOException {
        append(store(first, Attributes.NONE));
        Optional<ContentChunks.Chunk> next = Optional.of(second);
        while (next.isPresent()) {
            append(store(next.get(), Attributes.NONE));
            next = content.next(buffers);
        }
    }

    private void runInThreads(ContentChunks.Chunk first, ContentChunks.Chunk second, ContentChunks content)
            throws IOException {
        try (LeafPipeline<FileNode.Child> pipeline = new LeafPipeline<>(threads, watch, this::append)) {
            pipeline.submit(() -> store(first, Attributes.NONE));
            Optional<ContentChunks.Chunk> next = Optional.of(second);
            while (next.isPresent()) {
                ContentChunks.Chunk chunk = next.get();
                pipeline.submit(() -> store(chunk, Attributes.NONE));
                next = content.next(buffers);
            }
            pipeline.finish();
        }
    }

    private Imported emptyFile() {
        FileNode.Envelope envelope = profile.envelope(0, attributes);
        byte[] bytes = new byte[envelope.blockSize()];
        envelope.wrap(bytes);
        Block block = Block.adopt(envelope.codec(), bytes);
        blocks.put(block);
        watch.advanced(0, 1);
        return new Imported(profile.name(block.cid()), block.size());
    }

    /** Makes a leaf; in any thread. */
    private FileNode.Child store(ContentChunks.Chunk chunk, Attributes keep) throws IOException {
        watch.check();
        FileNode.Envelope envelope = profile.envelope(chunk.size(), keep);
        MessageDigest sha256 = HashFunction.platformDigest("SHA-256");
        if (blocks == DiscardingBlockStore.INSTANCE) {
            chunk.hash(envelope, buffers, sha256);
            Cid cid = profile.name(Cid.of(envelope.codec(), sha256.digest()));
            return new FileNode.Child(cid, chunk.size(), envelope.blockSize());
        }
        byte[] bytes = chunk.toBlock(envelope, buffers, sha256);
        Block leaf = Block.adopt(envelope.codec(), sha256.digest(), bytes);
        blocks.put(leaf);
        buffers.release(bytes);
        return new FileNode.Child(profile.name(leaf.cid()), chunk.size(), bytes.length);
    }

    private void append(FileNode.Child leaf) {
        append(0, leaf);
        delivered(leaf);
    }

    private void delivered(FileNode.Child leaf) {
        watch.advanced(leaf.fileSize(), 1);
    }

    /** Appends to a level; a full node moves up only when something follows it, so that no node gets a parent for itself. */
    private void append(int level, FileNode.Child child) {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        List<FileNode.Child> open = levels.get(level);
        if (open.size() == profile.width()) {
            moveUp(level, Attributes.NONE);
        }
        open.add(child);
    }

    private void moveUp(int level, Attributes keep) {
        List<FileNode.Child> children = levels.get(level);
        Block node = Block.adopt(Codec.DAG_PB, FileNode.encode(children, keep));
        blocks.put(node);
        long dagSize = node.size()
                + children.stream().mapToLong(FileNode.Child::dagSize).sum();
        append(level + 1, new FileNode.Child(profile.name(node.cid()), FileNode.fileSize(children), dagSize));
        children.clear();
        watch.advanced(0, 1);
    }

    private Imported closeLevels() {
        int level = 0;
        while (level < levels.size() - 1 || levels.get(level).size() > 1) {
            boolean root = level == levels.size() - 1;
            moveUp(level, root ? attributes : Attributes.NONE);
            level++;
        }
        FileNode.Child root = levels.get(level).get(0);
        return new Imported(root.cid(), root.dagSize());
    }
}
