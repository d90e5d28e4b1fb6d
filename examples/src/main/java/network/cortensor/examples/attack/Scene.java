package network.cortensor.examples.attack;

import network.cortensor.sdk.client.ClientOptions;
import network.cortensor.sdk.client.CompletionListener;
import network.cortensor.sdk.client.CompletionRequest;
import network.cortensor.sdk.client.CortensorClient;
import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.client.UnverifiedException;
import network.cortensor.sdk.client.WalletTransactionSigner;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyRing;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.node.InferenceEngine;
import network.cortensor.sdk.node.LightNode;
import network.cortensor.sdk.node.LightNodeOptions;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.DevelopmentLedger;
import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.Verdict;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A small world for one attack: a ledger, a store that its operator watches, light nodes, apps, and a clock that
 * can be put forward. Parties get the real parts unless an attack hands them others. For one thread; closing it stops all.
 */
final class Scene implements AutoCloseable {

    static final TokenAmount STAKE = TokenAmount.ofCor("10000");
    static final TokenAmount PRICE = TokenAmount.ofCor("1");
    static final TokenAmount DEPOSIT = TokenAmount.ofCor("10");
    static final Duration ACK_TIMEOUT = Duration.ofSeconds(30);
    static final String ANSWER = "The harbour bridge was opened in 1932.";

    private static final String QUESTION = "When was the harbour bridge opened?";

    /** Only an attack that gets through waits for as long as this; a slow machine must not look like one. */
    static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Ground.World world;
    private final DevelopmentLedger ledger;
    private final Clock clock;
    private final ObservedBlockStore blocks = new ObservedBlockStore(BlockStore.memory());
    private final ContentStore store = ContentStore.on(blocks);
    private final EventSubscription events;
    private final List<LedgerEvent> history = new ArrayList<>();
    private final Deque<LightNode> nodes = new ArrayDeque<>();
    private final List<Party> parties = new ArrayList<>();

    private Scene(Ground.World world) {
        this.world = world;
        ledger = world.ledger();
        clock = world.clock();
        events = ledger.subscribe(EventFilter.all());
    }

    static Scene open(Ground ground) {
        return new Scene(ground.open(STAKE, ACK_TIMEOUT));
    }

    DevelopmentLedger ledger() {
        return ledger;
    }

    ContentStore store() {
        return store;
    }

    ObservedBlockStore blocks() {
        return blocks;
    }

    /** The time in whole seconds, as signed objects have it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Lets time pass, and deadlines with it. */
    void pass(Duration time) {
        world.pass(time);
    }

    /** Somebody new with a funded account. */
    Party newcomer() {
        Wallet wallet = Wallet.generate();
        Address address = Party.addressOf(wallet);
        ledger.fund(address, STAKE.times(2));
        Party party = new Party(wallet, Identity.generate(), ledger.account(WalletTransactionSigner.of(wallet)));
        parties.add(party);
        return party;
    }

    /** A registered node that does nothing by itself. */
    Party registered() {
        Party party = newcomer();
        publish(party.key());
        party.account().register(STAKE, announcement(party, party.key(), 1).text());
        return party;
    }

    /** An honest node. */
    Party node() {
        return node(ScriptedEngine.saying(ANSWER));
    }

    /** A node that is honest but for its engine. */
    Party node(InferenceEngine engine) {
        Party party = newcomer();
        run(party, party.account(), party.wallet(), engine);
        return party;
    }

    /** Starts the real node software, with whatever account, wallet and engine its operator gives it. */
    void run(Party party, LedgerAccount account, WalletSigner wallet, InferenceEngine engine) {
        LightNode node =
                LightNode.create(LightNodeOptions.builder(account, wallet, KeyRing.of(party.identity()), store, engine)
                        .stake(STAKE)
                        .clock(clock)
                        .drainTimeout(Duration.ZERO)
                        .build());
        nodes.push(node);
        node.start();
    }

    /** Puts a key where clients look for it: under its hash. */
    void publish(Recipient key) {
        blocks.put(Block.of(Codec.RAW, key.encoded()));
    }

    /** An announcement as its node would sign it, valid for a day from now on. */
    KeyAnnouncement announcement(Party node, Recipient key, long epoch) {
        return KeyAnnouncement.begin(
                node.wallet(), ledger.chainId(), key, epoch, now(), now().plus(1, ChronoUnit.DAYS));
    }

    CortensorClient client(Party app) {
        return client(app, app.account(), store, Journal.memory());
    }

    CortensorClient client(Party app, LedgerAccount account) {
        return client(app, account, store, Journal.memory());
    }

    CortensorClient client(Party app, LedgerAccount account, ContentStore store, Journal journal) {
        return CortensorClient.create(ClientOptions.builder(account, app.wallet(), app.identity(), store)
                .journal(journal)
                .clock(clock)
                .build());
    }

    /** Opens a session with every node that is registered now. */
    InferenceSession session(CortensorClient client, int redundancy) {
        return client.openSession(terms(redundancy), DEPOSIT);
    }

    static SessionTerms terms(int redundancy) {
        return SessionTerms.builder("attack")
                .maxNodes(8)
                .redundancy(redundancy)
                .pricePerResult(PRICE)
                .build();
    }

    static CompletionRequest question() {
        return CompletionRequest.builder(QUESTION).timeout(PATIENCE).build();
    }

    /** As {@link #question()}, with a time-out that leaves room for the scene's clock to be put forward. */
    static CompletionRequest question(Duration timeout, CompletionListener listener) {
        return CompletionRequest.builder(QUESTION)
                .timeout(timeout)
                .listener(listener)
                .build();
    }

    /** Asks, and returns the verdict whether it was accepted or not. */
    static Verdict verdict(InferenceSession session, CompletionRequest question) {
        try {
            return session.complete(question).verdict();
        } catch (UnverifiedException e) {
            return e.verdict();
        }
    }

    /** The receipt of an honest task that three honest nodes answered. */
    Receipt receipt(Party app) {
        for (int i = 0; i < 3; i++) {
            node();
        }
        return session(client(app), 3).complete(question()).receipt();
    }

    /** What happened on the ledger so far. */
    <E extends LedgerEvent> Stream<E> events(Class<E> type) throws InterruptedException {
        Optional<LedgerEvent> next = events.next(Duration.ZERO);
        while (next.isPresent()) {
            history.add(next.get());
            next = events.next(Duration.ZERO);
        }
        return List.copyOf(history).stream().filter(type::isInstance).map(type::cast);
    }

    /** Waits until a task is over, one way or another. */
    void awaitEnd(TaskId task) throws InterruptedException {
        while (ledger.task(task).status() != TaskStatus.ENDED) {
            Optional<LedgerEvent> event = events.next(PATIENCE);
            history.add(event.orElseThrow(() -> new IllegalStateException("task " + task + " does not end")));
        }
    }

    /** Stops the nodes first: they finish on a ledger and a store that work. */
    @Override
    public void close() {
        nodes.forEach(LightNode::close);
        parties.forEach(Party::close);
        events.close();
        world.close();
        store.close();
    }
}
