package network.cortensor.sdk.client;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.node.FakeEngine;
import network.cortensor.sdk.node.InferenceEngine;
import network.cortensor.sdk.node.InferenceRequest;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EmbeddedLedger;
import network.cortensor.sdk.staking.EmbeddedLedgerOptions;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.NodeFinding;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ReceiptReport.Finding;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.Verdict;
import network.cortensor.sdk.verify.VerificationPolicy;
import network.cortensor.sdk.verify.compare.Comparison;
import network.cortensor.sdk.verify.compare.Sign;
import network.cortensor.sdk.verify.compare.TaskType;
import network.cortensor.sdk.verify.consensus.ReputationBook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What the policies ask, pay and accept with honest, lying and silent nodes; and that a crash costs nothing. */
@Timeout(60)
class PolicyTest {

    private static final TokenAmount PRICE = TokenAmount.ofCor("0.01");
    private static final TokenAmount DEPOSIT = TokenAmount.ofCor("1");
    private static final VerificationPolicy ADAPTIVE = VerificationPolicy.adaptive(0.01, 7);

    /** Asks one node at a time. */
    private static SessionTerms oneByOne(int nodes) {
        return SessionTerms.builder("one by one")
                .maxNodes(nodes)
                .maxTasks(1000)
                .pricePerResult(PRICE)
                .build();
    }

    private static LocalNetwork network(int nodes, InferenceEngine engine) {
        return Network.local(
                LocalNetworkOptions.builder().nodes(nodes).engine(engine).build());
    }

    /** Answers with one text after the other, and then with the last. */
    private static FakeEngine inTurn(String... texts) {
        Queue<String> left = new ConcurrentLinkedQueue<>(Arrays.asList(texts));
        String last = texts[texts.length - 1];
        return FakeEngine.computing(request -> {
            String next = left.poll();
            return next == null ? last : next;
        });
    }

    private static CompletionRequest.Builder ask(VerificationPolicy policy) {
        return CompletionRequest.builder("How many?").policy(policy).timeout(Duration.ofSeconds(30));
    }

    private static CompletionListener at(Stage wanted, Runnable action) {
        return new CompletionListener() {
            private boolean done;

            @Override
            public void onStage(Stage stage, String detail) {
                if (stage == wanted && !done) {
                    done = true;
                    action.run();
                }
            }
        };
    }

    private static CompletionListener notedIn(List<Stage> stages) {
        return new CompletionListener() {
            @Override
            public void onStage(Stage stage, String detail) {
                stages.add(stage);
            }
        };
    }

    private static List<Address> minersOf(LocalNetwork network, VerifiedCompletion completion) {
        return completion.tasks().stream()
                .flatMap(task -> network.ledger().task(task).minerStates().keySet().stream())
                .toList();
    }

    @Test
    void adaptive_honestStrangers_asksFiveOneByOneAndStoresThePromptOnce() {
        try (LocalNetwork network = network(7, FakeEngine.answering("42"));
                InferenceSession session = network.client().openSession(oneByOne(7), DEPOSIT)) {
            List<Stage> stages = new ArrayList<>();
            VerifiedCompletion completion =
                    session.complete(ask(ADAPTIVE).listener(notedIn(stages)).build());

            assertThat(completion.text()).isEqualTo("42");
            assertThat(completion.tasks()).hasSize(5).startsWith(completion.task());
            assertThat(completion.verdict().toString()).isEqualTo("accepted, 5 of 5");
            assertThat(completion.paid()).isEqualTo(PRICE.times(5));
            assertThat(completion.verdict().paid()).contains(PRICE.times(5));
            assertThat(session.balance()).isEqualTo(DEPOSIT.minus(PRICE.times(5)));
            assertThat(minersOf(network, completion)).hasSize(5).doesNotHaveDuplicates();
            List<Task> tasks =
                    completion.tasks().stream().map(network.ledger()::task).toList();
            assertThat(tasks)
                    .extracting(Task::taskData)
                    .containsOnly(tasks.get(0).taskData());
            assertThat(stages).containsOnlyOnce(Stage.STORED);
            assertThat(stages).filteredOn(Stage.SEALED::equals).hasSize(5);
            Receipt receipt = Receipt.decode(completion.receipt().encoded());
            assertThat(receipt.asked()).isEqualTo(5);
            assertThat(receipt.support()).isEqualTo(5);
            assertThat(receipt.paid()).isEqualTo(PRICE.times(5));
            assertThat(receipt.policy()).isEqualTo("adaptive:10000:7");
            assertThat(receipt.keys()).hasSize(5);
            assertThat(ResultVerifier.check(receipt).findings()).allMatch(Finding::holds);
            assertThat(network.client().unfinished()).isEmpty();
        }
    }

    @Test
    void adaptive_knownNodes_asksTwoAndTheBookGoesOnInAnotherClient() {
        ReputationBook book;
        try (LocalNetwork network = network(6, FakeEngine.answering("42"));
                InferenceSession session = network.client().openSession(oneByOne(6), DEPOSIT)) {
            assertThat(network.client().reputations().size()).isZero();
            List<Integer> asked = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                asked.add(session.complete(ask(ADAPTIVE).build()).tasks().size());
            }
            assertThat(asked).startsWith(5).endsWith(2, 2);
            book = network.client().reputations();
            assertThat(book.nodes().keySet()).containsExactlyInAnyOrderElementsOf(session.nodes());
        }
        LocalNetworkOptions options = LocalNetworkOptions.builder()
                .engine(FakeEngine.answering("42"))
                .reputations(ReputationBook.decode(book.encoded()))
                .build();
        try (LocalNetwork network = Network.local(options)) {
            assertThat(network.client().reputations().size()).isEqualTo(6);
        }
    }

    @Test
    void adaptive_oneLiar_asksUntilItIsOutweighedAndRemembersIt() {
        try (LocalNetwork network = network(12, inTurn("41", "42"));
                InferenceSession session = network.client().openSession(oneByOne(12), DEPOSIT)) {
            VerifiedCompletion completion =
                    session.complete(ask(VerificationPolicy.adaptive(0.05, 12)).build());

            assertThat(completion.text()).isEqualTo("42");
            assertThat(completion.tasks()).hasSizeGreaterThan(4);
            assertThat(completion.paid())
                    .isEqualTo(PRICE.times(completion.tasks().size()));
            Address liar = network.ledger().task(completion.task()).assigned().get(0);
            assertThat(completion.verdict().dissenters())
                    .extracting(NodeFinding::node)
                    .containsExactly(liar);
            assertThat(network.client().reputations().of(liar).deviated()).isPositive();
        }
    }

    @Test
    void adaptive_everyNodeSaysSomethingElse_endsWithoutAnAnswerAndTellsTheCost() {
        try (LocalNetwork network = network(7, inTurn("1", "2", "3", "4", "5", "6", "7"));
                InferenceSession session = network.client().openSession(oneByOne(7), DEPOSIT)) {
            UnverifiedException failure = catchThrowableOfType(
                    UnverifiedException.class,
                    () -> session.complete(ask(ADAPTIVE).build()));

            assertThat(failure.verdict().status()).isEqualTo(Verdict.Status.REJECTED);
            assertThat(failure.verdict().nodes()).hasSizeLessThanOrEqualTo(7);
            assertThat(failure.verdict().paid())
                    .contains(PRICE.times(failure.verdict().nodes().size()));
            assertThat(network.client().reputations().size()).isZero();
            assertThat(network.client().unfinished()).isEmpty();
        }
    }

    @Test
    void adaptive_nodeThatGivesTheTaskBack_isReplacedAndCostsNothing() {
        FakeEngine engine = FakeEngine.computing(new Function<>() {
            private int calls;

            @Override
            public synchronized String apply(InferenceRequest request) {
                return calls++ == 1 ? "" : "42";
            }
        });
        try (LocalNetwork network = network(7, engine);
                InferenceSession session = network.client().openSession(oneByOne(7), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(ask(ADAPTIVE).build());

            assertThat(completion.verdict().support()).isEqualTo(5);
            assertThat(completion.verdict().nodes())
                    .filteredOn(node -> node.standing() == Standing.SILENT)
                    .hasSize(1);
            assertThat(completion.paid()).isEqualTo(PRICE.times(5));
            assertThat(minersOf(network, completion).stream().distinct()).hasSize(6);
        }
    }

    @Test
    void adaptive_nodeWhoseKeyIsGone_isPassedOverWithoutWaiting() {
        try (LocalNetwork network = network(7, FakeEngine.answering("42"));
                InferenceSession session = network.client().openSession(oneByOne(7), DEPOSIT)) {
            Address second = session.nodes().get(1);
            KeyAnnouncement announcement = KeyAnnouncement.parse(
                    network.ledger().node(second).orElseThrow().keyAnnouncement());
            network.store()
                    .blocks()
                    .delete(Cid.of(Codec.RAW, announcement.keyId().bytes()));

            VerifiedCompletion completion = session.complete(ask(ADAPTIVE).build());

            assertThat(completion.verdict().support()).isEqualTo(5);
            assertThat(completion.tasks()).hasSize(6);
            assertThat(network.ledger().task(completion.tasks().get(1)).paid()).isEqualTo(TokenAmount.ZERO);
            assertThat(completion.paid()).isEqualTo(PRICE.times(5));
        }
    }

    @Test
    void adaptive_comparator_takesOtherWordsForTheSameAndIsToldTheType() {
        Set<TaskType> types = ConcurrentHashMap.newKeySet();
        LocalNetworkOptions options = LocalNetworkOptions.builder()
                .nodes(7)
                .engine(inTurn("42", "forty-two", "42", "forty-two", "42"))
                .comparator((a, b) -> {
                    types.add(a.type());
                    return new Comparison(Sign.SAME, 0.999, List.of());
                })
                .build();
        try (LocalNetwork network = Network.local(options);
                InferenceSession session = network.client().openSession(oneByOne(7), DEPOSIT)) {
            VerifiedCompletion completion =
                    session.complete(ask(ADAPTIVE).type(TaskType.NUMERIC).build());

            assertThat(completion.verdict().support()).isGreaterThanOrEqualTo(5);
            assertThat(completion.verdict().equal())
                    .isLessThan(completion.verdict().support());
            assertThat(types).containsExactly(TaskType.NUMERIC);
        }
    }

    @Test
    void agreement_askedOneByOne_stopsAtTheQuorum() {
        VerificationPolicy agreement = VerificationPolicy.agreement(4, 1);
        try (LocalNetwork network = network(4, inTurn("42", "42", "42", "41", "42"));
                InferenceSession session = network.client().openSession(oneByOne(4), DEPOSIT)) {
            VerifiedCompletion honest = session.complete(ask(agreement).build());
            assertThat(honest.verdict().toString()).isEqualTo("accepted, 3 of 3");
            assertThat(honest.paid()).isEqualTo(PRICE.times(3));

            VerifiedCompletion withLiar = session.complete(ask(agreement).build());
            assertThat(withLiar.verdict().toString()).isEqualTo("accepted, 3 of 4");
            assertThat(withLiar.verdict().dissenters()).hasSize(1);
            assertThat(withLiar.paid()).isEqualTo(PRICE.times(4));
        }
    }

    @Test
    void agreement_twoBadOfFour_acceptsNothing() {
        try (LocalNetwork network = network(4, inTurn("42", "41", "41", "42"));
                InferenceSession session = network.client().openSession(oneByOne(4), DEPOSIT)) {
            UnverifiedException failure = catchThrowableOfType(
                    UnverifiedException.class,
                    () -> session.complete(
                            ask(VerificationPolicy.agreement(4, 1)).build()));
            assertThat(failure.verdict().nodes()).hasSizeBetween(3, 4);
            assertThat(failure.verdict().accepted()).isFalse();
        }
    }

    @Test
    void exact_oneOtherAnswer_withholdsAllAndIsChosenPerRequest() {
        SessionTerms terms = SessionTerms.builder("all at once")
                .redundancy(3)
                .pricePerResult(PRICE)
                .build();
        try (LocalNetwork network = network(3, inTurn("42", "42", "42", "42", "42", "41", "42", "42", "41"));
                InferenceSession session = network.client().openSession(terms, DEPOSIT)) {
            assertThat(session.complete(ask(VerificationPolicy.exact()).build())
                            .verdict()
                            .toString())
                    .isEqualTo("accepted, 3 of 3");
            assertThatThrownBy(() ->
                            session.complete(ask(VerificationPolicy.exact()).build()))
                    .isInstanceOf(UnverifiedException.class);
            // The client's own policy is content with two of three.
            assertThat(session.complete(CompletionRequest.builder("How many?").build())
                            .verdict()
                            .toString())
                    .isEqualTo("accepted, 2 of 3");
        }
    }

    @Test
    void audited_drawnOrNot_asksUpToThreeOrOne() {
        try (LocalNetwork network = network(3, inTurn("42", "42", "41", "42", "42", "42"));
                InferenceSession session = network.client().openSession(oneByOne(3), DEPOSIT)) {
            VerificationPolicy always = VerificationPolicy.audited(1);
            assertThat(session.complete(ask(always).build()).tasks()).hasSize(2);

            VerifiedCompletion withLiar = session.complete(ask(always).build());
            assertThat(withLiar.text()).isEqualTo("42");
            assertThat(withLiar.tasks()).hasSize(3);
            assertThat(withLiar.verdict().toString()).isEqualTo("accepted, 2 of 3");

            VerificationPolicy hardlyEver = VerificationPolicy.audited(1e-12);
            assertThat(session.complete(ask(hardlyEver).build()).tasks()).hasSize(1);
        }
    }

    /** One lie, and so more nodes than five are needed. */
    private static FakeEngine oneLieInFive() {
        return FakeEngine.computing(new Function<>() {
            private int asked;

            @Override
            public synchronized String apply(InferenceRequest request) {
                return asked++ % 5 == 0 ? "41" : "42";
            }
        });
    }

    @Test
    void budget_usedUp_stopsAskingAndSaysWhy() {
        try (LocalNetwork network = network(7, oneLieInFive());
                InferenceSession session = network.client().openSession(oneByOne(7), DEPOSIT)) {
            assertThatThrownBy(() -> session.complete(ask(VerificationPolicy.adaptive(0.01, 16))
                            .budget(TokenAmount.ofCor("0.055"))
                            .build()))
                    .isInstanceOf(UnverifiedException.class)
                    .hasMessageContaining("No further node was asked: the request may cost 0.055 COR");
            assertThat(session.balance()).isEqualTo(DEPOSIT.minus(PRICE.times(5)));

            assertThatThrownBy(() -> session.complete(
                            ask(ADAPTIVE).budget(TokenAmount.ofCor("0.009")).build()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("costs 0.01 COR");
            assertThat(network.ledger().session(session.id()).taskCount()).isEqualTo(5);
        }
    }

    @Test
    void session_outOfMoneyNodesOrTasks_stopsAskingAndSaysWhy() {
        VerificationPolicy sixteen = VerificationPolicy.adaptive(0.01, 16);
        try (LocalNetwork network = network(7, oneLieInFive())) {
            try (InferenceSession poor = network.client().openSession(oneByOne(7), PRICE.times(5))) {
                assertThatThrownBy(() -> poor.complete(ask(sixteen).build()))
                        .isInstanceOf(UnverifiedException.class)
                        .hasMessageContaining("No further node was asked: the session holds 0 COR");
            }
            try (InferenceSession small = network.client().openSession(oneByOne(5), DEPOSIT)) {
                assertThatThrownBy(() -> small.complete(ask(sixteen).build()))
                        .isInstanceOf(UnverifiedException.class)
                        .hasMessageContaining("No further node was asked: of the session's 5 nodes 0 are left");
            }
            SessionTerms five = SessionTerms.builder("five tasks")
                    .maxNodes(7)
                    .maxTasks(5)
                    .pricePerResult(PRICE)
                    .build();
            try (InferenceSession few = network.client().openSession(five, DEPOSIT)) {
                assertThatThrownBy(() -> few.complete(ask(sixteen).build()))
                        .isInstanceOf(UnverifiedException.class)
                        .hasMessageContaining("TASK_LIMIT");
            }
        }
    }

    @Test
    void complete_policyThatTheSessionCannotSatisfy_isRefusedBeforeAnythingIsPaid() {
        try (LocalNetwork network = network(7, FakeEngine.answering("42"))) {
            SessionTerms usual =
                    SessionTerms.builder("usual").pricePerResult(PRICE).build();
            SessionTerms four = SessionTerms.builder("four tasks")
                    .maxNodes(7)
                    .maxTasks(4)
                    .pricePerResult(PRICE)
                    .build();
            try (InferenceSession few = network.client().openSession(four, DEPOSIT);
                    InferenceSession small = network.client().openSession(usual, DEPOSIT);
                    InferenceSession poor = network.client().openSession(oneByOne(7), PRICE.times(4));
                    InferenceSession rich = network.client().openSession(oneByOne(7), DEPOSIT)) {
                requireRefused(few, ask(ADAPTIVE), "allow 4 tasks");
                requireRefused(small, ask(ADAPTIVE), "of the 3 nodes that can be asked");
                requireRefused(small, ask(VerificationPolicy.agreement(7, 2)), "agreement of 5 of 7");
                requireRefused(small, ask(VerificationPolicy.atLeast(2)), "at least 2");
                requireRefused(poor, ask(ADAPTIVE), "of the 4 nodes that can be asked");
                requireRefused(rich, ask(ADAPTIVE).budget(PRICE.times(4)), "of the 4 nodes that can be asked");
                assertThat(rich.complete(ask(ADAPTIVE).budget(PRICE.times(5)).build())
                                .text())
                        .isEqualTo("42");
            }
        }
    }

    private static void requireRefused(InferenceSession session, CompletionRequest.Builder request, String telling) {
        TokenAmount before = session.balance();
        assertThatThrownBy(() -> session.complete(request.build()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Nothing was asked")
                .hasMessageContaining(telling);
        assertThat(session.balance()).isEqualTo(before);
    }

    @Test
    void followUp_ledgerAssignsANodeAlreadyAsked_isGivenUpForAnotherWithoutPaying() {
        try (LocalNetwork network = network(5, FakeEngine.answering("42"));
                InferenceSession session = network.client().openSession(oneByOne(5), DEPOSIT)) {
            List<Stage> stages = new ArrayList<>();
            CompletionListener noting = notedIn(stages);
            // Four tasks of others in between bring the turn back to the first node.
            CompletionListener others = at(Stage.VERIFIED, () -> {
                for (int i = 0; i < 4; i++) {
                    session.complete(ask(VerificationPolicy.majority()).build());
                }
            });
            VerifiedCompletion completion = session.complete(ask(VerificationPolicy.agreement(4, 1))
                    .listener(new CompletionListener() {
                        @Override
                        public void onStage(Stage stage, String detail) {
                            noting.onStage(stage, detail);
                            others.onStage(stage, detail);
                        }
                    })
                    .build());

            assertThat(completion.verdict().toString()).isEqualTo("accepted, 3 of 3");
            assertThat(completion.paid()).isEqualTo(PRICE.times(3));
            List<Task> tasks =
                    completion.tasks().stream().map(network.ledger()::task).toList();
            assertThat(tasks).hasSize(4);
            assertThat(tasks.get(1).minerStates().keySet())
                    .isEqualTo(tasks.get(0).minerStates().keySet());
            assertThat(tasks.get(1).paid()).isEqualTo(TokenAmount.ZERO);
            assertThat(stages).filteredOn(Stage.SUBMITTED::equals).hasSize(4);
            assertThat(stages).filteredOn(Stage.SEALED::equals).hasSize(3);
            assertThat(new HashSet<>(minersOf(network, completion))).hasSize(3);
            assertThat(session.balance()).isEqualTo(DEPOSIT.minus(PRICE.times(7)));
        }
    }

    @Test
    void cancel_betweenTwoNodes_asksNobodyElse() {
        try (LocalNetwork network = network(7, FakeEngine.answering("42"));
                InferenceSession session = network.client().openSession(oneByOne(7), DEPOSIT)) {
            CompletionListener interrupting =
                    at(Stage.VERIFIED, () -> Thread.currentThread().interrupt());
            assertThatThrownBy(() -> session.complete(
                            ask(ADAPTIVE).listener(interrupting).build()))
                    .isInstanceOf(CancelledException.class)
                    .hasMessageContaining("0.01 COR had been paid");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(network.client().unfinished()).isEmpty();
            assertThat(session.balance()).isEqualTo(DEPOSIT.minus(PRICE));
        }
    }

    @Test
    void cancel_whileAFurtherNodeWorks_endsItsTaskAndRefunds() throws Exception {
        CountDownLatch works = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Queue<String> first = new ConcurrentLinkedQueue<>(List.of("42"));
        FakeEngine engine = FakeEngine.computing(request -> {
            String answer = first.poll();
            if (answer == null) {
                works.countDown();
                awaitQuietly(never);
            }
            return answer == null ? "late" : answer;
        });
        try (LocalNetwork network = network(7, engine);
                InferenceSession session = network.client().openSession(oneByOne(7), DEPOSIT)) {
            Throwable[] failure = new Throwable[1];
            Thread caller = new Thread(() -> failure[0] = catchThrowableOfType(
                    CancelledException.class,
                    () -> session.complete(ask(ADAPTIVE).build())));
            caller.start();
            assertThat(works.await(20, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            caller.join(20_000);
            never.countDown();

            assertThat(failure[0]).isInstanceOf(CancelledException.class);
            assertThat(session.balance()).isEqualTo(DEPOSIT.minus(PRICE));
            assertThat(network.ledger().task(new TaskId(session.id(), 2)).status())
                    .isEqualTo(TaskStatus.ENDED);
            assertThat(network.client().unfinished()).isEmpty();
        }
    }

    @Test
    void timeout_nodeThatNeverAnswers_endsWithinTheTimeOfTheRequest() {
        CountDownLatch never = new CountDownLatch(1);
        Queue<String> first = new ConcurrentLinkedQueue<>(List.of("42"));
        FakeEngine engine = FakeEngine.computing(request -> {
            String answer = first.poll();
            if (answer == null) {
                awaitQuietly(never);
            }
            return answer == null ? "late" : answer;
        });
        try (LocalNetwork network = network(7, engine);
                InferenceSession session = network.client().openSession(oneByOne(7), DEPOSIT)) {
            try {
                assertThatThrownBy(() -> session.complete(
                                ask(ADAPTIVE).timeout(Duration.ofSeconds(2)).build()))
                        .isInstanceOf(UnverifiedException.class)
                        .hasMessageContaining("No further node was asked: the time of the request, PT2S, is over");
                assertThat(session.balance()).isEqualTo(DEPOSIT.minus(PRICE));
            } finally {
                never.countDown();
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            // The node was told to stop.
            Thread.currentThread().interrupt();
        }
    }

    /** An app beside the network's own, whose journal the test holds. */
    private static final class App implements AutoCloseable {
        private final EmbeddedLedger ledger;
        private final LocalNetwork network;
        private final Wallet wallet = Wallet.generate();
        private final Identity identity = Identity.generate();

        App(EmbeddedLedger ledger, LocalNetwork network) {
            this.ledger = ledger;
            this.network = network;
            ledger.fund(Counterparts.of(wallet.address()), TokenAmount.ofCor("1000"));
        }

        CortensorClient client(Journal journal) {
            return CortensorClient.create(ClientOptions.builder(
                            ledger.account(WalletTransactionSigner.of(wallet)), wallet, identity, network.store())
                    .journal(journal)
                    .build());
        }

        @Override
        public void close() {
            identity.close();
            wallet.close();
        }
    }

    /** Starts a network of seven nodes on a ledger of its own. */
    private static void withApp(Consumer<App> test) {
        try (EmbeddedLedger ledger = EmbeddedLedger.open(EmbeddedLedgerOptions.builder()
                        .minStake(TokenAmount.ofCor("10000"))
                        .build());
                LocalNetwork network = Network.local(LocalNetworkOptions.builder()
                        .nodes(7)
                        .ledger(ledger)
                        .engine(FakeEngine.answering("42"))
                        .build());
                App app = new App(ledger, network)) {
            test.accept(app);
        }
    }

    /**
     * Dies at every write of the journal, before it and after it, and goes on as a new run of the app. Five nodes are asked and
     * paid, whatever happens.
     */
    @Test
    void kill_atEveryStepOfTheJournal_paysEachNodeOnceAndKeepsTheAnswer() {
        withApp(app -> {
            int steps = 0;
            boolean died = true;
            for (int deadly = 0; died; deadly++) {
                died = false;
                for (boolean afterwards : new boolean[] {false, true}) {
                    died |= killedAndResumed(app, deadly, afterwards);
                }
                steps += died ? 1 : 0;
            }
            System.out.printf("PolicyTest: killed at each of %d writes, before and after it%n", steps);
            // One before the first task, one after each of five, one before each of four more, and one at the end.
            assertThat(steps).isGreaterThanOrEqualTo(11);
        });
    }

    private static boolean killedAndResumed(App app, int deadly, boolean afterwards) {
        String what = "killed " + (afterwards ? "after" : "before") + " write " + deadly;
        Journal journal = Journal.memory();
        InferenceSession session = app.client(journal).openSession(oneByOne(7), DEPOSIT);
        MortalJournal mortal = new MortalJournal(journal, deadly, afterwards);
        List<VerifiedCompletion> answers = new ArrayList<>();
        CompletionListener keeping = new CompletionListener() {
            @Override
            public void onCompleted(VerifiedCompletion completion) {
                answers.add(completion);
            }
        };
        try {
            app.client(mortal)
                    .session(session.id())
                    .complete(ask(ADAPTIVE).listener(keeping).build());
        } catch (MortalJournal.Killed e) {
            assertThat(mortal.killed()).as(what).isTrue();
        }
        CortensorClient next = app.client(journal);
        int left = next.unfinished().size();
        for (UnfinishedTask task : next.unfinished()) {
            answers.add(next.resume(task, keeping));
        }
        assertThat(next.unfinished()).as(what).isEmpty();

        boolean began = left > 0 || !answers.isEmpty();
        long tasks = app.ledger.session(session.id()).taskCount();
        assertThat(tasks).as(what).isEqualTo(began ? 5 : 0);
        assertThat(session.balance()).as(what).isEqualTo(DEPOSIT.minus(PRICE.times(tasks)));
        if (began) {
            assertThat(answers).as(what).isNotEmpty();
            for (VerifiedCompletion answer : answers) {
                assertThat(answer.text()).as(what).isEqualTo("42");
                assertThat(answer.tasks()).as(what).hasSize(5);
                assertThat(answer.paid()).as(what).isEqualTo(PRICE.times(5));
            }
        }
        next.session(session.id()).close();
        return mortal.killed();
    }

    @Test
    void resume_bookThatWouldStopEarlier_looksAtAllThatWasPaidFor() {
        withApp(app -> {
            Journal journal = Journal.memory();
            InferenceSession session = app.client(journal).openSession(oneByOne(7), DEPOSIT);
            // Dies after it asked the fourth node and before it noted that.
            MortalJournal mortal = new MortalJournal(journal, 8 + 4 - 1, false);
            try {
                app.client(mortal).session(session.id()).complete(ask(ADAPTIVE).build());
            } catch (MortalJournal.Killed e) {
                assertThat(mortal.killed()).isTrue();
            }
            long asked = app.ledger.session(session.id()).taskCount();
            ReputationBook book = ReputationBook.empty();
            for (int i = 0; i < 20; i++) {
                book = book.after(session.nodes(), List.of(), Instant.now());
            }
            CortensorClient wiser = CortensorClient.create(ClientOptions.builder(
                            app.ledger.account(WalletTransactionSigner.of(app.wallet)),
                            app.wallet,
                            app.identity,
                            app.network.store())
                    .journal(journal)
                    .reputations(book)
                    .build());
            VerifiedCompletion completion = wiser.resume(wiser.unfinished().get(0), new CompletionListener() {});

            assertThat(asked).isBetween(3L, 4L);
            assertThat(completion.verdict().nodes()).hasSize((int) asked);
            assertThat(app.ledger.session(session.id()).taskCount()).isEqualTo(asked);
        });
    }

    @Test
    void unfinished_policyThatCannotBeRead_isSaid() {
        withApp(app -> {
            Journal journal = Journal.memory();
            InferenceSession session = app.client(journal).openSession(oneByOne(7), DEPOSIT);
            MortalJournal mortal = new MortalJournal(journal, 0, true);
            assertThatThrownBy(() -> app.client(mortal)
                            .session(session.id())
                            .complete(ask(ADAPTIVE).build()))
                    .isInstanceOf(MortalJournal.Killed.class);
            for (Map.Entry<String, byte[]> entry : journal.entries("task/").entrySet()) {
                String text = new String(entry.getValue(), StandardCharsets.UTF_8);
                journal.write(Journal.Batch.create()
                        .put(
                                entry.getKey(),
                                text.replace("adaptive:0.01:7", "telepathic:7").getBytes(StandardCharsets.UTF_8)));
            }
            assertThatThrownBy(() -> app.client(journal).unfinished()).isInstanceOf(EvidenceException.class);
        });
    }
}
