package network.cortensor.examples.cli;

import picocli.CommandLine.Command;

/** Groups what can be done as a gateway. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "Serve blocks to others.",
        synopsisSubcommandLabel = "serve [OPTIONS]")
final class GatewayCommand {}
