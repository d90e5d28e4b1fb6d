package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.age.AgeDecryption;
import network.cortensor.sdk.crypto.age.AgeIdentity;
import network.cortensor.sdk.crypto.age.Passphrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Decrypts an age file from the standard input. */
@Command(
        name = "open",
        mixinStandardHelpOptions = true,
        description = {
            "Decrypt an age file from the standard input to the standard output.",
            "",
            "Binary and armored files are told apart. Each part is checked before it is written: whatever the exit code,"
                    + " what is on the standard output is a true beginning, and with 0 it is all."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run open --age -i app.key < notes.age > notes.txt",
            "  examples/run open --age -p < notes.age > notes.txt"
        })
final class OpenCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--age", description = "Open a plain age file. Has to be said.")
    private boolean age;

    @Option(
            names = {"-i", "--identity"},
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Try the identities in FILE, as 'keygen' and 'age-keygen' write it; FILE may itself be encrypted"
                            + " with a passphrase. May be repeated.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private final PassphraseOptions passphrase = new PassphraseOptions();

    OpenCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!age) {
            throw new InvalidRequestException(
                    "Say --age: 'open' reads plain age files only. Sealed prompts and results are"
                            + " opened by the nodes and by 'ask', which know what they belong to.");
        }
        if (files.isEmpty() && !passphrase.wanted()) {
            throw new InvalidRequestException("Name what opens it: -i FILE, or -p for a passphrase.");
        }
        List<AgeIdentity> identities = new ArrayList<>();
        try {
            for (Path file : files) {
                identities.addAll(IdentityFile.of(file, console).read(passphrase::read));
            }
            if (files.isEmpty()) {
                identities.add(readPassphrase());
            }
            open(AgeDecryption.with(identities));
        } finally {
            identities.forEach(AgeIdentity::close);
        }
        return ExitCode.OK.code();
    }

    private Passphrase readPassphrase() {
        char[] text = passphrase.read();
        try {
            return Passphrase.of(text);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    private void open(AgeDecryption decryption) {
        StandardStreams.Counter written = new StandardStreams.Counter();
        InputStream plaintext = header(decryption);
        try {
            StandardStreams.copy(plaintext, console.out(), written);
        } catch (MalformedException | RejectedException e) {
            throw payloadFailure(e, written.bytes());
        }
    }

    private InputStream header(AgeDecryption decryption) {
        try {
            return decryption.decrypt(console.in());
        } catch (NotForMeException e) {
            throw new CommandFailedException(ExitCode.NO_IDENTITY, "No identity matches: " + e.getMessage() + ".", e);
        } catch (MalformedException | RejectedException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw StandardStreams.unreadable(e);
        }
    }

    /** Armor that is damaged before anything came out is a malformed file, like a header that is. */
    private static CommandFailedException payloadFailure(CryptoException failure, long written) {
        return failure instanceof MalformedException && written == 0
                ? malformed(failure)
                : new CommandFailedException(
                        ExitCode.BAD_PAYLOAD,
                        "The payload fails after " + written + " bytes, which were written and are authentic: "
                                + failure.getMessage() + ".",
                        failure);
    }

    private static CommandFailedException malformed(CryptoException failure) {
        return new CommandFailedException(
                ExitCode.MALFORMED_HEADER, "The file cannot be opened: " + failure.getMessage() + ".", failure);
    }
}
