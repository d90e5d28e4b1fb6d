package network.cortensor.examples.bench.verify;

import network.cortensor.examples.bench.BenchOptions;
import network.cortensor.examples.bench.ReportJson;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.verify.simulation.ConsensusSimulation;
import network.cortensor.examples.bench.verify.simulation.SimulationPlan;
import network.cortensor.examples.bench.verify.simulation.SimulationReport;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.verify.EmbeddingModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Attacks the comparison of answers, and says which share of the attacks gets through and which of honest answers does not. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Attack the comparison of answers: which share of wrong answers gets through, which share of honest answers"
                    + " does not.",
            "",
            "Makes labelled pairs from honest answers, by a seed: numbers, units, dates, negations, quantifiers, names,"
                    + " antonyms and entities changed, contradictions put in, caveats left out, JSON leaves and code"
                    + " edited, answers cut off, copied, off topic, in another language or with instructions to the"
                    + " judge; and honest pairs that differ in wording or looks. Compares each pair by all layers, by"
                    + " each layer alone, and by the network's documented rule, and gives each class its rates with"
                    + " 95 %% bounds.",
            "",
            "The page that is written holds the same as pictures: classes, ROC, calibration. It needs no network."
                    + " Takes some minutes, with --quick less than one. A goal that is missed is said so in the table;"
                    + " the exit code is 0 all the same."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run bench verify --quick",
            "  examples/run bench verify --corpus answers.txt --out answers.html",
            "  examples/run bench verify --pairs pairs.tsv --json"
        })
public final class VerifyBenchmark implements Callable<Integer> {

    private static final String DEFAULT_PAGE = "bench-verify.html";

    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--corpus",
            paramLabel = "FILE",
            description = "Honest answers to make pairs from: lines of type, id, text and paraphrases with tabs between"
                    + " them, or plain text, each paragraph an answer. Default: a corpus of the benchmark's own.")
    private @Nullable Path corpus;

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description = "Pairs instead: lines of label, text and text with tabs between them. The label is 1 (honest)"
                    + " or 0 (attack), with or without a class as in 0:numbers. Further columns may stand between"
                    + " label and texts, and a heading in the first line.")
    private @Nullable Path pairs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Draws other pairs. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + VerifyPlan.SEED)
    private long seed;

    @Option(
            names = "--pairs-per-class",
            paramLabel = "N",
            description = "The most pairs that are made of one class. Default: " + VerifyPlan.FULL_PAIRS
                    + ", with --quick " + VerifyPlan.QUICK_PAIRS + ".")
    private @Nullable Integer pairsPerClass;

    @Option(
            names = "--out",
            paramLabel = "PAGE.html",
            description = "Where to write the page. Default: " + DEFAULT_PAGE + ", with --json none.")
    private @Nullable Path page;

    @Option(
            names = "--calibrate",
            paramLabel = "FILE",
            description = "Also write a calibration of the embedding layer, made from these pairs, for the SDK to read."
                    + " A rate on the pairs that it was made from is no claim.")
    private @Nullable Path calibration;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    /** Creates the command; results go to {@code out}, progress to {@code err}. */
    public VerifyBenchmark(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        if (corpus != null && pairs != null) {
            throw wrong("--corpus and --pairs exclude one another: pairs are made from a corpus, or are there");
        }
        if (pairsPerClass != null && pairsPerClass < 1) {
            throw wrong("--pairs-per-class has to be at least 1");
        }
        Path target = page != null || options.json() ? page : Path.of(DEFAULT_PAGE);
        VerifyReport report;
        try {
            report = report(target != null);
        } catch (InputFileException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        if (options.json()) {
            report.classes().forEach(result -> out.println(ReportJson.of(result.line())));
        } else {
            VerifyTable.of(report).forEach(out::println);
        }
        if (target != null) {
            write(target, VerifyPage.of(report));
        }
        return 0;
    }

    private VerifyReport report(boolean everything) {
        int standard = options.quick() ? VerifyPlan.QUICK_PAIRS : VerifyPlan.FULL_PAIRS;
        int most = pairsPerClass == null ? standard : pairsPerClass;
        VerifyPlan plan = options.quick() ? VerifyPlan.ofQuick(seed, most) : VerifyPlan.full(seed, most);
        Consumer<String> progress = stage -> err.println(stage + " …");
        Checks checks = Checks.ofSdk();
        if (pairs != null) {
            List<LabelledPair> read = PairFile.read(pairs);
            calibrate(String.valueOf(pairs.getFileName()), read, progress);
            return VerifyMeasurement.of(
                    plan, pairs.toString(), null, read, checks.all(), List.of(), List.of(), progress);
        }
        Corpus texts = corpus == null ? Corpus.own() : Corpus.of(corpus);
        progress.accept("making pairs");
        List<LabelledPair> made = PairGenerator.pairs(texts, seed, most);
        if (made.isEmpty()) {
            throw new InputFileException(texts.name() + " holds no answer that a pair can be made from");
        }
        calibrate(texts.name() + " corpus, seed " + seed, made, progress);
        List<Row> figures = new ArrayList<>();
        List<Chart> charts = new ArrayList<>();
        // A program that reads class lines has no use for them.
        if (everything) {
            figures.addAll(SpeedRows.of(plan, Corpus.own(), checks.combined(), checks.withoutModel(), progress));
            progress.accept("simulating networks with bad nodes");
            SimulationReport simulated =
                    ConsensusSimulation.run(options.quick() ? SimulationPlan.quick(seed) : SimulationPlan.full(seed));
            figures.addAll(SimulationFigures.rows(simulated));
            charts.addAll(SimulationFigures.charts(simulated));
        }
        return VerifyMeasurement.of(
                plan, texts.name() + " corpus", seed, made, checks.all(), figures, charts, progress);
    }

    private void calibrate(String name, List<LabelledPair> from, Consumer<String> progress) {
        if (calibration == null) {
            return;
        }
        progress.accept("fitting a calibration");
        byte[] json = CalibrationFile.of(EmbeddingModel.bgeSmall(), name, from, LocalDate.now(ZoneOffset.UTC))
                .encode();
        try {
            Files.write(calibration, json);
        } catch (IOException e) {
            throw new UnavailableException(
                    "The calibration could not be written to " + calibration + "; name another place", e);
        }
    }

    private void write(Path target, String html) {
        try {
            Files.writeString(target, html);
        } catch (IOException e) {
            throw new UnavailableException(
                    "The page could not be written to " + target + "; name another place with --out", e);
        }
        if (!options.json()) {
            out.println();
            out.println("page: " + target);
        }
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("picocli runs this command");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
