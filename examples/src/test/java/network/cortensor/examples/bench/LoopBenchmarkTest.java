package network.cortensor.examples.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.client.Stage;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A tiny run gives every figure. How large the figures are is for nobody to assert on a machine that is shared. */
class LoopBenchmarkTest {

    private static LoopReport report;

    @BeforeAll
    static void measure() {
        report = LoopMeasurement.of(new LoopPlan(3, List.of(1, 2), 2, 20, 2, 2), stage -> {});
    }

    @Test
    void json_tinyRun_hasEveryFigureAndEachIsANumber() throws Exception {
        JsonNode json = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(report));

        List<String> numbers = new ArrayList<>();
        requireFinite("report", json, numbers);
        assertThat(json.at("/loop")).hasSize(LoopPlan.PROMPT_BYTES.size() * 2);
        assertThat(json.at("/stages")).hasSize(LoopStage.values().length);
        assertThat(json.at("/growthWithNodes/points")).hasSize(LoopPlan.GROWING_NODES.size());
        assertThat(json.at("/growthWithBytes/points")).hasSize(LoopPlan.GROWING_BYTES.size());
        assertThat(json.at("/reference/operations")).hasSize(7);
        assertThat(numbers)
                .contains(
                        "report/machine/seconds",
                        "report/loop/5/overheadP99",
                        "report/stages/9/share",
                        "report/growthWithNodes/overheadFit/slope",
                        "report/growthWithBytes/cpuFit/slope",
                        "report/flatness/overheadRatio",
                        "report/flatness/heapRatio",
                        "report/reference/overheadRatio",
                        "report/reference/cpuRatio");
    }

    private static void requireFinite(String path, JsonNode node, List<String> numbers) {
        if (node.isNumber()) {
            numbers.add(path);
        } else if (node.isTextual()) {
            // Java's NaN and infinities, as JSON has no numbers for them.
            assertThat(node.textValue()).as(path).doesNotContain("NaN").doesNotContain("Infinity");
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                requireFinite(path + "/" + i, node.get(i), numbers);
            }
        } else {
            assertThat(node.isObject()).as(path).isTrue();
            node.properties().forEach(field -> requireFinite(path + "/" + field.getKey(), field.getValue(), numbers));
        }
    }

    @Test
    void loop_tinyRun_latencyCoversOverheadAndCellsRanTheirTasks() {
        assertThat(report.loop()).allSatisfy(cell -> {
            assertThat(cell.tasks()).isPositive();
            assertThat(cell.overheadP50()).isPositive().isLessThanOrEqualTo(cell.latencyP50());
            assertThat(cell.latencyP50()).isLessThanOrEqualTo(cell.latencyP99());
        });
    }

    @Test
    void stages_tinyRun_sharesAddUpToOne() {
        assertThat(report.stages().stream()
                        .mapToDouble(LoopReport.StageTime::share)
                        .sum())
                .isBetween(0.999, 1.001);
    }

    @Test
    void table_tinyRun_fitsHundredColumnsAndShowsNoNaN() {
        assertThat(LoopTable.of(report))
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(100).doesNotContain("NaN"))
                .anySatisfy(line -> assertThat(line).contains("tasks/s"));
    }

    @Test
    void options_tooFewTasks_areRefused() {
        LoopBenchmark command = new LoopBenchmark(nowhere(), nowhere());
        new CommandLine(command).parseArgs("--quick", "--flat-tasks", "9");

        assertThatThrownBy(command::call)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("--flat-tasks");
    }

    @Test
    void help_ofCommand_namesOptionsAndDefaults() {
        String help = new CommandLine(new LoopBenchmark(nowhere(), nowhere())).getUsageMessage();

        assertThat(help).contains("--quick", "--json", "--tasks", "--flat-tasks", "10000", "Examples:");
    }

    @Test
    void fit_pointsOnALine_findsIt() {
        LinearFit fit = LinearFit.of(List.of(1.0, 2.0, 4.0), List.of(5.0, 7.0, 11.0));

        assertThat(fit.base()).isCloseTo(3, within());
        assertThat(fit.slope()).isCloseTo(2, within());
        assertThat(fit.worst()).isCloseTo(0, within());
    }

    @Test
    void split_stagesOutOfOrder_addUpToTheWholeWithoutTheEngine() {
        StageClock clock = new StageClock();
        long start = System.nanoTime();
        clock.onStage(Stage.STORED, "");
        clock.onStage(Stage.ACKNOWLEDGED, "");
        clock.onStage(Stage.SEALED, "");
        clock.onStage(Stage.NODE_LOST, "");
        long end = System.nanoTime();

        Map<LoopStage, Long> parts = clock.split(start, end, 0);

        assertThat(parts).hasSize(LoopStage.values().length);
        assertThat(parts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(end - start);
        assertThat(parts).containsEntry(LoopStage.ACKNOWLEDGED, 0L);
    }

    @Test
    void percentiles_hundredValues_areNearestRanks() {
        Distribution times = Distribution.ofNanos(LongStream.rangeClosed(1, 100).map(i -> i * 1_000_000));

        assertThat(times).isEqualTo(new Distribution(50, 95, 99));
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-9);
    }

    private static PrintStream nowhere() {
        return new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    }
}
