package network.cortensor.examples.cli;

import picocli.CommandLine.Command;

/** Groups the measurements. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure the SDK on this machine.",
        synopsisSubcommandLabel = "loop|crypto|ipfs|chain|verify|model [OPTIONS]")
final class BenchCommand {}
