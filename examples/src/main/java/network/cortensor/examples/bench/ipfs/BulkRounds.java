package network.cortensor.examples.bench.ipfs;

import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Pattern;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.Score;
import network.cortensor.examples.bench.Units;
import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.ipfs.AddOptions;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.Durability;
import network.cortensor.sdk.ipfs.FileBlockStoreOptions;
import network.cortensor.sdk.ipfs.ImportProfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Import and verified read of the same bytes in turns with hashing them and nothing else, so that a machine that is busy for a
 * while slows all of them.
 */
final class BulkRounds {

    private static final Goal IMPORT_V1 = Goal.atLeast(0.9);
    private static final Goal IMPORT_V1_TWO_THREADS = Goal.atLeast(1.7);
    private static final Goal IMPORT_V0 = Goal.atLeast(0.8);
    private static final Goal READ = Goal.atLeast(0.85);

    private static final int BUFFER_BYTES = 64 * Units.KIB;

    /** What takes its turn in each round, in this order. */
    private enum Turn {
        COPY,
        HASH,
        IMPORT_V1,
        IMPORT_V0,
        READ_MEMORY,
        READ_FILES,
        HASH_FILE,
        HASH_TWO_THREADS,
        IMPORT_V1_TWO_THREADS
    }

    private final IpfsPlan plan;
    private final Path file;
    private final Pattern pattern = new Pattern(1);
    private final Map<Turn, List<Score>> scores = new EnumMap<>(Turn.class);

    private BulkRounds(IpfsPlan plan, Path file) {
        this.plan = plan;
        this.file = file;
    }

    /** Runs all rounds, with a folder for scratch. */
    static BulkRounds run(IpfsPlan plan, Path folder, Consumer<String> progress) throws IOException {
        BulkRounds rounds = new BulkRounds(plan, folder.resolve("content"));
        FileBlockStoreOptions notForced =
                FileBlockStoreOptions.builder().durability(Durability.NONE).build();
        try (ContentStore memory = ContentStore.on(BlockStore.memory());
                ContentStore files = ContentStore.open(folder.resolve("store"), notForced)) {
            progress.accept("warming up import and read");
            try (InputStream content = rounds.pattern.stream(plan.bytes())) {
                Files.copy(content, rounds.file);
            }
            Cid cid = memory.add(rounds.pattern.stream(plan.bytes()));
            Cid same = files.add(rounds.pattern.stream(plan.bytes()));
            if (!cid.equals(same)) {
                throw new IllegalStateException("two stores gave the same bytes two CIDs: " + cid + " and " + same);
            }
            for (int round = -plan.warmUps(); round < plan.rounds(); round++) {
                if (round >= 0) {
                    progress.accept("import and read, round " + (round + 1) + " of " + plan.rounds());
                }
                for (Turn turn : Turn.values()) {
                    Score score = rounds.take(turn, cid, memory, files);
                    if (round >= 0) {
                        rounds.scores
                                .computeIfAbsent(turn, key -> new ArrayList<>())
                                .add(score);
                    }
                }
            }
        }
        return rounds;
    }

    private Score take(Turn turn, Cid cid, ContentStore memory, ContentStore files) throws IOException {
        return switch (turn) {
            case COPY -> Score.ofThread(() -> drain(pattern.stream(plan.bytes())));
            case HASH -> Score.ofThread(() -> BareHash.of(pattern, 0, plan.bytes()));
            case IMPORT_V1 -> Score.ofThread(() -> add(ImportProfile.UNIXFS_V1_2025, 1));
            case IMPORT_V0 -> Score.ofThread(() -> add(ImportProfile.UNIXFS_V0_2015, 1));
            case READ_MEMORY -> Score.ofThread(() -> drain(memory.get(cid)));
            case READ_FILES -> Score.ofThread(() -> drain(files.get(cid)));
            case HASH_FILE -> Score.ofThread(this::hashFile);
            case HASH_TWO_THREADS -> Score.ofProcess(this::hashInTwoThreads);
            case IMPORT_V1_TWO_THREADS -> Score.ofProcess(() -> add(ImportProfile.UNIXFS_V1_2025, 2));
        };
    }

    private void add(ImportProfile profile, int threads) {
        try (ContentStore store = ContentStore.on(BlockStore.discarding())) {
            store.add(
                    pattern.stream(plan.bytes()),
                    AddOptions.builder().profile(profile).threads(threads).build());
        }
    }

    private void drain(InputStream content) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long total = 0;
        try (content) {
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                total += count;
            }
        }
        if (total != plan.bytes()) {
            throw new IllegalStateException("read " + total + " bytes of " + plan.bytes());
        }
    }

    private void hashFile() throws IOException {
        MessageDigest digest = BareHash.sha256();
        try (InputStream content = Files.newInputStream(file)) {
            drain(new DigestInputStream(content, digest));
        }
    }

    private void hashInTwoThreads() {
        long half = plan.bytes() / 2;
        Thread other = new Thread(() -> BareHash.of(pattern, half, plan.bytes() - half), "bench-second-half");
        other.setDaemon(true);
        other.start();
        BareHash.of(pattern, 0, half);
        try {
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("The benchmark was cancelled.", e);
        }
    }

    /** Returns how fast the source of the imports is read, in MiB/s of CPU time. */
    double copyMibPerSecond() {
        return Units.mibPerSecond(Score.spread(scores(Turn.COPY), Score::cpu).median() / plan.bytes());
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(row("import v1-2025, 1 thread, MiB/s", Turn.IMPORT_V1).with(IMPORT_V1));
        rows.add(clockRow("  2 threads, by the clock, MiB/s", Turn.IMPORT_V1_TWO_THREADS)
                .with(IMPORT_V1_TWO_THREADS));
        rows.add(clockRow("  bare SHA-256 in 2 threads likewise", Turn.HASH_TWO_THREADS));
        rows.add(row("  2 threads, CPU of both, MiB/s", Turn.IMPORT_V1_TWO_THREADS));
        rows.add(row("import v0-2015, 1 thread, MiB/s", Turn.IMPORT_V0).with(IMPORT_V0));
        rows.add(row("verified read from memory, MiB/s", Turn.READ_MEMORY).with(READ));
        rows.add(row("verified read from files, MiB/s", Turn.READ_FILES).with(READ));
        rows.add(row("  beside SHA-256 of one file", Turn.READ_FILES, Turn.HASH_FILE));
        return rows;
    }

    private Row row(String name, Turn turn) {
        return row(name, turn, Turn.HASH);
    }

    private Row row(String name, Turn turn, Turn reference) {
        return Row.throughput(name, plan.bytes(), scores(turn), scores(reference));
    }

    private Row clockRow(String name, Turn turn) {
        List<Score> hash = scores(Turn.HASH);
        List<Score> ours = scores(turn);
        return Row.of(
                name,
                0,
                Units.mibPerSecond(Score.spread(ours, Score::clock).median() / plan.bytes()),
                Units.mibPerSecond(Score.spread(hash, Score::clock).median() / plan.bytes()),
                Score.ratio(hash, ours, Score::clock),
                null);
    }

    private List<Score> scores(Turn turn) {
        return scores.getOrDefault(turn, List.of());
    }
}
