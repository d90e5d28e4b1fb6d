package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
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

    private TerminalPassphrase() {}

    /**
     * Returns what was typed, which the caller wipes.
     *
     * @throws InvalidRequestException when there is no terminal
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
            char[] line = line(new InputStreamReader(in, StandardCharsets.UTF_8));
            out.write('\n');
            return line;
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

    private static char[] line(Reader in) throws IOException {
        char[] buffer = new char[MAX_CHARACTERS];
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n' && length < buffer.length; next = in.read()) {
            buffer[length++] = (char) next;
        }
        char[] line = Arrays.copyOf(buffer, length);
        Arrays.fill(buffer, '\0');
        return line;
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
