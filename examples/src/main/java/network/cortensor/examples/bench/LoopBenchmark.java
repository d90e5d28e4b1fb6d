package network.cortensor.examples.bench;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.util.concurrent.Callable;

/** Times the full loop, from the prompt to the verified answer, and says where the time goes. */
@Command(
        name = "loop",
        mixinStandardHelpOptions = true,
        description = {
            "Time whole tasks on a local network: seal, submit, answer, commit, reveal, open, verify.",
            "",
            "The network is in memory, its engine does next to nothing, and what the engine takes is subtracted. Prints"
                    + " tasks per second, latency and overhead for prompts of 1 KiB, 64 KiB and 1 MiB and for 1, 10 and"
                    + " 100 concurrent tasks; the overhead by stage; its growth with nodes, bytes and earlier tasks; and"
                    + " the public-key operations that no task can do without.",
            "",
            "Takes some three minutes, with --quick half a one. Use an idle machine: on a busy one, times are those of the other programs too. CPU times hold better."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  examples/run bench loop --quick", "  examples/run bench loop --json > loop.json"})
public final class LoopBenchmark implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            description = "Tasks for each figure with small prompts; large ones get fewer. Default: "
                    + LoopPlan.FULL_TASKS + ", with --quick " + LoopPlan.QUICK_TASKS + ".")
    private @Nullable Integer tasks;

    @Option(
            names = "--flat-tasks",
            paramLabel = "N",
            description = "Tasks in a row, of which the last tenth is compared with the first. Default: "
                    + LoopPlan.FULL_FLAT_TASKS + ", with --quick " + LoopPlan.QUICK_FLAT_TASKS + ".")
    private @Nullable Integer flatTasks;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    /** Creates the command; results go to {@code out}, progress to {@code err}. */
    public LoopBenchmark(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        LoopPlan plan = options.quick()
                ? LoopPlan.quick(or(tasks, LoopPlan.QUICK_TASKS), or(flatTasks, LoopPlan.QUICK_FLAT_TASKS))
                : LoopPlan.full(or(tasks, LoopPlan.FULL_TASKS), or(flatTasks, LoopPlan.FULL_FLAT_TASKS));
        LoopReport report = LoopMeasurement.of(plan, stage -> err.println(stage + " …"));
        if (options.json()) {
            out.println(ReportJson.of(report));
        } else {
            LoopTable.of(report).forEach(out::println);
        }
        return 0;
    }

    private static int or(@Nullable Integer given, int standard) {
        return given == null ? standard : given;
    }
}
