package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.dag.DagScope;
import network.cortensor.sdk.ipfs.internal.dag.DagSelection;
import network.cortensor.sdk.ipfs.internal.dag.DagWalk;

import java.util.Optional;

/** Walks over a DAG and stores what the store does not have. */
final class DagFetch {
    private final CarSession session;
    private final BlockStore into;
    private final Watch watch;
    private boolean present;

    DagFetch(CarSession session, BlockStore into, Watch watch) {
        this.session = session;
        this.into = into;
        this.watch = watch;
    }

    FetchReport run(IpfsPath path, DagScope scope) {
        DagWalk walk = DagWalk.of(this::find, path, DagSelection.of(scope));
        long blocks = 0;
        long bytes = 0;
        long alreadyThere = 0;
        while (walk.hasNext()) {
            watch.check();
            Block block = walk.next();
            if (present) {
                alreadyThere++;
            } else {
                into.put(block);
                blocks++;
                bytes += block.size();
            }
            watch.advanced(block.size(), 1);
        }
        return new FetchReport(
                walk.terminal().orElse(path.root()), blocks, bytes, alreadyThere, session.unwanted(), session.shares());
    }

    private Optional<Block> find(Cid cid) {
        Optional<Block> stored = stored(cid);
        present = stored.isPresent();
        if (present) {
            session.skip(cid);
            return stored;
        }
        return session.get(cid);
    }

    private Optional<Block> stored(Cid cid) {
        try {
            return into.get(cid);
        } catch (BlockMismatchException damaged) {
            // It heals when the right one is put.
            return Optional.empty();
        }
    }
}
