package network.cortensor.examples.bench.verify;

import network.cortensor.examples.bench.Distribution;
import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.Spread;
import network.cortensor.sdk.client.CompletionRequest;
import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.client.LocalNetwork;
import network.cortensor.sdk.client.Network;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.compare.AnswerText;
import network.cortensor.sdk.verify.compare.TaskType;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** What a comparison and a receipt check take, by the clock. */
final class SpeedRows {

    private static final int ANSWERS = 5;

    /** About 300 tokens of a usual vocabulary. */
    private static final int WORDS = 225;

    /** How much longer than it is measured a thing runs before, so that what is measured is compiled code. */
    private static final int WARM_UP = 5;

    private static final int SHORT = 256 * 1024;

    private static final int TIMES = 4;

    private static final int GROWTH_ROUNDS = 5;

    private static final double NANOS_PER_MILLI = 1e6;

    private final VerifyPlan plan;
    private final Corpus corpus;
    private final Consumer<String> progress;

    private SpeedRows(VerifyPlan plan, Corpus corpus, Consumer<String> progress) {
        this.plan = plan;
        this.corpus = corpus;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @param combined what compares five answers
     * @param first the layers that need no model
     */
    static List<Row> of(VerifyPlan plan, Corpus corpus, Check combined, List<Check> first, Consumer<String> progress) {
        SpeedRows rows = new SpeedRows(plan, corpus, progress);
        return List.of(rows.fiveAnswers(combined), rows.receipt(), rows.growth(first));
    }

    /** Five honest answers that all differ, each with each: the most that has to be compared. */
    private Row fiveAnswers(Check combined) {
        progress.accept("comparing five answers of 300 tokens");
        Dice dice = Dice.of(plan.seed(), "speed");
        Rewording rewording = new Rewording(OneMeaning.open());
        // The rounds below 0 come while the model is loaded and the code is compiled.
        long[] nanos = new long[plan.speedRounds()];
        for (int round = -WARM_UP * plan.speedRounds(); round < plan.speedRounds(); round++) {
            List<String> texts = answers(rewording, dice);
            long start = System.nanoTime();
            List<AnswerText> ready = texts.stream()
                    .map(text -> AnswerText.of(TaskType.PROSE, text))
                    .toList();
            for (int i = 0; i < ready.size(); i++) {
                for (int j = i + 1; j < ready.size(); j++) {
                    combined.rule().judge(ready.get(i), ready.get(j));
                }
            }
            if (round >= 0) {
                nanos[round] = System.nanoTime() - start;
            }
        }
        return Row.of(
                "5 answers of 300 tokens: p95, ms",
                1,
                Distribution.ofNanos(LongStream.of(nanos)).p95(),
                Goal.atMost(20));
    }

    private List<String> answers(Rewording rewording, Dice dice) {
        List<CorpusText> parts = new ArrayList<>();
        int words = 0;
        for (CorpusText text : dice.shuffled(corpus.texts())) {
            if (text.type() == TaskType.PROSE && words < WORDS) {
                parts.add(text);
                words += text.text().split(" ", -1).length;
            }
        }
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < ANSWERS; i++) {
            List<String> reworded = new ArrayList<>();
            for (CorpusText part : parts) {
                reworded.add(rewording.reworded(part, dice).orElse(part.text()));
            }
            List<String> cut = List.of(String.join(" ", reworded).split(" ", -1));
            answers.add(String.join(" ", cut.subList(0, Math.min(WORDS, cut.size()))));
        }
        return answers;
    }

    private Row receipt() {
        progress.accept("checking a receipt");
        Receipt receipt;
        SessionTerms terms = SessionTerms.builder("bench verify")
                .redundancy(3)
                .pricePerResult(TokenAmount.ofCor("0.01"))
                .build();
        try (LocalNetwork network = Network.local();
                InferenceSession session = network.client().openSession(terms, TokenAmount.ofCor("1"))) {
            receipt = session.complete(CompletionRequest.builder("What is measured?")
                            .document("What is measured here is the time that the check of a receipt takes.")
                            .build())
                    .receipt();
        }
        byte[] encoded = receipt.encoded();
        int rounds = 10 * plan.speedRounds();
        long[] nanos = new long[rounds];
        for (int round = -WARM_UP * rounds; round < rounds; round++) {
            long start = System.nanoTime();
            boolean valid = ResultVerifier.check(Receipt.decode(encoded)).valid();
            long took = System.nanoTime() - start;
            if (!valid) {
                throw new IllegalStateException("the receipt of a finished task is not valid");
            }
            if (round >= 0) {
                nanos[round] = took;
            }
        }
        return Row.of(
                "receipt of 3 nodes, offline: p50, ms",
                2,
                Distribution.ofNanos(LongStream.of(nanos)).p50(),
                Goal.atMost(1));
    }

    /** Four times the text in four times the time is linear. */
    private Row growth(List<Check> first) {
        progress.accept("comparing long answers");
        List<Double> ratios = new ArrayList<>();
        double shorter = 0;
        double longer = 0;
        for (int round = -2; round < GROWTH_ROUNDS; round++) {
            shorter = millis(first, SHORT, round);
            longer = millis(first, TIMES * SHORT, round);
            if (round >= 0) {
                ratios.add(longer / shorter / TIMES);
            }
        }
        return Row.of("1 MiB beside 256 KiB, no model, ms", 0, longer, shorter * TIMES, Spread.of(ratios), null)
                .with(Goal.atMost(1.5));
    }

    private double millis(List<Check> first, int characters, int round) {
        Dice dice = Dice.of(plan.seed(), "growth" + round);
        String a = longText(characters, dice);
        String b = a.substring(0, characters / 2) + longText(characters / 2, dice);
        long start = System.nanoTime();
        AnswerText one = AnswerText.of(TaskType.PROSE, a);
        AnswerText other = AnswerText.of(TaskType.PROSE, b);
        for (Check check : first) {
            check.rule().judge(one, other);
        }
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    private String longText(int characters, Dice dice) {
        List<CorpusText> prose = corpus.texts().stream()
                .filter(text -> text.type() == TaskType.PROSE)
                .toList();
        StringBuilder text = new StringBuilder(characters + 1_000);
        while (text.length() < characters) {
            text.append(dice.pick(prose).text())
                    .append(' ')
                    .append(dice.below(1_000_000))
                    .append(". ");
        }
        return text.substring(0, characters);
    }
}
