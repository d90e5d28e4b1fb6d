package network.cortensor.examples.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A result that nobody gets is no success, whichever command it is of: on a full disk, and in a pipe without a reader. */
@Timeout(120)
class LostOutputTest {

    private static final Path FULL_DISK = Path.of("/dev/full");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "seal --help",
                "attack --list",
                "attack --list --json",
                "attack tampered-receipt",
                "node --nodes 1 --serve-once"
            })
    void anyCommand_outputThatIsFull_isReported(String command) {
        Cli.runWithoutRoom(command.split(" ", -1)).failsWith(ExitCode.UNAVAILABLE, "standard output cannot be written");
    }

    @Test
    void testkit_differencesAndOutputThatIsFull_keepsTheCodeOfTheDifferences() throws IOException {
        Path noKitFile = Files.writeString(folder.resolve("other"), "just a text\n");

        assertThat(Cli.runWithoutRoom("testkit", noKitFile.toString()).code()).isEqualTo(ExitCode.EVIDENCE.code());
    }

    @Test
    void keygen_asProcessOnAFullDisk_isReported() throws IOException, InterruptedException {
        assumeTrue(Files.exists(FULL_DISK), "this system has no /dev/full");

        ended(start("keygen", ProcessBuilder.Redirect.to(FULL_DISK.toFile())))
                .failsWith(ExitCode.UNAVAILABLE, "identity could not be printed");
    }

    @Test
    void keygen_asProcessInAPipeWithoutReader_isReported() throws IOException, InterruptedException {
        Process process = start("keygen", ProcessBuilder.Redirect.PIPE);
        process.getInputStream().close();

        ended(process).failsWith(ExitCode.UNAVAILABLE, "identity could not be printed");
    }

    private Process start(String command, ProcessBuilder.Redirect output) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                command));
        return new ProcessBuilder(line)
                .redirectOutput(output)
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private Cli.Run ended(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Cli.Run(process.exitValue(), "", Files.readString(folder.resolve("err")));
    }
}
