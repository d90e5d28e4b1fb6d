package network.cortensor.examples.bench.ipfs;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Blocks that take their time: each another one, always the same, as from a server far away. Most take little more than the
 * least, few take much more (an exponential tail).
 *
 * @param blocks what is here
 * @param seed makes the times of one source other than those of another
 * @param least what every block takes
 * @param tail what a block takes on top of that on average
 */
record SlowSource(Map<Cid, Block> blocks, int seed, Duration least, Duration tail) implements BlockSource {

    @Override
    public Optional<Block> get(Cid cid) {
        try {
            TimeUnit.NANOSECONDS.sleep(delay(cid).toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("send block " + cid);
        }
        return Optional.ofNullable(blocks.get(cid));
    }

    private Duration delay(Cid cid) {
        double share = new SplittableRandom(31L * cid.hashCode() + seed).nextDouble();
        return least.plusNanos((long) (-Math.log(1 - share) * tail.toNanos()));
    }
}
