package network.cortensor.examples.cli;

import picocli.CommandLine.Command;

/** Groups what can be done with receipts. */
@Command(
        name = "receipt",
        mixinStandardHelpOptions = true,
        description = "Check the receipt of an answer.",
        synopsisSubcommandLabel = "verify FILE")
final class ReceiptCommand {}
