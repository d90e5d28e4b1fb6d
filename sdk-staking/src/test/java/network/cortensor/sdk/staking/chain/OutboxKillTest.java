package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that is killed (SIGKILL) again and again while up to 50 of its transactions are under way, and goes on from its
 * journal each time, has in the end made each transfer once: to the wei. {@code -Dcortensor.outbox.kills=200} kills it more
 * often than a build does.
 */
final class OutboxKillTest {
    private static final int KILLS = Integer.getInteger("cortensor.outbox.kills", 20);
    private static final int MOST_TRANSFERS = 60;
    /** Of those before the last that was reported, some may have been in the hands of another thread. */
    private static final int SLACK = 2 * KilledOutbox.THREADS;

    private static final int MOST_MICROS = 30_000;
    private static final long BLOCK_MILLIS = 250;

    private final Map<String, Integer> moments = new HashMap<>();
    private int taken;
    private int resumed;
    private int mostResumed;

    @Test
    void kill_atRandomMoments_makesEachTransferOnce(@TempDir Path folder) throws IOException, InterruptedException {
        String set = System.getProperty("cortensor.seed", "");
        long seed = set.isEmpty() ? new SecureRandom().nextLong() : Long.parseLong(set);
        System.out.println("OutboxKillTest: -Dcortensor.seed=" + seed);
        Random random = new Random(seed);
        try (Anvil anvil = Anvil.start(OutboxKillTest.class, Anvil.options().mineOnDemand())) {
            Address sender = anvil.account(0).address();
            BigInteger before = anvil.balance(sender);
            ScheduledExecutorService blocks = Executors.newSingleThreadScheduledExecutor();
            try {
                ScheduledFuture<?> mining =
                        blocks.scheduleWithFixedDelay(anvil::mine, BLOCK_MILLIS, BLOCK_MILLIS, TimeUnit.MILLISECONDS);
                for (int kill = 0; kill < KILLS; kill++) {
                    runAndKill(anvil, folder, random);
                    if (random.nextInt(5) == 0) {
                        anvil.dropAllTransactions();
                    }
                }
                finish(anvil, folder);
                assertThat(mining.isDone()).as("mining has failed").isFalse();
            } finally {
                blocks.shutdownNow();
                assertThat(blocks.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            }
            check(anvil, sender, before, "seed " + seed);
        }
    }

    private void runAndKill(Anvil anvil, Path folder, Random random) throws IOException, InterruptedException {
        int from = Math.max(0, taken - SLACK);
        Process child = start(anvil, folder, from, taken + SLACK + MOST_TRANSFERS);
        // From before it has opened its journal to the middle of its sending.
        int lines = 1 + random.nextInt(MOST_TRANSFERS);
        int micros = random.nextInt(MOST_MICROS);
        int read = 0;
        try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                note(line);
                read++;
                if (read == lines) {
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
                    // Through the handle: the process object would close its output, and reports in it would be lost.
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("child ended").isTrue();
        assertThat(read).as("lines of the child").isGreaterThanOrEqualTo(lines);
        moments.merge(read <= 2 ? "while opening" : "while sending", 1, Integer::sum);
    }

    private void note(String line) {
        if (line.startsWith("took ")) {
            taken = Math.max(taken, 1 + Integer.parseInt(line.substring("took ".length())));
        } else if (line.startsWith("resumed ")) {
            int left = Integer.parseInt(line.substring("resumed ".length()));
            resumed += left;
            mostResumed = Math.max(mostResumed, left);
        }
    }

    private void finish(Anvil anvil, Path folder) throws IOException, InterruptedException {
        Process child = start(anvil, folder, 0, taken);
        String last = "";
        try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("child ended").isTrue();
        assertThat(last)
                .as("last line of the child, which said: %s", Files.readString(folder.resolve("errors")))
                .isEqualTo("done");
    }

    private static Process start(Anvil anvil, Path folder, int from, int to) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Xmx192m",
                        "-cp",
                        classPath,
                        KilledOutbox.class.getName(),
                        anvil.uri().toString(),
                        HexFormat.of().formatHex(anvil.account(0).secret()),
                        folder.resolve("journal").toString(),
                        Integer.toString(from),
                        Integer.toString(to))
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    private void check(Anvil anvil, Address sender, BigInteger before, String name) {
        BigInteger expected = before;
        int transfers = 0;
        for (int i = 0; i < taken + SLACK; i++) {
            BigInteger received = anvil.balance(KilledOutbox.recipient(i));
            // A kill may have come between the journal and the report.
            if (i < taken || received.signum() > 0) {
                assertThat(received).as(name + ": transfer " + i).isEqualTo(KilledOutbox.amount(i));
                transfers++;
            }
            expected = expected.subtract(received);
        }
        long nothing = 0;
        long count = 0;
        for (long number = 1; number <= anvil.blockNumber(); number++) {
            for (JsonNode receipt : anvil.call("eth_getBlockReceipts", number)) {
                expected = expected.subtract(
                        quantity(receipt, "gasUsed").multiply(quantity(receipt, "effectiveGasPrice")));
                assertThat(receipt.get("from").asText()).isEqualToIgnoringCase(sender.toString());
                count++;
                nothing += receipt.get("to").asText().equalsIgnoreCase(sender.toString()) ? 1 : 0;
            }
        }
        assertThat(anvil.balance(sender)).as(name + ": wei of the sender").isEqualTo(expected);
        assertThat(count - nothing).as(name + ": transfers in blocks").isEqualTo(transfers);
        assertThat(anvil.transactionCount(sender)).as(name + ": nonces").isEqualTo(count);
        System.out.println("OutboxKillTest: " + KILLS + " kills " + moments + ", " + resumed
                + " transactions under way in all, " + mostResumed + " at most at one kill, " + transfers
                + " transfers once each, "
                + nothing + " nonces filled, value conserved to the wei");
    }

    private static BigInteger quantity(JsonNode receipt, String field) {
        return new BigInteger(receipt.get(field).asText().substring(2), 16);
    }
}
