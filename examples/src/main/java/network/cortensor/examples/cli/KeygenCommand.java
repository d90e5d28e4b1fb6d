package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.Identity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Makes an encryption identity for {@code --key}, in the form of {@code age-keygen -pq}. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        description = {
            "Make an encryption identity for --key.",
            "",
            "Answers are sealed for this key: whoever has the file can read them. The file has the form of 'age-keygen"
                    + " -pq' (ML-KEM-768 with X25519), is readable by its owner only, and is never overwritten. Keep it as"
                    + " long as a store has unfinished tasks of it."
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
    private final CommonOptions common = new CommonOptions();

    KeygenCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Identity identity = Identity.generate()) {
            String publicKey = identity.recipient().toString();
            if (output != null) {
                identity.writeTo(output);
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

    /** The SDK hands a secret out in one way only, into a file of its owner; so it takes a detour over one. */
    private void print(Identity identity) {
        try {
            Path folder = Files.createTempDirectory("cortensor-keygen");
            Path file = folder.resolve("identity");
            try {
                identity.writeTo(file);
                byte[] content = Files.readAllBytes(file);
                console.out().write(content, 0, content.length);
                console.out().flush();
                Arrays.fill(content, (byte) 0);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UnavailableException(
                    "The identity could not be written to the folder for temporary files. Name a file with -o FILE.",
                    e);
        }
    }
}
