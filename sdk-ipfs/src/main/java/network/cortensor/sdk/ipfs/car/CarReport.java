package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.internal.Watch;

import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says whether a CAR holds everything below its roots, and nothing that is not what its CID says.
 *
 * <p>Three outcomes are kept apart from each other ({@link Verdict}), and all three from a stream that is no CAR, is cut off, or
 * holds a block that breaks the rules of its own format ({@link network.cortensor.sdk.ipfs.MalformedException}).
 *
 * <p>Immutable and thread-safe.
 */
public final class CarReport {
    /** The most CIDs that {@link #missing()} and {@link #mismatched()} name; the counts go on. */
    public static final int MAX_NAMED = 1000;

    /** What {@link CarReport} found. */
    public enum Verdict {
        /** Every block below the roots is there, and every block is right. */
        COMPLETE,

        /** Every block is right, but blocks below the roots are missing. */
        MISSING,

        /** The bytes of some block do not hash to its CID; others may be missing besides. */
        MISMATCH
    }

    private final int version;
    private final List<Cid> roots;
    private final long size;
    private final DagIndex.Outcome outcome;

    private CarReport(int version, List<Cid> roots, long size, DagIndex.Outcome outcome) {
        this.version = version;
        this.roots = roots;
        this.size = size;
        this.outcome = outcome;
    }

    /** As {@link #inspect(InputStream, Consumer, CallOptions)}, without a listener and options. */
    public static CarReport inspect(InputStream in) {
        return inspect(in, entry -> {}, CallOptions.none());
    }

    /**
     * Reads a CAR to its end.
     *
     * <p>Blocks are held one at a time; what is kept is each distinct CID, some 200 bytes, and 4 bytes for each link, so a file
     * of many small blocks takes more memory than one of few large ones. Links are followed in dag-pb and dag-cbor blocks, in
     * any order of the stream; what lies behind a dag-json block is not looked for ({@link #notFollowed()}). Blocks that are
     * contained in their CID (identity) are never missing.
     *
     * @param in read to the end; stays open
     * @param entries hears of each section in the order of the stream, right or wrong
     * @throws network.cortensor.sdk.ipfs.MalformedException if the stream or one of its blocks breaks the rules of its format, or
     *     the file has more than 4 million distinct CIDs or 32 million links
     * @throws network.cortensor.sdk.ipfs.CancelledException if the call is cancelled, or the thread interrupted
     * @throws network.cortensor.sdk.ipfs.DeadlineExceededException if the call's time is over
     * @throws java.io.UncheckedIOException if the stream fails
     */
    public static CarReport inspect(InputStream in, Consumer<CarEntry> entries, CallOptions call) {
        CarSections sections = CarSections.open(in, CarLimits.none(), Watch.start("inspect a CAR", call));
        DagIndex index = new DagIndex(sections.roots());
        for (var section = sections.next(); section.isPresent(); section = sections.next()) {
            CarSection found = section.get();
            boolean matches = index.add(found);
            entries.accept(new CarEntry(found.cid(), found.offset(), found.size(), matches));
            sections.watch().advanced(found.size(), 1);
        }
        return new CarReport(sections.version(), sections.roots(), sections.position(), index.outcome());
    }

    /** Returns 1, or 2 for a CARv1 inside a CARv2. */
    public int version() {
        return version;
    }

    /** Returns the roots that the header names. */
    public List<Cid> roots() {
        return roots;
    }

    /** Returns how many bytes the CAR has; of a CARv2 those up to the end of its payload. */
    public long size() {
        return size;
    }

    /** Returns the outcome; a mismatch counts more than a missing block. With no roots nothing is missing. */
    public Verdict verdict() {
        if (outcome.mismatchedCount() > 0) {
            return Verdict.MISMATCH;
        }
        return outcome.missingCount() > 0 ? Verdict.MISSING : Verdict.COMPLETE;
    }

    /** Returns how many sections there are, right or wrong, duplicates included. */
    public long blocks() {
        return outcome.sections();
    }

    /** Returns how many different blocks there are whose bytes are right; those contained in their CID do not count. */
    public long distinctBlocks() {
        return outcome.distinct();
    }

    /** Returns how many of the distinct blocks are not below a root. */
    public long unrelatedBlocks() {
        return outcome.unrelated();
    }

    /** Returns how many of the blocks below the roots are of a format whose links are not followed (dag-json). */
    public long notFollowed() {
        return outcome.notFollowed();
    }

    /**
     * Returns what is missing below the roots, as it was first linked to, depth-first in the order of links; at most the first
     * {@link #MAX_NAMED}. What lies behind a missing block is not known, hence not counted.
     */
    public List<Cid> missing() {
        return outcome.missing();
    }

    /** Returns how many distinct blocks are missing. */
    public long missingCount() {
        return outcome.missingCount();
    }

    /** Returns the CIDs of sections with the wrong bytes, in the order of the stream; at most the first {@link #MAX_NAMED}. */
    public List<Cid> mismatched() {
        return outcome.mismatched();
    }

    /** Returns how many sections have the wrong bytes. */
    public long mismatchedCount() {
        return outcome.mismatchedCount();
    }

    @Override
    public String toString() {
        return "CarReport[" + verdict() + ", " + outcome.sections() + " blocks, " + outcome.missingCount()
                + " missing, " + outcome.mismatchedCount() + " mismatched]";
    }
}
