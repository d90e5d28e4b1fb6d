package network.cortensor.examples.cli;

import picocli.CommandLine.Option;

/** The options that every command has. */
final class CommonOptions {

    @Option(names = "--json", description = "Print the result as one JSON object on one line.")
    private boolean json;

    @Option(names = "--debug", description = "When something fails, print the stack trace too.")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and exit.")
    private boolean version;

    boolean json() {
        return json;
    }

    boolean debug() {
        return debug;
    }
}
