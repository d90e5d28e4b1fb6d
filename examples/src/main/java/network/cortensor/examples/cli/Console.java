package network.cortensor.examples.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * What a command reads, and where it prints: results on the standard output, progress and errors on the standard error. Always UTF-8.
 *
 * <p>What comes from nodes, engines and files passes through {@link #printable}: none of it can move the cursor or change
 * the terminal.
 */
final class Console {

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    private Console(InputStream in, PrintStream out, PrintStream err, boolean terminal) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** Returns the console on given streams; {@code terminal} says whether {@code err} may be written to in place. */
    static Console of(InputStream in, PrintStream out, PrintStream err, boolean terminal) {
        return new Console(in, out, err, terminal);
    }

    /** Returns the console of this process. The start script knows what the JVM cannot tell: whether stderr is a terminal. */
    static Console ofProcess() {
        boolean terminal = Boolean.getBoolean("cortensor.terminal") && !"dumb".equals(System.getenv("TERM"));
        return of(input(), stream(FileDescriptor.out), stream(FileDescriptor.err), terminal);
    }

    /**
     * Through a channel, because that can be interrupted while it waits: Ctrl-C would wait for the next byte otherwise. Not
     * through the file channel itself, which is asked for its position, and a pipe has none.
     */
    private static InputStream input() {
        FileChannel input = new FileInputStream(FileDescriptor.in).getChannel();
        return Channels.newInputStream(new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer target) throws IOException {
                return input.read(target);
            }

            @Override
            public boolean isOpen() {
                return input.isOpen();
            }

            @Override
            public void close() throws IOException {
                input.close();
            }
        });
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Returns the stream that a command reads its data from. */
    InputStream in() {
        return in;
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
        line("error: ", sentence);
    }

    /** Prints as one line what the caller should know although the command goes on. */
    void warning(String sentence) {
        line("warning: ", sentence);
    }

    private void line(String kind, String sentence) {
        err.println(kind + printable(sentence).replaceAll("\\s+", " ").strip());
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
