package network.cortensor.examples.cli;

import network.cortensor.sdk.crypto.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;

class KeygenCommandTest {

    @TempDir
    Path folder;

    @Test
    void keygen_output_writesAnIdentityForItsOwnerAndPrintsThePublicKey() throws IOException {
        Path file = folder.resolve("app.key");

        Cli.Run run = Cli.run("keygen", "-o", file.toString());

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Identity identity = Identity.readFrom(file)) {
            assertThat(run.err()).isEqualToIgnoringNewLines("Public key: " + identity.recipient());
        }
    }

    @Test
    void keygen_fileIsThere_isNotOverwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("app.key"), "precious");

        Cli.run("keygen", "-o", file.toString()).failsWith(ExitCode.BAD_INPUT, file.toString(), "not overwritten");

        assertThat(file).hasContent("precious");
    }

    @Test
    void keygen_noOutput_printsAnIdentityThatCanBeRead() throws IOException {
        Cli.Run run = Cli.run("keygen");

        assertThat(run.code()).isZero();
        Path file = Files.writeString(folder.resolve("app.key"), run.out());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (Identity identity = Identity.readFrom(file)) {
            assertThat(run.err()).isEqualToIgnoringNewLines("Public key: " + identity.recipient());
        }
    }

    @Test
    void keygen_passphrase_writesAFileThatOnlyThePassphraseOpens() throws IOException {
        Path file = folder.resolve("app.key");
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "six random words\nsecond line");

        Cli.Run run = Cli.run("keygen", "-o", file.toString(), "--passphrase-file", passphrase.toString());

        assertThat(run.code()).isZero();
        assertThat(file)
                .content()
                .startsWith("-----BEGIN AGE ENCRYPTED FILE-----")
                .doesNotContain("SECRET");
        try (Identity identity = Identity.readFrom(file, "six random words".toCharArray())) {
            assertThat(run.err()).isEqualToIgnoringNewLines("Public key: " + identity.recipient());
        }
    }

    @Test
    void keygen_passphraseWithoutFile_printsNoSecret() {
        Cli.Run run = Cli.run("keygen", "-p").failsWith(ExitCode.BAD_INPUT, "-o FILE");

        assertThat(run.out()).isEmpty();
    }

    @Test
    void keygen_jsonWithoutFile_printsNoSecret() {
        Cli.Run run = Cli.run("keygen", "--json").failsWith(ExitCode.BAD_INPUT, "-o FILE");

        assertThat(run.out()).isEmpty();
    }

    @Test
    void keygen_outputThatIsFull_saysThatThereIsNoIdentity() {
        Cli.runWithoutRoom("keygen").failsWith(ExitCode.UNAVAILABLE, "identity could not be printed", "-o FILE");
    }

    @Test
    void keygen_jsonAndOutputThatIsFull_isReportedAndKeepsTheFile() throws IOException {
        Path file = folder.resolve("app.key");

        Cli.runWithoutRoom("keygen", "--json", "-o", file.toString())
                .failsWith(ExitCode.UNAVAILABLE, "standard output cannot be written");

        try (Identity identity = Identity.readFrom(file)) {
            assertThat(identity.recipient().toString()).startsWith("age1pq1");
        }
    }
}
