package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ContentStoreTest {
    private static final int CHUNK = 1024 * 1024;

    private final SeededRandom random = SeededRandom.create("ContentStoreTest");
    private final ContentStore store = ContentStore.on(BlockStore.memory());

    @TempDir
    Path folder = Path.of("set by JUnit");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5})
    void get_whatWasAdded_givesTheSameBytes(int size) throws IOException {
        byte[] content = random.bytes(size);
        Cid cid = store.add(content);
        assertThat(store.add(new ByteArrayInputStream(content))).isEqualTo(cid);
        assertThat(store.add(new DribblingStream(content))).isEqualTo(cid);
        assertThat(store.add(Files.write(folder.resolve("file"), content))).isEqualTo(cid);

        assertThat(cid.version()).isEqualTo(1);
        assertThat(cid.codec()).isEqualTo(size <= CHUNK ? Codec.RAW : Codec.DAG_PB);
        assertThat(store.size(cid)).isEqualTo(size);
        assertThat(store.has(cid)).isTrue();
        assertThat(store.get(cid, size)).as(random.seed()).isEqualTo(content);
        try (InputStream stream = store.get(cid)) {
            assertThat(stream.readAllBytes()).as(random.seed()).isEqualTo(content);
            assertThat(stream.read()).isEqualTo(-1);
        }
    }

    @Test
    void add_knownContent_givesKnownCids() {
        assertThat(store.add(new byte[0])).hasToString("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
        assertThat(store.add("hello world".getBytes(StandardCharsets.UTF_8)))
                .hasToString("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    }

    @Test
    void add_upToOneChunk_isOneRawBlockOfTheContent() {
        byte[] content = random.bytes(CHUNK);
        assertThat(store.add(content)).isEqualTo(Block.of(Codec.RAW, content).cid());
    }

    /** 1024 chunks fill the root; one byte more needs a level more, and a node for that byte alone. */
    @Test
    void add_oneByteOverTheWidth_addsALevel() throws IOException {
        long size = 1024L * CHUNK + 1;
        Cid cid = store.add(new Zeros(size));
        List<FileNode.Child> top = children(cid);
        assertThat(top).extracting(FileNode.Child::fileSize).containsExactly(1024L * CHUNK, 1L);
        assertThat(children(top.get(0).cid())).hasSize(1024);
        assertThat(children(top.get(1).cid())).singleElement().satisfies(leaf -> {
            assertThat(leaf.cid().codec()).isEqualTo(Codec.RAW);
            assertThat(leaf.fileSize()).isEqualTo(1);
        });
        assertThat(store.size(cid)).isEqualTo(size);
        assertThat(store.has(cid)).isTrue();
        try (InputStream stream = store.get(cid)) {
            assertThat(stream.skip(size + 1)).isEqualTo(size);
        }
    }

    @Test
    void add_fullWidth_isOneNode() {
        assertThat(children(store.add(new Zeros(1024L * CHUNK)))).hasSize(1024);
    }

    @Test
    void add_oldProfileObject_isReadBack() throws IOException {
        byte[] content = random.bytes(3 << 20);
        Cid cid = store.add(
                content,
                AddOptions.builder().profile(ImportProfile.UNIXFS_V0_2015).build());
        assertThat(cid.version()).isZero();
        assertThat(store.size(cid)).isEqualTo(content.length);
        assertThat(store.has(cid)).isTrue();
        assertThat(store.get(cid, content.length)).isEqualTo(content);
        assertThat(store.get(cid.toV1(), content.length)).isEqualTo(content);
    }

    @Test
    void add_streamFails_throwsItsFailure() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        assertThatThrownBy(() -> store.add(new SequenceInputStream(new Zeros(CHUNK + 1), broken)))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void add_noSuchFile_namesTheFile() {
        assertThatThrownBy(() -> store.add(folder.resolve("missing")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void add_storeFull_throwsStoreFull() {
        try (ContentStore small = ContentStore.on(BlockStore.memory(CHUNK))) {
            assertThatThrownBy(() -> small.add(random.bytes(CHUNK + 1))).isInstanceOf(StoreFullException.class);
        }
    }

    @Test
    void add_stream_isLeftOpen() {
        boolean[] closed = new boolean[1];
        store.add(new ByteArrayInputStream(new byte[10]) {
            @Override
            public void close() {
                closed[0] = true;
            }
        });
        assertThat(closed[0]).isFalse();
    }

    @Test
    void get_largerThanTheLimit_returnsNothing() {
        Cid cid = store.add(random.bytes(CHUNK + 1));
        ContentTooLargeException e = catchThrowableOfType(ContentTooLargeException.class, () -> store.get(cid, CHUNK));
        assertThat(e.cid()).isEqualTo(cid);
        assertThat(e.size()).isEqualTo(CHUNK + 1);
        assertThat(e.limit()).isEqualTo(CHUNK);
        assertThatIllegalArgumentException().isThrownBy(() -> store.get(cid, -1));
    }

    @Test
    void get_nothingThere_saysSoAtOnce() {
        Cid missing = Block.of(Codec.RAW, random.bytes(5)).cid();
        assertThat(store.has(missing)).isFalse();
        assertThat(store.has(Cid.of(Codec.DAG_PB, missing.digest()))).isFalse();
        BlockNotFoundException e = catchThrowableOfType(BlockNotFoundException.class, () -> store.get(missing));
        assertThat(e.cid()).isEqualTo(missing);
        assertThatThrownBy(() -> store.size(missing)).isInstanceOf(BlockNotFoundException.class);
        assertThatThrownBy(() -> store.get(missing, 10)).isInstanceOf(BlockNotFoundException.class);
    }

    @Test
    void get_folder_saysThatItIsNoFile() {
        Block emptyFolder = Block.of(Codec.DAG_PB, new byte[] {10, 2, 8, 1});
        store.blocks().put(emptyFolder);
        assertThatThrownBy(() -> store.get(emptyFolder.cid()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("expected a file, found directory");
    }

    @Test
    void read_byteByByteAndInPieces_agree() throws IOException {
        byte[] content = random.bytes(CHUNK + 10);
        Cid cid = store.add(content);
        try (InputStream one = store.get(cid)) {
            for (byte expected : content) {
                assertThat(one.read() == (expected & 0xff)).as(random.seed()).isTrue();
            }
            assertThat(one.read()).isEqualTo(-1);
            assertThat(one.read(new byte[3], 0, 0)).isZero();
        }
    }

    @Test
    void read_afterClose_throws() throws IOException {
        InputStream stream = store.get(store.add(new byte[10]));
        assertThat(stream.available()).isEqualTo(10);
        stream.close();
        stream.close();
        assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> stream.read(new byte[1])).isInstanceOf(IOException.class);
        assertThatThrownBy(stream::available).isInstanceOf(IOException.class);
    }

    @Test
    void read_missingBlockArrivesLater_goesOnWhereItStopped() throws IOException {
        byte[] content = random.bytes(3 * CHUNK);
        Cid cid = store.add(content);
        Block middle = store.blocks().get(children(cid).get(1).cid()).orElseThrow();
        store.blocks().delete(middle.cid());
        try (InputStream stream = store.get(cid)) {
            byte[] got = new byte[content.length];
            assertThat(stream.readNBytes(got, 0, CHUNK)).isEqualTo(CHUNK);
            assertThatThrownBy(stream::read).isInstanceOf(BlockNotFoundException.class);
            assertThatThrownBy(stream::read).isInstanceOf(BlockNotFoundException.class);
            store.blocks().put(middle);
            stream.readNBytes(got, CHUNK, 2 * CHUNK);
            assertThat(got).as(random.seed()).isEqualTo(content);
            assertThat(stream.read()).isEqualTo(-1);
        }
    }

    @Test
    void close_closesTheBlockStore() {
        store.close();
        assertThatIllegalStateException().isThrownBy(() -> store.add(new byte[1]));
    }

    private List<FileNode.Child> children(Cid cid) {
        return FileNode.decode(cid, store.blocks().get(cid).orElseThrow().buffer())
                .children();
    }

    /** Gives a few bytes at a time, as sockets do. */
    private final class DribblingStream extends InputStream {
        private final InputStream content;

        DribblingStream(byte[] content) {
            this.content = new ByteArrayInputStream(content);
        }

        @Override
        public int read() throws IOException {
            return content.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return content.read(target, offset, Math.min(length, 1 + random.below(10_000)));
        }
    }
}
