package network.cortensor.examples.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** What is wrong is found before anything is started or sent, and said in one sentence. */
class AskBadInputTest {

    private static final String CONTENT = "The merger closes on 9 May.";

    @TempDir
    Path folder;

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private Path document() throws IOException {
        return file("document.txt", CONTENT.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void ask_missingDocument_saysSo() {
        Path missing = folder.resolve("missing.txt");

        Cli.run("ask", "--document", missing.toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, missing.toString(), "does not exist");
    }

    @Test
    void ask_directoryAsDocument_saysSo() {
        Cli.run("ask", "--document", folder.toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, folder.toString(), "is a directory");
    }

    @Test
    void ask_emptyDocument_saysSo() throws IOException {
        Path empty = file("empty.txt", new byte[0]);

        Cli.run("ask", "--document", empty.toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, empty.toString(), "is empty");
    }

    @Test
    void ask_blankDocument_saysSo() throws IOException {
        Path blank = file("blank.txt", " \n\t\n".getBytes(StandardCharsets.UTF_8));

        Cli.run("ask", "--document", blank.toString(), "When?").failsWith(ExitCode.BAD_INPUT, "document is empty");
    }

    @Test
    void ask_hugeDocument_isRefusedByItsSizeAlone() throws IOException {
        Path huge = folder.resolve("huge.txt");
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }

        Cli.run("ask", "--document", huge.toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, "has 1099511627776 bytes, at most 16777216 are allowed");
    }

    @Test
    void ask_endlessDocument_isCutOffAtTheLimit() {
        Path endless = Path.of("/dev/zero");
        assumeFalse(Files.notExists(endless), "the platform has no /dev/zero");

        Cli.run("ask", "--document", endless.toString(), "When?").failsWith(ExitCode.BAD_INPUT, "more than");
    }

    @Test
    void ask_documentThatIsNotUtf8_namesTheFirstBadByte() throws IOException {
        byte[] latin1 = "Grüße".getBytes(StandardCharsets.ISO_8859_1);
        Path file = file("latin1.txt", latin1);

        Cli.run("ask", "--document", file.toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, "is not UTF-8 text: byte 0xFC at offset 2");
    }

    @Test
    void ask_documentCutInsideACharacter_namesTheFirstBadByte() throws IOException {
        byte[] utf8 = "abc€".getBytes(StandardCharsets.UTF_8);
        Path file = file("cut.txt", java.util.Arrays.copyOf(utf8, utf8.length - 1));

        Cli.run("ask", "--document", file.toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, "is not UTF-8 text: byte 0xE2 at offset 3");
    }

    @Test
    void ask_unreadableDocument_saysSo() throws IOException {
        Path file = document();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "the user of this test reads every file");

        Cli.run("ask", "--document", file.toString(), "When?").failsWith(ExitCode.BAD_INPUT, "may not be read");
    }

    @Test
    void ask_blankQuestion_saysSo() throws IOException {
        Cli.run("ask", "--document", document().toString(), "  ").failsWith(ExitCode.BAD_INPUT, "prompt is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nodes 0 | --nodes must be 1 to 64, found 0",
                "--nodes 65 | --nodes must be 1 to 64, found 65",
                "--nodes many | --nodes",
                "--redundancy 0 | --redundancy must be at least 1, found 0",
                "--validators -1 | --validators must be 0 to 63, found -1",
                "--validators 64 | --validators must be 0 to 63, found 64",
                "--validators 2 --nodes 4 | 3 of 4 are. Raise --nodes to 5 or more",
                "--timeout 0 | timeout must be 1 s to 1 day",
                "--timeout 86401 | timeout must be 1 s to 1 day",
                "--price -1 | expected an amount of COR such as 0.01",
                "--price 0.0000000000000000001 | expected an amount of COR such as 0.01",
                "--deposit lots | expected an amount of COR such as 0.01",
                "--engine nowhere | must look like http://127.0.0.1:8080",
                "--engine ftp://127.0.0.1 | must look like http://127.0.0.1:8080",
                "--model tiny | name the engine with --engine",
                "--policy most | A policy is majority, exact",
                "--policy agreement:3:1 | at least 4 have to be asked, not 3",
                "--policy adaptive:0.01:1 | needs at least",
                "--policy audited:x | something else than a number",
                "--resume | name it with --store",
                "--unknown 1 | Unknown option",
            })
    void ask_badOption_namesIt(String options, String telling) throws IOException {
        String[] args = Stream.of(
                        Stream.of("ask", "--document", document().toString()),
                        Stream.of(options.split(" ")),
                        Stream.of("When?"))
                .flatMap(part -> part)
                .toArray(String[]::new);

        Cli.Run run = Cli.run(args).failsWith(ExitCode.BAD_INPUT, telling);

        assertThat(run.err()).doesNotContain(CONTENT);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void ask_noQuestion_saysSo() {
        Cli.run("ask").failsWith(ExitCode.BAD_INPUT, "There is no QUESTION");
    }

    @Test
    void ask_neitherDocumentNorEngine_saysWhichIsNeeded() {
        Cli.run("ask", "When?").failsWith(ExitCode.BAD_INPUT, "--document FILE", "--engine URL");
    }

    @Test
    void ask_storeThatIsAFile_saysSo() throws IOException {
        Path store = file("store", new byte[0]);

        Cli.run("ask", "--store", store.toString(), "--document", document().toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, "store " + store, "something else has that name");
    }

    @Test
    void ask_storeThatMayNotBeWritten_saysSo() throws IOException {
        Path store = Files.createDirectory(folder.resolve("store"));
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("r-x------"));
        assumeFalse(Files.isWritable(store), "the user of this test writes everywhere");

        Cli.run("ask", "--store", store.toString(), "--document", document().toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, "may not be written to");
    }

    @Test
    void ask_storeWhereNothingCanBeCreated_saysSo() throws IOException {
        Path store = Path.of("/proc/cortensor-store");
        assumeFalse(Files.notExists(Path.of("/proc/self")), "the platform has no /proc");

        Cli.run("ask", "--store", store.toString(), "--document", document().toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, "store " + store + " cannot be created");
    }

    @Test
    void ask_receiptInFolderThatIsNotThere_isRefusedBeforeItIsPaidFor() throws IOException {
        Path receipt = folder.resolve("nowhere/receipt.json");

        Cli.run("ask", "--receipt", receipt.toString(), "--document", document().toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, "receipt cannot be written to " + receipt.getParent());
    }

    @Test
    void ask_missingKey_saysSo() throws IOException {
        Path key = folder.resolve("app.key");

        Cli.run("ask", "--key", key.toString(), "--document", document().toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, key.toString());
    }

    @Test
    void ask_keyThatIsNoIdentity_saysSoAndShowsNoneOfIt() throws IOException {
        Path key = file("app.key", "hunter2\n".getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

        Cli.Run run = Cli.run(
                        "ask", "--key", key.toString(), "--document", document().toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, key.toString());

        assertThat(run.err()).doesNotContain("hunter2");
    }

    @Test
    void ask_keyThatOthersCanRead_isRefused() throws IOException {
        Path key = folder.resolve("app.key");
        assertThat(Cli.run("keygen", "-o", key.toString()).code()).isZero();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        Cli.run("ask", "--key", key.toString(), "--document", document().toString(), "When?")
                .failsWith(ExitCode.BAD_INPUT, "chmod 600");
    }

    @Test
    void program_unknownCommand_pointsToTheHelp() {
        Cli.run("aks").failsWith(ExitCode.BAD_INPUT, "aks", "--help");
    }

    @Test
    void program_noCommand_pointsToTheHelp() {
        Cli.run().failsWith(ExitCode.BAD_INPUT, "Missing required subcommand", "--help");
    }
}
