package network.cortensor.sdk.crypto.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The reference implementation of age: the programs {@code age} and {@code age-keygen}, used as a person would.
 *
 * <p>{@code age} asks for passphrases on a terminal, so they go through its plugin {@code age-plugin-batchpass}.
 */
final class GoAge implements AgePeer {

    private static final long DEADLINE_SECONDS = 120;
    private static final List<String> BATCH_PASSPHRASE = List.of("-j", "batchpass");

    private final Path programs;
    private final Path scratch;
    private int files;

    GoAge(Path programs, Path scratch) {
        this.programs = programs;
        this.scratch = scratch;
    }

    @Override
    public String name() {
        return "Go age "
                + text(run("age", Map.of(), List.of("--version"), new byte[0])).strip();
    }

    @Override
    public KeyText generate(Kind kind) {
        List<String> arguments = kind == Kind.HYBRID ? List.of("-pq") : List.of();
        String identity = text(run("age-keygen", Map.of(), arguments, new byte[0]))
                .lines()
                .filter(line -> line.startsWith("AGE-SECRET-KEY-"))
                .collect(Collectors.joining());
        return new KeyText(identity, recipient(identity));
    }

    /** Has a post-quantum identity file written. */
    void generateInto(Path file) {
        run("age-keygen", Map.of(), List.of("-pq", "-o", file.toString()), new byte[0]);
    }

    @Override
    public String recipient(String identity) {
        return recipient(write(identity + '\n'));
    }

    /** Derives the recipient that belongs to the identity in a file. */
    String recipient(Path identityFile) {
        return text(run("age-keygen", Map.of(), List.of("-y", identityFile.toString()), new byte[0]))
                .strip();
    }

    @Override
    public byte[] encrypt(Form form, byte[] plaintext, List<String> recipients) {
        List<String> arguments = new ArrayList<>();
        for (String recipient : recipients) {
            arguments.addAll(List.of("-r", recipient));
        }
        return encryptWith(Map.of(), form, plaintext, arguments);
    }

    @Override
    public byte[] encrypt(Form form, byte[] plaintext, String passphrase) {
        Map<String, String> environment = Map.of("AGE_PASSPHRASE", passphrase, "AGE_PASSPHRASE_WORK_FACTOR", "10");
        return encryptWith(environment, form, plaintext, BATCH_PASSPHRASE);
    }

    private byte[] encryptWith(Map<String, String> environment, Form form, byte[] plaintext, List<String> recipients) {
        List<String> arguments = new ArrayList<>(List.of("-e"));
        if (form == Form.ARMORED) {
            arguments.add("-a");
        }
        arguments.addAll(recipients);
        return run("age", environment, arguments, plaintext);
    }

    @Override
    public byte[] decrypt(byte[] file, List<String> identities) {
        return decrypt(file, write(String.join("\n", identities) + '\n'));
    }

    /** Decrypts with the identities in a file. */
    byte[] decrypt(byte[] file, Path identityFile) {
        return run("age", Map.of(), List.of("-d", "-i", identityFile.toString()), file);
    }

    @Override
    public byte[] decrypt(byte[] file, String passphrase) {
        List<String> arguments = new ArrayList<>(List.of("-d"));
        arguments.addAll(BATCH_PASSPHRASE);
        return run("age", Map.of("AGE_PASSPHRASE", passphrase), arguments, file);
    }

    private byte[] run(String program, Map<String, String> environment, List<String> arguments, byte[] input) {
        Path in = write(input);
        Path out = next();
        Path err = next();
        List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        // age looks for its plugins there.
        builder.environment().merge("PATH", programs.toString(), (path, first) -> first + File.pathSeparator + path);
        try {
            Process process = builder.start();
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(program + " did not end");
            }
            if (process.exitValue() != 0) {
                throw new LinePeer.Refusal(
                        program + ": " + Files.readString(err).strip());
            }
            return Files.readAllBytes(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + program + " ran", e);
        }
    }

    private Path write(String content) {
        return write(content.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(byte[] content) {
        try {
            return Files.write(next(), content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a file for age", e);
        }
    }

    private Path next() {
        return scratch.resolve("file-" + files++);
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        // Its programs end by themselves and the scratch folder is the test's.
    }
}
