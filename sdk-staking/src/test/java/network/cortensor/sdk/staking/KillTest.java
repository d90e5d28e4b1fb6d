package network.cortensor.sdk.staking;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that is killed (SIGKILL) while it writes loses nothing that it reported as done. */
final class KillTest {
    private static final int KILLS = 20;
    private static final int MOST_CALLS = 400;

    @Test
    void kill_atRandomMoments_losesNothingReported(@TempDir Path folder) throws IOException, InterruptedException {
        long seed = Seeds.next("KillTest");
        Random random = new Random(seed);
        int unreported = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path file = folder.resolve("ledger " + kill);
            Journal.Sync sync = kill % 2 == 0 ? Journal.Sync.OS : Journal.Sync.ALWAYS;
            long childSeed = random.nextLong();
            long reported = runAndKill(file, sync, childSeed, 1 + random.nextInt(MOST_CALLS));
            unreported += check(file, childSeed, reported, "seed " + seed + ", kill " + kill);
        }
        System.out.println("KillTest: " + KILLS + " kills, nothing reported was lost, " + unreported
                + " unreported calls were found done");
    }

    /** The number of the last call that the child reported. */
    private static long runAndKill(Path file, Journal.Sync sync, long seed, int calls)
            throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        classPath,
                        CrashingLedger.class.getName(),
                        file.toString(),
                        sync.name(),
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = 0;
        try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
            String line = out.readLine();
            while (line != null) {
                if (line.matches("done [0-9]+")) {
                    last = Long.parseLong(line.substring("done ".length()));
                }
                if (last == calls) {
                    // Through the handle: the process object would close its output, and reports in it would be lost.
                    child.toHandle().destroyForcibly();
                }
                line = out.readLine();
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("child ended").isTrue();
        assertThat(last).as("calls reported by the child").isGreaterThanOrEqualTo(calls);
        return last;
    }

    /** Compares the file with what the same calls leave behind in memory. Says whether one more call was found done. */
    private static int check(Path file, long seed, long reported, String name) {
        FakeClock clock = new FakeClock();
        Journal expected = Journal.memory();
        int sure;
        int possible;
        try (EmbeddedLedger ledger = RandomOperations.open(expected, clock)) {
            RandomOperations operations = new RandomOperations(seed, clock);
            RandomLedgerTest.fundAndRegister(ledger);
            for (long done = 1; done < reported; done++) {
                operations.step(ledger);
            }
            sure = expected.entries("").size();
            operations.step(ledger);
            possible = expected.entries("").size();
        }
        try (Journal journal = Journal.file(file, Journal.Sync.OS)) {
            List<String> found = lines(journal);
            assertThat(found).as(name).hasSizeBetween(sure, possible);
            assertThat(found).as(name).isEqualTo(lines(expected).subList(0, found.size()));
            try (EmbeddedLedger reopened = RandomOperations.open(journal, new FakeClock())) {
                assertThat(reopened.conservesTokens()).as(name).isTrue();
            }
            return found.size() > sure ? 1 : 0;
        }
    }

    private static List<String> lines(Journal journal) {
        List<String> lines = new ArrayList<>();
        journal.forEach("", (key, value) -> lines.add(key + " " + new String(value, StandardCharsets.UTF_8)));
        return lines;
    }
}
