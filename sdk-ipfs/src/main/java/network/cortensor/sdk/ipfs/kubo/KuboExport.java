package network.cortensor.sdk.ipfs.kubo;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.car.CarReader;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.dag.DagScope;
import network.cortensor.sdk.ipfs.internal.dag.DagSelection;
import network.cortensor.sdk.ipfs.internal.dag.DagWalk;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds a CAR of a daemon against a walk over the DAG that was asked for. The walk says which block comes next, and takes it
 * from the stream: Kubo writes depth first, each block where it is met first.
 */
final class KuboExport implements BlockSource {
    private final CarReader car;
    private final Runnable errorAtEnd;

    KuboExport(CarReader car, Runnable errorAtEnd) {
        this.car = car;
        this.errorAtEnd = errorAtEnd;
    }

    /** Hands on all blocks below {@code root}; returns how many. */
    long run(Cid root, Consumer<Block> target, Watch watch) {
        DagWalk walk = DagWalk.of(this, IpfsPath.of(root), DagSelection.of(DagScope.ALL));
        long count = 0;
        while (walk.hasNext()) {
            watch.check();
            Block block = walk.next();
            target.accept(block);
            watch.advanced(block.size(), 1);
            count++;
        }
        if (next().isPresent()) {
            throw new MalformedException("export of " + root + ": a block comes behind the last one of the DAG");
        }
        return count;
    }

    @Override
    public Optional<Block> get(Cid expected) {
        Block block = next().orElseThrow(() -> {
            // An error that the daemon ran into says more than that the stream has ended.
            errorAtEnd.run();
            return new BlockNotFoundException(expected);
        });
        if (!block.cid().toV1().equals(expected.toV1())) {
            throw new MalformedException("export: expected block " + expected + " as the next one of the DAG, found "
                    + block.cid() + "; the daemon left one out or sends another DAG");
        }
        return Optional.of(block);
    }

    /** Returns the next block that is not its own CID: those may be in a CAR, and no walk asks for them. */
    private Optional<Block> next() {
        Optional<Block> block = car.next();
        while (block.isPresent() && block.get().cid().hash() == HashFunction.IDENTITY) {
            block = car.next();
        }
        return block;
    }
}
