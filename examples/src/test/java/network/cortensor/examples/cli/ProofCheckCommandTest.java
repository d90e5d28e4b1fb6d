package network.cortensor.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.staking.chain.BlockHeader;
import network.cortensor.sdk.staking.proof.ProofFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ProofCheckCommandTest {

    @TempDir
    private Path folder;

    private BlockHeader header;
    private Path valid;

    @BeforeEach
    void writeAProof() throws IOException {
        byte[] root = new byte[32];
        header = BlockHeader.of(List.of(
                root,
                root,
                new byte[20],
                root,
                root,
                root,
                new byte[256],
                new byte[0],
                new byte[] {7},
                new byte[0],
                new byte[0],
                new byte[] {9},
                new byte[0],
                root,
                new byte[8]));
        valid = write("valid.json", ProofFile.of(header).toJson());
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private Path tampered() throws IOException {
        String hash = header.hash().toString();
        String other = hash.substring(0, hash.length() - 1) + (hash.endsWith("0") ? "1" : "0");
        return write("invalid.json", Files.readString(valid).replace(hash, other));
    }

    private Path cut() throws IOException {
        String content = Files.readString(valid);
        return write("cut.json", content.substring(0, content.length() / 2));
    }

    @Test
    void check_aProof_saysWhatItProvesAndWhatNot() {
        assertThat(Cli.run("proof", "check", valid.toString()).succeeds().out())
                .contains("valid proof of kind header", "block: 7 " + header.hash(), "unknown: that the block is on");
    }

    @Test
    void check_anotherHash_isInvalid() throws IOException {
        Cli.Run run = Cli.run("proof", "check", tampered().toString());

        run.failsWith(ExitCode.EVIDENCE, "INVALID", "block hash");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void check_noProof_isMalformed() throws IOException {
        Cli.run("proof", "check", cut().toString()).failsWith(ExitCode.MALFORMED_FILE, "no proof");
        Cli.run("proof", "check", write("empty.json", "").toString()).failsWith(ExitCode.MALFORMED_FILE, "no proof");
    }

    @Test
    void check_noFile_isBadInput() {
        Cli.run("proof", "check", folder.resolve("none").toString()).failsWith(ExitCode.BAD_INPUT, "does not exist");
        Cli.run("proof", "check", folder.toString()).failsWith(ExitCode.BAD_INPUT, "is a directory");
        Cli.run("proof", "check").failsWith(ExitCode.BAD_INPUT, "FILE");
    }

    @Test
    void check_severalFiles_checksAllAndEndsWithTheWorst() throws IOException {
        Cli.Run malformed = Cli.run("proof", "check", cut().toString(), valid.toString());
        assertThat(malformed.code()).isEqualTo(ExitCode.MALFORMED_FILE.code());
        assertThat(malformed.out()).contains("valid proof");

        Cli.Run invalid = Cli.run(
                "proof", "check", cut().toString(), valid.toString(), tampered().toString());
        assertThat(invalid.code()).isEqualTo(ExitCode.EVIDENCE.code());
        assertThat(invalid.err().lines()).hasSize(2);
    }

    @Test
    void check_asJson_hasAVerdictForEachFile() throws IOException {
        Cli.Run run =
                Cli.run("proof", "check", "--json", valid.toString(), tampered().toString());

        assertThat(run.out().lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("valid").asBoolean()).isFalse();
        assertThat(json.path("files").findValuesAsText("verdict")).containsExactly("valid", "invalid");
        assertThat(json.path("files").path(0).path("blockHash").asText())
                .isEqualTo(header.hash().toString());
        assertThat(json.path("files").path(1).path("problem").asText()).contains("block hash");
    }
}
