package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.age.AgeEncryption;
import network.cortensor.sdk.crypto.age.AgeRecipient;
import network.cortensor.sdk.crypto.age.Passphrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Encrypts the standard input as an age file. */
@Command(
        name = "seal",
        mixinStandardHelpOptions = true,
        description = {
            "Encrypt the standard input to the standard output, as an age file.",
            "",
            "For recipients that 'keygen' or 'age-keygen' made, or with a passphrase. The file opens with 'open --age' and"
                    + " with every age tool that knows the keys."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run seal --age -r age1pq1... < notes.txt > notes.age",
            "  examples/run seal --age -p -a < notes.txt > notes.age.txt"
        })
final class SealCommand implements Callable<Integer> {

    private static final int MAX_RECIPIENTS_FILE = 1024 * 1024;

    private final Console console;

    @Option(names = "--age", description = "Make a plain age file: no sender, no task. Has to be said.")
    private boolean age;

    @Option(
            names = {"-r", "--recipient"},
            arity = "1..*",
            paramLabel = "RECIPIENT",
            description = "Encrypt for RECIPIENT: age1pq1... (post-quantum) or age1... (X25519). May be repeated.")
    private List<String> recipients = new ArrayList<>();

    @Option(
            names = {"-R", "--recipients-file"},
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Encrypt for the recipients in FILE: one on each line, '#' starts a comment. May be repeated.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private final PassphraseOptions passphrase = new PassphraseOptions();

    @Option(
            names = {"-a", "--armor"},
            description = "Write text instead of bytes.")
    private boolean armor;

    @Option(
            names = "--mixed",
            description = "Allow post-quantum and X25519 recipients in one file, which then is not post-quantum.")
    private boolean mixed;

    SealCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!age) {
            throw new InvalidRequestException(
                    "Say --age: 'seal' makes plain age files only. A sealed prompt belongs to a"
                            + " chain, a session and a task, which 'ask' knows.");
        }
        List<AgeRecipient> readers = readers();
        if (passphrase.wanted()) {
            if (!readers.isEmpty()) {
                throw new InvalidRequestException(
                        "A passphrase (-p) and recipients (-r, -R) exclude each other in an age file. Choose one.");
            }
            sealWithPassphrase();
        } else {
            seal(forReaders(readers));
        }
        return ExitCode.OK.code();
    }

    private void sealWithPassphrase() {
        char[] text = passphrase.choose();
        try (Passphrase secret = Passphrase.of(text)) {
            seal(AgeEncryption.with(secret));
        } catch (IllegalStateException e) {
            throw new InvalidRequestException("The passphrase cannot be used: " + e.getMessage() + ".", e);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    private void seal(AgeEncryption encryption) {
        StandardStreams.copy(
                (armor ? encryption.armored() : encryption).encrypt(console.in()),
                console.out(),
                new StandardStreams.Counter());
    }

    private AgeEncryption forReaders(List<AgeRecipient> readers) {
        if (readers.isEmpty()) {
            throw new InvalidRequestException("Name who may open it: -r RECIPIENT, -R FILE, or -p for a passphrase.");
        }
        try {
            return mixed ? AgeEncryption.toMixed(readers) : AgeEncryption.to(readers);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    "These recipients do not go into one file: " + e.getMessage() + ". (The option is --mixed.)", e);
        }
    }

    private List<AgeRecipient> readers() {
        List<AgeRecipient> readers = new ArrayList<>();
        for (String text : recipients) {
            readers.add(parse("-r", text));
        }
        for (Path file : files) {
            InputFile.of("recipients file", file)
                    .text(MAX_RECIPIENTS_FILE)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> readers.add(parse(file.toString(), line)));
        }
        return readers;
    }

    private static AgeRecipient parse(String where, String text) {
        if (text.startsWith("AGE-SECRET-KEY-")) {
            throw new InvalidRequestException(
                    where + " got an identity, which is secret, where a recipient is needed, which"
                            + " starts with age1. Consider that identity known if others saw the command.");
        }
        try {
            return AgeRecipient.parse(text);
        } catch (MalformedException e) {
            throw new InvalidRequestException(
                    where + " got something that is no recipient: " + e.getMessage() + ".", e);
        }
    }
}
