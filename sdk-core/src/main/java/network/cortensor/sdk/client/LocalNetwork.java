package network.cortensor.sdk.client;

import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyRing;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.internal.failure.Failures;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.node.InferenceEngine;
import network.cortensor.sdk.node.LightNode;
import network.cortensor.sdk.node.LightNodeOptions;
import network.cortensor.sdk.node.ValidatorOptions;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.DevelopmentLedger;
import network.cortensor.sdk.staking.EmbeddedLedger;
import network.cortensor.sdk.staking.EmbeddedLedgerOptions;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.TokenAmount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole network inside this JVM: the embedded ledger or another one for development, a block store, light nodes, and a client with an account of 1,000,000
 * COR that exist nowhere else. Made by {@link Network#local()}; for development, tests and demonstrations. Thread-safe.
 *
 * <p>Each node also judges results of others in sessions that ask for validators, for which the ledger chooses nodes that do not
 * have the task: there must be more nodes than a task asks.
 *
 * <p>With a {@linkplain LocalNetworkOptions.Builder#directory directory} it lasts: after a crash the ledger has every step
 * that was acknowledged, nodes take up their tasks, and the client lists what it did not finish.
 */
public final class LocalNetwork implements Network {

    private static final TokenAmount CLIENT_FUNDS = TokenAmount.ofCor("1000000");
    private static final TokenAmount STAKE = TokenAmount.ofCor("10000");

    private final DevelopmentLedger ledger;
    private final ContentStore store;
    private final CortensorClient client;
    private final List<LightNode> nodes;
    private final Deque<Runnable> toClose;

    private LocalNetwork(
            DevelopmentLedger ledger,
            ContentStore store,
            CortensorClient client,
            List<LightNode> nodes,
            Deque<Runnable> toClose) {
        this.ledger = ledger;
        this.store = store;
        this.client = client;
        this.nodes = List.copyOf(nodes);
        this.toClose = toClose;
    }

    static LocalNetwork start(LocalNetworkOptions options) {
        Deque<Runnable> opened = new ArrayDeque<>();
        try {
            return start(options, opened);
        } catch (LedgerException | IpfsException | CryptoException e) {
            closeAll(opened);
            throw Failures.translate(e);
        } catch (IOException e) {
            closeAll(opened);
            throw new UnavailableException(
                    "The local network's directory " + options.directory().orElse(Path.of("?"))
                            + " cannot be used: " + e.getClass().getSimpleName()
                            + ". Check that it exists or can be created, and that you may write to it.",
                    e);
        } catch (RuntimeException e) {
            closeAll(opened);
            throw e;
        }
    }

    private static LocalNetwork start(LocalNetworkOptions options, Deque<Runnable> opened) throws IOException {
        Optional<Path> directory = options.directory();
        if (directory.isPresent()) {
            Files.createDirectories(directory.get().resolve("keys"));
        }
        DevelopmentLedger ledger = ledger(options, opened);
        BlockStore blocks =
                directory.isPresent() ? BlockStore.files(directory.get().resolve("blocks")) : BlockStore.memory();
        ContentStore store = ContentStore.on(blocks);
        opened.push(store::close);
        InferenceEngine engine = options.engine().orElseGet(() -> InferenceEngine.extractive(options.embeddings()));

        List<LightNode> nodes = new ArrayList<>();
        int count = Math.max(options.nodes(), nodesIn(directory));
        for (int i = 1; i <= count; i++) {
            nodes.add(node("node-" + i, options, ledger, store, engine, opened));
        }
        for (LightNode node : nodes) {
            opened.push(node::close);
            node.start();
        }

        Wallet wallet = wallet(options, "client", opened);
        Address address = Counterparts.of(wallet.address());
        fund(ledger, address, CLIENT_FUNDS);
        Identity identity = identity(options, "client", options.identity(), opened);
        ClientOptions.Builder parts = ClientOptions.builder(
                        ledger.account(WalletTransactionSigner.of(wallet)), wallet, identity, store)
                .journal(journal(options, "client", opened))
                .policy(options.policy())
                .embeddings(options.embeddings())
                .reputations(options.reputations());
        options.comparator().ifPresent(parts::comparator);
        CortensorClient client = CortensorClient.create(parts.build());
        return new LocalNetwork(ledger, store, client, nodes, opened);
    }

    private static DevelopmentLedger ledger(LocalNetworkOptions options, Deque<Runnable> opened) {
        // First, because its journal is what keeps a second process out of the directory.
        Journal journal = journal(options, "ledger", opened);
        if (options.ledger().isPresent()) {
            return options.ledger().get();
        }
        EmbeddedLedger ledger = EmbeddedLedger.open(EmbeddedLedgerOptions.builder()
                .journal(journal)
                .minStake(STAKE)
                .ackTimeout(options.ackTimeout())
                .subscriptionBuffer(1 << 16)
                .build());
        opened.push(ledger::close);
        return ledger;
    }

    private static LightNode node(
            String name,
            LocalNetworkOptions options,
            DevelopmentLedger ledger,
            ContentStore store,
            InferenceEngine engine,
            Deque<Runnable> opened) {
        Wallet wallet = wallet(options, name, opened);
        Address address = Counterparts.of(wallet.address());
        if (ledger.node(address).isEmpty()) {
            fund(ledger, address, STAKE);
        }
        // All nodes compute at the expense of whoever runs this JVM: there is nobody to be spared.
        ValidatorOptions.Builder judging = ValidatorOptions.builder().reproductionsPerHour(Integer.MAX_VALUE);
        options.comparator().ifPresent(judging::comparator);
        return LightNode.create(LightNodeOptions.builder(
                        ledger.account(WalletTransactionSigner.of(wallet)),
                        wallet,
                        KeyRing.of(identity(options, name, Optional.empty(), opened)),
                        store,
                        engine)
                .stake(STAKE)
                .journal(journal(options, name, opened))
                .concurrentTasks(options.concurrentTasks())
                .listener(options.nodeListeners().listenerOf(address))
                .validator(judging.build())
                .build());
    }

    /** A directory that was used with more nodes has them registered; they must serve again, or tasks would wait for them. */
    private static int nodesIn(Optional<Path> directory) throws IOException {
        if (directory.isEmpty()) {
            return 0;
        }
        try (Stream<Path> keys = Files.list(directory.get().resolve("keys"))) {
            return (int) keys.filter(key -> key.getFileName().toString().matches("node-\\d+\\.wallet"))
                    .count();
        }
    }

    private static void fund(DevelopmentLedger ledger, Address address, TokenAmount amount) {
        if (ledger.balance(address).wei().signum() == 0) {
            ledger.fund(address, amount);
        }
    }

    private static Journal journal(LocalNetworkOptions options, String name, Deque<Runnable> opened) {
        Journal journal = options.directory()
                .map(directory -> Journal.file(directory.resolve(name + ".journal"), options.sync()))
                .orElseGet(Journal::memory);
        opened.push(journal::close);
        return journal;
    }

    private static Wallet wallet(LocalNetworkOptions options, String name, Deque<Runnable> opened) {
        Optional<Path> file = options.directory().map(directory -> directory.resolve("keys/" + name + ".wallet"));
        Wallet wallet;
        if (file.isPresent() && Files.exists(file.get())) {
            wallet = Wallet.readFrom(file.get());
        } else {
            wallet = Wallet.generate();
            file.ifPresent(wallet::writeTo);
        }
        opened.push(wallet::close);
        return wallet;
    }

    /** Reads or makes an identity: in the file that the caller names, else in the directory's if there is one. */
    private static Identity identity(
            LocalNetworkOptions options, String name, Optional<Path> named, Deque<Runnable> opened) {
        Optional<Path> kept = options.directory().map(directory -> directory.resolve("keys/" + name + ".identity"));
        Identity identity;
        if (named.isPresent()) {
            identity = Identity.readFrom(named.get());
        } else if (kept.isPresent() && Files.exists(kept.get())) {
            identity = Identity.readFrom(kept.get());
        } else {
            identity = Identity.generate();
            kept.ifPresent(identity::writeTo);
        }
        opened.push(identity::close);
        return identity;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public ContentStore store() {
        return store;
    }

    @Override
    public CortensorClient client() {
        return client;
    }

    /** Returns the light nodes, in the order in which they registered. */
    public List<LightNode> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        closeAll(toClose);
    }

    /** Closes in the reverse order of opening: nodes drain while ledger and store still work. All of it, whatever fails. */
    private static void closeAll(Deque<Runnable> opened) {
        if (!opened.isEmpty()) {
            try {
                opened.pop().run();
            } finally {
                closeAll(opened);
            }
        }
    }
}
