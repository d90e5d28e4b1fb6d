package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Asks the person at the terminal for a passphrase without showing it. The standard streams carry files here, and then the
 * JVM has no console; so the terminal is opened by its name, and {@code stty} switches its echo.
 */
final class TerminalPassphrase {

    private static final Path TERMINAL = Path.of("/dev/tty");
    private static final int MAX_CHARACTERS = 1024;

    /** That many characters of UTF-16 take at most so many bytes of UTF-8; a terminal hands out lines of 4095. */
    private static final int MAX_BYTES = 3 * MAX_CHARACTERS;

    private TerminalPassphrase() {}

    /**
     * Returns what was typed, which the caller wipes.
     *
     * @throws InvalidRequestException when there is no terminal, or what was typed is empty, too long or not UTF-8
     */
    static char[] ask(String prompt) {
        Thread restore = new Thread(() -> echo(true), "cortensor-echo");
        try (OutputStream out = Files.newOutputStream(TERMINAL);
                InputStream in = Files.newInputStream(TERMINAL)) {
            // Ctrl-C at the prompt must not leave a terminal that shows nothing.
            Runtime.getRuntime().addShutdownHook(restore);
            echo(false);
            out.write(prompt.getBytes(StandardCharsets.UTF_8));
            out.flush();
            try {
                return line(in);
            } finally {
                out.write('\n');
            }
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "A passphrase is needed and there is no terminal to ask at. Use --passphrase-file.", e);
        } finally {
            echo(true);
            unhook(restore);
        }
    }

    private static void unhook(Thread restore) {
        try {
            boolean ignored = Runtime.getRuntime().removeShutdownHook(restore);
        } catch (IllegalStateException e) {
            // The JVM is shutting down, and the hook does its work.
            return;
        }
    }

    /** Reads to the end of the line, also of one that is refused: its rest would answer the next prompt, or reach the shell. */
    static char[] line(InputStream in) throws IOException {
        byte[] line = new byte[MAX_BYTES];
        try {
            int length = 0;
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                if (length < line.length) {
                    line[length] = (byte) next;
                }
                length++;
            }
            if (length > line.length) {
                throw tooLong();
            }
            char[] text = PassphraseText.decode("What was typed", line, length);
            if (text.length > MAX_CHARACTERS) {
                Arrays.fill(text, '\0');
                throw tooLong();
            }
            return text;
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    private static InvalidRequestException tooLong() {
        return new InvalidRequestException("A typed passphrase has at most " + MAX_CHARACTERS
                + " characters. Use --passphrase-file for a longer one.");
    }

    private static void echo(boolean on) {
        try {
            int ignored = new ProcessBuilder("sh", "-c", "stty " + (on ? "echo" : "-echo") + " < " + TERMINAL)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // Without stty the passphrase is shown while it is typed, which is better than not being able to type it.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
