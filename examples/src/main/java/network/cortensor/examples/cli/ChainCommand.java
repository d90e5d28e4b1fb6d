package network.cortensor.examples.cli;

import picocli.CommandLine.Command;

/** Groups what can be done with chains. */
@Command(
        name = "chain",
        mixinStandardHelpOptions = true,
        description = "Run a chain for development with the network's contracts.",
        synopsisSubcommandLabel = "dev [OPTIONS]")
final class ChainCommand {}
