package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.VerifiedRead;
import network.cortensor.sdk.ipfs.internal.Watch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** Kills processes that write, pin and collect, the way {@code kill -9} does. */
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

    /** The process that gets killed: adds, pins, unpins and collects, and says what it does before or after as it matters. */
    static final class Keeper {
        private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        private final ContentStore store;
        private final Random random;
        private final List<Cid> pinned;

        private Keeper(ContentStore store, Random random) {
            this.store = store;
            this.random = random;
            try (Stream<Cid> pins = store.pins()) {
                pinned = new ArrayList<>(pins.toList());
            }
        }

        public static void main(String[] args) {
            try (ContentStore store = ContentStore.open(Path.of(args[0]))) {
                Keeper keeper = new Keeper(store, new Random(Long.parseLong(args[1])));
                while (true) {
                    keeper.step();
                }
            }
        }

        private void step() {
            AddOptions pin = AddOptions.builder().pin(true).build();
            switch (random.nextInt(8)) {
                case 0 -> {
                    out.println("adding");
                    pinned(store.add(content(), pin));
                }
                case 1 -> {
                    out.println("adding");
                    GarbageHold hold = store.holdGarbage(CallOptions.none());
                    Cid folder = store.addFolder(Map.of("a", store.add(content()), "b", store.add(new byte[10])));
                    store.pin(folder);
                    hold.close();
                    pinned(folder);
                }
                case 2, 3 -> {
                    if (pinned.size() > 3) {
                        Cid cid = pinned.remove(random.nextInt(pinned.size()));
                        out.println("unpinning " + cid);
                        store.unpin(cid);
                    }
                }
                default -> {
                    for (int i = 0; i < 20; i++) {
                        out.println("adding garbage");
                        byte[] small = new byte[1000];
                        random.nextBytes(small);
                        store.add(small);
                    }
                    out.println("collecting");
                    store.collectGarbage(CallOptions.none());
                    out.println("collected");
                }
            }
        }

        private void pinned(Cid cid) {
            pinned.add(cid);
            out.println("pinned " + cid);
        }

        private byte[] content() {
            byte[] bytes = new byte[random.nextInt(3 << 20)];
            random.nextBytes(bytes);
            return bytes;
        }
    }

    @Test
    void pinAndCollect_processKilledAtRandomMoments_keepsEveryPinnedDagWhole() throws Exception {
        SeededRandom random = SeededRandom.create("FileBlockStoreKillTest");
        Set<Cid> promised = new HashSet<>();
        int whileCollecting = 0;
        int roots = 0;
        long garbage = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            // Every other one in a collection: left to chance, hardly any would be.
            Predicate<String> moment = kill % 2 == 0 ? "collecting"::equals : line -> true;
            String last = "";
            for (String line : runAndKill(Keeper.class, random, 60, moment)) {
                if (line.startsWith("pinned ") && line.length() == 7 + 59) {
                    promised.add(Cid.parse(line.substring(7)));
                } else if (line.startsWith("unpinning ") && line.length() == 10 + 59) {
                    promised.remove(Cid.parse(line.substring(10)));
                }
                last = line;
            }
            whileCollecting += last.equals("collecting") ? 1 : 0;
            try (ContentStore store = ContentStore.open(folder)) {
                roots += requireWhole(store, promised, random);
                if (random.below(2) == 0) {
                    garbage += store.collectGarbage(CallOptions.none()).removed();
                    requireWhole(store, promised, random);
                }
            }
        }
        System.out.println(
                "FileBlockStoreKillTest: " + KILLS + " kills, " + whileCollecting + " of them while collecting, "
                        + roots + " pinned DAGs all whole, " + garbage + " blocks of garbage left by the killed");
        assertThat(roots).as(random.seed()).isPositive();
    }

    /** Returns how many roots are pinned. */
    private static int requireWhole(ContentStore store, Set<Cid> promised, SeededRandom random) {
        List<Cid> pinned;
        try (Stream<Cid> pins = store.pins()) {
            pinned = pins.toList();
        }
        assertThat(pinned).as(random.seed()).containsAll(promised);
        Watch watch = Watch.start("read all that is pinned", CallOptions.none());
        ReachableBlocks blocks =
                new ReachableBlocks(store.blocks(), watch, cid -> VerifiedRead.require(store.blocks(), cid));
        assertThatCode(() -> pinned.forEach(blocks::from)).as(random.seed()).doesNotThrowAnyException();
        return pinned.size();
    }

    @Test
    void put_processKilledAtRandomMoments_leavesOnlyWholeBlocks() throws Exception {
        SeededRandom random = SeededRandom.create("FileBlockStoreKillTest");
        int acknowledged = 0;
        int visible = 0;
        int leftovers = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            // A line that the kill has cut was not said.
            List<Cid> stored = runAndKill(Writer.class, random, 20, line -> true).stream()
                    .filter(line -> line.length() == 59)
                    .map(Cid::parse)
                    .toList();
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

    /**
     * Kills a process after some lines and one at the right moment.
     *
     * @return what it said, also at last; the last line may be cut
     */
    private List<String> runAndKill(Class<?> main, SeededRandom random, int maxLines, Predicate<String> moment)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        folder.toString(),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            String line = "";
            for (int more = 1 + random.below(maxLines); more > 0 || !moment.test(line); more--) {
                line = said.readLine();
                if (line == null) {
                    throw new AssertionError("the process ended by itself; " + random.seed());
                }
                lines.add(line);
            }
            // Somewhere inside a step rather than always at its start.
            for (int spin = random.below(200_000); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            // Process.destroyForcibly would close the pipe, with what the process still said in it.
            assertThat(process.toHandle().destroyForcibly()).isTrue();
            said.lines().forEach(lines::add);
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return lines;
    }

    private List<Path> files(String part) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve(part))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
