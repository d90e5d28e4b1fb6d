package network.cortensor.sdk.ipfs.kubo;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.car.CarDuplicates;
import network.cortensor.sdk.ipfs.car.CarWriter;
import org.jspecify.annotations.Nullable;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A CAR that is sent while it is written, and the daemon's account of it. Blocks may come from several threads. */
final class KuboCar {
    private final List<Cid> roots;
    private final ReentrantLock writing = new ReentrantLock();
    private final Set<Cid> pinned = new HashSet<>();
    private @Nullable CarWriter car;
    private long blocks;
    private long bytes;
    private long blocksOfDaemon = -1;
    private long bytesOfDaemon = -1;

    /** Gives blocks to a CAR. */
    @FunctionalInterface
    interface Content {
        void writeTo(KuboCar car);
    }

    KuboCar(List<Cid> roots) {
        this.roots = roots;
    }

    /** Writes the CAR and leaves {@code out} open. */
    void write(OutputStream out, Content content) {
        // Duplicates are kept: knowing them would take memory for every block, and the daemon knows them anyway.
        try (CarWriter writer = CarWriter.create(new Unclosed(out), roots, CarDuplicates.KEEP)) {
            car = writer;
            content.writeTo(this);
        }
    }

    void put(Block block) {
        writing.lock();
        try {
            if (car == null) {
                throw new IllegalStateException("the CAR has not been begun");
            }
            car.write(block);
            blocks++;
            bytes += block.size();
        } finally {
            writing.unlock();
        }
    }

    long blocks() {
        writing.lock();
        try {
            return blocks;
        } finally {
            writing.unlock();
        }
    }

    /** Takes a line of the daemon's answer: a root that was pinned, or not, or the count. */
    void answered(JsonNode line, KuboCommand command) {
        JsonNode root = line.path("Root");
        if (root.isObject()) {
            Cid cid = KuboRpc.cid(root.path("Cid"), command);
            if (!root.path("PinErrorMsg").asText().isEmpty()) {
                throw new RefusedException("could not " + command.what() + ": the blocks were taken, but root " + cid
                        + " was not pinned; are all blocks below it in this CAR, or there already?");
            }
            pinned.add(cid.toV1());
        }
        JsonNode stats = line.path("Stats");
        if (stats.isObject()) {
            blocksOfDaemon = KuboRpc.number(stats, "BlockCount", command);
            bytesOfDaemon = KuboRpc.number(stats, "BlockBytesCount", command);
        }
    }

    /** Compares the daemon's account with what was sent. */
    KuboImport result(KuboCommand command) {
        writing.lock();
        try {
            if (blocksOfDaemon != blocks || bytesOfDaemon != bytes) {
                throw KuboRpc.malformed(
                        command, "the count of " + blocks + " blocks with " + bytes + " bytes, as sent,");
            }
            for (Cid root : roots) {
                if (!pinned.contains(root.toV1())) {
                    throw KuboRpc.malformed(command, "root " + root + " to be pinned");
                }
            }
            return new KuboImport(blocks, bytes);
        } finally {
            writing.unlock();
        }
    }

    /** Closing the CAR must not close the request that it is in. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
