package network.cortensor.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.verify.BatchedReceipt;
import network.cortensor.sdk.verify.Receipt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A receipt that this program wrote, as it is and in every altered form. */
class ReceiptVerifyCommandTest {
    private static final long SEED = Long.getLong("cortensor.seed", 20261123);

    @TempDir
    static Path folder;

    private static byte[] genuine = {};

    @BeforeAll
    static void askForAReceipt() throws IOException {
        Path file = folder.resolve("genuine.json");
        try (EngineDouble engine = EngineDouble.answering("At noon.")) {
            Cli.run("ask", "--engine", engine.url(), "--receipt", file.toString(), "When?")
                    .succeeds();
        }
        genuine = Files.readAllBytes(file);
    }

    private static Cli.Run verify(String name, byte[] receipt, String... more) {
        try {
            Path file = Files.write(folder.resolve(name), receipt);
            return Cli.run(Stream.concat(Stream.of("receipt", "verify", file.toString()), Stream.of(more))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void verify_genuine_printsEveryFindingAndWhatItCannotTell() {
        Cli.Run run = verify("receipt", genuine).succeeds();

        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("  ok      node 0x"))
                .anyMatch(line -> line.startsWith("  unknown that the nodes are registered"))
                .noneMatch(line -> line.startsWith("  FAILED"))
                .endsWith("valid");
    }

    @Test
    void verify_json_isOneObject() throws IOException {
        Cli.Run run = verify("receipt", genuine, "--json").succeeds();

        assertThat(run.out().lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("valid").booleanValue()).isTrue();
        assertThat(json.path("support").intValue()).isEqualTo(3);
        assertThat(json.path("findings"))
                .isNotEmpty()
                .allMatch(finding -> finding.path("holds").booleanValue());
    }

    /** Every fifth byte, from one on that the seed tells: the library's own test alters all of them. */
    @Test
    void verify_anyByteAltered_isNeverValid() {
        int first = (int) Math.floorMod(SEED, 5L);
        AtomicInteger malformed = new AtomicInteger();
        AtomicInteger invalid = new AtomicInteger();
        int[] positions = IntStream.iterate(first, at -> at < genuine.length, at -> at + 5)
                .toArray();
        IntStream.of(positions).parallel().forEach(position -> {
            byte[] altered = genuine.clone();
            altered[position] ^= 1;
            Cli.Run run = verify("altered-" + position, altered);

            assertThat(run.out().lines()).as("byte %d altered", position).doesNotContain("valid");
            if (run.code() == ExitCode.MALFORMED_FILE.code()) {
                malformed.incrementAndGet();
                run.failsWith(ExitCode.MALFORMED_FILE, "not a receipt");
            } else {
                invalid.incrementAndGet();
                run.failsWith(ExitCode.EVIDENCE, "is INVALID: ");
                assertThat(run.out()).contains("  FAILED  ");
            }
        });
        assertThat(malformed.get() + invalid.get()).isEqualTo(positions.length);
        assertThat(malformed).hasPositiveValue();
        assertThat(invalid).hasPositiveValue();
        System.out.println("receipt of " + genuine.length + " bytes, " + positions.length + " of them altered, seed "
                + SEED + ": " + malformed + " malformed, " + invalid + " invalid");
    }

    @Test
    void verify_cutAnywhere_isMalformed() {
        for (int length = 0; length < genuine.length; length += 97) {
            verify("cut-" + length, Arrays.copyOf(genuine, length)).failsWith(ExitCode.MALFORMED_FILE, "not a receipt");
        }
    }

    @Test
    void verify_extended_isMalformed() {
        byte[] extended = Arrays.copyOf(genuine, genuine.length + 1);
        extended[genuine.length] = '\n';

        verify("receipt", extended).failsWith(ExitCode.MALFORMED_FILE, "not a receipt");
    }

    @Test
    void verify_someOtherFile_isMalformedAndNotShown() {
        Cli.Run run = verify("other", "top secret\u001B[2J".getBytes(StandardCharsets.UTF_8))
                .failsWith(ExitCode.MALFORMED_FILE, "not a receipt");

        assertThat(run.err()).doesNotContain("top secret").doesNotContain("\u001B");
    }

    @Test
    void verify_hugeFile_isRefusedByItsSizeAlone() throws IOException {
        Path huge = folder.resolve("huge.json");
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }

        Cli.run("receipt", "verify", huge.toString()).failsWith(ExitCode.MALFORMED_FILE, "at most 133120");
    }

    @Test
    void verify_batched_isHeldAgainstItsIssuer() {
        Receipt receipt = Receipt.decode(genuine);
        Wallet issuer = Wallet.generate();
        byte[] batched = BatchedReceipt.issue(issuer, List.of(receipt)).get(0).encoded();

        Cli.Run run = verify("batched", batched, "--issuer", issuer.address().toString())
                .succeeds();
        assertThat(run.out())
                .contains("  ok      it is receipt 1 of 1 in a batch that " + issuer.address() + " signed");
        // Without a named one it has to be the app, and it was not.
        verify("batched-by-whom", batched).failsWith(ExitCode.EVIDENCE, "it is in no batch that " + receipt.client());
        batched[batched.length / 8] ^= 1;
        Cli.Run altered =
                verify("batched-altered", batched, "--issuer", issuer.address().toString());
        assertThat(altered.code()).isIn(ExitCode.EVIDENCE.code(), ExitCode.MALFORMED_FILE.code());
    }

    @Test
    void verify_issuerOfAReceiptWithoutABatch_saysSo() {
        String issuer = Receipt.decode(genuine).client().toString();
        verify("alone", genuine, "--issuer", issuer).failsWith(ExitCode.MALFORMED_FILE, "not a batched receipt");
        verify("nobody", genuine, "--issuer", "0x12").failsWith(ExitCode.BAD_INPUT, "--issuer is no address");
    }

    @Test
    void verify_missingFile_saysSo() {
        Cli.run("receipt", "verify", folder.resolve("missing.json").toString())
                .failsWith(ExitCode.BAD_INPUT, "missing.json does not exist");
    }

    @Test
    void verify_noFile_saysSo() {
        Cli.run("receipt", "verify").failsWith(ExitCode.BAD_INPUT, "FILE", "receipt verify --help");
    }
}
