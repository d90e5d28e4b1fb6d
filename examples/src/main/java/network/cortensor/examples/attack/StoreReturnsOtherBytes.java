package network.cortensor.examples.attack;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.ForwardingBlockStore;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.NodeFinding.Standing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Who: whoever runs the store, or sits between it and us. Wants: to hand out content of their own under somebody else's content
 * id. Stopped by: the hash check of {@link Block#verify} where bytes come in, and by the comparison of content ids in the one
 * way by which {@link ContentStore} reads, since a block that is right in itself may still not be the one asked for.
 */
final class StoreReturnsOtherBytes implements Attack {

    private static final Block ASKED = Block.of(Codec.RAW, "pay 1 COR".getBytes(UTF_8));
    private static final Block OTHER = Block.of(Codec.RAW, "pay 9 COR".getBytes(UTF_8));

    @Override
    public String name() {
        return "store-returns-other-bytes";
    }

    @Override
    public String description() {
        return "A store answers a request for a content id with other bytes.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        trial.fails(
                "other bytes", BlockMismatchException.class, "[Block]", () -> Block.verify(ASKED.cid(), OTHER.bytes()));
        try (ContentStore lying = ContentStore.on(lyingAbout(List.of(ASKED.cid()), OTHER))) {
            trial.fails(
                    "another block",
                    BlockMismatchException.class,
                    "[VerifiedRead]",
                    () -> lying.get(ASKED.cid(), OTHER.size()));
        }
        byteChangedOnDisk(trial);
        resultSwapped(ground, trial);
        return trial.outcome();
    }

    private static BlockStore lyingAbout(List<Cid> cids, Block told) {
        return new ForwardingBlockStore(BlockStore.memory()) {
            @Override
            public Optional<Block> get(Cid cid) {
                return cids.contains(cid) ? Optional.of(told) : super.get(cid);
            }
        };
    }

    private static void byteChangedOnDisk(Trial trial) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("attack");
        try (BlockStore disk = BlockStore.files(folder)) {
            disk.put(ASKED);
            for (Path file : files(folder).filter(Files::isRegularFile).toList()) {
                Files.write(file, OTHER.bytes());
            }
            trial.fails(
                    "a byte changed on the disk", BlockMismatchException.class, "[Block]", () -> disk.get(ASKED.cid()));
        } finally {
            for (Path path : files(folder).sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static Stream<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.toList().stream();
        }
    }

    /** The app's own store tells it that something else is the node's result. */
    private static void resultSwapped(Ground ground, Trial trial) throws InterruptedException {
        try (Scene scene = Scene.open(ground)) {
            Party node = scene.node();
            Party app = scene.newcomer();
            ContentStore lying = ContentStore.on(new ForwardingBlockStore(scene.blocks()) {
                @Override
                public Optional<Block> get(Cid cid) {
                    return super.get(cid).map(block -> ObservedBlockStore.isResultEnvelope(block) ? OTHER : block);
                }
            });
            var session = scene.session(scene.client(app, app.account(), lying, Journal.memory()), 1);
            trial.found(
                    "a result swapped",
                    Scene.verdict(session, Scene.question()),
                    node.address(),
                    Standing.INVALID,
                    Layer.SEAL,
                    "asked for block");
        }
    }
}
