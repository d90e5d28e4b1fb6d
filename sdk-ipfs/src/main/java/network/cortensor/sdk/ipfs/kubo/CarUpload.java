package network.cortensor.sdk.ipfs.kubo;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.dag.DagScope;
import network.cortensor.sdk.ipfs.internal.dag.DagSelection;
import network.cortensor.sdk.ipfs.internal.dag.DagWalk;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * Uploads a DAG to a Kubo in shards, and remembers in a journal which of them it has: after a crash, a power failure or a cut,
 * the same call goes on, and <b>at most one shard is sent twice</b>, the one that was under way.
 *
 * <pre>{@code
 * CarUploadReport done = CarUpload.resume(folder.resolve("upload.journal"), blocks, root, kubo);
 * }</pre>
 *
 * <p>The blocks are sent depth first, each once, one shard after the other, each as a CAR ({@code dag import}). A shard is noted,
 * and the note forced to the disk, when the daemon has acknowledged it. What was noted is read again from the source, to find
 * the place to go on at, but not sent. At the end the daemon walks over the whole DAG, by pinning it or by counting it.
 *
 * <p>The journal is a small text file that only its owner can read. It belongs to one root and one size of shards, and is of no
 * use at another daemon than the one that the upload was begun with: the walk at the end would find blocks missing. It stays
 * when the upload is done, and then a call returns at once; delete it when it is no longer needed. One upload at a time can use
 * it.
 *
 * <p>While an upload is under way its blocks are not pinned. A daemon that collects garbage meanwhile takes them, which the end
 * finds out.
 */
public final class CarUpload {
    private CarUpload() {}

    /** As {@link #resume(Path, BlockSource, Cid, KuboClient, CarUploadOptions)} with the defaults. */
    public static CarUploadReport resume(Path journal, BlockSource source, Cid root, KuboClient kubo) {
        return resume(journal, source, root, kubo, CarUploadOptions.defaults());
    }

    /**
     * Begins an upload, or goes on with it if there is a journal. Nothing is tried again here: whoever wants to go on after a
     * failure calls again.
     *
     * @param journal created if it is not there, in a folder that is
     * @param source has all blocks of the DAG
     * @param kubo its view's time limit holds for this whole call; {@link KuboClient#with}
     * @throws IllegalArgumentException if the journal is that of another root or size of shards
     * @throws MalformedException if the file is no journal, or was damaged or changed; delete it to begin anew
     * @throws BlockNotFoundException if the source does not have a block
     * @throws RefusedException if the daemon says no, or does not have at the end what it has taken
     * @throws UnreachableException if it cannot be asked, or the connection is cut
     * @throws network.cortensor.sdk.ipfs.StoreException if the journal cannot be read or written, or another upload uses it
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link KuboClient#version()}, and what the source throws
     */
    public static CarUploadReport resume(
            Path journal, BlockSource source, Cid root, KuboClient kubo, CarUploadOptions options) {
        Watch watch = Watch.start("upload " + root + " to " + kubo, kubo.call());
        try (UploadJournal notes = UploadJournal.open(journal, root, options.shardBytes())) {
            long before = notes.shards();
            if (!notes.isDone()) {
                Shards shards = new Shards(source, root, options.shardBytes(), watch);
                notes.acknowledged().forEach(shards::skip);
                while (shards.hasNext()) {
                    KuboImport sent = kubo.importCar(shards::writeNext, List.of(), watch);
                    notes.acknowledge(sent);
                }
                requireAllThere(root, kubo, notes, options, watch);
                notes.done();
            }
            return new CarUploadReport(notes.blocks(), notes.bytes(), notes.shards(), notes.shards() - before);
        }
    }

    private static void requireAllThere(
            Cid root, KuboClient kubo, UploadJournal notes, CarUploadOptions options, Watch watch) {
        try {
            if (options.pin()) {
                kubo.pinWhatIsThere(root, watch);
                return;
            }
            long found = kubo.dagStat(root, watch).blocks();
            if (found != notes.blocks()) {
                throw new MalformedException("could not " + watch.what() + ": it has " + notes.blocks()
                        + " blocks, the daemon counts " + found + "; do not trust this daemon");
            }
        } catch (BlockNotFoundException e) {
            throw new RefusedException(
                    "could not " + watch.what() + ": all shards were acknowledged, but blocks are missing there;"
                            + " was it another daemon before, or did it collect garbage? Delete the journal to begin anew");
        }
    }

    /** The blocks of a DAG, cut into shards. */
    private static final class Shards {
        private final DagWalk walk;
        private final long shardBytes;
        private final Watch watch;
        // Taken from the walk and not yet in a shard: it did not fit into the last one.
        private @Nullable Block next;

        Shards(BlockSource source, Cid root, long shardBytes, Watch watch) {
            this.walk = DagWalk.of(source, IpfsPath.of(root), DagSelection.of(DagScope.ALL));
            this.shardBytes = shardBytes;
            this.watch = watch;
        }

        boolean hasNext() {
            return next != null || walk.hasNext();
        }

        void writeNext(KuboCar car) {
            long left = shardBytes;
            boolean first = true;
            for (Block block = take(); block != null; block = take()) {
                if (!first && block.size() > left) {
                    next = block;
                    return;
                }
                watch.check();
                car.put(block);
                watch.advanced(block.size(), 1);
                left -= block.size();
                first = false;
            }
        }

        /** Passes over a shard that was sent before. */
        void skip(KuboImport sent) {
            long bytes = 0;
            for (long blocks = 0; blocks < sent.blocks(); blocks++) {
                watch.check();
                Block block = take();
                if (block == null) {
                    throw otherBlocks();
                }
                bytes += block.size();
                watch.advanced(block.size(), 1);
            }
            if (bytes != sent.bytes()) {
                throw otherBlocks();
            }
        }

        private MalformedException otherBlocks() {
            return new MalformedException("could not " + watch.what()
                    + ": the journal has other shards than this DAG; delete it to begin anew");
        }

        private @Nullable Block take() {
            Block taken = next;
            next = null;
            if (taken != null) {
                return taken;
            }
            return walk.hasNext() ? walk.next() : null;
        }
    }
}
