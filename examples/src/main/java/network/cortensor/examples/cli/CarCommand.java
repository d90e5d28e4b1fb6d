package network.cortensor.examples.cli;

import picocli.CommandLine.Command;

/** Groups what can be done with CAR files. */
@Command(
        name = "car",
        mixinStandardHelpOptions = true,
        description = "Pack, unpack and check CAR files (content addressable archives).",
        synopsisSubcommandLabel = "pack|unpack|ls [OPTIONS]")
final class CarCommand {}
