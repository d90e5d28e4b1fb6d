package network.cortensor.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class NodeCommandTest {

    @Test
    void node_serveOnce_introducesTheNodesAndStops() {
        try (EngineDouble engine = EngineDouble.answering("At noon.")) {
            Cli.Run run = Cli.run("node", "--engine", engine.url(), "--nodes", "2", "--serve-once")
                    .succeeds();

            assertThat(run.out())
                    .containsPattern("node 1  0x[0-9a-fA-F]{40}  stake 10000 COR  key [0-9a-f]{64}")
                    .containsPattern("node 2  0x[0-9a-fA-F]{40}  stake 10000 COR  key [0-9a-f]{64}")
                    .contains("node 1  state running", "node 2  state stopped");
        }
    }

    @Test
    void node_idleReport_measuresTheProcess() throws IOException {
        try (EngineDouble engine = EngineDouble.answering("At noon.")) {
            Cli.Run run = Cli.run(
                            "node",
                            "--engine",
                            engine.url(),
                            "--nodes",
                            "1",
                            "--idle-report",
                            "--seconds",
                            "1",
                            "--json")
                    .succeeds();

            ObjectMapper mapper = new ObjectMapper();
            List<JsonNode> reports = run.out()
                    .lines()
                    .map(line -> read(mapper, line))
                    .filter(line -> line.has("cpuPercent"))
                    .toList();
            assertThat(reports).hasSize(1);
            JsonNode report = reports.get(0);
            assertThat(report.path("seconds").doubleValue()).isGreaterThanOrEqualTo(1);
            assertThat(report.path("cpuPercent").doubleValue()).isBetween(0.0, 100.0 * 1024);
            assertThat(report.path("heapMebibytes").doubleValue()).isPositive();
        }
    }

    private static JsonNode read(ObjectMapper mapper, String line) {
        try {
            return mapper.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("not a JSON object: " + line, e);
        }
    }

    @Test
    void node_badSeconds_saysSo() {
        Cli.run("node", "--seconds", "0").failsWith(ExitCode.BAD_INPUT, "--seconds must be 1 to 86400, found 0");
    }
}
