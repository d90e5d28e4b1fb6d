package network.cortensor.examples.bench.verify;

import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.ProcessGauge;
import network.cortensor.examples.bench.Row;
import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.verify.compare.AnswerText;
import network.cortensor.sdk.verify.compare.TaskType;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Tries checks on labelled pairs and counts. Says on the way what it is at. */
final class VerifyMeasurement {

    private static final int PROGRESS_STEP = 250;

    /** Honest answers that stay ready: they come back in other pairs, attacks do not. */
    private static final int KEPT_ANSWERS = 512;

    private final List<Check> checks;
    private final Consumer<String> progress;
    private final List<String> missing = new ArrayList<>();
    private final Map<PairClass, Counted> counts = new LinkedHashMap<>();

    private final Map<AnswerKey, AnswerText> ready = new LinkedHashMap<>(KEPT_ANSWERS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AnswerKey, AnswerText> eldest) {
            return size() > KEPT_ANSWERS;
        }
    };

    private VerifyMeasurement(List<Check> checks, Consumer<String> progress) {
        this.checks = new ArrayList<>(checks);
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @param source where the pairs are from
     * @param seed of the generator, if there was one
     * @param checks what to try, what all is about first
     * @param figures rows to show beside
     * @throws CancelledException when the thread is interrupted
     */
    static VerifyReport of(
            VerifyPlan plan,
            String source,
            @Nullable Long seed,
            List<LabelledPair> pairs,
            List<Check> checks,
            List<Row> figures,
            List<Chart> simulation,
            Consumer<String> progress) {
        long start = System.nanoTime();
        double load = ProcessGauge.load();
        VerifyMeasurement measurement = new VerifyMeasurement(checks, progress);
        measurement.withoutMissing(pairs.get(0));
        measurement.count(pairs);
        return measurement.report(plan, source, seed, pairs.size(), figures, simulation, Machine.since(start, load));
    }

    /** Leaves out, from the start, what cannot be asked on this machine. */
    private void withoutMissing(LabelledPair first) {
        AnswerText a = AnswerText.of(first.type(), first.a());
        AnswerText b = AnswerText.of(first.type(), first.b());
        for (Check check : List.copyOf(checks)) {
            try {
                check.rule().judge(a, b);
            } catch (UnavailableException e) {
                missing.add(check.name() + ": not measured. " + e.getMessage());
                checks.remove(check);
            }
        }
        if (checks.isEmpty()) {
            throw new UnavailableException("Nothing that compares answers can be run: " + String.join("; ", missing));
        }
    }

    private void count(List<LabelledPair> pairs) {
        for (int i = 0; i < pairs.size(); i++) {
            if (i % PROGRESS_STEP == 0) {
                progress.accept("comparing, " + i + " of " + pairs.size() + " pairs");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("Stopped after " + i + " of " + pairs.size() + " pairs");
            }
            LabelledPair pair = pairs.get(i);
            Counted counted = counts.computeIfAbsent(pair.kind(), kind -> new Counted(kind, checks.size()));
            AnswerText a = ready.computeIfAbsent(
                    new AnswerKey(pair.type(), pair.a()), key -> AnswerText.of(key.type(), key.text()));
            AnswerText b = AnswerText.of(pair.type(), pair.b());
            for (int c = 0; c < checks.size(); c++) {
                counted.add(c, checks.get(c).rule().judge(a, b));
            }
            counted.types.add(pair.type());
            counted.sources.add(pair.source());
        }
    }

    private VerifyReport report(
            VerifyPlan plan,
            String source,
            @Nullable Long seed,
            int pairs,
            List<Row> figures,
            List<Chart> simulation,
            Machine machine) {
        List<Separation> separations = new ArrayList<>();
        boolean both = counts.keySet().stream().anyMatch(PairClass::honest)
                && counts.keySet().stream().anyMatch(kind -> !kind.honest());
        if (both) {
            for (int c = 0; c < checks.size(); c++) {
                separations.add(Separation.of(checks.get(c).name(), scores(c, true), scores(c, false)));
            }
        }
        Reliability reliability =
                both && checks.get(0).calibrated() ? Reliability.of(scores(0, true), scores(0, false)) : null;
        return new VerifyReport(
                machine,
                plan.quick(),
                source,
                seed,
                pairs,
                checks.stream().map(Check::name).toList(),
                counts.values().stream().map(this::result).toList(),
                separations,
                reliability,
                figures,
                simulation,
                missing);
    }

    private ClassResult result(Counted counted) {
        List<Double> aucs = new ArrayList<>();
        if (!counted.kind.honest()) {
            for (int c = 0; c < checks.size(); c++) {
                List<Double> honest = new ArrayList<>();
                for (Counted other : counts.values()) {
                    if (other.kind.honest() && counted.types.containsAll(other.types)) {
                        honest.addAll(other.scores.get(c));
                    }
                }
                if (!honest.isEmpty()) {
                    aucs.add(Separation.of(checks.get(c).name(), honest, counted.scores.get(c))
                            .auc());
                }
            }
        }
        return new ClassResult(counted.kind, counted.sources.size(), List.of(counted.tallies), aucs);
    }

    private List<Double> scores(int check, boolean honest) {
        return counts.values().stream()
                .filter(counted -> counted.kind.honest() == honest)
                .map(counted -> counted.scores.get(check))
                .flatMap(Collection::stream)
                .toList();
    }

    private record AnswerKey(TaskType type, String text) {}

    /** What was counted of one class so far. */
    private static final class Counted {

        private final PairClass kind;
        private final Tally[] tallies;
        private final List<List<Double>> scores = new ArrayList<>();
        private final Set<TaskType> types = new HashSet<>();
        private final Set<String> sources = new HashSet<>();

        Counted(PairClass kind, int checks) {
            this.kind = kind;
            this.tallies = new Tally[checks];
            for (int c = 0; c < checks; c++) {
                tallies[c] = Tally.NONE;
                scores.add(new ArrayList<>());
            }
        }

        void add(int check, Check.Judgement judgement) {
            tallies[check] = tallies[check].and(judgement.sign());
            scores.get(check).add(judgement.score());
        }
    }
}
