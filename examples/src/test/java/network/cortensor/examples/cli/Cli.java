package network.cortensor.examples.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the program inside the test's process and keeps what it printed. */
final class Cli {

    private Cli() {}

    /**
     * What a run printed and ended with.
     *
     * @param code the exit code
     * @param out the standard output
     * @param err the standard error
     */
    record Run(int code, String out, String err) {

        /** Expects a failure that a person can read: this exit code, one line, and none of the program's insides. */
        Run failsWith(ExitCode expected, String... telling) {
            assertThat(code).as("exit code; stderr: %s", err).isEqualTo(expected.code());
            assertThat(err.lines()).as("lines on stderr").hasSize(1);
            assertThat(err)
                    .startsWith("error: ")
                    .endsWith(System.lineSeparator())
                    .contains(telling)
                    .doesNotContain("Exception")
                    .doesNotContain("at network.")
                    .doesNotContain("..")
                    .doesNotContain("null");
            return this;
        }

        /** Expects success and silence on the standard error. */
        Run succeeds() {
            assertThat(code).as("exit code; stderr: %s", err).isZero();
            assertThat(err).isEmpty();
            return this;
        }
    }

    /** Runs a command. */
    static Run run(List<String> args) {
        return run(args.toArray(String[]::new));
    }

    /** Runs a command. */
    static Run run(String... args) {
        return run(InputStream.nullInputStream(), new ByteArrayOutputStream(), args);
    }

    /** Runs a command with data on its standard input, and keeps the bytes of its standard output. */
    static Run run(InputStream in, ByteArrayOutputStream out, String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.of(in, stream(out), stream(err), false);
        int code = Main.program(console, Stopwatch.start()).execute(args);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command whose standard output takes nothing: the disk is full, or the reader of the pipe has gone. */
    static Run runWithoutRoom(String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left on device");
            }
        };
        Console console = Console.of(
                InputStream.nullInputStream(), new PrintStream(full, true, StandardCharsets.UTF_8), stream(err), false);
        int code = Main.program(console, Stopwatch.start()).execute(args);
        return new Run(code, "", err.toString(StandardCharsets.UTF_8));
    }

    static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
