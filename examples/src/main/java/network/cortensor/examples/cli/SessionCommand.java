package network.cortensor.examples.cli;

import picocli.CommandLine.Command;

/** Groups what can be done with sessions on a chain. */
@Command(
        name = "session",
        mixinStandardHelpOptions = true,
        description = "Create, list and fund sessions on a chain.",
        synopsisSubcommandLabel = "create|list|fund [OPTIONS]")
final class SessionCommand {}
