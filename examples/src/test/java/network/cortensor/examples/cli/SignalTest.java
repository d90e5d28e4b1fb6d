package network.cortensor.examples.cli;

import network.cortensor.sdk.client.LocalNetwork;
import network.cortensor.sdk.client.LocalNetworkOptions;
import network.cortensor.sdk.client.Network;
import network.cortensor.sdk.node.InferenceEngine;
import network.cortensor.sdk.node.OpenAiEngineOptions;
import network.cortensor.sdk.staking.TokenAmount;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The program as a process of its own, stopped and killed while its nodes work. */
@Timeout(180)
class SignalTest {

    @TempDir
    Path folder;

    private Path store;

    @BeforeEach
    void nameTheStore() {
        store = folder.resolve("store");
    }

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void ask_stoppedWhileNodesWork_endsTheTaskAndGivesTheMoneyBack(String signal, int code)
            throws IOException, InterruptedException {
        assumeTrue(deliversInterrupts() || signal.equals("TERM"), "this process was started with SIGINT ignored");
        try (EngineDouble engine = EngineDouble.neverAnswering()) {
            Process process = start("ask", "--engine", engine.url(), "--store", store.toString(), "When?");
            assertThat(engine.awaitQuestions(3))
                    .as("nodes ask the engine; stderr: %s", err())
                    .isTrue();

            signal(process, signal);

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("stderr: %s", err()).isEqualTo(code);
            assertThat(err().lines()).hasSize(1);
            assertThat(err()).contains("was cancelled").doesNotContain("Exception");
            assertThat(folder.resolve("out")).isEmptyFile();
        }

        try (EngineDouble engine = EngineDouble.answering("At noon.");
                InferenceEngine client = InferenceEngine.openAi(
                        OpenAiEngineOptions.builder(URI.create(engine.url())).build());
                LocalNetwork network = Network.local(LocalNetworkOptions.builder()
                        .directory(store)
                        .engine(client)
                        .build())) {
            assertThat(network.client().unfinished()).isEmpty();
            assertThat(network.client().balance()).isEqualTo(TokenAmount.ofCor("1000000"));
        }
    }

    @Test
    void ask_killedWhileNodesWork_isFinishedOnceByTheNextRunWithTheSameKey() throws IOException, InterruptedException {
        Path key = folder.resolve("app.key");
        Path otherKey = folder.resolve("other.key");
        assertThat(Cli.run("keygen", "-o", key.toString()).code()).isZero();
        assertThat(Cli.run("keygen", "-o", otherKey.toString()).code()).isZero();
        try (EngineDouble engine = EngineDouble.neverAnswering()) {
            Process process = start(
                    "ask", "--engine", engine.url(), "--store", store.toString(), "--key", key.toString(), "When?");
            assertThat(engine.awaitQuestions(3))
                    .as("nodes ask the engine; stderr: %s", err())
                    .isTrue();
            signal(process, "KILL");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }

        try (EngineDouble engine = EngineDouble.answering("At noon.")) {
            Cli.run(resume(engine, otherKey)).failsWith(ExitCode.EVIDENCE, "--key");

            Cli.Run resumed = Cli.run(resume(engine, key)).succeeds();
            assertThat(resumed.out().lines())
                    .containsSubsequence(
                            "Task 1/1 of an earlier run:",
                            "At noon.",
                            "verdict: accepted, 3 of 3 nodes gave this answer independently; 2 were needed",
                            "receipt: " + store.resolve("receipt-1-1.json"),
                            "Nothing is left to finish.");

            assertThat(Cli.run(resume(engine, key)).succeeds().out())
                    .isEqualToIgnoringNewLines("Nothing was left to finish.");
        }
    }

    private List<String> resume(EngineDouble engine, Path key) {
        return List.of(
                "ask", "--resume", "--engine", engine.url(), "--store", store.toString(), "--key", key.toString());
    }

    @Test
    void node_interrupted_stopsServing() throws IOException, InterruptedException {
        try (EngineDouble engine = EngineDouble.answering("At noon.")) {
            Process process = start("node", "--engine", engine.url(), "--nodes", "1");
            awaitOutput("serving");

            signal(process, "TERM");

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(Files.readString(folder.resolve("out"))).contains("node 1  state stopped");
            assertThat(err()).isEmpty();
        }
    }

    private void awaitOutput(String text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(folder.resolve("out")).contains(text)) {
            assertThat(System.nanoTime())
                    .as("waiting for '%s'; stderr: %s", text, err())
                    .isLessThan(deadline);
            // A file of another process gives no signal when it grows.
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A process that was started with SIGINT ignored, as by a shell in the background, hands that on to its children. */
    private static boolean deliversInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.notExists(status)) {
            return true;
        }
        boolean ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        if (ignored) {
            System.out.println(
                    "SKIPPED: Ctrl-C cannot be tested, because this process was started with SIGINT ignored");
        }
        return !ignored;
    }
}
