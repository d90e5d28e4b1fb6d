package network.cortensor.sdk.node;

import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.client.ClientOptions;
import network.cortensor.sdk.client.CompletionRequest;
import network.cortensor.sdk.client.CortensorClient;
import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.client.VerifiedCompletion;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.crypto.KeyRing;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.internal.wire.MessageLimits;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EmbeddedLedger;
import network.cortensor.sdk.staking.EmbeddedLedgerOptions;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TokenAmount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LightNodeTest {

    private static final TokenAmount STAKE = TokenAmount.ofCor("10000");

    private final EmbeddedLedger ledger =
            EmbeddedLedger.open(EmbeddedLedgerOptions.builder().minStake(STAKE).build());
    private final ContentStore store = ContentStore.on(BlockStore.memory());
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<LightNode> nodes = Collections.synchronizedList(new ArrayList<>());

    /** What a node keeps over a restart. */
    private record Account(Wallet wallet, KeyRing keys, Journal journal) {
        static Account create() {
            return new Account(Wallet.generate(), KeyRing.inMemory(), Journal.memory());
        }

        Address address() {
            return Counterparts.of(wallet.address());
        }
    }

    private LightNodeOptions.Builder options(Account account, InferenceEngine engine) {
        return LightNodeOptions.builder(
                        ledger.account(account.address()), account.wallet(), account.keys(), store, engine)
                .stake(STAKE)
                .journal(account.journal());
    }

    private LightNode node(LightNodeOptions options) {
        LightNode node = LightNode.create(options);
        nodes.add(node);
        return node;
    }

    private LightNode funded(Account account, InferenceEngine engine) {
        ledger.fund(account.address(), STAKE);
        LightNode node = node(options(account, engine).build());
        node.start();
        return node;
    }

    private InferenceSession session(int redundancy) {
        Wallet wallet = Wallet.generate();
        Address address = Counterparts.of(wallet.address());
        ledger.fund(address, TokenAmount.ofCor("100"));
        CortensorClient client = CortensorClient.create(
                ClientOptions.builder(ledger.account(address), wallet, Identity.generate(), store)
                        .build());
        SessionTerms terms = SessionTerms.builder("test")
                .maxNodes(10)
                .redundancy(redundancy)
                .maxTasks(1000)
                .pricePerResult(TokenAmount.ofCor("0.01"))
                .build();
        return client.openSession(terms, TokenAmount.ofCor("10"));
    }

    private static CompletionRequest ask(String prompt) {
        return CompletionRequest.builder(prompt).timeout(Duration.ofSeconds(60)).build();
    }

    @AfterEach
    void close() {
        nodes.forEach(LightNode::close);
        callers.shutdownNow();
        ledger.close();
    }

    @Test
    void create_options_doesNothingYet() {
        Account account = Account.create();
        LightNode node = node(options(account, FakeEngine.answering("42")).build());
        assertThat(node.state()).isEqualTo(new NodeState.New());
        assertThat(ledger.node(account.address())).isEmpty();
    }

    @Test
    void start_fundedAccount_registersWithASignedKey() {
        Account account = Account.create();
        LightNode node = funded(account, FakeEngine.answering("42"));
        assertThat(node.state()).isEqualTo(new NodeState.Running());
        KeyAnnouncement announcement = KeyAnnouncement.parse(
                ledger.node(account.address()).orElseThrow().keyAnnouncement());
        assertThat(announcement.node()).isEqualTo(account.wallet().address());
        assertThat(announcement.keyId())
                .isEqualTo(account.keys().current().recipient().keyId());
        assertThat(announcement.previous()).isEmpty();
        assertThatThrownBy(node::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void start_noFunds_isRefusedAndFailed() {
        LightNode node =
                node(options(Account.create(), FakeEngine.answering("42")).build());
        assertThatThrownBy(node::start)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("INSUFFICIENT_BALANCE");
        assertThat(node.state()).isInstanceOf(NodeState.Failed.class);
    }

    @Test
    void start_again_keepsTheAnnouncementUntilHalfOfItsTimeIsOver() {
        Account account = Account.create();
        funded(account, FakeEngine.answering("42")).close();
        String first = ledger.node(account.address()).orElseThrow().keyAnnouncement();

        LightNode second = node(options(account, FakeEngine.answering("42")).build());
        second.start();
        second.close();
        assertThat(ledger.node(account.address()).orElseThrow().keyAnnouncement())
                .isEqualTo(first);

        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(13));
        node(options(account, FakeEngine.answering("42")).clock(later).build()).start();
        KeyAnnouncement renewed = KeyAnnouncement.parse(
                ledger.node(account.address()).orElseThrow().keyAnnouncement());
        assertThat(renewed.epoch()).isEqualTo(KeyAnnouncement.parse(first).epoch() + 1);
        assertThat(renewed.previous()).contains(KeyAnnouncement.parse(first).hash());
        assertThat(renewed.keyId()).isNotEqualTo(KeyAnnouncement.parse(first).keyId());
    }

    @Test
    void start_keyRotatedButNotAnnounced_announcesItAndNoOther() {
        Account account = Account.create();
        funded(account, FakeEngine.answering("42")).close();
        long epoch = KeyAnnouncement.parse(
                        ledger.node(account.address()).orElseThrow().keyAnnouncement())
                .epoch();
        KeyId drawn = account.keys().rotate().recipient().keyId();

        startedAfter(account, Duration.ZERO).close();

        KeyAnnouncement announced = KeyAnnouncement.parse(
                ledger.node(account.address()).orElseThrow().keyAnnouncement());
        assertThat(announced.keyId()).isEqualTo(drawn);
        assertThat(announced.epoch()).isEqualTo(epoch + 1);
    }

    private LightNode startedAfter(Account account, Duration time) {
        Clock later = Clock.offset(Clock.systemUTC(), time);
        LightNode node =
                node(options(account, FakeEngine.answering("42")).clock(later).build());
        node.start();
        return node;
    }

    @Test
    void crash_afterTheCommitment_goesOnWithTheSameOne() throws Exception {
        Account crashing = Account.create();
        FakeEngine engine = FakeEngine.answering("42");
        CountDownLatch slowMayAnswer = new CountDownLatch(1);
        FakeEngine slow = FakeEngine.computing(request -> {
            try {
                assertThat(slowMayAnswer.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "42";
        });
        CountDownLatch precommitted = new CountDownLatch(1);
        ledger.fund(crashing.address(), STAKE);
        LightNode first = node(options(crashing, engine)
                .drainTimeout(Duration.ZERO)
                .listener(new NodeListener() {
                    @Override
                    public void onStep(TaskStep step) {
                        if (step instanceof TaskStep.Precommitted) {
                            precommitted.countDown();
                        }
                    }
                })
                .build());
        first.start();
        funded(Account.create(), slow);
        try (InferenceSession session = session(2)) {
            Future<VerifiedCompletion> completion = callers.submit(() -> session.complete(ask("How many?")));
            assertThat(precommitted.await(30, TimeUnit.SECONDS)).isTrue();
            first.close(); // no drain time: what a crash leaves is the journal
            slowMayAnswer.countDown();
            node(options(crashing, engine).build()).start();

            assertThat(completion.get(60, TimeUnit.SECONDS).verdict().support()).isEqualTo(2);
            assertThat(engine.calls()).isEqualTo(1);
            assertThat(ledger.pendingPayment(crashing.address())).isEqualTo(TokenAmount.ofCor("0.01"));
            assertThat(crashing.journal().entries("task/")).isEmpty();
        }
    }

    @Test
    void start_taskAssignedWhileItWasDown_isTaken() throws Exception {
        Account account = Account.create();
        funded(account, FakeEngine.answering("42")).close();
        try (InferenceSession session = session(1)) {
            Future<VerifiedCompletion> completion = callers.submit(() -> session.complete(ask("How many?")));
            while (ledger.openTasks(account.address()).isEmpty()) {
                Thread.onSpinWait();
            }
            node(options(account, FakeEngine.answering("42")).build()).start();
            assertThat(completion.get(30, TimeUnit.SECONDS).text()).isEqualTo("42");
        }
    }

    @Test
    void hostileNode_announcementThatIsNone_doesNotKeepTheOthersFromAnswering() {
        Account hostile = Account.create();
        ledger.fund(hostile.address(), STAKE);
        ledger.account(hostile.address()).register(STAKE, "no announcement at all");
        FakeEngine engine = FakeEngine.answering("42");
        funded(Account.create(), engine);
        funded(Account.create(), engine);
        funded(Account.create(), engine);
        try (InferenceSession session = session(3)) {
            for (int i = 0; i < 3; i++) {
                VerifiedCompletion completion = session.complete(CompletionRequest.builder("How many?")
                        .timeout(Duration.ofSeconds(4))
                        .build());
                assertThat(completion.text()).isEqualTo("42");
            }
        }
    }

    @Test
    void overload_moreTasksThanPlaces_areDeclinedAndGoToAnotherNode() throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        FakeEngine blocked = FakeEngine.computing(request -> {
            try {
                assertThat(mayAnswer.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "42";
        });
        Account small = Account.create();
        ledger.fund(small.address(), STAKE);
        node(options(small, blocked).concurrentTasks(1).queuedTasks(1).build()).start();
        FakeEngine large = FakeEngine.answering("42");
        funded(Account.create(), large);
        try (InferenceSession session = session(1)) {
            List<Future<VerifiedCompletion>> completions = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                completions.add(callers.submit(() -> session.complete(ask("How many?"))));
            }
            // Six tasks went to each node; the small one keeps two, and the large one answers the other ten.
            int answered = 0;
            for (Future<VerifiedCompletion> completion : completions) {
                answered += endsWithin(completion, Duration.ofSeconds(2)) ? 1 : 0;
            }
            assertThat(answered).isEqualTo(10);
            mayAnswer.countDown();
            for (Future<VerifiedCompletion> completion : completions) {
                assertThat(completion.get(60, TimeUnit.SECONDS).text()).isEqualTo("42");
            }
            assertThat(large.calls()).isEqualTo(10);
        }
    }

    private static boolean endsWithin(Future<?> future, Duration time) throws Exception {
        try {
            future.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Test
    void compute_answerOverTheLimitOfAMessage_isDeclinedAndNeverSealed() throws Exception {
        FakeEngine endless = FakeEngine.answering("x".repeat(MessageLimits.MAX_MESSAGE_BYTES));
        funded(Account.create(), endless);
        funded(Account.create(), FakeEngine.answering("42"));
        try (InferenceSession session = session(1)) {
            for (int i = 0; i < 2; i++) {
                assertThat(session.complete(ask("How many?")).text()).isEqualTo("42");
            }
        }
        assertThat(endless.calls()).isPositive();
    }

    @Test
    void close_acceptedTask_isFinishedFirst() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        FakeEngine engine = FakeEngine.computing(request -> {
            entered.countDown();
            try {
                assertThat(mayAnswer.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "42";
        });
        LightNode node = funded(Account.create(), engine);
        try (InferenceSession session = session(1)) {
            Future<VerifiedCompletion> completion = callers.submit(() -> session.complete(ask("How many?")));
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            Future<?> closing = callers.submit(node::close);
            mayAnswer.countDown();
            assertThat(completion.get(30, TimeUnit.SECONDS).text()).isEqualTo("42");
            closing.get(30, TimeUnit.SECONDS);
            assertThat(node.state()).isEqualTo(new NodeState.Stopped());
        }
    }

    @Test
    void close_fromAnyState_ends() {
        LightNode unused =
                node(options(Account.create(), FakeEngine.answering("42")).build());
        unused.close();
        unused.close();
        assertThat(unused.state()).isEqualTo(new NodeState.Stopped());
        LightNode failed =
                node(options(Account.create(), FakeEngine.answering("42")).build());
        assertThatThrownBy(failed::start).isInstanceOf(RefusedException.class);
        failed.close();
        assertThat(failed.state()).isInstanceOf(NodeState.Failed.class);
    }

    @Test
    void options_walletOfAnotherAccount_isRefused() {
        assertThatThrownBy(() -> LightNodeOptions.builder(
                        ledger.account(Account.create().address()),
                        Wallet.generate(),
                        KeyRing.inMemory(),
                        store,
                        FakeEngine.answering("42")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
