package network.cortensor.sdk.ipfs;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Keeps blocks by CID.
 *
 * <p>The stores made here are thread-safe, hash a block again on every read, and treat the two versions of a CID as the one
 * block that they name. The same bytes under another {@link Codec} or {@link HashFunction} are another block. Blocks under {@link
 * HashFunction#IDENTITY} are not stored, yet always here: their CID is all there is to them.
 *
 * <p>A store never deletes anything by itself, also when it is full: what is garbage is decided by pins, and collected through
 * a {@link ContentStore}.
 *
 * <p>Own implementations are welcome and need not be trusted: {@link ContentStore} checks what they return. They must be
 * thread-safe, return from {@link #get} a block under the CID that was asked for, and report failures as the exceptions
 * named here.
 *
 * <p>Not guaranteed: that a block which is there now stays there, since others may delete it; any order between calls in
 * different threads beyond that a {@code put} which has returned is seen by every later {@code get}.
 *
 * <p>After {@link #close()} the methods of the stores made here throw {@link IllegalStateException}.
 */
public interface BlockStore extends BlockSource, AutoCloseable {
    /** Returns an empty store in memory without a limit, for tests and short-lived programs. */
    static BlockStore memory() {
        return new MemoryBlockStore(Long.MAX_VALUE);
    }

    /**
     * Returns an empty store in memory.
     *
     * @param maxBytes the most bytes that the blocks may take together; the bookkeeping comes on top
     * @throws IllegalArgumentException if negative
     */
    static BlockStore memory(long maxBytes) {
        return new MemoryBlockStore(maxBytes);
    }

    /**
     * Returns a store that takes every block and keeps none, for finding out CIDs: what is added to it gets its CID, in constant
     * memory, and cannot be read. Closing it does nothing.
     */
    static BlockStore discarding() {
        return DiscardingBlockStore.INSTANCE;
    }

    /** Opens a store in a folder with the default options; see {@link #files(Path, FileBlockStoreOptions)}. */
    static BlockStore files(Path folder) {
        return files(folder, FileBlockStoreOptions.builder().build());
    }

    /**
     * Opens a store in a folder, which is created if it is missing.
     *
     * <p>A block becomes visible in one step, when all its bytes are in its file: a process that is killed, or a disk that
     * fills up, leaves no part of a block behind. What the power failing may undo is a matter of {@link Durability}.
     *
     * <p>A file that was damaged on the disk is found by the next read ({@link BlockMismatchException}), and replaced when
     * the block is put again.
     *
     * <p>Several stores, also of several processes, may use one folder: blocks are named by what is in them, and pins are seen
     * by all. Only a quota is then counted by each for itself. What keeps the garbage collection of one process apart from
     * what another adds is a lock on the file {@code lock}; see {@link ContentStore#collectGarbage(CallOptions)}.
     *
     * <p>What lies in the folder and is not a regular file at the place and with the name of a block is ignored: symbolic links
     * there are not followed.
     *
     * <p>An interrupted thread that reads or writes a block ends with {@link CancelledException}, its flag set.
     *
     * @throws StoreException if the folder cannot be created, or read
     */
    static BlockStore files(Path folder, FileBlockStoreOptions options) {
        return FileBlockStore.open(folder, options);
    }

    /**
     * Returns a store that keeps in {@code local} what it had to take from {@code remote}: a read asks {@code local} first, and
     * what came from {@code remote} was checked before it is kept. All other methods are those of {@code local}, which is closed
     * with it; {@code remote} is not.
     *
     * <p>If {@code local} is full, what was read is returned all the same. Damage in {@code local} is replaced.
     */
    static BlockStore readThrough(BlockStore local, BlockSource remote) {
        return new ReadThroughBlockStore(local, remote);
    }

    /**
     * Stores a block; does nothing if it is there already and intact.
     *
     * @throws StoreFullException if there is no room; the block is then not stored
     * @throws StoreException if the store fails; the block may or may not be stored
     */
    void put(Block block);

    /**
     * Returns the block, or empty if it is not here.
     *
     * @throws BlockMismatchException if what is stored under this CID does not hash to it
     * @throws StoreException if the store fails
     */
    @Override
    Optional<Block> get(Cid cid);

    /**
     * Tells whether there is something under this CID; does not read it, so a damaged block counts.
     *
     * @throws StoreException if the store fails
     */
    boolean has(Cid cid);

    /**
     * Removes the block; returns whether there was one.
     *
     * @throws StoreException if the store fails
     */
    boolean delete(Cid cid);

    /**
     * Lists the CIDs, in version 1, of the blocks that are here, in no order. Blocks that come or go meanwhile may be in it or
     * not. The stream reads lazily and must be closed; it throws {@link StoreException} if the store fails.
     *
     * @throws UnsupportedOperationException if this store cannot list its blocks
     */
    default Stream<Cid> cids() {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " cannot list its blocks");
    }

    /**
     * Returns how many bytes are stored under this CID, empty if it is not here. As with {@link #has}, a damaged block counts
     * where the store knows sizes without reading; by default it reads.
     *
     * @throws BlockMismatchException if the store has to read, and what is stored under this CID does not hash to it
     * @throws StoreException if the store fails
     */
    default OptionalLong size(Cid cid) {
        return get(cid).map(block -> OptionalLong.of(block.size())).orElseGet(OptionalLong::empty);
    }

    /**
     * Returns the pins of these blocks, always the same; empty if this store keeps none, so that nothing in it can be pinned and
     * no garbage be collected. The default is that.
     */
    default Optional<Pins> pins() {
        return Optional.empty();
    }

    /** Ends the use of this store and frees what it holds; a second call does nothing. Does not wait for calls under way. */
    @Override
    void close();
}
