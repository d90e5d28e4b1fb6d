package network.cortensor.examples.bench.crypto;

import network.cortensor.examples.bench.ChildProcess;
import network.cortensor.examples.bench.Peers;
import network.cortensor.examples.bench.Units;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.Identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Gives one file to this SDK and to programs that others wrote, one after the other. */
final class SideBySide {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final CryptoPlan plan;
    private final Path folder;
    private final Peers peers;
    private final Consumer<String> progress;
    private final List<CryptoReport.Program> programs = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private SideBySide(CryptoPlan plan, Path folder, Peers peers, Consumer<String> progress) {
        this.plan = plan;
        this.folder = folder;
        this.peers = peers;
        this.progress = progress;
    }

    /** Measures all that are there, in a folder for scratch. */
    static SideBySide of(CryptoPlan plan, Path folder, Peers peers, Consumer<String> progress) {
        SideBySide side = new SideBySide(plan, folder, peers, progress);
        try (Identity identity = Identity.generate()) {
            identity.writeTo(folder.resolve(FileWork.IDENTITY));
            side.writeFile();
            side.java("this SDK, age file", FileWork.Kind.AGE);
            side.goAge(identity.recipient().toString());
            side.nodeAge();
            side.java("Tink AES-GCM-HKDF, segments of 4 KiB", FileWork.Kind.TINK_4_KIB);
            side.java("Tink AES-GCM-HKDF, segments of 1 MiB", FileWork.Kind.TINK_1_MIB);
            side.java("raw chunks of the JVM's ChaCha20-Poly1305", FileWork.Kind.RAW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return side;
    }

    List<CryptoReport.Program> programs() {
        return List.copyOf(programs);
    }

    /** Returns what could not be measured, and why. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    private void writeFile() throws IOException {
        Random random = new Random(1);
        byte[] block = new byte[Units.MIB];
        try (OutputStream out = Files.newOutputStream(folder.resolve(FileWork.PLAINTEXT))) {
            for (int written = 0; written < plan.fileBytes(); written += block.length) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }

    private void java(String name, FileWork.Kind kind) {
        measure(
                name,
                () -> ChildProcess.java(
                                folder,
                                DEADLINE,
                                List.of(),
                                FileWork.class,
                                List.of(kind.name(), folder.toString(), Integer.toString(plan.fileMillis())))
                        .lines());
    }

    private void nodeAge() throws IOException {
        if (!Files.isDirectory(peers.nodeAge())) {
            missing.add("npm age-encryption: not measured, run .ci/peers");
            return;
        }
        String script;
        try (InputStream in = SideBySide.class.getResourceAsStream("age-encryption.mjs")) {
            if (in == null) {
                throw new IllegalStateException("age-encryption.mjs is not beside " + SideBySide.class.getName());
            }
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        // With -e, packages are looked up from the current folder.
        measure(
                "npm age-encryption",
                () -> ChildProcess.start(
                                "node",
                                folder,
                                peers.node(),
                                DEADLINE,
                                List.of(
                                        "node",
                                        "--input-type=module",
                                        "-e",
                                        script,
                                        folder.toString(),
                                        Integer.toString(plan.fileMillis())))
                        .lines());
    }

    private void goAge(String recipient) {
        if (!Files.isExecutable(peers.goAge())) {
            missing.add("Go age: not measured, run .ci/peers");
            return;
        }
        Path plaintext = folder.resolve(FileWork.PLAINTEXT);
        Path sealed = folder.resolve("go.sealed");
        Path opened = folder.resolve("go.opened");
        measure("Go age, a process each time", () -> {
            List<String> lines = new ArrayList<>();
            long end = System.nanoTime() + plan.fileMillis() * 1_000_000L;
            do {
                lines.add(FilePass.SEAL + " " + nanos("-r", recipient, "-o", sealed.toString(), plaintext.toString()));
                lines.add(FilePass.OPEN + " "
                        + nanos(
                                "-d",
                                "-i",
                                folder.resolve(FileWork.IDENTITY).toString(),
                                "-o",
                                opened.toString(),
                                sealed.toString()));
            } while (System.nanoTime() < end);
            return lines;
        });
    }

    private long nanos(String... arguments) {
        List<String> command = new ArrayList<>(List.of(peers.goAge().toString()));
        command.addAll(List.of(arguments));
        long start = System.nanoTime();
        ChildProcess.start("age", folder, folder, DEADLINE, command).lines();
        return System.nanoTime() - start;
    }

    private void measure(String name, Supplier<List<String>> program) {
        progress.accept("timing a file: " + name);
        try {
            List<String> lines = program.get();
            programs.add(new CryptoReport.Program(
                    name,
                    FilePass.of(FilePass.SEAL, lines, plan.fileBytes()),
                    FilePass.of(FilePass.OPEN, lines, plan.fileBytes())));
        } catch (UnavailableException e) {
            missing.add(name + ": not measured. " + e.getMessage());
        }
    }
}
