package network.cortensor.examples.cli;

import picocli.CommandLine.Option;

/** The options that every command has, besides {@code --help} and {@code --version}. */
final class CommonOptions {

    @Option(names = "--json", description = "Print the result as one JSON object on one line.")
    private boolean json;

    @Option(names = "--debug", description = "When something fails, print the stack trace too.")
    private boolean debug;

    boolean json() {
        return json;
    }

    boolean debug() {
        return debug;
    }
}
