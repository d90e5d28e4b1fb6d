package network.cortensor.examples.bench.verify.model;

import network.cortensor.examples.bench.BenchOptions;
import network.cortensor.examples.bench.Peers;
import network.cortensor.examples.bench.ReportJson;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.node.EngineException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Lets a real language model answer, and says what each layer sees of its honest and other answers. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = {
            "Let a language model answer in this process, and look at its answers by every layer.",
            "",
            "Each kind of answer is held beside the model's own at temperature 0: run again, with another number of"
                    + " threads, sampled, to another instruction, cut off, and of coarser twins that are made of the"
                    + " model itself. Takes minutes, with --quick less than one."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  examples/run bench model --quick", "  examples/run bench model --model model.gguf"})
public final class ModelBenchmark implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "A model in GGUF; for the twins its weights have to be of type Q4_1. Default: the one that"
                    + " .ci/peers fetches.")
    private @Nullable Path model;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    /** Creates the command; results go to {@code out}, progress to {@code err}. */
    public ModelBenchmark(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        Path file = model != null
                ? model
                : Peers.at(null, System.getenv()).folder().resolve("model").resolve("SmolLM2-135M-Instruct.Q4_1.gguf");
        long start = System.nanoTime();
        List<ModelRow> rows;
        try {
            rows = ModelMeasurement.of(file, options.quick(), stage -> err.println(stage + " …"));
        } catch (EngineException e) {
            throw new UnavailableException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UnavailableException("A coarser copy of " + file + " could not be made: " + e.getMessage(), e);
        }
        if (options.json()) {
            rows.forEach(row -> out.println(ReportJson.of(row)));
            return 0;
        }
        out.printf(
                Locale.ROOT,
                "Model: %s, %.0f s%s%n%n",
                file.getFileName(),
                (System.nanoTime() - start) / 1e9,
                options.quick() ? ", QUICK: shows that everything runs; its figures are no claim" : "");
        out.printf(
                "%-25s %2s %5s %4s %6s %5s %6s %5s %7s %6s %6s %4s %5s%n",
                "each beside temperature 0",
                "n",
                "empty",
                "same",
                "differ",
                "equal",
                "prefix",
                "facts",
                "meaning",
                "replay",
                "margin",
                "told",
                "last");
        for (ModelRow row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-25s %2d %5d %4.2f %6.2f %5.2f %6.2f %5.2f %7.2f %6.3f %6.3f %4.2f %5.2f%n",
                    row.kind(),
                    row.answers(),
                    row.empty(),
                    row.same(),
                    row.different(),
                    row.equal(),
                    row.prefix(),
                    row.facts(),
                    row.meaning(),
                    row.replayEqual(),
                    row.replayMargin(),
                    row.told(),
                    row.lastMargin());
        }
        out.println();
        out.println("same, differ: all layers. equal: canonical text. prefix: equal share from the start. facts,");
        out.println("meaning: share that differs. replay: tokens as the model draws them; margin: nats, mean of all");
        out.println("tokens; told: by a threshold that just lets each honest run pass, answers with too few tokens");
        out.println("are not; last: margin of the last token, the end token where the answer claims to have ended.");
        return 0;
    }
}
