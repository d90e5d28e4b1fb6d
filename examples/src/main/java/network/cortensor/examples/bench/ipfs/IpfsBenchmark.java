package network.cortensor.examples.bench.ipfs;

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

/** Holds content addressing against bare hashing and against the programs of others, and says which goals hold. */
@Command(
        name = "ipfs",
        mixinStandardHelpOptions = true,
        description = {
            "Hold content addressing against bare SHA-256: one table of ratios, each with its goal.",
            "",
            "Imports and reads content, and beside that hashes the same bytes and nothing else. Adds 10 GiB to files and"
                    + " reads them back in a small heap, puts a million small blocks into one store, races gateways of"
                    + " which one is slow, and gives one file to Kubo and to the npm importer (.ci/peers fetches them).",
            "",
            "Takes many minutes and 11 GiB of the folder for temporary files, with --quick less than a minute and"
                    + " 1 GiB, and leaves nothing there.",
            "",
            "A goal that is missed is said so in the table; the exit code is 0 all the same."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  examples/run bench ipfs --quick", "  examples/run bench ipfs --json > ipfs.json"})
public final class IpfsBenchmark implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--peers",
            paramLabel = "DIR",
            description = "The IPFS programs of others. Default: where .ci/peers puts them.")
    private @Nullable Path peers;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    /** Creates the command; results go to {@code out}, progress to {@code err}. */
    public IpfsBenchmark(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        IpfsReport report = IpfsMeasurement.of(
                options.quick() ? IpfsPlan.ofQuick() : IpfsPlan.full(),
                Peers.at(peers, System.getenv()),
                stage -> err.println(stage + " …"));
        if (options.json()) {
            out.println(ReportJson.of(report));
        } else {
            IpfsTable.of(report).forEach(out::println);
        }
        return 0;
    }
}
