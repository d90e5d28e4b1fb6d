package network.cortensor.examples.bench.ipfs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.Peers;
import network.cortensor.examples.bench.ReportJson;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.Spread;
import network.cortensor.examples.bench.Units;
import network.cortensor.examples.bench.ipfs.IpfsReport.Latency;
import network.cortensor.examples.bench.ipfs.IpfsReport.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** That every part does the work that it stands for, and what the table makes of it. Speed is for nobody to assert. */
class IpfsBenchmarkTest {

    private static final IpfsPlan TINY =
            new IpfsPlan(true, 2, 0, 3L * Units.MIB, Units.MIB, 1, 0, 8L * Units.MIB, 64, 3, 200, 20);

    @TempDir
    private Path folder;

    @Test
    void bulkRounds_fewBytes_giveEachRowItsReference() throws Exception {
        List<String> stages = new ArrayList<>();

        BulkRounds rounds = BulkRounds.run(TINY, folder, stages::add);

        assertThat(rounds.rows()).extracting(Row::name).contains("import v1-2025, 1 thread, MiB/s");
        assertThat(rounds.rows()).allSatisfy(row -> {
            assertThat(row.measured()).isPositive().isFinite();
            assertThat(row.ratio()).isNotNull();
        });
        assertThat(rounds.copyMibPerSecond()).isPositive();
        assertThat(stages).contains("import and read, round 2 of 2");
    }

    @Test
    void largeFile_fewBytes_comeOutAsTheyWentInAndFiguresSurviveTheLine() throws Exception {
        LargeFile.Result result = LargeFile.run(folder, TINY.largeBytes());

        assertThat(LargeFile.Result.parse(result.line())).isEqualTo(result);
        assertThat(result.bytes()).isEqualTo(TINY.largeBytes());
        assertThat(result.peakHeap()).isPositive();
        assertThat(List.of(result.addHashNanos(), result.readHashNanos()))
                .allSatisfy(nanos -> assertThat(nanos).isPositive().isFinite());
    }

    @ParameterizedTest
    @EnumSource
    void manyBlocks_fewOfThem_areAllFoundAndFiguresSurviveTheLine(ManyBlocks.Kind kind) throws Exception {
        ManyBlocks.Result result = ManyBlocks.run(kind, folder, TINY.blocks(), TINY.warmUpBlocks());

        assertThat(ManyBlocks.Result.parse(result.line())).isEqualTo(result);
        assertThat(result.lastAdd().clock()).isPositive();
        assertThat(result.lastLookup().clock()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void gatewayRaces_fewBlocks_areAllDelivered(GatewayRaces.Trouble trouble) {
        GatewayRaces.Result result = GatewayRaces.run(trouble, TINY.requests());

        assertThat(result.latencies()).hasSize(3).allSatisfy(latency -> {
            assertThat(latency.requests()).isEqualTo(TINY.requests());
            assertThat(latency.p50()).isPositive().isLessThanOrEqualTo(latency.p95());
        });
        assertThat(result.row().goal()).isEqualTo(Goal.atMost(1.2));
    }

    @Test
    void sameFile_withoutPeers_measuresThisSdkAndSaysWhatIsMissing() throws Exception {
        SameFile same = SameFile.of(TINY, folder, new Peers(folder.resolve("nowhere")), stage -> {});

        assertThat(same.programs()).extracting(Program::profile).containsExactly("unixfs-v1-2025", "unixfs-v0-2015");
        assertThat(same.programs()).allSatisfy(program -> {
            assertThat(program.same()).isTrue();
            assertThat(program.warm()).isPositive();
        });
        assertThat(same.missing())
                .containsExactly(
                        "Kubo: not measured, run .ci/peers", "npm ipfs-unixfs-importer: not measured, run .ci/peers");
    }

    @Test
    void plan_fileThatKuboWouldCutOtherwise_isRefused() {
        assertThatThrownBy(() -> new IpfsPlan(true, 1, 1, 1, IpfsPlan.LARGEST_FILE + 1, 1, 1, 1, 1, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(IpfsPlan.full().diskBytes()).isGreaterThan(10 * Units.GIB);
    }

    @Test
    void table_goalsMetAndMissed_saysSoWithinHundredColumns() {
        assertThat(IpfsTable.of(report(false)))
                .allSatisfy(line ->
                        assertThat(line).hasSizeLessThanOrEqualTo(100).doesNotContain("NaN", "null", "Infinity"))
                .anySatisfy(line -> assertThat(line).contains("import", "0.899", ">= 0.9", "FALLS SHORT"))
                .anySatisfy(line -> assertThat(line).contains("look up", "<= 1.2", "holds"))
                .anySatisfy(line -> assertThat(line).contains("Kubo: not measured, run .ci/peers"))
                .anySatisfy(line -> assertThat(line).contains("npm", "unixfs-v0-2015", "DIFFERS"))
                .noneSatisfy(line -> assertThat(line).contains("QUICK"));
    }

    @Test
    void table_quickRun_saysThatItIsNoClaim() {
        assertThat(IpfsTable.of(report(true)))
                .anySatisfy(line -> assertThat(line).startsWith("QUICK").contains("no claim"));
    }

    @Test
    void json_ofReport_namesGoalAndWhetherItIsMet() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ReportJson.of(report(false)));

        assertThat(json.at("/rows/0/goal/limit").doubleValue()).isEqualTo(0.9);
        assertThat(json.at("/rows/0/met").booleanValue()).isFalse();
        assertThat(json.at("/latencies/0/p95").doubleValue()).isEqualTo(48);
        assertThat(json.at("/programs/1/same").booleanValue()).isFalse();
    }

    private static IpfsReport report(boolean quick) {
        return new IpfsReport(
                new Machine(2, "17.0.15", 0.5, 12.25, 213.4),
                quick,
                9,
                256L * Units.MIB,
                40_000,
                List.of(
                        Row.of("import, MiB/s", 0, 1500, 1700, new Spread(0.8999, 0.8, 0.95), null)
                                .with(Goal.atLeast(0.9)),
                        Row.of("look up, µs", 2, 11, 10, new Spread(1.1, 1.1, 1.1), new Spread(1.3, 1.3, 1.3))
                                .with(Goal.atMost(1.2))),
                List.of(new Latency("all three, one silent", 300, 30, 48)),
                160L * Units.MIB,
                List.of(
                        new Program("this SDK, 1 thread", "unixfs-v0-2015", new Spread(400, 1, 2), 900.0, "a", true),
                        new Program("npm", "unixfs-v0-2015", new Spread(200, 1, 2), null, "b", false)),
                List.of("Kubo: not measured, run .ci/peers"));
    }

    @Test
    void help_ofCommand_namesOptions() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);

        assertThat(new CommandLine(new IpfsBenchmark(nowhere, nowhere)).getUsageMessage())
                .contains("--quick", "--json", "--peers", ".ci/peers", "Examples:");
    }
}
