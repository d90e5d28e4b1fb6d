package network.cortensor.examples.bench.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.Peers;
import network.cortensor.examples.bench.ReportJson;
import network.cortensor.examples.bench.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** That every part does the work that it stands for, and what the table makes of it. Speed is for nobody to assert. */
@Timeout(300)
class ChainBenchmarkTest {

    private static final ChainPlan TINY = new ChainPlan(true, 2, 0, 2, 1, 1, 5, 0, 2_000, 1_000, 64);

    @TempDir
    private Path folder;

    @Test
    void proofRounds_fewProofs_holdAndGiveEachRowItsReference() throws Exception {
        List<Row> rows = ProofRounds.run(TINY, stage -> {});

        assertThat(rows).hasSize(3).allSatisfy(row -> assertThat(row.measured()).isPositive());
        assertThat(rows.get(0).ratio()).isNotNull();
        assertThat(rows.get(0).goal()).isEqualTo(Goal.atMost(2));
        assertThat(rows.get(1).goal()).isEqualTo(Goal.atMost(25));
    }

    @Test
    void proofWork_hashes_areThoseOfEachNode() {
        // 9 nodes to the account, 7 to the slot, the keys of both, and the header.
        assertThat(ProofWork.ofState().hashed()).hasSize(9 + 7 + 2 + 1);
        // For each log a contract and three topics; for each receipt a leaf; branches above them; and the header.
        assertThat(ProofWork.ofReceipts().hashed()).hasSizeGreaterThan(200 * 3 * 4 + 200 + 1);
    }

    @Test
    void feedRead_fewEvents_areReadInOrderAndFiguresSurviveTheLine() throws Exception {
        try (FeedServer server = FeedServer.start(TINY.events())) {
            FeedRead.Result result = FeedRead.run(server.uri(), TINY.events(), TINY.warmUpEvents());

            assertThat(FeedRead.Result.parse(result.line())).isEqualTo(result);
            assertThat(result.first().clock()).isPositive();
            assertThat(result.lastHeap()).isPositive();
            assertThat(result.perSecond()).isPositive();
        }
    }

    @Test
    void sendRounds_fewCalls_areAllStakedThroughBoth() throws Exception {
        String given = System.getProperty("cortensor.peers", "");
        Path anvil = Peers.at(given.isEmpty() ? null : Path.of(given), System.getenv())
                .anvil();
        if (!Files.isExecutable(anvil) && given.isEmpty()) {
            System.out.println("SKIPPED: the calls of the benchmark are not tested, because anvil is not there");
        }
        assumeTrue(Files.isExecutable(anvil) || !given.isEmpty(), "anvil is not there");
        List<String> stages = new ArrayList<>();

        List<Row> rows = SendRounds.run(TINY, anvil, folder, stages::add);

        assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row.ratio()).isNotNull());
        assertThat(rows.get(0).goal()).isEqualTo(Goal.atLeast(0.9));
        assertThat(stages).contains("sending, round 1 of 1");
    }

    @Test
    void table_ofAReport_isNarrowAndSaysWhatFallsShort() throws Exception {
        ChainReport report = new ChainReport(
                new Machine(2, "17", 0.5, 1.5, 60),
                true,
                2,
                1,
                List.of(
                        Row.of("1,000,000 events, -Xmx64m: peak, MiB", 0, 65, Goal.atMost(64)),
                        Row.of("200 receipts: decode and prove, ms", 2, 3, Goal.atMost(25))),
                List.of("stake calls: not measured, run .ci/peers, which fetches anvil"));

        List<String> lines = ChainTable.of(report);

        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(lines).anyMatch(line -> line.endsWith("FALLS SHORT")).anyMatch(line -> line.contains("QUICK"));
        JsonNode json = new ObjectMapper().readTree(ReportJson.of(report));
        assertThat(json.path("rows").size()).isEqualTo(2);
    }
}
