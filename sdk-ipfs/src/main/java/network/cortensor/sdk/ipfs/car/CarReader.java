package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.internal.Watch;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads the blocks of a CAR stream one after the other, each checked against its CID before it is released. Holds one block
 * at a time, whatever the size of the stream.
 *
 * <p>Reads CARv1, and the CARv1 inside a CARv2; the index of a CARv2 is not needed and not read. Lengths are checked before
 * anything is allocated: a header has at most 32 KiB, a block {@link Block#MAX_SIZE} bytes.
 *
 * <p>What a CAR proves is little: each block is what its CID says. Which blocks come, in which order and how often, whether
 * they belong to the roots, and whether any are missing, is up to whoever wrote it. A stream that is cut between two blocks
 * looks complete; {@link CarReport} or a walk from the root tells.
 *
 * <p>Not thread-safe.
 */
public final class CarReader implements AutoCloseable {
    private final InputStream in;
    private final CarSections sections;
    private @Nullable RuntimeException failure;

    private CarReader(InputStream in, CarSections sections) {
        this.in = in;
        this.sections = sections;
    }

    /** As {@link #open(InputStream, CarLimits, CallOptions)}, without limits and options. */
    public static CarReader open(InputStream in) {
        return open(in, CarLimits.none(), CallOptions.none());
    }

    /**
     * Reads the header.
     *
     * <p>The deadline and the cancellation of the call hold from here until the last block, and are looked at before each read
     * from the stream. They cannot wake up a stream that blocks: it must have time-outs of its own.
     *
     * @param in read ahead by up to 64 KiB, and closed by {@link #close()}; still open when this method fails
     * @throws network.cortensor.sdk.ipfs.MalformedException if the stream does not start as a CAR, is cut off, or exceeds the
     *     limits
     * @throws network.cortensor.sdk.ipfs.CancelledException if the call is cancelled, or the thread interrupted
     * @throws network.cortensor.sdk.ipfs.DeadlineExceededException if the call's time is over
     * @throws UncheckedIOException if the stream fails
     */
    public static CarReader open(InputStream in, CarLimits limits, CallOptions call) {
        return new CarReader(in, CarSections.open(in, limits, Watch.start("read a CAR", call)));
    }

    /** Returns 1, or 2 for a CARv1 inside a CARv2. */
    public int version() {
        return sections.version();
    }

    /** Returns what the header names as roots: a claim, possibly empty, in the header's order. */
    public List<Cid> roots() {
        return sections.roots();
    }

    /** Returns how many bytes of the stream have been taken so far. */
    public long position() {
        return sections.position();
    }

    /**
     * Returns the next block, or empty behind the last. One that comes twice in the stream is returned twice.
     *
     * <p>After a failure the reader is of no more use: it does not look for a place to go on, and fails in the same way again.
     *
     * @throws BlockMismatchException if the bytes do not hash to their CID; they are not released
     * @throws network.cortensor.sdk.ipfs.MalformedException if the stream breaks the rules of the format or a limit, names a CID
     *     that is not on the allow list, or is cut off; the message says where
     * @throws network.cortensor.sdk.ipfs.CancelledException if the call is cancelled, or the thread interrupted
     * @throws network.cortensor.sdk.ipfs.DeadlineExceededException if the call's time is over
     * @throws UncheckedIOException if the stream fails
     */
    public Optional<Block> next() {
        if (failure != null) {
            throw failure;
        }
        try {
            Optional<Block> block = sections.next().map(CarSection::verified);
            block.ifPresent(read -> sections.watch().advanced(read.size(), 1));
            return block;
        } catch (IpfsException | UncheckedIOException e) {
            failure = e;
            throw e;
        }
    }

    /**
     * Puts all blocks that are left into a store.
     *
     * @return how many there were
     * @throws network.cortensor.sdk.ipfs.StoreException if the store fails; the blocks before are in it
     * @throws IpfsException as {@link #next()}
     * @throws UncheckedIOException if the stream fails
     */
    public long transferTo(BlockStore blocks) {
        long count = 0;
        for (Optional<Block> block = next(); block.isPresent(); block = next()) {
            blocks.put(block.get());
            count++;
        }
        return count;
    }

    /**
     * Closes the stream.
     *
     * @throws UncheckedIOException if that fails
     */
    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a CAR failed", e);
        }
    }
}
