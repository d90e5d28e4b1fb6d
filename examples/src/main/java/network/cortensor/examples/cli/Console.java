package network.cortensor.examples.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command prints: results on the standard output, progress and errors on the standard error. Always UTF-8.
 *
 * <p>What comes from nodes, engines and files passes through {@link #printable}: none of it can move the cursor or change
 * the terminal.
 */
final class Console {

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    private Console(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** Returns the console on given streams; {@code terminal} says whether {@code err} may be written to in place. */
    static Console of(PrintStream out, PrintStream err, boolean terminal) {
        return new Console(out, err, terminal);
    }

    /** Returns the console of this process. The start script knows what the JVM cannot tell: whether stderr is a terminal. */
    static Console ofProcess() {
        boolean terminal = Boolean.getBoolean("cortensor.terminal") && !"dumb".equals(System.getenv("TERM"));
        return of(stream(FileDescriptor.out), stream(FileDescriptor.err), terminal);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Returns the stream for results. */
    PrintStream out() {
        return out;
    }

    /** Returns the stream for progress and errors. */
    PrintStream err() {
        return err;
    }

    /** Returns whether a person is likely to watch {@link #err()}. */
    boolean terminal() {
        return terminal;
    }

    /** Prints a line of the result. */
    void result(String line) {
        out.println(printable(line));
    }

    /** Prints a failure as one line. */
    void error(String sentence) {
        err.println("error: " + printable(sentence).replaceAll("\\s+", " ").strip());
    }

    /** Returns the text with everything replaced that a terminal would act on; line ends and tabs stay. */
    static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
