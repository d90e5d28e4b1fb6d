package network.cortensor.sdk.ipfs.kubo;

import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.SeededRandom;
import network.cortensor.sdk.ipfs.StoreException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.unixfs.DagPbLinks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Uploads in shards: cut, killed, and with journals of all kinds. */
class CarUploadTest {
    private static final int KILLS = 12;
    private static final int CUTS = 20;
    private static final CarUploadOptions OPTIONS =
            CarUploadOptions.builder().shardBytes(3 * 1024 * 1024).build();

    private final SeededRandom random = SeededRandom.create("CarUploadTest");

    @TempDir
    private Path folder;

    private CountingKubo daemon;
    private KuboClient kubo;
    private Path journal;

    @BeforeEach
    void start() throws IOException {
        daemon = new CountingKubo();
        kubo = KuboClient.open(daemon.api());
        journal = folder.resolve("upload.journal");
    }

    @AfterEach
    void stop() {
        kubo.close();
        daemon.close();
    }

    @Test
    void resume_nothingInTheWay_sendsEachBlockOnce() throws IOException {
        BlockStore source = BlockStore.memory();
        Cid root = ContentStore.on(source).add(random.bytes(10_500_000));
        CarUploadReport report = CarUpload.resume(journal, source, root, kubo, OPTIONS);
        assertThat(report)
                .isEqualTo(new CarUploadReport(
                        12, 10_500_000 + source.get(root).orElseThrow().size(), 4, 4));
        assertThat(daemon.requests().stream().flatMap(List::stream)).doesNotHaveDuplicates();
        assertThat(ContentStore.on(daemon.store()).has(root)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journal)))
                .isEqualTo("rw-------");

        CarUploadReport again = CarUpload.resume(journal, source, root, kubo, OPTIONS);
        assertThat(again).isEqualTo(new CarUploadReport(report.blocks(), report.bytes(), 4, 0));
        assertThat(daemon.requests()).hasSize(4);
    }

    @Test
    void resume_withoutPin_countsWhatIsThere() {
        BlockStore source = BlockStore.memory();
        Cid root = ContentStore.on(source).add(random.bytes(5_000_000));
        CarUploadOptions noPin = CarUploadOptions.builder().pin(false).build();
        assertThat(CarUpload.resume(journal, source, root, kubo, noPin).blocks())
                .isEqualTo(6);
    }

    @Test
    void resume_oneSmallBlock_isOneShard() {
        BlockStore source = BlockStore.memory();
        Cid root = ContentStore.on(source).add(new byte[0]);
        assertThat(CarUpload.resume(journal, source, root, kubo)).isEqualTo(new CarUploadReport(1, 0, 1, 1));
    }

    /** The connection is cut at random points: the call fails, and the next one sends at most the shard at hand again. */
    @Test
    void resume_connectionCutAtRandomPoints_sendsAtMostOneShardTwice() {
        BlockStore source = BlockStore.memory();
        Cid root = ContentStore.on(source).add(random.bytes(30_000_000));
        int cuts = 0;
        Set<Cid> seen = new HashSet<>();
        int requests = 0;
        while (true) {
            // Less than the smallest shard has, so that each of these runs is cut.
            long at = random.below(2_000_000);
            boolean cut = cuts < CUTS;
            boolean beforeAnswer = random.below(2) == 0;
            int from = requests;
            int hit = random.below(3);
            daemon.disturb((request, bytes, atEnd) -> {
                if (cut && request == from + hit && (beforeAnswer ? atEnd : bytes > at)) {
                    throw new IOException("cut");
                }
            });
            boolean done = run(source, root);
            requests = requireOneShardTwiceAtMost(requests, seen);
            if (done) {
                break;
            }
            cuts++;
        }
        System.out.println("CarUploadTest: " + cuts + " cuts, " + requests + " requests; " + random.seed());
        assertThat(ContentStore.on(daemon.store()).has(root)).isTrue();
        assertThat(cuts).isPositive();
    }

    private boolean run(BlockStore source, Cid root) {
        try {
            CarUpload.resume(journal, source, root, kubo, OPTIONS);
            return true;
        } catch (UnreachableException e) {
            return false;
        }
    }

    /** Of all requests since the last run, only the first may have anything that has been seen. */
    private int requireOneShardTwiceAtMost(int before, Set<Cid> seen) {
        List<List<Cid>> requests = daemon.requests();
        for (int i = before; i < requests.size(); i++) {
            if (i > before) {
                assertThat(requests.get(i)).as(random.seed()).doesNotContainAnyElementsOf(seen);
            }
            seen.addAll(requests.get(i));
        }
        return requests.size();
    }

    /** The process that gets killed. */
    static final class Uploader {
        private Uploader() {}

        public static void main(String[] args) {
            try (KuboClient kubo = KuboClient.open(URI.create(args[0]));
                    BlockStore source = BlockStore.files(Path.of(args[1]))) {
                CarUpload.resume(Path.of(args[3]), source, Cid.parse(args[2]), kubo, OPTIONS);
            }
        }
    }

    @Test
    void resume_processKilledAtRandomPoints_sendsAtMostOneShardTwice() throws Exception {
        Path blocks = folder.resolve("blocks");
        Cid root;
        try (ContentStore store = ContentStore.on(BlockStore.files(blocks))) {
            root = store.add(random.bytes(100_000_000));
        }
        Set<Cid> seen = new HashSet<>();
        int requests = 0;
        int kills = 0;
        int twice = 0;
        boolean done = false;
        while (!done) {
            boolean kill = kills < KILLS;
            done = runAndKill(blocks, root, kill, requests);
            kills += done ? 0 : 1;
            List<List<Cid>> all = daemon.requests();
            if (all.size() > requests && seen.containsAll(all.get(requests))) {
                twice++;
            }
            requests = requireOneShardTwiceAtMost(requests, seen);
            assertThat(kills).as(random.seed()).isLessThanOrEqualTo(KILLS);
        }
        System.out.println("CarUploadTest: " + kills + " kills, " + requests + " requests, " + twice
                + " shards sent twice, never two in a run; " + random.seed());
        assertThat(ContentStore.on(daemon.store()).has(root)).isTrue();
        assertThat(seen).hasSize(1 + 96);
        assertThat(kills).isEqualTo(KILLS);
    }

    /** Returns whether the process came to its end. */
    private boolean runAndKill(Path blocks, Cid root, boolean kill, int from) throws IOException, InterruptedException {
        List<Process> running = new ArrayList<>();
        int hit = random.below(3);
        // Less than the smallest of the shards that are reached, so that each of these runs is killed.
        long at = random.below(2_000_000);
        boolean atTheEnd = random.below(2) == 0;
        daemon.disturb((request, bytes, atEnd) -> {
            if (kill && request == from + hit && (atTheEnd ? atEnd : bytes > at)) {
                running.get(0).toHandle().destroyForcibly();
            }
        });
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Uploader.class.getName(),
                        daemon.api().toString(),
                        blocks.toString(),
                        root.toString(),
                        journal.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        running.add(process);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        boolean ended = process.exitValue() == 0;
        boolean killed = process.exitValue() == 128 + 9;
        assertThat(ended || killed).as(() -> readOut() + random.seed()).isTrue();
        return ended;
    }

    private String readOut() {
        try {
            return Files.readString(folder.resolve("out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    // ---- journals

    private Cid cutUpload(BlockStore source) {
        Cid root = ContentStore.on(source).add(random.bytes(10_000_000));
        daemon.disturb((request, bytes, atEnd) -> {
            if (request == 2) {
                throw new IOException("cut");
            }
        });
        assertThatThrownBy(() -> CarUpload.resume(journal, source, root, kubo, OPTIONS))
                .isInstanceOf(UnreachableException.class);
        daemon.disturb((request, bytes, atEnd) -> {});
        return root;
    }

    @Test
    void resume_journalCutAnywhere_goesOnOrSaysSo() throws IOException {
        BlockStore source = BlockStore.memory();
        Cid root = cutUpload(source);
        byte[] whole = Files.readAllBytes(journal);
        String text = new String(whole, StandardCharsets.US_ASCII);
        assertThat(text.lines()).hasSize(3);
        for (int length = 0; length <= whole.length; length += 7) {
            Files.write(journal, Arrays.copyOf(whole, length));
            long lines =
                    text.substring(0, length).chars().filter(c -> c == '\n').count();
            long shards = Math.max(lines - 1, 0);
            CarUploadReport report = CarUpload.resume(journal, source, root, kubo, OPTIONS);
            assertThat(report.sentNow()).as("cut to " + length).isEqualTo(report.shards() - shards);
        }
    }

    @Test
    void resume_journalWithAnyCharacterChanged_isRefused() throws IOException {
        BlockStore source = BlockStore.memory();
        Cid root = cutUpload(source);
        byte[] whole = Files.readAllBytes(journal);
        int sent = daemon.requests().size();
        // A damaged last end of line looks like a line that a crash left, which is cut off and sent again.
        for (int at = 0; at < whole.length - 1; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(journal, changed);
            assertThatThrownBy(() -> CarUpload.resume(journal, source, root, kubo, OPTIONS))
                    .as("character " + at)
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("delete it to begin anew");
        }
        assertThat(daemon.requests()).hasSize(sent);
    }

    @Test
    void resume_journalLinesMovedOrLost_isRefused() throws IOException {
        BlockStore source = BlockStore.memory();
        Cid root = cutUpload(source);
        List<String> lines = Files.readAllLines(journal);
        for (List<String> changed : List.of(
                List.of(lines.get(0), lines.get(2)),
                List.of(lines.get(0), lines.get(2), lines.get(1)),
                List.of(lines.get(0), lines.get(1), lines.get(1)),
                List.of(lines.get(1)))) {
            Files.write(journal, changed);
            assertThatThrownBy(() -> CarUpload.resume(journal, source, root, kubo, OPTIONS))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void resume_journalOfAnotherUpload_saysWhose() throws IOException {
        BlockStore source = BlockStore.memory();
        Cid root = cutUpload(source);
        Cid other = ContentStore.on(source).add(random.bytes(10));
        byte[] before = Files.readAllBytes(journal);
        assertThatThrownBy(() -> CarUpload.resume(journal, source, other, kubo, OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(root.toString())
                .hasMessageContaining(other.toString());
        assertThatThrownBy(() -> CarUpload.resume(journal, source, root, kubo))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3145728");
        assertThat(journal).hasBinaryContent(before);
    }

    @Test
    void resume_fileThatIsNoJournal_isLeftAlone() throws IOException {
        BlockStore source = BlockStore.memory();
        Cid root = ContentStore.on(source).add(random.bytes(10));
        for (String content :
                List.of("not a journal", "not a journal\n", "\n", "cortensor-car-upload 2 x 1 0123456789abcdef\n")) {
            Files.writeString(journal, content);
            assertThatThrownBy(() -> CarUpload.resume(journal, source, root, kubo))
                    .as(content)
                    .isInstanceOf(MalformedException.class);
            assertThat(journal).hasContent(content);
        }
    }

    @Test
    void resume_journalInUse_isRefused() throws IOException {
        BlockStore source = BlockStore.memory();
        Cid root = ContentStore.on(source).add(random.bytes(10));
        try (UploadJournal used = UploadJournal.open(journal, root, OPTIONS.shardBytes())) {
            assertThatThrownBy(() -> CarUpload.resume(journal, source, root, kubo, OPTIONS))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("another upload");
            assertThat(used.shards()).isZero();
        }
        assertThat(CarUpload.resume(journal, source, root, kubo, OPTIONS).shards())
                .isEqualTo(1);
    }

    @Test
    void resume_blockMissingInTheSource_namesItAndSendsNoHalfShard() {
        BlockStore source = BlockStore.memory();
        Cid root = ContentStore.on(source).add(random.bytes(10_000_000));
        List<Cid> children = new ArrayList<>();
        DagPbLinks.read("test", source.get(root).orElseThrow().buffer(), children::add);
        source.delete(children.get(4));
        assertThatThrownBy(() -> CarUpload.resume(journal, source, root, kubo, OPTIONS))
                .isInstanceOf(BlockNotFoundException.class)
                .hasMessageContaining(children.get(4).toString());
        assertThat(daemon.requests()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void resume_daemonThatForgot_saysSo() throws IOException {
        BlockStore source = BlockStore.memory();
        Cid root = cutUpload(source);
        daemon.disturb((request, bytes, atEnd) -> daemon.store().delete(root));
        assertThatThrownBy(() -> CarUpload.resume(journal, source, root, kubo, OPTIONS))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Delete the journal");
    }

    @Test
    void resume_progress_countsUpToTheWhole() {
        BlockStore source = BlockStore.memory();
        Cid root = cutUpload(source);
        List<Long> heard = new ArrayList<>();
        CallOptions call = CallOptions.builder()
                .progress(progress -> heard.add(progress.bytes()))
                .build();
        CarUploadReport report = CarUpload.resume(journal, source, root, kubo.with(call), OPTIONS);
        assertThat(heard).isSorted().hasSize((int) report.blocks()).endsWith(report.bytes());
    }
}
