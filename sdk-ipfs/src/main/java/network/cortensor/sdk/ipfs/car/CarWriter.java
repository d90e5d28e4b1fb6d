package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.dag.DagScope;
import network.cortensor.sdk.ipfs.internal.dag.DagSelection;
import network.cortensor.sdk.ipfs.internal.dag.DagWalk;
import network.cortensor.sdk.ipfs.internal.multiformats.Varint;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a CARv1: the roots, then blocks in the order in which they are given. The same calls give the same bytes.
 *
 * <p>Whether the blocks are those below the roots is up to the caller: {@link #writeDag} takes
 * them from there.
 *
 * <p>Not thread-safe.
 */
public final class CarWriter implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final OutputStream out;
    private final CarDuplicates duplicates;
    private final Set<Cid> written = new HashSet<>();
    private long size;

    private CarWriter(OutputStream out, CarDuplicates duplicates) {
        this.out = out;
        this.duplicates = duplicates;
    }

    /** As {@link #create(OutputStream, List, CarDuplicates)} with {@link CarDuplicates#SKIP}. */
    public static CarWriter create(OutputStream out, List<Cid> roots) {
        return create(out, roots, CarDuplicates.SKIP);
    }

    /**
     * Writes the header.
     *
     * @param out buffered here; closed by {@link #close()}, still open when this method fails
     * @param roots one, as the specification recommends; none and several are written too
     * @throws IllegalArgumentException if the header would exceed 32 KiB, which no reader need take
     * @throws UncheckedIOException if the stream fails
     */
    public static CarWriter create(OutputStream out, List<Cid> roots, CarDuplicates duplicates) {
        CarWriter writer = new CarWriter(new BufferedOutputStream(out, BUFFER), duplicates);
        writer.write(header(roots), new byte[0]);
        return writer;
    }

    private static byte[] header(List<Cid> roots) {
        byte[] header = new CarHeader(roots).encoded();
        if (header.length > CarHeader.MAX_SIZE) {
            throw new IllegalArgumentException("the header of a CAR has at most " + CarHeader.MAX_SIZE + " bytes, "
                    + roots.size() + " roots make " + header.length);
        }
        ByteArrayOutputStream framed = new ByteArrayOutputStream(header.length + 4);
        Varint.write(framed, header.length);
        framed.writeBytes(header);
        return framed.toByteArray();
    }

    /** Returns how many bytes the header takes that names these roots. */
    public static long headerSize(List<Cid> roots) {
        return header(roots).length;
    }

    /** Returns how many bytes a CAR grows by when this block is written. */
    public static long sectionSize(Block block) {
        return sectionStart(block).length + (long) block.size();
    }

    private static byte[] sectionStart(Block block) {
        byte[] cid = block.cid().encoded();
        ByteArrayOutputStream start = new ByteArrayOutputStream(cid.length + 4);
        Varint.write(start, (long) cid.length + block.size());
        start.writeBytes(cid);
        return start.toByteArray();
    }

    /**
     * Appends a block.
     *
     * @return whether it was written; false for one that was there already, with {@link CarDuplicates#SKIP}
     * @throws UncheckedIOException if the stream fails; it is then undefined how much of the block was written
     */
    public boolean write(Block block) {
        if (duplicates == CarDuplicates.SKIP && !written.add(block.cid().toV1())) {
            return false;
        }
        write(sectionStart(block), block.bytes());
        return true;
    }

    /**
     * Appends the root and everything below it, depth-first and parents before their children, each block once. The links of
     * dag-pb and dag-cbor blocks are followed. A dag-json block is written, but <b>what it links to is left out</b>; {@link
     * CarReport#notFollowed()} of the file counts such blocks.
     *
     * @param blocks where they are taken from; each is checked
     * @return how many blocks were written
     * @throws network.cortensor.sdk.ipfs.BlockNotFoundException if one is not there; what was written before stays written
     * @throws network.cortensor.sdk.ipfs.BlockMismatchException if {@code blocks} gives another block than it was asked for
     * @throws network.cortensor.sdk.ipfs.MalformedException if a block breaks the rules of its format, or the DAG a limit
     * @throws network.cortensor.sdk.ipfs.CancelledException if the call is cancelled, or the thread interrupted
     * @throws network.cortensor.sdk.ipfs.DeadlineExceededException if the call's time is over
     * @throws UncheckedIOException if the stream fails
     */
    public long writeDag(BlockSource blocks, Cid root, CallOptions call) {
        Watch watch = Watch.start("write the DAG " + root + " to a CAR", call);
        DagWalk walk = DagWalk.of(blocks, IpfsPath.of(root), DagSelection.of(DagScope.ALL));
        long count = 0;
        while (walk.hasNext()) {
            watch.check();
            Block block = walk.next();
            if (write(block)) {
                count++;
            }
            watch.advanced(block.size(), 1);
        }
        return count;
    }

    private void write(byte[] start, byte[] rest) {
        try {
            out.write(start);
            out.write(rest);
        } catch (IOException e) {
            throw new UncheckedIOException("writing a CAR failed behind byte " + size, e);
        }
        size += start.length + rest.length;
    }

    /** Returns how many bytes have been written, some of them perhaps only to a buffer. */
    public long size() {
        return size;
    }

    /**
     * Writes what is buffered, and closes the stream.
     *
     * @throws UncheckedIOException if that fails; the CAR is then not complete
     */
    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a CAR failed", e);
        }
    }
}
