package network.cortensor.sdk.client;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Session;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.TokenAmount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills a JVM with app, ledger and nodes at random points, again and again on the same directory, and then counts. {@code
 * -Dcortensor.client.kills=50} kills it more often than a build does.
 */
class CrashTest {

    private static final int KILLS = Integer.getInteger("cortensor.client.kills", 25);
    private static final TokenAmount COST = CrashingApp.PRICE.times(CrashingApp.REDUNDANCY);

    @Test
    void kill_atRandomPoints_everyTaskEndsWithAnAnswerOrARefund(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("cortensor.seed", System.nanoTime());
        Random random = new Random(seed);
        int killedWhileServing = 0;
        for (int i = 0; i < KILLS; i++) {
            killedWhileServing += runAndKill(directory, random) ? 1 : 0;
        }
        try (LocalNetwork network = Network.local(CrashingApp.options(directory))) {
            CrashingApp.resume(network, directory);
            assertThat(network.client().unfinished()).as("seed %d", seed).isEmpty();
            Outcome outcome = judge(network, directory, seed);
            System.out.printf(
                    "CrashTest seed %d: %d kills (%d while serving), %d tasks: %d answered, %d refunded%n",
                    seed, KILLS, killedWhileServing, outcome.tasks(), outcome.answered(), outcome.refunded());
            assertThat(killedWhileServing).isGreaterThan(KILLS / 2);
            assertThat(outcome.answered()).isPositive();
        }
    }

    private record Outcome(int tasks, int answered, int refunded) {}

    private static Outcome judge(LocalNetwork network, Path directory, long seed) throws IOException {
        Map<TaskId, Set<String>> answers = answers(directory);
        int answered = 0;
        int refunded = 0;
        SessionId id = new SessionId(Long.parseLong(Files.readString(directory.resolve("session"))));
        Session session = network.ledger().session(id);
        for (long number = 1; number <= session.taskCount(); number++) {
            Task task = network.ledger().task(new TaskId(id, number));
            String what = "seed " + seed + ", task " + task.id() + ", miners " + task.minerStates();
            assertThat(task.status()).as(what).isEqualTo(TaskStatus.ENDED);
            if (answers.containsKey(task.id())) {
                answered++;
                assertThat(answers.get(task.id())).as(what).hasSize(1);
                assertThat(task.paid()).as(what).isEqualTo(COST);
                assertThat(task.refunded()).as(what).isEqualTo(TokenAmount.ZERO);
            } else {
                refunded++;
                assertThat(task.paid()).as(what).isEqualTo(TokenAmount.ZERO);
                assertThat(task.refunded()).as(what).isEqualTo(COST);
            }
        }
        TokenAmount earned = TokenAmount.ZERO;
        for (Address node : session.nodes()) {
            earned = earned.plus(network.ledger().pendingPayment(node));
        }
        assertThat(earned).as("seed %d", seed).isEqualTo(COST.times(answered));
        return new Outcome((int) session.taskCount(), answered, refunded);
    }

    private static Map<TaskId, Set<String>> answers(Path directory) throws IOException {
        Map<TaskId, Set<String>> answers = new HashMap<>();
        for (String line : Files.readAllLines(directory.resolve("answers.log"))) {
            List<String> words = List.of(line.split(" ", 3));
            if (words.size() == 3) {
                TaskId task = new TaskId(new SessionId(Long.parseLong(words.get(0))), Long.parseLong(words.get(1)));
                answers.computeIfAbsent(task, t -> new HashSet<>()).add(words.get(2));
            }
        }
        return answers;
    }

    /** Returns whether the app had come so far that it served. */
    private static boolean runAndKill(Path directory, Random random) throws Exception {
        Process app = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CrashingApp.class.getName(),
                        directory.toString())
                .redirectError(directory.resolve("errors.log").toFile())
                .start();
        try {
            boolean early = random.nextInt(10) == 0;
            if (early) {
                Thread.sleep(random.nextInt(1000));
            } else {
                byte[] ready = app.getInputStream().readNBytes("ready".length());
                assertThat(new String(ready, StandardCharsets.UTF_8))
                        .as("the app's output; its errors: %s", Files.readString(directory.resolve("errors.log")))
                        .isEqualTo("ready");
                Thread.sleep(random.nextInt(700));
            }
            return !early;
        } finally {
            app.destroyForcibly();
            assertThat(app.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
