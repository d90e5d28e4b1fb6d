package network.cortensor.sdk.client;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.node.FakeEngine;
import network.cortensor.sdk.node.InferenceEngine;
import network.cortensor.sdk.node.InferenceRequest;
import network.cortensor.sdk.node.NodeState;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class LocalNetworkTest {

    private static final TokenAmount PRICE = TokenAmount.ofCor("0.01");
    private static final TokenAmount DEPOSIT = TokenAmount.ofCor("1");

    private static LocalNetworkOptions.Builder options(InferenceEngine engine) {
        return LocalNetworkOptions.builder().engine(engine);
    }

    private static SessionTerms terms(int redundancy) {
        return SessionTerms.builder("test")
                .maxNodes(64)
                .redundancy(redundancy)
                .maxTasks(100_000)
                .pricePerResult(PRICE)
                .build();
    }

    private static CompletionRequest ask(String prompt) {
        return CompletionRequest.builder(prompt).timeout(Duration.ofSeconds(30)).build();
    }

    @Test
    void complete_threeHonestNodes_isAcceptedPaidAndCertified() {
        List<Stage> stages = new ArrayList<>();
        try (LocalNetwork network =
                        Network.local(options(FakeEngine.answering("42")).build());
                InferenceSession session = network.client().openSession(terms(3), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(CompletionRequest.builder("How many?")
                    .document("There are 42.")
                    .listener(new CompletionListener() {
                        @Override
                        public void onStage(Stage stage, String detail) {
                            stages.add(stage);
                        }
                    })
                    .build());

            assertThat(completion.text()).isEqualTo("42");
            assertThat(completion.verdict().toString()).isEqualTo("accepted, 3 of 3");
            assertThat(completion.paid()).isEqualTo(PRICE.times(3));
            assertThat(session.balance()).isEqualTo(DEPOSIT.minus(PRICE.times(3)));
            Receipt receipt = Receipt.decode(completion.receipt().encoded());
            assertThat(ResultVerifier.check(receipt).findings()).allMatch(f -> f.holds());
            assertThat(stages).startsWith(Stage.STORED, Stage.SUBMITTED);
            assertThat(stages).endsWith(Stage.ENDED, Stage.OPENED, Stage.VERIFIED);
            assertThat(stages).containsOnlyOnce(Stage.SEALED).doesNotContain(Stage.NODE_LOST);
            for (Stage perNode : List.of(Stage.ACKNOWLEDGED, Stage.PRECOMMITTED, Stage.COMMITTED)) {
                assertThat(stages).filteredOn(perNode::equals).hasSize(3);
            }
        }
    }

    @Test
    void complete_unicodeAndLargeDocument_comesThroughUnchanged() {
        String document = "z\u00fcrich \ud83d\ude80 \"quoted\" \\ \u0000 \n".repeat(100_000);
        FakeEngine engine = FakeEngine.computing(
                request -> String.valueOf(request.document().orElse("").hashCode()));
        try (LocalNetwork network = Network.local(options(engine).build());
                InferenceSession session = network.client().openSession(terms(2), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(
                    CompletionRequest.builder("hash?").document(document).build());
            assertThat(completion.text()).isEqualTo(String.valueOf(document.hashCode()));
        }
    }

    @Test
    void complete_manyAtOnce_eachGetsItsOwnAnswer() throws Exception {
        FakeEngine engine = FakeEngine.computing(request -> "echo " + request.prompt());
        ExecutorService callers = Executors.newFixedThreadPool(40);
        try (LocalNetwork network = Network.local(options(engine).build());
                InferenceSession session = network.client().openSession(terms(3), TokenAmount.ofCor("10"))) {
            List<Future<VerifiedCompletion>> completions = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                String prompt = "prompt " + i;
                completions.add(callers.submit(() -> session.complete(ask(prompt))));
            }
            Set<Long> tasks = new HashSet<>();
            for (int i = 0; i < completions.size(); i++) {
                VerifiedCompletion completion = completions.get(i).get(60, TimeUnit.SECONDS);
                assertThat(completion.text()).isEqualTo("echo prompt " + i);
                tasks.add(completion.task().number());
            }
            assertThat(tasks).hasSize(120);
            assertThat(engine.calls()).isEqualTo(360);
            assertThat(session.balance()).isEqualTo(TokenAmount.ofCor("10").minus(PRICE.times(360)));
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void complete_engineDown_isUnavailableAndRefunded() {
        try (LocalNetwork network = Network.local(options(FakeEngine.dead()).build());
                InferenceSession session = network.client().openSession(terms(3), DEPOSIT)) {
            assertThatThrownBy(() -> session.complete(ask("Why?")))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("check that the engine runs")
                    .hasMessageContaining("went back to the session");
            assertThat(session.balance()).isEqualTo(DEPOSIT);
            assertThat(network.client().unfinished()).isEmpty();
        }
    }

    @Test
    void complete_engineThatBreaksItsContract_isAskedOnceAndRefunded() {
        FakeEngine engine = FakeEngine.computing(request -> {
            throw new IllegalStateException("a message that quotes the prompt: " + request.prompt());
        });
        try (LocalNetwork network = Network.local(options(engine).build());
                InferenceSession session = network.client().openSession(terms(3), DEPOSIT)) {
            assertThatThrownBy(() -> session.complete(ask("the secret question")))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageNotContaining("secret");
            assertThat(engine.calls()).isEqualTo(3);
            assertThat(session.balance()).isEqualTo(DEPOSIT);
        }
    }

    @Test
    void complete_oneNodeAnswersWithNothingVisible_theOthersDecide() {
        AtomicInteger calls = new AtomicInteger();
        FakeEngine engine = FakeEngine.computing(request -> calls.getAndIncrement() == 0 ? "\u200b" : "42");
        try (LocalNetwork network = Network.local(options(engine).build());
                InferenceSession session = network.client().openSession(terms(3), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(ask("How many?"));
            assertThat(completion.text()).isEqualTo("42");
            assertThat(completion.verdict().support()).isEqualTo(2);
            assertThat(completion.verdict().dissenters()).hasSize(1);
        }
    }

    @Test
    void complete_engineWithoutAnAnswer_isGivenBack() {
        for (String nothing : List.of("", "  ", "\ud83d")) {
            try (LocalNetwork network =
                            Network.local(options(FakeEngine.answering(nothing)).build());
                    InferenceSession session = network.client().openSession(terms(3), DEPOSIT)) {
                assertThatThrownBy(() -> session.complete(ask("How many?"))).isInstanceOf(UnavailableException.class);
                assertThat(session.balance()).isEqualTo(DEPOSIT);
            }
        }
    }

    @Test
    void sessions_openedAndNotClosed_areListedAfterARestart(@TempDir Path directory) {
        LocalNetworkOptions options = options(FakeEngine.answering("42"))
                .directory(directory)
                .sync(Journal.Sync.OS)
                .build();
        SessionId left;
        try (LocalNetwork network = Network.local(options)) {
            left = network.client().openSession(terms(3), DEPOSIT).id();
        }
        try (LocalNetwork network = Network.local(options)) {
            assertThat(network.client().sessions())
                    .extracting(InferenceSession::id)
                    .containsExactly(left);
            network.client().sessions().forEach(InferenceSession::close);
            assertThat(network.client().sessions()).isEmpty();
            assertThat(network.client().balance()).isEqualTo(TokenAmount.ofCor("1000000"));
        }
    }

    @Test
    void complete_unpaidResultThatIsGoneFromTheStore_isUnverifiedAndNotCalledSilence() {
        SessionTerms free = SessionTerms.builder("free").build();
        try (LocalNetwork network =
                        Network.local(options(FakeEngine.answering("42")).build());
                InferenceSession session = network.client().openSession(free, TokenAmount.ZERO)) {
            CompletionListener deletesResults = new CompletionListener() {
                @Override
                public void onStage(Stage stage, String detail) {
                    if (stage == Stage.ENDED) {
                        network.ledger()
                                .results(new TaskId(session.id(), 1))
                                .forEach(result -> network.store()
                                        .blocks()
                                        .delete(Cid.parse(ResultCommitment.parse(
                                                        result.reveal().orElseThrow())
                                                .result())));
                    }
                }
            };
            assertThatThrownBy(() -> session.complete(CompletionRequest.builder("Why?")
                            .listener(deletesResults)
                            .build()))
                    .isInstanceOf(UnverifiedException.class)
                    .hasMessageContaining("no answer has evidence that holds");
        }
    }

    @Test
    void complete_differentAnswers_isUnverified() {
        FakeEngine engine = FakeEngine.computing(new Function<>() {
            private int calls;

            @Override
            public synchronized String apply(InferenceRequest request) {
                return List.of("Bananas are yellow.", "The moon is far.", "No taxes are due.")
                        .get(calls++);
            }
        });
        try (LocalNetwork network = Network.local(options(engine).build());
                InferenceSession session = network.client().openSession(terms(3), DEPOSIT)) {
            UnverifiedException failure =
                    catchThrowableOfType(UnverifiedException.class, () -> session.complete(ask("Why?")));
            assertThat(failure.verdict().status()).isEqualTo(Verdict.Status.REJECTED);
            assertThat(failure.receipt()).isPresent();
            assertThat(ResultVerifier.check(failure.receipt().orElseThrow()).valid())
                    .isTrue();
            assertThat(failure).hasMessageNotContaining("Bananas");
        }
    }

    @Test
    void complete_interrupted_endsTheTaskStopsTheNodesAndRefunds() throws Exception {
        FakeEngine engine = FakeEngine.hanging();
        try (LocalNetwork network = Network.local(options(engine).build());
                InferenceSession session = network.client().openSession(terms(3), DEPOSIT)) {
            Throwable[] failure = new Throwable[1];
            boolean[] flag = new boolean[1];
            Thread caller = new Thread(() -> {
                failure[0] = catchThrowableOfType(CancelledException.class, () -> session.complete(ask("Why?")));
                flag[0] = Thread.currentThread().isInterrupted();
            });
            caller.start();
            assertThat(engine.awaitCall()).isTrue();
            caller.interrupt();
            caller.join(30_000);
            assertThat(caller.isAlive()).isFalse();
            assertThat(failure[0]).isInstanceOf(CancelledException.class);
            assertThat(flag[0]).isTrue();
            assertThat(session.balance()).isEqualTo(DEPOSIT);
            assertThat(network.client().unfinished()).isEmpty();
        }
        assertThat(engine.cancelled()).isEqualTo(engine.calls());
    }

    @Test
    void complete_noFunds_isRefusedBeforeANodeHearsOfIt() {
        FakeEngine engine = FakeEngine.answering("42");
        try (LocalNetwork network = Network.local(options(engine).build());
                InferenceSession session = network.client().openSession(terms(3), TokenAmount.ofCor("0.02"))) {
            assertThatThrownBy(() -> session.complete(ask("Why?")))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("INSUFFICIENT_BALANCE");
            assertThat(engine.calls()).isZero();
            assertThat(network.client().unfinished()).isEmpty();
        }
    }

    @Test
    void openSession_moreNodesThanThereAre_isRefused() {
        try (LocalNetwork network =
                Network.local(options(FakeEngine.answering("42")).build())) {
            assertThatThrownBy(() -> network.client().openSession(terms(4), DEPOSIT))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("NOT_ENOUGH_NODES");
        }
    }

    @Test
    void session_neverOpenedHere_isRefused() {
        try (LocalNetwork network =
                Network.local(options(FakeEngine.answering("42")).build())) {
            assertThatThrownBy(() -> network.client().session(new SessionId(99)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("Open a new one");
        }
    }

    @Test
    void request_badInput_isRefusedWithASentence() {
        assertThatThrownBy(() -> ask(" \n"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("prompt is empty");
        assertThatThrownBy(() -> CompletionRequest.builder("Why?").document("").build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("document is empty");
        assertThatThrownBy(() -> ask("half a pair \ud83d"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> ask("x".repeat(CompletionRequest.MAX_TEXT_BYTES + 1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("at most");
        assertThatThrownBy(() ->
                        CompletionRequest.builder("Why?").timeout(Duration.ZERO).build())
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void close_session_givesTheRestBack() {
        try (LocalNetwork network =
                Network.local(options(FakeEngine.answering("42")).build())) {
            TokenAmount before = network.client().balance();
            InferenceSession session = network.client().openSession(terms(3), DEPOSIT);
            session.complete(ask("Why?"));
            session.close();
            session.close();
            assertThat(network.client().balance()).isEqualTo(before.minus(PRICE.times(3)));
        }
    }

    @Test
    void close_network_stopsNodesAndThreads() {
        LocalNetwork network = Network.local(options(FakeEngine.answering("42")).build());
        try (InferenceSession session = network.client().openSession(terms(3), DEPOSIT)) {
            session.complete(ask("Why?"));
        }
        network.close();
        network.close();
        assertThat(network.nodes()).allMatch(node -> node.state() instanceof NodeState.Stopped);
    }

    @Test
    void directory_reopened_hasLedgerKeysAndMoney(@TempDir Path directory) throws IOException {
        LocalNetworkOptions options = options(FakeEngine.answering("42"))
                .directory(directory)
                .sync(Journal.Sync.OS)
                .build();
        TokenAmount balance;
        Set<String> addresses = new HashSet<>();
        try (LocalNetwork network = Network.local(options);
                InferenceSession session = network.client().openSession(terms(3), DEPOSIT)) {
            session.complete(ask("the secret question"));
            network.nodes().forEach(node -> addresses.add(node.address().toString()));
        }
        try (LocalNetwork network = Network.local(options)) {
            balance = network.client().balance();
            assertThat(network.nodes())
                    .allMatch(node -> addresses.contains(node.address().toString()));
            Task task = network.ledger().task(new TaskId(new SessionId(1), 1));
            assertThat(task.status()).isEqualTo(TaskStatus.ENDED);
            assertThat(task.paid()).isEqualTo(PRICE.times(3));
        }
        assertThat(balance).isEqualTo(TokenAmount.ofCor("1000000").minus(PRICE.times(3)));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("secret question");
                if (file.startsWith(directory.resolve("keys"))) {
                    assertThat(Files.getPosixFilePermissions(file))
                            .extracting(Enum::name)
                            .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
                }
            }
        }
    }

    @Test
    void directory_usedByAnotherNetwork_isRefused(@TempDir Path directory) {
        LocalNetworkOptions options =
                options(FakeEngine.answering("42")).directory(directory).build();
        try (LocalNetwork first = Network.local(options)) {
            assertThat(first.nodes()).hasSize(3);
            assertThatThrownBy(() -> Network.local(options)).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void directory_thatIsAFile_isRefused(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> Network.local(
                        options(FakeEngine.answering("42")).directory(file).build()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("cannot be used");
    }
}
