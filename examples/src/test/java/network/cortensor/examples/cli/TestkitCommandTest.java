package network.cortensor.examples.cli;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.age.AgeEncryption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

class TestkitCommandTest {

    private static final int FILES = 95;
    private static final String HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path folder;

    private Path vector(String name, String expect, String payload, boolean compressed, boolean armored)
            throws IOException {
        Path key = folder.resolve(name + ".key");
        try (Identity identity = Identity.generate()) {
            identity.writeTo(key);
            AgeEncryption encryption = AgeEncryption.to(identity.recipient());
            byte[] file = (armored ? encryption.armored() : encryption)
                    .encrypt(new ByteArrayInputStream("hello".getBytes(StandardCharsets.US_ASCII)))
                    .readAllBytes();
            ByteArrayOutputStream vector = new ByteArrayOutputStream();
            String fields = "expect: " + expect + "\npayload: " + payload + "\nidentity: "
                    + Files.readAllLines(key).get(2) + (compressed ? "\ncompressed: zlib" : "")
                    + (armored ? "\narmored: yes" : "") + "\n\n";
            vector.writeBytes(fields.getBytes(StandardCharsets.US_ASCII));
            if (compressed) {
                try (DeflaterOutputStream deflater = new DeflaterOutputStream(vector)) {
                    deflater.write(file);
                }
            } else {
                vector.writeBytes(file);
            }
            return Files.write(folder.resolve(name), vector.toByteArray());
        }
    }

    @Test
    void testkit_filesThatEndAsTheySay_pass() throws IOException {
        Cli.Run run = Cli.run(
                        "testkit",
                        vector("plain", "success", HELLO_SHA256, false, false).toString(),
                        vector("packed", "success", HELLO_SHA256, true, false).toString(),
                        vector("text", "success", HELLO_SHA256, false, true).toString())
                .succeeds();

        assertThat(run.out().lines()).containsExactly("PASS plain", "PASS packed", "PASS text");
    }

    @Test
    void testkit_filesThatEndOtherwise_areNamedWithWhatDiffers() throws IOException {
        Path noKitFile = Files.writeString(folder.resolve("other"), "just a text\n");
        Cli.Run run = Cli.run(
                "testkit",
                vector("wrong-class", "no match", HELLO_SHA256, false, false).toString(),
                vector("wrong-bytes", "success", "00", false, false).toString(),
                noKitFile.toString(),
                vector("good", "success", HELLO_SHA256, false, false).toString());

        assertThat(run.code()).isEqualTo(ExitCode.EVIDENCE.code());
        assertThat(run.out().lines()).hasSize(4);
        assertThat(run.out())
                .contains(
                        "FAIL wrong-class: expected no match, found success",
                        "FAIL wrong-bytes: success as expected, but released SHA-256 " + HELLO_SHA256,
                        "FAIL other: The file ",
                        "PASS good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity: AGE-SECRET-KEY-1RUBBISH", "identity: rubbish", "passphrase: "})
    void testkit_identityThatIsNone_failsThatFileAlone(String field) throws IOException {
        Path bad = Files.writeString(folder.resolve("bad"), "expect: success\n" + field + "\n\nbody");

        Cli.Run run = Cli.run(
                "testkit",
                bad.toString(),
                vector("good", "success", HELLO_SHA256, false, false).toString());

        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.EVIDENCE.code());
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out()).contains("FAIL bad: ", "PASS good").doesNotContainIgnoringCase("rubbish");
    }

    @Test
    void testkit_json_isOneObject() throws IOException {
        Cli.Run run = Cli.run(
                        "testkit",
                        "--json",
                        vector("plain", "success", HELLO_SHA256, false, false).toString())
                .succeeds();

        assertThat(run.out())
                .isEqualToIgnoringNewLines(
                        "{\"passed\":1,\"failed\":0,\"files\":[{\"name\":\"plain\",\"pass\":true}]}");
    }

    @Test
    void testkit_missingFile_isBadInput() {
        Cli.run("testkit", folder.resolve("missing").toString()).failsWith(ExitCode.BAD_INPUT, "does not exist");
    }

    @Test
    void testkit_theKitItself_passes() throws IOException {
        String given = System.getProperty("cortensor.vectors", "");
        if (given.isBlank()) {
            System.out.println(
                    "SKIPPED: TestkitCommandTest needs -Dcortensor.vectors=<folder of vectors>, suite 'age'");
        }
        assumeFalse(given.isBlank(), "-Dcortensor.vectors is not set");
        Path asGiven = Path.of(given.trim());
        Path root = Files.isDirectory(asGiven) ? asGiven : Path.of("..").resolve(asGiven);
        Path kit = Files.isDirectory(root.resolve("age")) ? root.resolve("age") : root.resolve("vectors/age");
        List<String> args = new ArrayList<>(List.of("testkit"));
        try (Stream<Path> files = Files.list(kit)) {
            files.sorted().map(Path::toString).forEach(args::add);
        }

        Cli.Run run = Cli.run(args).succeeds();

        System.out.println("testkit: " + run.out().lines().count() + " of " + FILES + " files pass");
        assertThat(run.out().lines()).hasSize(FILES).allMatch(line -> line.startsWith("PASS "));
    }
}
