package network.cortensor.sdk.node;

import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.verify.replay.ReplayReport;
import network.cortensor.sdk.verify.replay.Sampling;
import network.cortensor.sdk.verify.replay.TokenReplay;
import network.cortensor.sdk.verify.replay.TokenScores;
import network.cortensor.sdk.verify.replay.TokenSequence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** With a real model of 135 million parameters; about 15 seconds on two processors. */
@Timeout(120)
class LlamaEngineTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final InferenceRequest CAPITAL = InferenceRequest.builder("What is the capital of France?")
            .maxTokens(12)
            .build();

    private static Path model;
    private static LlamaEngine engine;

    @BeforeAll
    static void open() {
        model = ModelPeer.file(LlamaEngineTest.class);
        engine = LlamaEngine.open(
                LlamaEngineOptions.builder(model).contextTokens(512).build());
    }

    @AfterAll
    static void close() {
        if (engine != null) {
            engine.close();
            assertThatThrownBy(() -> engine.tokens("text"))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("closed");
            engine.close();
        }
    }

    private static InferenceResult ask(InferenceRequest request, int seed) {
        return engine.infer(request, seed, Cancellation.create(), LONG);
    }

    @Test
    void infer_temperatureZero_answersTheSameEachTime() {
        InferenceResult first = ask(CAPITAL, 1);
        assertThat(first.text()).contains("Paris");
        assertThat(ask(CAPITAL, 2)).isEqualTo(first);
        assertThat(first.model()).isEqualTo("SmolLM2-135M-Instruct.Q4_1");
        assertThat(first.promptTokens()).isBetween(10, 60);
        assertThat(first.completionTokens()).isBetween(3, 12);
        assertThat(first.toString()).doesNotContain("Paris");
    }

    @Test
    void infer_documentAndQuestion_answersFromIt() {
        InferenceRequest request = InferenceRequest.builder("What colour is the door?")
                .document("The door of the house is green. 🚪 The cortensorprompt0 roof is new.")
                .maxTokens(24)
                .build();
        assertThat(ask(request, 0).text().toLowerCase(Locale.ROOT)).contains("green");
        assertThat(engine.promptTokens(request).size()).isGreaterThan(40);
    }

    @Test
    void infer_temperatureAboveZero_isDrawnByTheSeed() {
        InferenceRequest story = InferenceRequest.builder("Write a story about a fox.")
                .maxTokens(12)
                .temperatureHundredths(100)
                .build();
        InferenceResult first = ask(story, 1);
        assertThat(ask(story, 1)).isEqualTo(first);
        assertThat(ask(story, 2).text()).isNotEqualTo(first.text());
        assertThat(first.finish()).isEqualTo(InferenceResult.Finish.LENGTH);
        assertThat(first.completionTokens()).isEqualTo(12);
    }

    @Test
    void infer_manySeeds_drawAsReplayComputesIt() {
        // The first number of each seed, by the place that it takes among a thousand equal candidates.
        int places = 1_000;
        Map<Integer, Double> equal = new HashMap<>();
        for (int token = 0; token < places; token++) {
            equal.put(token, -Math.log(places));
        }
        TokenScores even = TokenScores.distribution(equal);
        InferenceRequest story = InferenceRequest.builder("Write a story about a fox.")
                .maxTokens(1)
                .temperatureHundredths(150)
                .build();
        TreeMap<Integer, String> byNumber = new TreeMap<>();
        for (int seed = 1; seed <= 16; seed++) {
            int place = 0;
            while (TokenReplay.score(List.of(even), TokenSequence.of(place), Sampling.llamaCpp(1, seed))
                            .lastMargin()
                            .orElseThrow()
                    > 0) {
                place++;
            }
            byNumber.put(place, ask(story, seed).text());
        }
        List<String> runs = new ArrayList<>();
        for (String text : byNumber.values()) {
            if (runs.isEmpty() || !runs.get(runs.size() - 1).equals(text)) {
                runs.add(text);
            }
        }
        assertThat(runs)
                .as("each token has one part of the unit interval")
                .hasSizeGreaterThan(1)
                .doesNotHaveDuplicates();
    }

    @Test
    void infer_promptLongerThanTheContext_isRefusedWithoutReadingIt() {
        EngineException failure = catchThrowableOfType(
                EngineException.class,
                () -> ask(InferenceRequest.builder("word ".repeat(600)).build(), 0));
        assertThat(failure.kind()).isEqualTo(EngineException.Kind.REFUSED);
        assertThat(failure).hasMessageContaining("the context 512").hasMessageNotContaining("word");
    }

    @Test
    void infer_cancelledBeforeOrDuring_endsAndTheNextRequestRuns() throws Exception {
        Cancellation before = Cancellation.create();
        before.cancel();
        assertThatThrownBy(() -> engine.infer(CAPITAL, before, LONG))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CANCELLED));
        Cancellation during = Cancellation.create();
        AtomicReference<EngineException> failure = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        InferenceRequest endless = InferenceRequest.builder("Count from one to ten thousand.")
                .maxTokens(400)
                .build();
        Thread asking = new Thread(() -> {
            started.countDown();
            failure.set(catchThrowableOfType(EngineException.class, () -> engine.infer(endless, during, LONG)));
        });
        asking.start();
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        during.cancel();
        asking.join(10_000);
        assertThat(failure.get())
                .isNotNull()
                .satisfies(e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CANCELLED));
        assertThat(ask(CAPITAL, 0).text()).contains("Paris");
    }

    @Test
    void infer_tooLittleTime_isUnavailableAndTheNextRequestRuns() {
        InferenceRequest endless = InferenceRequest.builder("Count from one to ten thousand.")
                .maxTokens(400)
                .build();
        EngineException failure = catchThrowableOfType(
                EngineException.class, () -> engine.infer(endless, Cancellation.create(), Duration.ofMillis(150)));
        assertThat(failure.kind()).isEqualTo(EngineException.Kind.UNAVAILABLE);
        assertThat(ask(CAPITAL, 0).text()).contains("Paris");
    }

    @Test
    void infer_interruptedThread_isCancelledAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        EngineException failure = catchThrowableOfType(EngineException.class, () -> ask(CAPITAL, 0));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(EngineException.Kind.CANCELLED);
    }

    @Test
    void infer_controlCharactersAndHalfSurrogates_areTaken() {
        assertThat(ask(
                                InferenceRequest.builder("Say \0 hello \u0001 \ud83d to \"me\"\\ \u2028 é 漢")
                                        .maxTokens(4)
                                        .build(),
                                0)
                        .completionTokens())
                .isPositive();
    }

    @Test
    void replay_ownAnswer_isEqualAndOneOfAnotherPromptIsNot() {
        InferenceRequest asked = InferenceRequest.builder("Name a fruit and say why it is good.")
                .maxTokens(24)
                .build();
        TokenSequence prompt = engine.promptTokens(asked);
        TokenSequence answer = engine.answerTokens(ask(asked, 0));
        TokenReplay replay = TokenReplay.on(engine);
        ReplayReport own = replay.replay(prompt, answer, Sampling.greedy(), LONG);
        assertThat(own.equalShare().orElseThrow()).isGreaterThan(0.9);
        assertThat(own.meanMargin().orElseThrow()).isLessThan(0.1);
        TokenSequence foreign = engine.tokens("Bananas were banned in Bremen on Tuesday.");
        ReplayReport other = replay.replay(prompt, foreign, Sampling.greedy(), LONG);
        assertThat(other.meanMargin().orElseThrow()).isGreaterThan(2);
        System.out.println("LlamaEngine: own answer: " + own + "; another text: " + other);
    }

    @Test
    void replay_answerThatEndsEarly_showsAtItsEndToken() {
        TokenSequence prompt = engine.promptTokens(CAPITAL);
        InferenceResult whole = ask(CAPITAL, 0);
        TokenSequence early = engine.answerTokens(new InferenceResult(
                whole.text().substring(0, whole.text().indexOf("Paris")).strip(),
                whole.model(),
                InferenceResult.Finish.STOP,
                0,
                0));
        ReplayReport report = TokenReplay.on(engine).replay(prompt, early, Sampling.greedy(), LONG);
        assertThat(report.lastMargin().orElseThrow()).isGreaterThan(2);
    }

    @Test
    void replay_moreTokensThanTheContext_isRefused() {
        assertThatThrownBy(() -> engine.score(TokenSequence.of(1), TokenSequence.of(new int[600]), LONG))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void open_fileThatIsCut_isMalformed(@TempDir Path folder) throws IOException {
        Path cut = folder.resolve("cut.gguf");
        try (InputStream in = Files.newInputStream(model)) {
            Files.write(cut, in.readNBytes(3_000_000));
        }
        EngineException failure = catchThrowableOfType(
                EngineException.class,
                () -> LlamaEngine.open(LlamaEngineOptions.builder(cut).build()));
        assertThat(failure.kind()).isEqualTo(EngineException.Kind.MALFORMED);
        assertThat(failure).hasMessageContaining("Check that the file is whole");
    }
}
