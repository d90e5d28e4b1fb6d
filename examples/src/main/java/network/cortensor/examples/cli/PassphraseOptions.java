package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Where a passphrase comes from: a file, the environment, or the person at the terminal. Never the command line itself. */
final class PassphraseOptions {

    private static final String VARIABLE = "CORTENSOR_PASSPHRASE";

    /** A line that a person can type; more is the wrong file. */
    private static final int MAX_BYTES = 4096;

    @Option(
            names = {"-p", "--passphrase"},
            description = "Use a passphrase: that of --passphrase-file, else that of the environment variable "
                    + VARIABLE + ", else the one typed at the terminal.")
    private boolean wanted;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "Take the passphrase from the first line of FILE, such as /dev/fd/3 for a file descriptor that"
                            + " a script has opened.")
    private @Nullable Path file;

    /** Returns whether a passphrase was asked for. */
    boolean wanted() {
        return wanted || file != null;
    }

    /** Returns the passphrase, which the caller wipes; asks a person for it if nothing else holds it. */
    char[] read() {
        return given().orElseGet(() -> TerminalPassphrase.ask("Passphrase: "));
    }

    /** Returns a passphrase to encrypt with, which a person has to type twice. */
    char[] choose() {
        return given().orElseGet(() -> {
            char[] first = TerminalPassphrase.ask("Passphrase: ");
            char[] second = TerminalPassphrase.ask("Once more: ");
            boolean same = Arrays.equals(first, second);
            Arrays.fill(second, '\0');
            if (!same) {
                Arrays.fill(first, '\0');
                throw new InvalidRequestException("The two passphrases differ. Try again.");
            }
            return first;
        });
    }

    private Optional<char[]> given() {
        if (file != null) {
            return Optional.of(firstLine(file));
        }
        return Optional.ofNullable(System.getenv(VARIABLE))
                .map(text -> PassphraseText.decoded("The environment variable " + VARIABLE, text));
    }

    private static char[] firstLine(Path file) {
        byte[] content = InputFile.of("passphrase file", file).bytes(MAX_BYTES, InvalidRequestException::new);
        int end = 0;
        while (end < content.length && content[end] != '\n' && content[end] != '\r') {
            end++;
        }
        try {
            return PassphraseText.decode("The first line of the passphrase file " + file, content, end);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }
}
