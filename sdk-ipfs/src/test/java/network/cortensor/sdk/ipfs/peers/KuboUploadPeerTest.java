package network.cortensor.sdk.ipfs.peers;

import network.cortensor.sdk.ipfs.AddOptions;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.ImportProfile;
import network.cortensor.sdk.ipfs.SeededRandom;
import network.cortensor.sdk.ipfs.kubo.CarUpload;
import network.cortensor.sdk.ipfs.kubo.CarUploadOptions;
import network.cortensor.sdk.ipfs.kubo.CarUploadReport;
import network.cortensor.sdk.ipfs.kubo.KuboClient;
import network.cortensor.sdk.ipfs.kubo.KuboPin;
import network.cortensor.sdk.ipfs.kubo.KuboPinKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Much content, and uploads that are killed, with a real Kubo. {@code -Dcortensor.kubo.mebibytes=1024} makes the content that is
 * added and read back a gibibyte.
 */
class KuboUploadPeerTest {
    private static final int MEBIBYTES = Integer.getInteger("cortensor.kubo.mebibytes", 256);
    private static final long CONTENT = (long) MEBIBYTES << 20;
    private static final int KILLS = 8;
    private static final CarUploadOptions SHARDS =
            CarUploadOptions.builder().shardBytes(4 * 1024 * 1024).build();

    private final SeededRandom random = SeededRandom.create("KuboUploadPeerTest");

    @TempDir
    private Path folder;

    /** Adds and reads back. */
    static final class Streamer {
        private Streamer() {}

        public static void main(String[] args) throws Exception {
            AddOptions options =
                    AddOptions.builder().profile(ImportProfile.valueOf(args[1])).build();
            MessageDigest sent = MessageDigest.getInstance("SHA-256");
            MessageDigest got = MessageDigest.getInstance("SHA-256");
            try (KuboClient kubo = KuboClient.open(URI.create(args[0]))) {
                Cid cid =
                        kubo.add(new DigestInputStream(new KeyStream(args[2], Long.parseLong(args[3])), sent), options);
                try (InputStream back = new DigestInputStream(kubo.cat(cid), got)) {
                    back.transferTo(OutputStream.nullOutputStream());
                }
                if (!MessageDigest.isEqual(sent.digest(), got.digest())) {
                    throw new AssertionError("other bytes came back");
                }
                System.out.println(cid);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ImportProfile.class)
    void addAndCat_moreThanTheHeapHolds_isTheSame(ImportProfile profile) throws Exception {
        try (KuboDaemon daemon = KuboDaemon.start(getClass())) {
            String seed = Long.toString(random.nextLong());
            long start = System.nanoTime();
            Process process = java(
                    "-Xmx64m", Streamer.class, daemon.rpc().toString(), profile.name(), seed, Long.toString(CONTENT));
            assertThat(process.waitFor(60 + MEBIBYTES, TimeUnit.SECONDS)).isTrue();
            String said = Files.readString(folder.resolve("out")).strip();
            assertThat(process.exitValue()).as(said + random.seed()).isZero();
            Cid expected = ContentStore.on(BlockStore.discarding())
                    .add(
                            new KeyStream(seed, CONTENT),
                            AddOptions.builder().profile(profile).build());
            assertThat(Cid.parse(said)).isEqualTo(expected);
            System.out.println("KuboUploadPeerTest: " + MEBIBYTES + " MiB added and read back by " + profile
                    + " in a heap of 64 MiB in " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s");
        }
    }

    /** The process that gets killed. */
    static final class Uploader {
        private Uploader() {}

        public static void main(String[] args) {
            try (KuboClient kubo = KuboClient.open(URI.create(args[0]));
                    BlockStore source = BlockStore.files(Path.of(args[1]))) {
                CarUploadReport report = CarUpload.resume(Path.of(args[3]), source, Cid.parse(args[2]), kubo, SHARDS);
                System.out.println(report);
            }
        }
    }

    @Test
    void upload_processKilledAtRandomMoments_isWholeInTheEnd() throws Exception {
        byte[] content = random.bytes(200_000_000);
        Path blocks = folder.resolve("blocks");
        Cid root;
        try (ContentStore store = ContentStore.on(BlockStore.files(blocks))) {
            root = store.add(content);
        }
        Path journal = folder.resolve("journal");
        try (KuboDaemon daemon = KuboDaemon.start(getClass());
                KuboClient kubo = KuboClient.open(daemon.rpc())) {
            int kills = 0;
            boolean done = false;
            while (!done) {
                Process process = java(
                        "-Xmx128m",
                        Uploader.class,
                        daemon.rpc().toString(),
                        blocks.toString(),
                        root.toString(),
                        journal.toString());
                if (kills < KILLS) {
                    awaitNextNote(journal, process);
                    process.waitFor(random.below(100), TimeUnit.MILLISECONDS);
                    process.toHandle().destroyForcibly();
                }
                assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
                done = process.exitValue() == 0;
                kills += done ? 0 : 1;
                assertThat(process.exitValue())
                        .as(Files.readString(folder.resolve("out")) + random.seed())
                        .isIn(0, 128 + 9);
            }
            assertThat(kubo.pinned(root)).contains(new KuboPin(root, KuboPinKind.RECURSIVE, ""));
            assertThat(kubo.dagStat(root).blocks()).isEqualTo(192);
            try (InputStream back = kubo.cat(root)) {
                assertThat(back.readAllBytes()).isEqualTo(content);
            }
            System.out.println("KuboUploadPeerTest: " + kills + " kills, then whole: "
                    + Files.readString(folder.resolve("out")).strip() + "; " + random.seed());
        }
    }

    /** So that each run is killed while it uploads, not while its JVM starts. */
    private static void awaitNextNote(Path journal, Process process) throws IOException, InterruptedException {
        long before = Files.exists(journal) ? Files.size(journal) : 0;
        boolean ended = false;
        while (!ended && (!Files.exists(journal) || Files.size(journal) == before)) {
            ended = process.waitFor(2, TimeUnit.MILLISECONDS);
        }
    }

    private Process java(String heap, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
    }
}
