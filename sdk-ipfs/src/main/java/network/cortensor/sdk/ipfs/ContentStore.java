package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.VerifiedRead;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Stores and reads content of any size by its hash.
 *
 * <pre>{@code
 * try (ContentStore store = ContentStore.on(BlockStore.files(folder))) {
 *     Cid cid = store.add(bytes);
 *     try (InputStream content = store.get(cid)) { ... }
 * }
 * }</pre>
 *
 * <p>What is added is cut up by the import profile {@code unixfs-v1-2025} (IPIP-499): CIDv1, SHA-256, chunks of 1 MiB as raw
 * blocks, a balanced DAG of width 1024. The same bytes get the same CID from every tool that follows this profile. Content of
 * at most 1 MiB is one raw block: its CID holds nothing but its SHA-256. Files that older tools wrote ({@code
 * unixfs-v0-2015}: CIDv0, dag-pb leaves) can be read too.
 *
 * <p>What is read is checked, whatever the block store: no byte is released before the block that it is in was hashed and is
 * the one that was asked for, and before its size is what the blocks above declare. Limits: 2 MiB a block, 8192 links a
 * node, 32 levels; parts of a file must not be empty.
 *
 * <p>A CID tells everybody whether two contents are equal, so seal what is secret before adding it.
 *
 * <p>Thread-safe, if the block store is. The streams that {@link #get(Cid)} returns are for one thread each.
 */
public final class ContentStore implements AutoCloseable {
    private final BlockStore blocks;

    private ContentStore(BlockStore blocks) {
        this.blocks = blocks;
    }

    /** Returns a content store on {@code blocks}, which it takes over: closing it closes them. */
    public static ContentStore on(BlockStore blocks) {
        return new ContentStore(blocks);
    }

    /**
     * Adds everything up to the end of the stream, in memory for one chunk and the open path of the DAG. The stream is not
     * closed.
     *
     * <p>Blocks are stored from the leaves up: if this fails, what was stored stays, but there is no root, and adding the
     * content again uses it.
     *
     * @throws UncheckedIOException if the given stream fails
     * @throws StoreException if the block store fails, as {@link StoreFullException} if it is full
     */
    public Cid add(InputStream content) {
        try {
            return new FileImport(blocks).run(content);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the content to add", e);
        }
    }

    /**
     * Adds bytes.
     *
     * @throws StoreException if the block store fails, as {@link StoreFullException} if it is full
     */
    public Cid add(byte[] content) {
        return new FileImport(blocks).run(content);
    }

    /**
     * Adds the content of a file; its name and attributes are not kept.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws StoreException if the block store fails, as {@link StoreFullException} if it is full
     */
    public Cid add(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return new FileImport(blocks).run(content);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the file to add: " + file, e);
        }
    }

    /**
     * Opens content for reading. The root block is fetched now, the others when they are reached.
     *
     * <p>The stream's methods throw the exceptions named here too, not wrapped in an {@code IOException}: that content proved
     * wrong is not a failure of input. A stream that failed stays where it was: reading on asks for the same block again, and
     * never leaves anything out.
     *
     * @throws BlockNotFoundException if a block is not in the store
     * @throws BlockMismatchException if the store gave other bytes than the ones asked for
     * @throws MalformedException if the content is not a file, or breaks a rule or limit
     * @throws StoreException if the block store fails
     */
    public InputStream get(Cid cid) {
        return ContentInputStream.open(blocks, cid);
    }

    /**
     * Reads content into memory.
     *
     * @param maxBytes the most bytes to take; checked against the size that the root declares, before more is fetched
     * @throws ContentTooLargeException if the content is larger, or larger than an array can be
     * @throws IllegalArgumentException if {@code maxBytes} is negative
     * @throws IpfsException as {@link #get(Cid)}
     */
    public byte[] get(Cid cid, long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must not be negative, is " + maxBytes);
        }
        ContentInputStream content = ContentInputStream.open(blocks, cid);
        long limit = Math.min(maxBytes, Integer.MAX_VALUE - 8);
        if (content.size() > limit) {
            throw new ContentTooLargeException(cid, content.size(), limit);
        }
        // Grows with what is really there: the declared size is not yet proven.
        return content.readToEnd();
    }

    /**
     * Returns how many bytes the content has, as declared by its root block; for a single raw block this is proven, for
     * others reading to the end proves it.
     *
     * @throws IpfsException as {@link #get(Cid)}
     */
    public long size(Cid cid) {
        return ContentInputStream.open(blocks, cid).size();
    }

    /**
     * Tells whether all blocks of the content are in the store.
     *
     * <p>Inner nodes are read and checked; of raw leaves only the presence is asked, so a damaged one counts.
     *
     * @throws BlockMismatchException if the store gave other bytes for an inner node
     * @throws MalformedException if an inner node is not part of a file, or breaks a rule or limit
     * @throws StoreException if the block store fails
     */
    public boolean has(Cid cid) {
        Set<Cid> seen = new HashSet<>();
        Deque<Cid> open = new ArrayDeque<>();
        open.push(cid);
        while (!open.isEmpty()) {
            Cid next = open.pop();
            if (next.codec() == Codec.RAW) {
                if (!blocks.has(next)) {
                    return false;
                }
                continue;
            }
            Optional<Block> block = VerifiedRead.find(blocks, next);
            if (block.isEmpty()) {
                return false;
            }
            FileNode node = FileNode.decode(next, block.get().buffer());
            // Each inner node once: a few of them, linking to each other many times, would otherwise take for ever.
            if (!node.children().isEmpty() && seen.add(next)) {
                node.children().forEach(child -> open.push(child.cid()));
            }
        }
        return true;
    }

    /** Returns the block store below, for single blocks. */
    public BlockStore blocks() {
        return blocks;
    }

    /** Closes the block store. */
    @Override
    public void close() {
        blocks.close();
    }
}
