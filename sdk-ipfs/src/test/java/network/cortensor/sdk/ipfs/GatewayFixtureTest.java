package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.car.CarReader;
import network.cortensor.sdk.ipfs.internal.dag.DagScope;
import network.cortensor.sdk.ipfs.internal.dag.DagSelection;
import network.cortensor.sdk.ipfs.internal.dag.DagWalk;
import network.cortensor.sdk.ipfs.internal.dag.EntityBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What the gateway conformance suite asks of paths, folders, scopes and ranges, of the same DAGs but without a gateway. */
class GatewayFixtureTest {
    private static final Cid DIR = Cid.parse("bafybeihchr7vmgjaasntayyatmp5sv6xza57iy2h4xj7g46bpjij6yhrmy");
    private static final Cid ASCII = Cid.parse("bafkreifkam6ns4aoolg3wedr4uzrs3kvq66p4pecirz6y2vlrngla62mxm");
    private static final Cid HELLO = Cid.parse("bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4");
    private static final Cid MULTIBLOCK = Cid.parse("bafybeigcisqd7m5nf3qmuvjdbakl5bdnh4ocrmacaqkpuh77qjvggmt2sa");
    private static final List<Cid> MULTIBLOCK_LEAVES = Stream.of(
                    "bafkreie5noke3mb7hqxukzcy73nl23k6lxszxi5w3dtmuwz62wnvkpsscm",
                    "bafkreih4ephajybraj6wnxsbwjwa77fukurtpl7oj7t7pfq545duhot7cq",
                    "bafkreigu7buvm3cfunb35766dn7tmqyh2um62zcio63en2btvxuybgcpue",
                    "bafkreicll3huefkc3qnrzeony7zcfo7cr3nbx64hnxrqzsixpceg332fhe",
                    "bafkreifst3pqztuvj57lycamoi7z34b4emf7gawxs74nwrc2c7jncmpaqm")
            .map(Cid::parse)
            .toList();

    @TempDir
    Path folder = Path.of("set by JUnit");

    private static ContentStore read(String car) throws IOException {
        BlockStore blocks = BlockStore.memory();
        try (InputStream in = Files.newInputStream(Vectors.file("GatewayFixtureTest", "gateway/" + car));
                CarReader reader = CarReader.open(in)) {
            for (Optional<Block> block = reader.next(); block.isPresent(); block = reader.next()) {
                blocks.put(block.get());
            }
        }
        return ContentStore.on(blocks);
    }

    private static List<Cid> walk(ContentStore store, String path, DagSelection selection) {
        List<Cid> cids = new ArrayList<>();
        DagWalk.of(store.blocks(), IpfsPath.parse(path), selection).forEachRemaining(block -> cids.add(block.cid()));
        return cids;
    }

    @Test
    void dirWithFiles_isListedResolvedAndReadExactly() throws IOException {
        for (String car : List.of("dir-with-files.car", "dir-with-duplicate-files.car")) {
            ContentStore store = read(car);
            List<DirectoryEntry> entries = store.ls(DIR).toList();
            assertThat(entries)
                    .extracting(DirectoryEntry::name)
                    .containsExactly("ascii-copy.txt", "ascii.txt", "hello.txt", "multiblock.txt");
            assertThat(entries).extracting(DirectoryEntry::cid).containsExactly(ASCII, ASCII, HELLO, MULTIBLOCK);
            assertThat(entries).extracting(DirectoryEntry::declaredSize).containsExactly(31L, 31L, 12L, 1271L);
            for (DirectoryEntry entry : entries) {
                assertThat(store.resolve(IpfsPath.of(DIR, entry.name()))).isEqualTo(entry.cid());
            }
            assertThat(text(store, "/ipfs/" + DIR + "/hello.txt")).isEqualTo("hello world\n");
            assertThat(text(store, "ipfs://" + DIR + "/ascii%2Dcopy.txt"))
                    .isEqualTo("hello application/vnd.ipld.car\n");
            byte[] whole = store.get(IpfsPath.of(DIR, "multiblock.txt"), 1026);
            assertThat(whole).hasSize(1026).startsWith("Lorem ipsum".getBytes(StandardCharsets.UTF_8));
            try (InputStream range = store.range(IpfsPath.of(DIR, "multiblock.txt"), 512, 258)) {
                assertThat(new String(range.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(new String(whole, 512, 258, StandardCharsets.UTF_8));
            }
            assertThat(store.has(DIR)).isTrue();
            assertThatThrownBy(() -> store.resolve(IpfsPath.of(DIR, "none.txt")))
                    .isInstanceOf(PathNotFoundException.class);

            assertThat(walk(store, DIR + "/multiblock.txt", DagSelection.of(DagScope.BLOCK)))
                    .containsExactly(DIR, MULTIBLOCK);
            assertThat(walk(store, DIR + "/multiblock.txt", DagSelection.of(EntityBytes.parse("512:1023"))))
                    .containsExactly(DIR, MULTIBLOCK, MULTIBLOCK_LEAVES.get(2), MULTIBLOCK_LEAVES.get(3));
            assertThat(walk(store, DIR + "/multiblock.txt", DagSelection.of(EntityBytes.parse("512:-256"))))
                    .containsExactly(DIR, MULTIBLOCK, MULTIBLOCK_LEAVES.get(2), MULTIBLOCK_LEAVES.get(3));
            assertThat(walk(store, DIR.toString(), DagSelection.of(DagScope.ENTITY)))
                    .containsExactly(DIR);
            assertThat(walk(store, DIR.toString(), DagSelection.of(DagScope.ALL)))
                    .hasSize(9);
            assertThat(walk(store, DIR.toString(), DagSelection.of(DagScope.ALL).withDuplicates()))
                    .hasSize(10)
                    .startsWith(DIR, ASCII, ASCII, HELLO, MULTIBLOCK);
            store.export(DIR, folder.resolve(car));
            assertThat(store.add(folder.resolve(car).resolve("ascii-copy.txt"))).isEqualTo(ASCII);
        }
    }

    @Test
    void subdirectories_areWalkedByPath() throws IOException {
        Cid root = Cid.parse("bafybeietjm63oynimmv5yyqay33nui4y4wx6u3peezwetxgiwvfmelutzu");
        Cid subdir = Cid.parse("bafybeiggghzz6dlue3m6nb2dttnbrygxh3lrjl5764f2m4gq7dgzdt55o4");
        ContentStore store = read("subdir-with-two-single-block-files.car");
        assertThat(walk(store, root + "/subdir/ascii.txt", DagSelection.of(DagScope.ALL)))
                .containsExactly(root, subdir, ASCII);
        assertThat(walk(store, root + "/subdir", DagSelection.of(DagScope.ALL)))
                .containsExactly(root, subdir, ASCII, HELLO);
        store.export(root, folder.resolve("target"));
        assertThat(store.add(folder.resolve("target"))).isEqualTo(root);

        ContentStore other = read("dag-pb.car");
        assertThat(text(other, "bafybeiegxwlgmoh2cny7qlolykdf7aq7g6dlommarldrbm7c4hbckhfcke/foo/bar.txt"))
                .isEqualTo("Hello, world!\n");
        ContentStore raw = read("gateway-raw-block.car");
        assertThat(text(raw, "bafybeie72edlprgtlwwctzljf6gkn2wnlrddqjbkxo3jomh4n7omwblxly/dir/ascii.txt"))
                .isEqualTo("hello application/vnd.ipld.raw\n");
    }

    @Test
    void outsideRoot_isNeverWritten() throws IOException {
        Cid root = Cid.parse("bafybeicaj7kvxpcv4neaqzwhrqqmdstu4dhrwfpknrgebq6nzcecfucvyu");
        ContentStore store = read("outside-root.car");
        assertThat(store.ls(root)).extracting(DirectoryEntry::name).containsExactly("../foo", "bar");
        assertThat(text(store, root + "/bar")).isEqualTo("Hello, world!\n");
        Path target = folder.resolve("target");
        assertThatThrownBy(() -> store.export(root, target))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("the name of entry 1");
        assertThat(folder.resolve("foo")).doesNotExist();
        assertThat(target).isEmptyDirectory();
        assertThatThrownBy(() -> IpfsPath.parse(root + "/../foo")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> IpfsPath.parse("ipfs://" + root + "/..%2Ffoo")).isInstanceOf(MalformedException.class);
    }

    @Test
    void missingBlock_isNamedAndRangesAroundItAreRead() throws IOException {
        Cid root = Cid.parse("QmYhmPjhFjYFyaoiuNzYv8WGavpSRDwdHWe5B4M5du5Rtk");
        Cid missing = Cid.parse("QmSNLTo6Wv9dfroVaw7MFYjLqf9ho7PKrgsjdzYDtv8h1W");
        ContentStore store = read("file-3k-and-3-blocks-missing-block.car");
        assertThat(store.size(root)).isEqualTo(3072);
        assertThat(store.has(root)).isFalse();
        BlockNotFoundException e = catchThrowableOfType(BlockNotFoundException.class, () -> store.get(root, 3072));
        assertThat(e.cid()).isEqualTo(missing);
        BlockNotFoundException walked = catchThrowableOfType(
                BlockNotFoundException.class, () -> walk(store, root.toString(), DagSelection.of(DagScope.ENTITY)));
        assertThat(walked.cid()).isEqualTo(missing);
        assertThat(walk(store, root.toString(), DagSelection.of(EntityBytes.parse("0:1000"))))
                .hasSize(2);
        assertThat(walk(store, root.toString(), DagSelection.of(EntityBytes.parse("2200:*"))))
                .hasSize(2);
        try (InputStream first = store.range(root, 0, 1001);
                InputStream last = store.range(root, 2200, Long.MAX_VALUE)) {
            assertThat(first.readAllBytes()).hasSize(1001);
            assertThat(last.readAllBytes()).hasSize(872);
        }
        Path target = folder.resolve("target");
        assertThatThrownBy(() -> store.export(root, target)).isInstanceOf(BlockNotFoundException.class);
        assertThat(target).doesNotExist();
    }

    /** All seven files are read, each by a test above. */
    @Test
    void vectors_areAllThere() throws IOException {
        int blocks = 0;
        List<String> cars = List.of(
                "dag-pb.car",
                "dir-with-duplicate-files.car",
                "dir-with-files.car",
                "file-3k-and-3-blocks-missing-block.car",
                "gateway-raw-block.car",
                "outside-root.car",
                "subdir-with-two-single-block-files.car");
        for (String car : cars) {
            try (Stream<Cid> cids = read(car).blocks().cids()) {
                blocks += (int) cids.count();
            }
        }
        System.out.println("GatewayFixtureTest: " + cars.size() + " CAR files of " + blocks
                + " blocks, read as files and folders");
        assertThat(blocks).isEqualTo(34);
    }

    private static String text(ContentStore store, String path) {
        return new String(store.get(IpfsPath.parse(path), 1 << 20), StandardCharsets.UTF_8);
    }
}
