package network.cortensor.examples.bench;

import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletSignature;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The sealing, opening, signing and recovering of one task without everything around it, through the public interface of
 * sdk-crypto. Whoever creates it closes it, which wipes the keys that it drew.
 */
final class PublicKeyWork implements AutoCloseable {

    private static final long CHAIN = 1;
    private static final String PAYLOAD = "reference-payload";

    private final Wallet appWallet = Wallet.generate();
    private final Wallet nodeWallet = Wallet.generate();
    private final Identity app = Identity.generate();
    private final List<Identity> nodes;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private PublicKeyWork(List<Identity> nodes) {
        this.nodes = nodes;
    }

    /** Draws the keys of an app and of some nodes. */
    static PublicKeyWork create(int nodes) {
        return new PublicKeyWork(
                Stream.generate(Identity::generate).limit(nodes).toList());
    }

    /** Who has to do something. */
    enum Side {
        APP,
        NODES
    }

    /**
     * One kind of operation.
     *
     * @param count how often a task needs it, over all nodes
     * @param p50 what it takes once, in milliseconds
     */
    record Operation(String name, Side side, int count, double p50) {}

    /** An operation that can be repeated. */
    private record Work(String name, Side side, int count, Runnable once) {}

    /** Times each operation. They take turns, so that a machine that is busy for a while slows all of them. */
    List<Operation> measure(int repetitions) {
        List<Work> works = works();
        long[][] nanos = new long[works.size()][repetitions];
        for (int repetition = 0; repetition < repetitions; repetition++) {
            for (int i = 0; i < works.size(); i++) {
                long start = System.nanoTime();
                works.get(i).once().run();
                nanos[i][repetition] = System.nanoTime() - start;
            }
        }
        return Stream.iterate(0, i -> i < works.size(), i -> i + 1)
                .map(i -> new Operation(
                        works.get(i).name(),
                        works.get(i).side(),
                        works.get(i).count(),
                        Distribution.ofNanos(LongStream.of(nanos[i])).p50()))
                .toList();
    }

    private List<Work> works() {
        List<Recipient> readers = nodes.stream().map(Identity::recipient).toList();
        Identity node = nodes.get(0);
        Envelope prompt = seal(app, appWallet, Direction.PROMPT, readers);
        Envelope result = seal(node, nodeWallet, Direction.RESULT, List.of(app.recipient()));
        TypedData statement = statement();
        WalletSignature signature = statement.sign(nodeWallet);
        int n = nodes.size();
        return List.of(
                new Work(
                        "seal the prompt for the nodes and the app",
                        Side.APP,
                        1,
                        () -> seal(app, appWallet, Direction.PROMPT, readers)),
                new Work("open the prompt", Side.NODES, n, () -> open(prompt, node, appWallet, Direction.PROMPT)),
                new Work("sign the statement about the answer", Side.NODES, n, () -> statement.sign(nodeWallet)),
                new Work(
                        "seal the result for the app and the node",
                        Side.NODES,
                        n,
                        () -> seal(node, nodeWallet, Direction.RESULT, List.of(app.recipient()))),
                new Work("open a result", Side.APP, n, () -> open(result, app, nodeWallet, Direction.RESULT)),
                new Work("recover the signer of a statement", Side.APP, n, () -> statement.recover(signature)),
                new Work("sign the receipt", Side.APP, 1, () -> statement.sign(appWallet)));
    }

    private Envelope seal(Identity self, Wallet signer, Direction direction, List<Recipient> recipients) {
        SealContext context =
                new SealContext(new TaskRef(CHAIN, 1, 1), direction, signer.address(), now.plus(Duration.ofHours(1)));
        try (Sealing sealing = Sealing.create(self.recipient())) {
            return sealing.envelope(context, recipients, PAYLOAD, signer);
        }
    }

    private void open(Envelope envelope, Identity reader, Wallet sender, Direction direction) {
        envelope.open(reader, new Envelope.Expected(new TaskRef(CHAIN, 1, 1), direction, sender.address()), now)
                .close();
    }

    private TypedData statement() {
        return TypedData.builder("BenchStatement", "Cortensor benchmark", "1", CHAIN)
                .address("miner", nodeWallet.address())
                .bytes32("answer", new byte[32])
                .text("prompt", PAYLOAD)
                .build();
    }

    @Override
    public void close() {
        appWallet.close();
        nodeWallet.close();
        app.close();
        nodes.forEach(Identity::close);
    }
}
