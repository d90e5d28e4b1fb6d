package network.cortensor.sdk.ipfs.peers;

import network.cortensor.sdk.ipfs.AddOptions;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.ImportProfile;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.SeededRandom;
import network.cortensor.sdk.ipfs.car.CarReport;
import network.cortensor.sdk.ipfs.car.CarWriter;
import network.cortensor.sdk.ipfs.internal.unixfs.DagPbLinks;
import network.cortensor.sdk.ipfs.kubo.KuboClient;
import network.cortensor.sdk.ipfs.kubo.KuboImport;
import network.cortensor.sdk.ipfs.kubo.KuboKey;
import network.cortensor.sdk.ipfs.kubo.KuboPin;
import network.cortensor.sdk.ipfs.kubo.KuboPinKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The client with a real Kubo. */
class KuboClientPeerTest {
    private static final Cid NOBODY_HAS = Cid.parse("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyka");

    private static KuboDaemon daemon;
    private static KuboClient kubo;

    private final SeededRandom random = SeededRandom.create("KuboClientPeerTest");

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        daemon = KuboDaemon.start(KuboClientPeerTest.class);
        kubo = KuboClient.open(daemon.rpc());
    }

    @AfterAll
    static void stop() {
        if (kubo != null) {
            kubo.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    private static AddOptions profile(ImportProfile profile) {
        return AddOptions.builder().profile(profile).build();
    }

    private Path content(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("content" + random.below(Integer.MAX_VALUE)), bytes);
    }

    private static byte[] read(Cid cid) throws IOException {
        try (InputStream content = kubo.cat(cid)) {
            return content.readAllBytes();
        }
    }

    @Test
    void version_ofTheDaemon_isWhatItSays() throws IOException {
        assertThat(kubo.version().version()).isEqualTo(daemon.version());
        assertThat(kubo.repositoryStat().blocks()).isPositive();
    }

    @Test
    void peerAndKeys_ofTheDaemon_areItsOwn() throws IOException {
        assertThat(kubo.peer().id().peerId())
                .isEqualTo(daemon.run("id", "--format=<id>").strip());
        daemon.run("key", "gen", "second");
        assertThat(kubo.keys()).extracting(KuboKey::name).contains("self", "second");
        assertThat(kubo.keys()).extracting(KuboKey::id).contains(kubo.peer().id());
    }

    @ParameterizedTest
    @EnumSource(ImportProfile.class)
    void addAndCat_manySizes_giveTheSameBothWays(ImportProfile profile) throws IOException {
        int chunk = profile.chunkSize();
        for (int size : new int[] {0, 1, 1000, chunk, chunk + 1, 3 * chunk + 17}) {
            byte[] bytes = random.bytes(size);
            Cid cid = kubo.add(bytes, profile(profile));
            assertThat(cid).isEqualTo(ContentStore.on(BlockStore.memory()).add(bytes, profile(profile)));
            assertThat(Files.readAllBytes(fetchedByKubo(cid))).as(random.seed()).isEqualTo(bytes);
            assertThat(addedByKubo(content(bytes), profile)).as(random.seed()).isEqualTo(cid);
            assertThat(read(cid)).as(random.seed()).isEqualTo(bytes);
            assertThat(kubo.pinned(cid)).as("the command line pins by default").isPresent();
            assertThat(kubo.unpin(cid)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(ImportProfile.class)
    void add_folderWithEverything_isTheFolderThatKuboHas(ImportProfile profile) throws IOException {
        Path tree = tree();
        Cid cid = kubo.add(tree, profile(profile));
        Path back = fetchedByKubo(cid);
        for (String name : TREE) {
            assertThat(back.resolve(name)).as(name).hasSameBinaryContentAs(tree.resolve(name));
            try (InputStream content = kubo.cat(IpfsPath.of(cid, name.split("/")))) {
                assertThat(content.readAllBytes()).as(name).isEqualTo(Files.readAllBytes(tree.resolve(name)));
            }
        }
        assertThat(Files.readSymbolicLink(back.resolve("link"))).isEqualTo(Path.of("a b", "ü %41+&\"'.txt"));
        assertThat(back.resolve("empty")).isEmptyDirectory();
        assertThat(cid).isEqualTo(ContentStore.on(BlockStore.discarding()).add(tree, profile(profile)));
        if (profile == ImportProfile.UNIXFS_V0_2015) {
            assertThat(addedByKubo(tree, profile)).isEqualTo(cid);
        }
    }

    private static final List<String> TREE = List.of("a b/ü %41+&\"'.txt", "a b/.hidden", "big", "a b/c/d/e/f");

    private Path tree() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        for (String name : TREE) {
            Files.createDirectories(tree.resolve(name).getParent());
            Files.write(tree.resolve(name), random.bytes(name.equals("big") ? 3_000_000 : 100));
        }
        Files.createDirectory(tree.resolve("empty"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("a b", "ü %41+&\"'.txt"));
        return tree;
    }

    /** So many that a line for each of them would fill the buffers of a connection, and that the folder is sharded. */
    @ParameterizedTest
    @EnumSource(ImportProfile.class)
    void add_folderOfManyFiles_neitherHangsNorDiffers(ImportProfile profile) throws IOException {
        Path tree = Files.createDirectories(folder.resolve("many"));
        for (int i = 0; i < 5000; i++) {
            Files.writeString(
                    tree.resolve("a file with a rather long name, so that its line is long too, number " + i), "x" + i);
        }
        Cid cid = kubo.add(tree, profile(profile));
        assertThat(kubo.dagStat(cid).blocks()).isGreaterThan(5000);
        if (profile == ImportProfile.UNIXFS_V0_2015) {
            assertThat(addedByKubo(tree, profile)).isEqualTo(cid);
        }
    }

    @Test
    void add_withAttributes_keepsThem() throws IOException {
        Path tree = tree();
        AddOptions options = AddOptions.builder()
                .profile(ImportProfile.UNIXFS_V0_2015)
                .keepMode(true)
                .keepModificationTime(true)
                .build();
        Cid cid = kubo.add(tree, options);
        assertThat(cid).isEqualTo(ContentStore.on(BlockStore.discarding()).add(tree, options));
        Path back = fetchedByKubo(cid);
        assertThat(Files.getLastModifiedTime(back.resolve("big")).toMillis() / 1000)
                .isEqualTo(Files.getLastModifiedTime(tree.resolve("big")).toMillis() / 1000);
    }

    @Test
    void add_pinned_isPinnedWithItsBlocks() {
        byte[] bytes = random.bytes(3_000_000);
        for (ImportProfile profile : ImportProfile.values()) {
            Cid cid = kubo.add(
                    bytes, AddOptions.builder().profile(profile).pin(true).build());
            assertThat(kubo.pinned(cid)).contains(new KuboPin(cid, KuboPinKind.RECURSIVE, ""));
            try (Stream<KuboPin> pins = kubo.pins(KuboPinKind.RECURSIVE)) {
                assertThat(pins.map(KuboPin::cid)).contains(cid);
            }
            Cid below = firstChild(cid);
            assertThat(kubo.pinned(below).orElseThrow().kind()).isEqualTo(KuboPinKind.INDIRECT);
            assertThatThrownBy(() -> kubo.delete(below)).isInstanceOf(RefusedException.class);
            assertThat(kubo.unpin(below)).as("it has no pin of its own").isFalse();
            assertThat(kubo.unpin(cid)).isTrue();
            assertThat(kubo.unpin(cid)).isFalse();
            assertThat(kubo.pinned(below)).isEmpty();
            assertThat(kubo.delete(below)).isTrue();
            assertThatThrownBy(() -> kubo.pin(cid)).isInstanceOf(BlockNotFoundException.class);
            assertThatThrownBy(() -> kubo.dagStat(cid)).isInstanceOf(BlockNotFoundException.class);
            assertThatThrownBy(() -> kubo.export(cid, BlockStore.discarding()))
                    .isInstanceOf(BlockNotFoundException.class);
            assertThatThrownBy(() -> read(cid)).isInstanceOf(BlockNotFoundException.class);
        }
    }

    private static Cid firstChild(Cid cid) {
        List<Cid> children = new ArrayList<>();
        DagPbLinks.read("test", kubo.get(cid).orElseThrow().buffer(), children::add);
        return children.get(0);
    }

    @Test
    void pin_withName_isFoundByIt() {
        Block block = Block.of(Codec.RAW, random.bytes(100));
        kubo.put(block);
        kubo.pin(block.cid(), KuboPinKind.DIRECT, "a name: ü & ?");
        try (Stream<KuboPin> pins = kubo.pins(KuboPinKind.DIRECT)) {
            assertThat(pins).contains(new KuboPin(block.cid(), KuboPinKind.DIRECT, "a name: ü & ?"));
        }
    }

    @Test
    void blocks_ofAllKinds_comeBack() {
        byte[] bytes = random.bytes(1000);
        for (HashFunction hash : List.of(HashFunction.SHA2_256, HashFunction.SHA2_512, HashFunction.BLAKE2B_256)) {
            for (Codec codec : Codec.values()) {
                Block block = Block.of(codec, hash, bytes);
                assertThat(kubo.size(block.cid())).isEmpty();
                kubo.put(block);
                assertThat(kubo.size(block.cid())).hasValue(bytes.length);
                assertThat(kubo.get(block.cid()).orElseThrow().bytes()).isEqualTo(bytes);
                assertThat(kubo.delete(block.cid())).isTrue();
            }
        }
        assertThat(kubo.get(NOBODY_HAS)).isEmpty();
        assertThat(kubo.has(NOBODY_HAS)).isFalse();
        assertThat(kubo.delete(NOBODY_HAS)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(ImportProfile.class)
    void export_whatKuboAdded_isTheWholeDag(ImportProfile profile) throws IOException {
        Path tree = tree();
        Cid cid = addedByKubo(tree, profile);
        BlockStore store = BlockStore.memory();
        long blocks = kubo.export(cid, store);
        assertThat(blocks).isEqualTo(kubo.dagStat(cid).blocks());
        ByteArrayOutputStream car = new ByteArrayOutputStream();
        assertThat(kubo.export(cid, car)).isEqualTo(blocks);
        CarReport report = CarReport.inspect(new ByteArrayInputStream(car.toByteArray()));
        assertThat(report.verdict()).isEqualTo(CarReport.Verdict.COMPLETE);
        assertThat(report.roots()).containsExactly(cid);
        assertThat(store.has(firstChild(cid))).isTrue();
    }

    @Test
    void importCar_ourCar_isThereAndPinned() throws IOException {
        BlockStore store = BlockStore.memory();
        byte[] bytes = random.bytes(5_000_000);
        Cid cid = ContentStore.on(store).add(bytes);
        ByteArrayOutputStream car = new ByteArrayOutputStream();
        try (CarWriter writer = CarWriter.create(car, List.of(cid))) {
            writer.write(store.get(cid).orElseThrow());
            DagPbLinks.read(
                    "test",
                    store.get(cid).orElseThrow().buffer(),
                    child -> writer.write(store.get(child).orElseThrow()));
        }
        KuboImport sent = kubo.importCar(new ByteArrayInputStream(car.toByteArray()));
        assertThat(sent.blocks()).isEqualTo(6);
        assertThat(kubo.pinned(cid)).contains(new KuboPin(cid, KuboPinKind.RECURSIVE, ""));
        assertThat(Files.readAllBytes(fetchedByKubo(cid))).isEqualTo(bytes);
        assertThat(read(cid)).isEqualTo(bytes);
    }

    @Test
    void importCar_rootNotThere_isRefused() {
        ByteArrayOutputStream car = new ByteArrayOutputStream();
        CarWriter.create(car, List.of(NOBODY_HAS)).close();
        assertThatThrownBy(() -> kubo.importCar(new ByteArrayInputStream(car.toByteArray())))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("was not pinned");
    }

    @Test
    void publishAndResolve_offline_leadToTheContent() throws IOException {
        Cid cid = kubo.add(random.bytes(10));
        IpfsPath path = IpfsPath.of(cid, "a name", "ü");
        KuboKey self = kubo.keys().stream()
                .filter(key -> key.name().equals("self"))
                .findFirst()
                .orElseThrow();
        daemon.run("key", "gen", "unused");
        KuboKey unused = kubo.keys().stream()
                .filter(key -> key.name().equals("unused"))
                .findFirst()
                .orElseThrow();
        kubo.publish(self, path, Duration.ofHours(1));
        assertThat(kubo.untrustedResolve(self.id())).contains(path.toString());
        assertThat(kubo.untrustedResolve(unused.id())).isEmpty();
        assertThat(daemon.run("name", "resolve", "--recursive=false").strip()).isEqualTo(path.toString());
        assertThatThrownBy(() -> kubo.resolve(self.id()))
                .as("this daemon is offline")
                .isInstanceOf(RefusedException.class);
    }

    private Path fetchedByKubo(Cid cid) throws IOException {
        Path to = folder.resolve("fetched" + random.below(Integer.MAX_VALUE));
        daemon.run("get", "--progress=false", "--output=" + to, cid.toString());
        return to;
    }

    private Cid addedByKubo(Path path, ImportProfile profile) throws IOException {
        return Cid.parse(daemon.run(
                        "add",
                        "--quieter",
                        "--recursive",
                        "--hidden",
                        "--cid-version=" + profile.cidVersion(),
                        "--raw-leaves=" + (profile.leaves() == Codec.RAW),
                        "--chunker=size-" + profile.chunkSize(),
                        path.toString())
                .strip());
    }
}
