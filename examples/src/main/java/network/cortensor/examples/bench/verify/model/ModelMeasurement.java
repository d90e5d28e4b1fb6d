package network.cortensor.examples.bench.verify.model;

import network.cortensor.sdk.node.Cancellation;
import network.cortensor.sdk.node.EngineException;
import network.cortensor.sdk.node.InferenceRequest;
import network.cortensor.sdk.node.InferenceResult;
import network.cortensor.sdk.node.LlamaEngine;
import network.cortensor.sdk.node.LlamaEngineOptions;
import network.cortensor.sdk.verify.EmbeddingModel;
import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.compare.AnswerText;
import network.cortensor.sdk.verify.compare.CommonPrefix;
import network.cortensor.sdk.verify.compare.Comparison;
import network.cortensor.sdk.verify.compare.ComparisonLayer;
import network.cortensor.sdk.verify.compare.EmbeddingDistance;
import network.cortensor.sdk.verify.compare.FactSignature;
import network.cortensor.sdk.verify.compare.LayeredComparator;
import network.cortensor.sdk.verify.compare.Sign;
import network.cortensor.sdk.verify.compare.TaskType;
import network.cortensor.sdk.verify.replay.ReplayReport;
import network.cortensor.sdk.verify.replay.ReplayThreshold;
import network.cortensor.sdk.verify.replay.Sampling;
import network.cortensor.sdk.verify.replay.TokenReplay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Lets a model answer in several ways and looks at each answer by every layer. */
final class ModelMeasurement {

    private static final String AGAIN = "again, temperature 0";
    private static final String ONE_THREAD = "one thread, temperature 0";
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int THREE_BITS = 8;

    private static final List<String> PROMPTS = List.of(
            "How does a bicycle stay upright?",
            "Why is the sea salty?",
            "What should one take along for a day in the mountains?",
            "Explain what a library card is good for.",
            "How is bread made?",
            "What is the difference between weather and climate?",
            "Why do leaves change their colour in autumn?",
            "How do vaccines work?",
            "What does a judge do?",
            "Describe how a sailing boat moves against the wind.");

    private final List<String> prompts;
    private final int tokens;
    private final Consumer<String> progress;
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final EmbeddingDistance embedding = EmbeddingDistance.create(EmbeddingModel.bgeSmall());
    private final FactSignature facts = FactSignature.create();
    private final CommonPrefix prefix = CommonPrefix.create();
    private final LayeredComparator all = LayeredComparator.standard();

    private ModelMeasurement(boolean quick, Consumer<String> progress) {
        this.prompts = quick ? PROMPTS.subList(0, 2) : PROMPTS;
        this.tokens = quick ? 24 : 72;
        this.progress = progress;
    }

    static List<ModelRow> of(Path model, boolean quick, Consumer<String> progress) throws IOException {
        return new ModelMeasurement(quick, progress).run(model, quick);
    }

    private List<ModelRow> run(Path model, boolean quick) throws IOException {
        Path folder = Files.createTempDirectory("bench-model");
        Path twin = folder.resolve("twin-4-bit.gguf");
        Path coarse = folder.resolve("twin-3-bit.gguf");
        try (LlamaEngine reference = open(model, Runtime.getRuntime().availableProcessors())) {
            List<InferenceResult> own = new ArrayList<>();
            progress.accept("the model's own answers");
            for (String prompt : prompts) {
                InferenceResult answer = ask(reference, prompt, 0, 0);
                own.add(answer);
                look(AGAIN, reference, prompt, answer, ask(reference, prompt, 0, 0));
            }
            progress.accept("another number of threads");
            try (LlamaEngine other = open(model, 1)) {
                each(ONE_THREAD, reference, own, prompt -> ask(other, prompt, 0, 0));
            }
            progress.accept("sampled answers");
            each("sampled, temperature 0.7", reference, own, prompt -> ask(reference, prompt, 70, 1));
            progress.accept("another instruction");
            each(
                    "other instruction",
                    reference,
                    own,
                    prompt -> ask(reference, "Answer as briefly as you can. " + prompt, 0, 0));
            progress.accept("cut answers");
            for (int i = 0; i < prompts.size(); i++) {
                look("cut to a half, as ended", reference, prompts.get(i), own.get(i), cut(own.get(i)));
            }
            progress.accept("a twin of 4 bits around zero");
            CoarserTwin.write(model, twin, CoarserTwin.AROUND_ZERO);
            try (LlamaEngine other = open(twin, Runtime.getRuntime().availableProcessors())) {
                each("twin, 4 bits as Q4_0", reference, own, prompt -> ask(other, prompt, 0, 0));
            }
            if (!quick) {
                progress.accept("a twin of 3 bits");
                CoarserTwin.write(model, coarse, THREE_BITS);
                try (LlamaEngine other = open(coarse, Runtime.getRuntime().availableProcessors())) {
                    each("twin, 3 bits", reference, own, prompt -> ask(other, prompt, 0, 0));
                }
            }
        } finally {
            Files.deleteIfExists(twin);
            Files.deleteIfExists(coarse);
            Files.deleteIfExists(folder);
        }
        ReplayThreshold threshold = threshold();
        return tallies.entrySet().stream()
                .map(entry -> entry.getValue().row(entry.getKey(), threshold))
                .toList();
    }

    /** Returns the threshold that just lets each honest run pass. */
    private ReplayThreshold threshold() {
        List<ReplayReport> honest = Stream.of(AGAIN, ONE_THREAD)
                .flatMap(kind -> tallies.getOrDefault(kind, new Tally()).replays.stream())
                .toList();
        return ReplayThreshold.of(honest, 1.0 / (honest.size() + 1));
    }

    private static LlamaEngine open(Path model, int threads) {
        return LlamaEngine.open(LlamaEngineOptions.builder(model)
                .contextTokens(1024)
                .threads(threads)
                .build());
    }

    private InferenceRequest request(String prompt, int hundredths) {
        return InferenceRequest.builder(prompt)
                .maxTokens(tokens)
                .temperatureHundredths(hundredths)
                .build();
    }

    private InferenceResult ask(LlamaEngine engine, String prompt, int hundredths, int seed) {
        return engine.infer(request(prompt, hundredths), seed, Cancellation.create(), LONG);
    }

    private static InferenceResult cut(InferenceResult whole) {
        String half = whole.text().substring(0, whole.text().length() / 2);
        int space = half.lastIndexOf(' ');
        return new InferenceResult(
                space > 0 ? half.substring(0, space) : half, whole.model(), InferenceResult.Finish.STOP, 0, 0);
    }

    private interface Asked {
        InferenceResult ask(String prompt);
    }

    private void each(String kind, LlamaEngine reference, List<InferenceResult> own, Asked asked) {
        for (int i = 0; i < prompts.size(); i++) {
            InferenceResult delivered;
            try {
                delivered = asked.ask(prompts.get(i));
            } catch (EngineException e) {
                if (e.kind() != EngineException.Kind.MALFORMED) {
                    throw e;
                }
                tally(kind).empty++;
                continue;
            }
            look(kind, reference, prompts.get(i), own.get(i), delivered);
        }
    }

    private void look(
            String kind, LlamaEngine reference, String prompt, InferenceResult own, InferenceResult delivered) {
        AnswerText a = AnswerText.of(TaskType.PROSE, own.text());
        AnswerText b = AnswerText.of(TaskType.PROSE, delivered.text());
        Comparison comparison = all.compare(a, b);
        ReplayReport replay = TokenReplay.on(reference)
                .replay(
                        reference.promptTokens(request(prompt, 0)),
                        reference.answerTokens(delivered),
                        Sampling.greedy(),
                        LONG);
        tally(kind)
                .add(
                        comparison.sign(),
                        a.canonical().equals(b.canonical()),
                        prefix.compare(a, b).score(),
                        differs(facts, a, b),
                        differs(embedding, a, b),
                        replay);
    }

    private Tally tally(String kind) {
        return tallies.computeIfAbsent(kind, name -> new Tally());
    }

    private static boolean differs(ComparisonLayer layer, AnswerText a, AnswerText b) {
        if (layer.layer() == Layer.EMBEDDING && a.canonical().equals(b.canonical())) {
            return false;
        }
        return layer.compare(a, b).sign() == Sign.DIFFERENT;
    }

    /** Sums over the answers of one kind. */
    private static final class Tally {
        private int answers;
        private int empty;
        private int same;
        private int different;
        private int equal;
        private double prefix;
        private int facts;
        private int meaning;
        private double last;
        private final List<ReplayReport> replays = new ArrayList<>();

        void add(
                Sign sign,
                boolean isEqual,
                double equalStart,
                boolean otherFacts,
                boolean otherMeaning,
                ReplayReport replay) {
            answers++;
            same += sign == Sign.SAME ? 1 : 0;
            different += sign == Sign.DIFFERENT ? 1 : 0;
            equal += isEqual ? 1 : 0;
            prefix += equalStart;
            facts += otherFacts ? 1 : 0;
            meaning += otherMeaning ? 1 : 0;
            last += replay.lastMargin().orElse(0);
            replays.add(replay);
        }

        ModelRow row(String kind, ReplayThreshold threshold) {
            // Shares of nothing are zero.
            double n = Math.max(1, answers);
            long told = replays.stream()
                    .filter(replay -> threshold.judge(replay) == Sign.DIFFERENT)
                    .count();
            Optional<ReplayReport> together = replays.stream().reduce(ReplayReport::and);
            return new ModelRow(
                    kind,
                    answers,
                    empty,
                    same / n,
                    different / n,
                    equal / n,
                    prefix / n,
                    facts / n,
                    meaning / n,
                    together.map(ReplayReport::equalShare)
                            .orElse(OptionalDouble.empty())
                            .orElse(0),
                    together.map(ReplayReport::meanMargin)
                            .orElse(OptionalDouble.empty())
                            .orElse(0),
                    told / n,
                    last / n);
        }
    }
}
