package network.cortensor.examples.bench;

import picocli.CommandLine.Option;

/** The options that every benchmark has. */
public final class BenchOptions {

    @Option(names = "--quick", description = "A short run: all parts, too few rounds for a claim.")
    private boolean quick;

    @Option(names = "--json", description = "Print JSON instead of a table, one object a line.")
    private boolean json;

    @SuppressWarnings("UnusedVariable") // the program's error handler asks picocli whether it was given
    @Option(names = "--debug", description = "When something fails, print the stack trace too.")
    private boolean debug;

    /** Returns whether a short run is enough. */
    public boolean quick() {
        return quick;
    }

    /** Returns whether a program reads the result. */
    public boolean json() {
        return json;
    }
}
