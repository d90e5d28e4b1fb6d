package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.Identity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Makes an encryption identity for {@code --key}, in the form of {@code age-keygen -pq}. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        description = {
            "Make an encryption identity, for 'ask --key' and 'open --age -i'.",
            "",
            "Answers are sealed for this key: whoever has the file can read them. The file has the form of 'age-keygen"
                    + " -pq' (ML-KEM-768 with X25519), is readable by its owner only, and is never overwritten. Keep it as"
                    + " long as a store has unfinished tasks of it. With -p it is encrypted, which 'open --age -i' and age"
                    + " tools read and --key does not."
        },
        footer = {
            "",
            "Examples:",
            "  examples/run keygen -o app.key",
            "  examples/run ask --key app.key --document notes.txt \"Who signed?\""
        })
final class KeygenCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the identity to FILE, with mode 0600. Default: to the standard output.")
    private @Nullable Path output;

    @Mixin
    private final PassphraseOptions passphrase = new PassphraseOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    KeygenCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (passphrase.wanted() && output == null) {
            throw new InvalidRequestException("An identity with a passphrase goes to a file: name it with -o FILE.");
        }
        try (Identity identity = Identity.generate()) {
            String publicKey = identity.recipient().toString();
            if (output != null) {
                write(identity, output);
                if (common.json()) {
                    Json json = Json.object().put("publicKey", publicKey).put("file", output.toString());
                    console.result(json.line());
                } else {
                    console.err().println("Public key: " + publicKey);
                }
            } else if (common.json()) {
                throw new InvalidRequestException("keygen --json prints no secret: name a file for it with -o FILE.");
            } else {
                print(identity);
                console.err().println("Public key: " + publicKey);
            }
        }
        return ExitCode.OK.code();
    }

    private void write(Identity identity, Path file) {
        if (!passphrase.wanted()) {
            identity.writeTo(file);
            return;
        }
        char[] text = passphrase.choose();
        try {
            identity.writeTo(file, text);
        } catch (IllegalStateException e) {
            throw new InvalidRequestException("The passphrase cannot be used: " + e.getMessage() + ".", e);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    private void print(Identity identity) {
        try {
            identity.writeTo(console.out());
        } catch (IOException e) {
            throw new IllegalStateException("A PrintStream keeps its failures to itself", e);
        }
        if (console.out().checkError()) {
            throw new UnavailableException("The identity could not be printed and is lost: the reader of the standard"
                    + " output has gone or the disk is full. Name a file with -o FILE.");
        }
    }
}
