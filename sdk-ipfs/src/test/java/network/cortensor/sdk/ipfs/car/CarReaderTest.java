package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cancellation;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.DeadlineExceededException;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.Progress;
import network.cortensor.sdk.ipfs.SeededRandom;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

class CarReaderTest {
    private final SeededRandom random = SeededRandom.create("CarReaderTest");
    private final Block first = CarBytes.leaf("first");
    private final Block second = CarBytes.leaf("second");
    private final Block root = CarBytes.node(first.cid(), second.cid());

    private CarBytes small() {
        return CarBytes.of(root.cid()).section(root).section(first).section(second);
    }

    private static void assertNotOpened(byte[] car, String problem) {
        assertThatThrownBy(() -> CarReader.open(new ByteArrayInputStream(car)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(problem);
    }

    /** Reads the blocks before the wrong one, and fails there in the same way as often as it is asked. */
    private static void assertFails(CarBytes car, int blocksBefore, Class<? extends Exception> kind, String problem) {
        try (CarReader reader = car.open()) {
            for (int i = 0; i < blocksBefore; i++) {
                assertThat(reader.next()).isPresent();
            }
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(reader::next).isInstanceOf(kind).hasMessageContaining(problem);
            }
        }
    }

    // ---- what is right

    @Test
    void next_wellFormedCar_givesRootsAndBlocksInOrder() {
        byte[] bytes = small().toBytes();
        try (CarReader reader = CarReader.open(new ByteArrayInputStream(bytes))) {
            assertThat(reader.version()).isEqualTo(1);
            assertThat(reader.roots()).containsExactly(root.cid());
            assertThat(CarBytes.readAll(reader)).containsExactly(root, first, second);
            assertThat(reader.next()).isEmpty();
            assertThat(reader.position()).isEqualTo(bytes.length);
        }
    }

    @Test
    void next_blockTwice_isGivenTwice() {
        assertThat(CarBytes.readAll(
                        CarBytes.of(first.cid()).section(first).section(first).open()))
                .containsExactly(first, first);
    }

    @Test
    void open_noRootsAndNoBlocks_isEmpty() {
        try (CarReader reader = CarBytes.of().open()) {
            assertThat(reader.roots()).isEmpty();
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void next_everyHashFunctionAndVersion_isVerified() {
        byte[] bytes = random.bytes(100);
        Block oldRoot = Block.verify(root.cid().toV0(), root.bytes());
        List<Block> blocks = new ArrayList<>(List.of(oldRoot));
        for (HashFunction hash : HashFunction.values()) {
            blocks.add(Block.of(Codec.DAG_JSON, hash, bytes));
        }
        CarBytes car = CarBytes.of(oldRoot.cid());
        blocks.forEach(car::section);
        assertThat(CarBytes.readAll(car.open())).as(random.seed()).containsExactlyElementsOf(blocks);
    }

    @Test
    void next_blockOfTheLargestSize_isGivenAndOneByteMoreIsRefused() {
        byte[] bytes = random.bytes(Block.MAX_SIZE);
        Block largest = Block.of(Codec.RAW, HashFunction.SHA2_512, bytes);
        assertThat(CarBytes.readAll(CarBytes.of().section(largest).open()))
                .as(random.seed())
                .containsExactly(largest);
        byte[] tooLarge = Arrays.copyOf(bytes, Block.MAX_SIZE + 1);
        assertFails(CarBytes.of().section(largest.cid(), tooLarge), 0, MalformedException.class, "at most 2097152");
    }

    @Test
    void next_streamThatGivesSingleBytes_isReadAllTheSame() {
        InputStream trickle = new ByteArrayInputStream(small().toBytes()) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, 1));
            }
        };
        assertThat(CarBytes.readAll(CarReader.open(trickle))).containsExactly(root, first, second);
    }

    @Test
    void next_progressListener_hearsOfEachBlock() {
        List<Progress> heard = new ArrayList<>();
        CallOptions call = CallOptions.builder().progress(heard::add).build();
        CarBytes.readAll(CarReader.open(new ByteArrayInputStream(small().toBytes()), CarLimits.none(), call));
        int bytes = root.size() + first.size();
        assertThat(heard)
                .containsExactly(
                        new Progress(root.size(), 1, Progress.UNKNOWN),
                        new Progress(bytes, 2, Progress.UNKNOWN),
                        new Progress(bytes + second.size(), 3, Progress.UNKNOWN));
    }

    // ---- version 2

    private CarBytes version2(int padding, byte[] behind) {
        byte[] payload = small().toBytes();
        long offset = 51L + padding;
        return new CarBytes()
                .raw(CarBytes.v2Start(offset, payload.length, behind.length == 0 ? 0 : offset + payload.length))
                .raw(new byte[padding])
                .raw(payload)
                .raw(behind);
    }

    @Test
    void next_version2WithPaddingAndIndex_givesTheBlocksOfItsPayload() {
        for (CarBytes car : List.of(version2(0, new byte[0]), version2(1000, random.bytes(77)))) {
            try (CarReader reader = car.open()) {
                assertThat(reader.version()).isEqualTo(2);
                assertThat(reader.roots()).containsExactly(root.cid());
                assertThat(CarBytes.readAll(reader)).containsExactly(root, first, second);
                assertThat(reader.next()).isEmpty();
            }
        }
    }

    @Test
    void open_version2WithImpossiblePayload_isRefused() {
        byte[] payload = small().toBytes();
        long[][] wrong = {{50, 1, 0}, {0, 1, 0}, {-1, 1, 0}, {Long.MAX_VALUE, 1, 0}, {51 + (1 << 20) + 1, 1, 0}};
        for (long[] fields : wrong) {
            assertNotOpened(
                    new CarBytes()
                            .raw(CarBytes.v2Start(fields[0], fields[1], fields[2]))
                            .raw(payload)
                            .toBytes(),
                    "said to start at byte");
        }
        for (long size : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE - 50}) {
            assertNotOpened(
                    new CarBytes()
                            .raw(CarBytes.v2Start(51, size, 0))
                            .raw(payload)
                            .toBytes(),
                    "is said to have");
        }
        for (long index : new long[] {1, 51, 50L + payload.length}) {
            assertNotOpened(
                    new CarBytes()
                            .raw(CarBytes.v2Start(51, payload.length, index))
                            .raw(payload)
                            .toBytes(),
                    "index of a CARv2");
        }
    }

    @Test
    void next_version2WhosePayloadEndsInsideASection_isRefused() {
        byte[] payload = small().toBytes();
        byte[] start = CarBytes.v2Start(51, payload.length - 1L, 0);
        assertFails(
                new CarBytes().raw(start).raw(payload),
                2,
                MalformedException.class,
                "over the end of the CARv2's payload");
    }

    @Test
    void next_version2CutBeforeTheEndOfItsPayload_isRefused() {
        byte[] payload = small().toBytes();
        byte[] start = CarBytes.v2Start(51, payload.length + 1L, 0);
        assertFails(new CarBytes().raw(start).raw(payload), 3, MalformedException.class, "cut off");
    }

    @Test
    void open_version2InsideVersion2_isRefused() {
        byte[] inner = version2(0, new byte[0]).toBytes();
        assertNotOpened(
                new CarBytes()
                        .raw(CarBytes.v2Start(51, inner.length, 0))
                        .raw(inner)
                        .toBytes(),
                "expected version 1");
    }

    // ---- headers

    private static byte[] framed(CarBytes header) {
        return new CarBytes()
                .varint(header.toBytes().length)
                .raw(header.toBytes())
                .toBytes();
    }

    @Test
    void open_emptyStream_isRefused() {
        assertNotOpened(new byte[0], "cut off");
    }

    @Test
    void open_headerOfNoBytesOrTooMany_isRefusedBeforeItIsRead() {
        assertNotOpened(new byte[] {0}, "expected a header");
        for (long size : new long[] {CarHeader.MAX_SIZE + 1, Integer.MAX_VALUE, Long.MAX_VALUE}) {
            assertNotOpened(new CarBytes().varint(size).toBytes(), "expected a header");
        }
    }

    @Test
    void open_textFile_isRefused() {
        assertNotOpened(
                "<!DOCTYPE html><html><body>not a CAR</body></html>".getBytes(StandardCharsets.US_ASCII), "CAR");
    }

    @Test
    void open_otherVersion_isRefused() {
        for (int version : new int[] {0, 2, 3}) {
            byte[] car = CarBytes.of(root.cid()).toBytes();
            car[car.length - 1] = (byte) version;
            assertNotOpened(car, "expected version 1");
        }
        assertNotOpened(framed(new CarBytes().raw(0xa1, 0x65).text("roots").raw(0x80)), "expected version 1");
    }

    @Test
    void open_headerWithoutRootsOrWithMore_isRefused() {
        assertNotOpened(framed(new CarBytes().raw(0xa1, 0x67).text("version").raw(1)), "and nothing else");
        assertNotOpened(
                framed(new CarBytes()
                        .raw(0xa2, 0x65)
                        .text("roots")
                        .raw(0x60, 0x67)
                        .text("version")
                        .raw(1)),
                "and nothing else");
        assertNotOpened(
                framed(new CarBytes()
                        .raw(0xa3, 0x61)
                        .text("x")
                        .raw(0x00, 0x65)
                        .text("roots")
                        .raw(0x80, 0x67)
                        .text("version")
                        .raw(1)),
                "and nothing else");
        assertNotOpened(framed(new CarBytes().raw(0x80)), "expected a map");
    }

    @Test
    void open_fieldsInTheWrongOrder_areRefused() {
        assertNotOpened(
                framed(new CarBytes()
                        .raw(0xa2, 0x67)
                        .text("version")
                        .raw(1, 0x65)
                        .text("roots")
                        .raw(0x80)),
                "in the order of length");
    }

    @Test
    void open_rootThatIsNoLink_isRefused() {
        assertNotOpened(
                framed(new CarBytes()
                        .raw(0xa2, 0x65)
                        .text("roots")
                        .raw(0x81, 0x01, 0x67)
                        .text("version")
                        .raw(1)),
                "root 0 is not a link");
    }

    @Test
    void open_rootWithAForeignHash_isRefused() {
        CarBytes sha1 = new CarBytes()
                .raw(0xa2, 0x65)
                .text("roots")
                .raw(0x81, 0xd8, 0x2a, 0x58, 25, 0, 1, 0x55, 0x11, 20)
                .raw(new byte[20])
                .raw(0x67)
                .text("version")
                .raw(1);
        assertNotOpened(framed(sha1), "hash functions");
    }

    // ---- sections

    @Test
    void next_emptySection_isRefused() {
        assertFails(small().varint(0).section(first), 3, MalformedException.class, "a section is empty");
    }

    @Test
    void next_sectionOfHugeLength_isRefusedBeforeItIsRead() {
        for (long length : new long[] {Block.MAX_SIZE + 200, Integer.MAX_VALUE, Long.MAX_VALUE}) {
            assertFails(small().varint(length), 3, MalformedException.class, "a block has at most");
        }
    }

    @Test
    void next_lengthThatIsTooLongOrNotShortest_isRefused() {
        assertFails(small().raw(0x81, 0x00), 3, MalformedException.class, "shortest form");
        assertFails(
                small().raw(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
                3,
                MalformedException.class,
                "longer than 9 bytes");
    }

    @Test
    void next_sectionThatEndsInsideItsCid_isRefused() {
        byte[] cid = first.cid().encoded();
        for (int size = 1; size < cid.length; size++) {
            assertFails(
                    small().varint(size).raw(Arrays.copyOf(cid, size)),
                    3,
                    MalformedException.class,
                    "does not start with a CID");
        }
    }

    @Test
    void next_cidWithAForeignHashOrCodec_isRefused() {
        byte[] sha1 = new CarBytes().raw(1, 0x55, 0x11, 20).raw(new byte[20]).toBytes();
        assertFails(small().section(sha1, new byte[5]), 3, MalformedException.class, "hash functions");
        byte[] gitRaw = new CarBytes().raw(1, 0x78, 0x12, 32).raw(new byte[32]).toBytes();
        assertFails(small().section(gitRaw, new byte[5]), 3, MalformedException.class, "codecs");
    }

    @Test
    void next_identityCidOfMoreThanItMayHold_isRefused() {
        byte[] content = new byte[129];
        byte[] cid = new CarBytes().raw(1, 0x55, 0, 0x81, 0x01).raw(content).toBytes();
        assertFails(small().section(cid, content), 3, MalformedException.class, "at most 128");
    }

    @Test
    void next_bytesOfAnotherBlock_areNotReleased() {
        assertFails(
                CarBytes.of(root.cid())
                        .section(root)
                        .section(first.cid(), second.bytes())
                        .section(second),
                1,
                BlockMismatchException.class,
                first.cid().toString());
    }

    @Test
    void next_identityCidWithOtherBytes_isNotReleased() {
        Block identity = Block.of(Codec.RAW, HashFunction.IDENTITY, new byte[] {1, 2, 3});
        assertFails(CarBytes.of().section(identity.cid(), new byte[] {1, 2, 4}), 0, BlockMismatchException.class, "");
        assertFails(CarBytes.of().section(identity.cid(), new byte[0]), 0, BlockMismatchException.class, "");
    }

    /** A cut between two blocks cannot be seen here; each other one is, and the place is named. */
    @Test
    void next_cutAnywhere_givesTheWholeBlocksInFrontAndThenFails() {
        byte[] whole = small().toBytes();
        int header = CarBytes.of(root.cid()).toBytes().length;
        Set<Integer> ends = new HashSet<>(List.of(header, whole.length));
        ends.add(CarBytes.of(root.cid()).section(root).toBytes().length);
        ends.add(CarBytes.of(root.cid()).section(root).section(first).toBytes().length);
        List<Block> blocks = List.of(root, first, second);
        for (int size = 0; size <= whole.length; size++) {
            List<Block> released = new ArrayList<>();
            Optional<Throwable> failure = drain(Arrays.copyOf(whole, size), released);
            assertThat(released).isEqualTo(blocks.subList(0, released.size()));
            assertThat(failure.isEmpty()).as("cut to " + size).isEqualTo(ends.contains(size));
            int cutAt = size;
            failure.ifPresent(found -> assertThat(found)
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("cut off")
                    .hasMessageContaining("at byte " + cutAt));
        }
    }

    /** Whatever bit is wrong: what is released under the name of a block are the bytes of that block. */
    @Test
    void next_everyBitOfTheFileFlipped_neverReleasesAWrongBlock() {
        byte[] whole = small().toBytes();
        int refused = 0;
        for (int i = 0; i < whole.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] wrong = whole.clone();
                wrong[i] ^= (byte) (1 << bit);
                List<Block> released = new ArrayList<>();
                refused += drain(wrong, released).isPresent() ? 1 : 0;
                for (Block block : released) {
                    assertThat(Block.verify(block.cid(), block.bytes())).isEqualTo(block);
                    for (Block original : List.of(root, first, second)) {
                        if (block.equals(original)) {
                            assertThat(block.bytes()).isEqualTo(original.bytes());
                        }
                    }
                }
            }
        }
        System.out.println("CarReaderTest: " + whole.length + " byte positions flipped in each bit, " + refused
                + " files refused, no wrong block released");
        assertThat(whole).as("header, root, two leaves").hasSize(269);
    }

    private static Optional<Throwable> drain(byte[] car, List<Block> released) {
        Throwable failure = catchThrowable(() -> {
            try (CarReader reader = CarReader.open(new ByteArrayInputStream(car))) {
                for (Optional<Block> block = reader.next(); block.isPresent(); block = reader.next()) {
                    released.add(block.get());
                }
            }
        });
        if (failure != null) {
            assertThat(failure).isInstanceOf(IpfsException.class);
        }
        return Optional.ofNullable(failure);
    }

    @Test
    void next_mutatedFiles_throwOnlyWhatIsDeclared() {
        byte[] whole = version2(10, random.bytes(20)).toBytes();
        for (int i = 0; i < 5_000; i++) {
            List<Block> released = new ArrayList<>();
            drain(random.mutated(whole), released);
            released.forEach(block -> assertThat(Block.verify(block.cid(), block.bytes()))
                    .as(random.seed())
                    .isEqualTo(block));
        }
    }

    // ---- limits, time, failures

    private CarReader limited(long maxBytes, long maxBlocks) {
        return CarReader.open(
                new ByteArrayInputStream(small().toBytes()), CarLimits.of(maxBytes, maxBlocks), CallOptions.none());
    }

    @Test
    void next_moreBlocksThanAllowed_isRefused() {
        assertThat(CarBytes.readAll(limited(Long.MAX_VALUE, 3))).hasSize(3);
        CarReader reader = limited(Long.MAX_VALUE, 2);
        reader.next();
        reader.next();
        assertThatThrownBy(reader::next)
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("more than the 2 blocks");
    }

    @Test
    void next_moreBytesThanAllowed_isRefused() {
        int size = small().toBytes().length;
        assertThat(CarBytes.readAll(limited(size, 3))).hasSize(3);
        CarReader reader = limited(size - 1L, 3);
        reader.next();
        reader.next();
        assertThatThrownBy(reader::next)
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("more than the " + (size - 1) + " bytes");
        assertThatThrownBy(() -> limited(10, 3)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> CarLimits.of(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A stream without an end, which is refused at the first section and not read on. */
    @Test
    void next_endlessStream_isGivenUp() {
        InputStream zeros = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] target, int from, int length) {
                Arrays.fill(target, from, from + length, (byte) 0);
                return length;
            }
        };
        CarReader reader = CarReader.open(new SequenceInputStream(new ByteArrayInputStream(small().toBytes()), zeros));
        assertThat(reader.next()).contains(root);
        reader.next();
        reader.next();
        assertThatThrownBy(reader::next).isInstanceOf(MalformedException.class);
        assertThat(reader.position()).isEqualTo(small().toBytes().length + 1L);
    }

    @Test
    void next_cancelledCall_stopsThere() {
        Cancellation cancellation = new Cancellation();
        CallOptions call = CallOptions.builder().cancellation(cancellation).build();
        CarReader reader = CarReader.open(new ByteArrayInputStream(small().toBytes()), CarLimits.none(), call);
        assertThat(reader.next()).contains(root);
        cancellation.cancel();
        assertThatThrownBy(reader::next).isInstanceOf(CancelledException.class);
    }

    @Test
    void next_interruptedThread_stopsAndKeepsTheFlag() {
        CarReader reader = small().open();
        Thread.currentThread().interrupt();
        assertThatThrownBy(reader::next).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void open_timeIsOver_isGivenUp() {
        CallOptions call = CallOptions.builder().timeout(Duration.ofNanos(1)).build();
        assertThatThrownBy(() -> CarReader.open(new ByteArrayInputStream(small().toBytes()), CarLimits.none(), call))
                .isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void next_streamFails_saysWhereAndFailsAgain() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                return read();
            }
        };
        byte[] start = CarBytes.of(root.cid()).section(root).raw(1).toBytes();
        CarReader reader = CarReader.open(new SequenceInputStream(new ByteArrayInputStream(start), failing));
        reader.next();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("at byte " + start.length);
        }
    }

    @Test
    void close_closesTheStream() {
        boolean[] closed = new boolean[1];
        CarReader reader = CarReader.open(new ByteArrayInputStream(small().toBytes()) {
            @Override
            public void close() {
                closed[0] = true;
            }
        });
        reader.close();
        assertThat(closed[0]).isTrue();
    }
}
