package network.cortensor.examples.cli;

import picocli.CommandLine.Command;

/** Groups what can be done with the stake of a node. */
@Command(
        name = "stake",
        mixinStandardHelpOptions = true,
        description = "Put COR at stake, take it back, and see what is there.",
        synopsisSubcommandLabel = "deposit|withdraw|status [OPTIONS]")
final class StakeCommand {}
