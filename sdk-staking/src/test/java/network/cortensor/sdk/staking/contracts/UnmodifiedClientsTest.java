package network.cortensor.sdk.staking.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.staking.chain.Peers;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static network.cortensor.sdk.staking.contracts.DevelopmentChain.COR;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients of others on our contracts: ethers and viem, as the network's Web3 clients use them, with the interface files of the
 * network's own contracts, make a session, hand in a task, watch its events, mine it and read its results.
 */
class UnmodifiedClientsTest {
    private static final long DEADLINE_SECONDS = 120;
    private static final List<String> EVENTS = List.of(
            "TaskQueued",
            "TaskAssigned",
            "TaskAcked",
            "TaskPrecommitted",
            "TaskAllPrecommitted",
            "TaskPrecommitEnded",
            "TaskCommitted",
            "TaskAllCommitted",
            "TaskCommitEnded",
            "TaskEnded");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"ethers-client.mjs, ethers, CALL_EXCEPTION", "viem-client.mjs, viem, ContractFunctionExecutionError"})
    void client_withTheNetworksInterface_runsATaskToItsEnd(String script, String name, String refusal)
            throws IOException, InterruptedException {
        Path sessionAbi = NetworkInterfaces.file(UnmodifiedClientsTest.class, "SessionV2.2025-11.chaplin");
        Path queueAbi = NetworkInterfaces.file(UnmodifiedClientsTest.class, "SessionQueueV2.2025-11.chaplin");
        Path modules =
                Peers.chain(UnmodifiedClientsTest.class).resolve("node_modules").toAbsolutePath();
        try (DevelopmentChain network =
                DevelopmentChain.start(UnmodifiedClientsTest.class, options -> options.minStake(COR))) {
            network.register(1, COR);
            ContractAddresses book = network.contracts().addresses();

            JsonNode said = run(List.of(
                    "node",
                    Path.of("src", "test", "peers", "chain", script).toString(),
                    modules.toString(),
                    network.anvil().uri().toString(),
                    sessionAbi.toString(),
                    queueAbi.toString(),
                    book.of(ContractKind.SESSION).toString(),
                    book.of(ContractKind.SESSION_QUEUE).toString(),
                    key(network, 4),
                    key(network, 1)));

            assertThat(said.get("owner").asText()).isEqualTo(network.address(4).toString());
            assertThat(said.get("name").asText()).isEqualTo(name);
            assertThat(said.get("state").asInt()).isEqualTo(1);
            assertThat(said.get("sessions").asInt()).isEqualTo(1);
            assertThat(texts(said.get("events"))).isEqualTo(EVENTS);
            assertThat(texts(said.get("texts"))).containsExactly("an answer");
            assertThat(texts(said.get("miners")))
                    .containsExactly(network.address(1).toString());
            assertThat(texts(said.get("hashes")))
                    .containsExactly(Hash.keccak256("an answer".getBytes(StandardCharsets.UTF_8))
                            .toString());
            assertThat(said.get("status").asInt()).isEqualTo(4);
            assertThat(said.get("ended").asBoolean()).isTrue();
            assertThat(said.get("data").asText()).isEqualTo("a prompt");
            assertThat(said.get("refusal").asText()).isEqualTo(refusal);
            TaskId task = new TaskId(
                    new SessionId(said.get("sessionId").asLong()),
                    said.get("taskId").asLong());
            assertThat(network.contracts().tasks().results(task).value())
                    .containsExactly(new TaskResult.Revealed(
                            network.address(1),
                            Hash.parse(texts(said.get("hashes")).get(0)),
                            "",
                            "an answer"));
            assertThat(network.contracts()
                            .tasks()
                            .taskByReference(task.session(), name + "-1")
                            .value())
                    .contains(task);
            System.out.println(name + ": task " + task + " run to its end, " + EVENTS.size() + " events in order");
        }
    }

    private static String key(DevelopmentChain network, int account) {
        return "0x" + HexFormat.of().formatHex(network.anvil().account(account).secret());
    }

    private JsonNode run(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .as("the client ended in time; it said %s", Files.readString(err))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("exit status; it said %s", Files.readString(err))
                .isZero();
        return new ObjectMapper().readTree(Files.readString(out));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
