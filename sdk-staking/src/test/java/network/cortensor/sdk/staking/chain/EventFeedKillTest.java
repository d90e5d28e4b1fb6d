package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.internal.feed.FakeChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that is killed (SIGKILL) while it acknowledges has done what each event asks for exactly once. */
final class EventFeedKillTest {
    private static final int KILLS = 20;
    private static final int MOST_CHANGES = 40;

    @Test
    void kill_atRandomMoments_leavesEachEffectExactlyOnce(@TempDir Path folder)
            throws IOException, InterruptedException {
        Long set = Long.getLong("cortensor.seed");
        long seed = set == null ? new SecureRandom().nextLong() : set;
        System.out.println("EventFeedKillTest: -Dcortensor.seed=" + seed);
        Random random = new Random(seed);
        Path file = folder.resolve("journal");
        int changes = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            changes = runAndKill(file, seed, changes, 1 + random.nextInt(MOST_CHANGES), random.nextInt(2_000_000));
        }
        FakeChain chain = new FakeChain();
        Random sameChanges = new Random(seed);
        for (int i = 0; i <= changes; i++) {
            FoldingApp.change(chain, sameChanges);
        }
        try (Journal journal = Journal.file(file, Journal.Sync.OS)) {
            FoldingApp.fold(chain, journal);
            List<String> canonical = chain.canonical(0).stream()
                    .map(log -> "effect/" + log.blockHash() + "/" + log.index())
                    .toList();
            assertThat(journal.entries("effect/").keySet()).as("seed " + seed).isEqualTo(new TreeSet<>(canonical));
            System.out.println("EventFeedKillTest: " + KILLS + " kills during " + changes + " changes of the chain, "
                    + canonical.size() + " effects, each exactly once");
        }
    }

    /** The number of changes that the child had reported when it was killed. */
    private static int runAndKill(Path file, long seed, int before, int more, int nanos)
            throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        classPath,
                        FoldingApp.class.getName(),
                        file.toString(),
                        Long.toString(seed),
                        Integer.toString(before))
                .redirectErrorStream(true)
                .start();
        int last = before;
        StringBuilder other = new StringBuilder();
        boolean killed = false;
        try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.matches("changes [0-9]+")) {
                    last = Integer.parseInt(line.substring("changes ".length()));
                } else if (!line.startsWith("SLF4J")) {
                    other.append(line).append('\n');
                }
                if (last >= before + more && !killed) {
                    // Somewhere in the middle of what comes next.
                    long until = System.nanoTime() + nanos;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    child.toHandle().destroyForcibly();
                    killed = true;
                }
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("child ended").isTrue();
        assertThat(killed).as("child ended by itself: %s", other).isTrue();
        return last;
    }
}
