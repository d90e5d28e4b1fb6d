package network.cortensor.examples.bench.chain;

import network.cortensor.examples.bench.BenchOptions;
import network.cortensor.examples.bench.Peers;
import network.cortensor.examples.bench.ReportJson;
import network.cortensor.examples.chain.Anvil;
import network.cortensor.sdk.UnavailableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Holds sending, proofs and events against what they cost at least, and says which goals hold. */
@Command(
        name = "chain",
        mixinStandardHelpOptions = true,
        description = {
            "Hold sending, proofs and events against what they cost at least: one table, each row with its goal.",
            "",
            "Sends the same stake call a thousand times from one account, through the outbox and with web3j alone, on"
                    + " anvil (.ci/peers fetches it; without it that part is left out). Proves an account, a slot and the"
                    + " receipts of a block, beside the Keccak-256 of what has to be hashed. Reads a million events in a"
                    + " small heap.",
            "",
            "Takes some minutes, with --quick one. A goal that is missed is said so in the table; the exit code is 0 all"
                    + " the same."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  examples/run bench chain --quick", "  examples/run bench chain --json > chain.json"})
public final class ChainBenchmark implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--peers",
            paramLabel = "DIR",
            description = "Where anvil is. Default: on the PATH, else where .ci/peers puts it.")
    private @Nullable Path peers;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    /** Creates the command; results go to {@code out}, progress to {@code err}. */
    public ChainBenchmark(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        ChainReport report = ChainMeasurement.of(
                options.quick() ? ChainPlan.ofQuick() : ChainPlan.full(), anvil(), stage -> err.println(stage + " …"));
        if (options.json()) {
            out.println(ReportJson.of(report));
        } else {
            ChainTable.of(report).forEach(out::println);
        }
        return 0;
    }

    private Optional<Path> anvil() {
        if (peers != null) {
            return Optional.of(Peers.at(peers, System.getenv()).anvil()).filter(Files::isExecutable);
        }
        try {
            return Optional.of(Anvil.find(null, System.getenv()));
        } catch (UnavailableException e) {
            return Optional.empty();
        }
    }
}
