package network.cortensor.examples.bench.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.Spread;
import network.cortensor.examples.bench.crypto.CryptoReport.FirstCalls;
import network.cortensor.examples.bench.crypto.CryptoReport.Program;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The table, and that references do the work that they stand for. Speed is for nobody to assert. */
class CryptoBenchmarkTest {

    private static final Machine MACHINE = new Machine(2, "17.0.15", 0.5, 12.25, 213.4);

    @Test
    void table_goalsMetAndMissed_saysSoWithinHundredColumns() {
        List<String> table = CryptoTable.of(report(false, 3));

        assertThat(table)
                .allSatisfy(line ->
                        assertThat(line).hasSizeLessThanOrEqualTo(100).doesNotContain("NaN", "null", "Infinity"))
                .anySatisfy(
                        line -> assertThat(line).contains("seal, ms", "1.151", "1.10-1.21", "<= 1.15", "FALLS SHORT"))
                .anySatisfy(line -> assertThat(line).contains("bulk, MiB/s", "0.900", ">= 0.9", "holds"))
                .anySatisfy(line -> assertThat(line).contains("Go age: not measured, run .ci/peers"))
                .noneSatisfy(line -> assertThat(line).contains("QUICK"));
    }

    @Test
    void table_quickRun_saysThatItIsNoClaim() {
        assertThat(CryptoTable.of(report(true, 1)))
                .anySatisfy(line -> assertThat(line).startsWith("QUICK").contains("no claim"));
    }

    @Test
    void json_ofReport_namesGoalAndWhetherItIsMet() throws Exception {
        JsonNode json = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(report(false, 3)));

        assertThat(json.at("/rows/0/goal/limit").doubleValue()).isEqualTo(1.15);
        assertThat(json.at("/rows/0/met").booleanValue()).isFalse();
        assertThat(json.at("/rows/1/ratio/median").doubleValue()).isEqualTo(0.9);
        assertThat(json.at("/programs/0/seal/warm").doubleValue()).isEqualTo(200);
    }

    private static CryptoReport report(boolean quick, int rounds) {
        return new CryptoReport(
                MACHINE,
                quick,
                rounds,
                List.of(
                        Row.of("seal, ms", 2, 1.7, 1.5, new Spread(1.1501, 1.1, 1.21), new Spread(1.3, 1, 2))
                                .with(Goal.atMost(1.15)),
                        Row.of("bulk, MiB/s", 0, 225, 250, new Spread(0.9, 0.88, 0.95), null)
                                .with(Goal.atLeast(0.9)),
                        Row.of("bytes on top", 0, 20, Goal.atMost(24))),
                List.of(FirstCalls.of(
                        "seal, sign for 5 and self", List.of(new FirstCall.Result(40, 300, 99.5, 20.25)))),
                64 << 20,
                List.of(new Program("this SDK, age file", new FilePass(100, 200), new FilePass(110, 210))),
                List.of("Go age: not measured, run .ci/peers"));
    }

    @Test
    void filePass_linesOfAProgram_firstAndMedianOfTheLaterHalf() {
        List<String> lines = List.of("seal 4000000000", "open 1", "seal 9", "seal 1000000000", "seal 2000000000");

        FilePass pass = FilePass.of(FilePass.SEAL, lines, 8 << 20);

        assertThat(pass.first()).isCloseTo(2, Offset.offset(1e-9));
        assertThat(pass.warm()).isCloseTo(6, Offset.offset(1e-9));
        assertThatThrownBy(() -> FilePass.of(FilePass.OPEN, List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void chunks_thousandOnAnOpenChannel_costAtMost24BytesAndNoPublicKeyOperation() {
        try (Parties parties = Parties.draw();
                PublicKeyCounter counter = PublicKeyCounter.open();
                Exchange exchange = Exchange.open(parties)) {
            int before = counter.operations();
            assertThat(before).as("operations to open the channel").isGreaterThanOrEqualTo(6);
            byte[] part = new byte[ChunkBenchmarks.CHUNK_BYTES];
            for (int i = 0; i < 500; i++) {
                assertThat(exchange.ask(part)).isLessThanOrEqualTo(part.length + 24);
                assertThat(exchange.answer(part)).isLessThanOrEqualTo(part.length + 24);
            }
            assertThat(counter.operations()).isEqualTo(before);
            assertThat(exchange.received()).isEqualTo(1 + 1_000L * part.length);
        }
    }

    @Test
    void rawChunks_decrypted_giveWhatWasEncrypted() {
        RawChunks raw = new RawChunks(64);
        byte[] plaintext = new byte[640];
        new Random(1).nextBytes(plaintext);
        byte[][] sealed = raw.sealed(plaintext.length);
        byte[] opened = new byte[plaintext.length];

        for (int time = 0; time < 2; time++) {
            long first = raw.next();
            raw.encrypt(plaintext, sealed);
            raw.decrypt(first, sealed, opened);
            assertThat(opened).isEqualTo(plaintext);
        }
    }

    @Test
    void primitives_ofSealingAndOpening_doTheirWork() {
        Primitives primitives = new Primitives();

        assertThat(primitives.seal(6)).isEqualTo(6 * (1120 + 32));
        assertThat(primitives.open()).hasSize(16);
        assertThat(primitives.hashes(new byte[1])).hasSize(32).isNotEqualTo(primitives.hashes(new byte[2]));
    }

    @ParameterizedTest
    @EnumSource
    void constantMemory_fewBytes_comeOutAsTheyWentInAndFiguresSurviveTheLine(ConstantMemory.Form form)
            throws Exception {
        ConstantMemory.Result result = ConstantMemory.run(form, 5 << 20);

        assertThat(ConstantMemory.Result.parse(result.line())).isEqualTo(result);
        assertThat(result.bytes()).isEqualTo(5 << 20);
        assertThat(result.ratio()).isPositive().isFinite();
    }

    @ParameterizedTest
    @EnumSource
    void firstCall_preparedFolder_worksTwice(FirstCall.Work work, @TempDir Path folder) throws Exception {
        try (Parties parties = Parties.draw()) {
            FirstCall.prepare(folder, parties);
        }

        FirstCall.Result result = FirstCall.run(work, folder);

        assertThat(FirstCall.Result.parse(result.line())).isEqualTo(result);
        assertThat(result.first()).isPositive();
    }

    @Test
    void help_ofCommand_namesOptions() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);

        assertThat(new CommandLine(new CryptoBenchmark(nowhere, nowhere)).getUsageMessage())
                .contains("--quick", "--json", "--peers", ".ci/peers", "Examples:");
    }
}
