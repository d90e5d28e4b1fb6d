package network.cortensor.examples.cli;

import picocli.CommandLine.Command;

/** Groups what can be done with proofs of a chain's state. */
@Command(
        name = "proof",
        mixinStandardHelpOptions = true,
        description = "Check proofs of what a chain holds, without asking it.",
        synopsisSubcommandLabel = "check FILE...")
final class ProofCommand {}
