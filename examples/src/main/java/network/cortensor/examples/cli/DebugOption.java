package network.cortensor.examples.cli;

import picocli.CommandLine.Option;

/** The option of the commands whose standard output is a file, and so has no other form. */
final class DebugOption {

    @Option(names = "--debug", description = "When something fails, print the stack trace too.")
    private boolean debug;

    boolean debug() {
        return debug;
    }
}
