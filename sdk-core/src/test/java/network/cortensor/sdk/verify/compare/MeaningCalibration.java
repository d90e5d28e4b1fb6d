package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.verify.EmbeddingModel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes the calibrations that come with the SDK: {@code MeaningCalibration <data folder> <output folder> <date>}.
 *
 * <p>Short answers are the sentence pairs as they are. Longer ones are put together from several pairs, in one order on
 * both sides: honest ones from honest pairs only; others either have one passage from another pair in the place of the
 * honest one, or one whose partner says something else, or nothing but such.
 */
final class MeaningCalibration {

    private static final long SEED = 20261123;
    private static final int LONG_PAIRS = 400;

    private MeaningCalibration() {}

    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[0]);
        List<MeaningPairs> pairs = new ArrayList<>(MeaningPairs.msr(data));
        pairs.addAll(MeaningPairs.sts(data));
        pairs.addAll(MeaningPairs.own());
        for (EmbeddingModel bundled : List.of(EmbeddingModel.bgeSmall(), EmbeddingModel.miniLm())) {
            EmbeddingModel model = new Remembering(bundled);
            Calibration made = fit(model, data, pairs, LocalDate.parse(args[2]));
            Files.write(Path.of(args[1]).resolve("calibration-" + model.id() + ".json"), made.encode());
        }
    }

    static Calibration fit(EmbeddingModel model, Path data, List<MeaningPairs> pairs, LocalDate made)
            throws IOException {
        List<MeaningPairs> clear = pairs.stream().filter(MeaningPairs::clear).toList();
        CalibrationFit fit = CalibrationFit.of(model, 40, 96)
                .from(source("msr-para-val.tsv", Files.readAllBytes(data.resolve("msr-para-val.tsv")), clear, "msr"))
                .from(source("sts-dev.csv", Files.readAllBytes(data.resolve("sts-dev.csv")), clear, "sts"))
                .from(source("meaning-own.tsv", MeaningPairs.ownBytes(), clear, "own"));
        for (MeaningPairs pair : clear) {
            add(fit, model, pair.same(), pair.a(), pair.b());
        }
        Random random = new Random(SEED);
        List<MeaningPairs> honest =
                often(clear.stream().filter(MeaningPairs::same).toList());
        List<MeaningPairs> others =
                often(clear.stream().filter(pair -> !pair.same()).toList());
        for (int length : new int[] {2, 3, 6, 12}) {
            for (int i = 0; i < LONG_PAIRS; i++) {
                boolean same = i % 2 == 0;
                StringBuilder a = new StringBuilder();
                StringBuilder b = new StringBuilder();
                int bad = same ? -1 : random.nextInt(length);
                boolean allBad = !same && i % 4 == 1;
                for (int k = 0; k < length; k++) {
                    MeaningPairs good = honest.get(random.nextInt(honest.size()));
                    boolean turned = random.nextBoolean();
                    String one = turned ? good.b() : good.a();
                    String other = turned ? good.a() : good.b();
                    if (k == bad || allBad) {
                        MeaningPairs odd = others.get(random.nextInt(others.size()));
                        if (random.nextBoolean()) {
                            one = odd.a();
                        }
                        other = odd.b();
                    }
                    a.append(one).append(one.endsWith(".") ? " " : ". ");
                    b.append(other).append(other.endsWith(".") ? " " : ". ");
                }
                add(fit, model, same, a.toString(), b.toString());
            }
        }
        return fit.fit(made);
    }

    /** Our own pairs are few, and are what answers of a model look like: each counts as eight. */
    private static List<MeaningPairs> often(List<MeaningPairs> pairs) {
        List<MeaningPairs> weighted = new ArrayList<>(pairs);
        for (int i = 1; i < 8; i++) {
            pairs.stream().filter(pair -> pair.set().equals("own")).forEach(weighted::add);
        }
        return weighted;
    }

    /** Keeps every vector: the sentences come again in the texts that are put together. */
    private static final class Remembering implements EmbeddingModel {
        private final EmbeddingModel model;
        private final Map<String, float[]> vectors = new HashMap<>();

        Remembering(EmbeddingModel model) {
            this.model = model;
        }

        @Override
        public String id() {
            return model.id();
        }

        @Override
        public String runtime() {
            return model.runtime();
        }

        @Override
        public float[] embed(String text) {
            return vectors.computeIfAbsent(text, model::embed);
        }
    }

    private static void add(CalibrationFit fit, EmbeddingModel model, boolean same, String a, String b) {
        EmbeddingDistance.measure(model, AnswerText.of(TaskType.PROSE, a), AnswerText.of(TaskType.PROSE, b))
                .ifPresent(closeness -> fit.add(same, closeness));
    }

    private static Calibration.Source source(String name, byte[] file, List<MeaningPairs> clear, String set) {
        int pairs = (int) clear.stream().filter(pair -> pair.set().equals(set)).count();
        return new Calibration.Source(name, MeaningPairs.sha256(file), pairs);
    }
}
