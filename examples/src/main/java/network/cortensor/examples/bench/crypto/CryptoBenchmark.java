package network.cortensor.examples.bench.crypto;

import network.cortensor.examples.bench.BenchOptions;
import network.cortensor.examples.bench.Peers;
import network.cortensor.examples.bench.ReportJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Holds sealing, opening and live chunks against what they cannot do without, and says which goals hold. */
@Command(
        name = "crypto",
        mixinStandardHelpOptions = true,
        description = {
            "Hold encryption against its primitives: one table of ratios, each with its goal.",
            "",
            "Seals and opens envelopes, 16 MiB payloads and live chunks, and beside them what none of them can do"
                    + " without: Bouncy Castle's public-key operations and the JVM's ChaCha20-Poly1305. Sends 4 GiB"
                    + " through a small heap, times the first call of new JVMs, and gives one file to age programs that"
                    + " others wrote (.ci/peers fetches them) and to Tink.",
            "",
            "Takes less than four minutes, with --quick half a one. A goal that is missed is said so in the table; the exit code is 0 all the same."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  examples/run bench crypto --quick", "  examples/run bench crypto --json > crypto.json"})
public final class CryptoBenchmark implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--peers",
            paramLabel = "DIR",
            description = "The age programs of others. Default: where .ci/peers puts them.")
    private @Nullable Path peers;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    /** Creates the command; results go to {@code out}, progress to {@code err}. */
    public CryptoBenchmark(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        CryptoReport report = CryptoMeasurement.of(
                options.quick() ? CryptoPlan.ofQuick() : CryptoPlan.full(),
                Peers.at(peers, System.getenv()),
                stage -> err.println(stage + " …"));
        if (options.json()) {
            out.println(ReportJson.of(report));
        } else {
            CryptoTable.of(report).forEach(out::println);
        }
        return 0;
    }
}
