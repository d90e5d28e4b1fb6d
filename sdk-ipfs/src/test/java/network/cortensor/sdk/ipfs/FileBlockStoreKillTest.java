package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Kills processes that write, the way {@code kill -9} does. */
class FileBlockStoreKillTest {
    private static final int KILLS = 20;

    @TempDir
    Path folder = Path.of("set by JUnit");

    /** The process that gets killed: puts random blocks and says the CID of each one that is stored. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            Random random = new Random(Long.parseLong(args[1]));
            try (BlockStore store = BlockStore.files(Path.of(args[0]))) {
                for (int i = 0; i < 100_000; i++) {
                    byte[] bytes = new byte[1 + random.nextInt(Block.MAX_SIZE)];
                    random.nextBytes(bytes);
                    Block block = Block.of(Codec.RAW, bytes);
                    out.println("writing");
                    store.put(block);
                    out.println(block.cid());
                }
            }
        }
    }

    @Test
    void put_processKilledAtRandomMoments_leavesOnlyWholeBlocks() throws Exception {
        SeededRandom random = SeededRandom.create("FileBlockStoreKillTest");
        int acknowledged = 0;
        int visible = 0;
        int leftovers = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            List<Cid> stored = runAndKill(random);
            leftovers += files("tmp").size();
            try (BlockStore store = BlockStore.files(folder)) {
                assertThat(files("tmp")).as(random.seed()).isEmpty();
                for (Path file : files("blocks")) {
                    Cid cid = Cid.parse(file.getFileName().toString().replace(".data", ""));
                    assertThat(store.get(cid)).as(random.seed()).isPresent();
                    visible++;
                }
                for (Cid cid : stored) {
                    assertThat(store.delete(cid))
                            .as("put had returned; " + random.seed())
                            .isTrue();
                    acknowledged++;
                }
                for (Path file : files("blocks")) {
                    Files.delete(file);
                }
            }
        }
        System.out.println("FileBlockStoreKillTest: " + KILLS + " kills, " + visible + " visible blocks all whole, "
                + acknowledged + " acknowledged blocks all visible, " + leftovers + " leftovers removed");
        assertThat(acknowledged).as(random.seed()).isPositive();
    }

    /** Returns the blocks whose put had returned when the process died. */
    private List<Cid> runAndKill(SeededRandom random) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString(),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<Cid> stored = new ArrayList<>();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            int lines = 1 + random.below(20);
            for (int i = 0; i < lines; i++) {
                String line = said.readLine();
                if (line == null) {
                    throw new AssertionError("the writer ended by itself; " + random.seed());
                }
                collect(line, stored);
            }
            // Somewhere inside a write rather than always at its start.
            for (int spin = random.below(200_000); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            // Process.destroyForcibly would close the pipe, with what the writer still said in it.
            assertThat(process.toHandle().destroyForcibly()).isTrue();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                collect(line, stored);
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return stored;
    }

    private static void collect(String line, List<Cid> stored) {
        // A line that the kill has cut was not said.
        if (line.length() == 59) {
            stored.add(Cid.parse(line));
        }
    }

    private List<Path> files(String part) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve(part))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
