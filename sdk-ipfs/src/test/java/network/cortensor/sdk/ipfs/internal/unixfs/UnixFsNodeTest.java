package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnixFsNodeTest {
    private static final Cid LEAF = Block.of(Codec.RAW, new byte[] {7}).cid();
    private static final Cid SELF = Cid.of(Codec.DAG_PB, LEAF.digest());
    private static final Attributes KEPT =
            Attributes.NONE.withMode(0755).withModificationTime(Instant.ofEpochSecond(1_700_000_000, 5));

    // ---- what a block is

    @Test
    void of_rawBlock_isAFile() {
        Block block = Block.of(Codec.RAW, new byte[] {1, 2});
        assertThat(UnixFsNode.of(block)).isInstanceOfSatisfying(FileNode.class, file -> {
            assertThat(file.data()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
            assertThat(file.fileSize()).isEqualTo(2);
            assertThat(file.children()).isEmpty();
            assertThat(file.attributes().isEmpty()).isTrue();
        });
    }

    @Test
    void of_blockOfAnotherFormat_isRefused() {
        assertThatThrownBy(() -> UnixFsNode.of(Block.of(Codec.DAG_CBOR, new byte[] {(byte) 0xa0})))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("expected the format of a file or folder");
    }

    @Test
    void decode_metadata_isRefused() {
        assertRefused(new byte[] {10, 2, 8, 3}, "found metadata");
    }

    // ---- folders

    @Test
    void directory_entries_areWrittenByTheBytesOfTheirNames() {
        // In UTF-16 the last but one would come last: its first half is 0xd83d, below 0xff5e.
        List<String> names = List.of("", "B", "a", "a.txt", "aa", "é", "\uff5e", "\ud83d\ude00");
        List<DirectoryNode.Entry> entries = new ArrayList<>(names.stream()
                .map(name -> new DirectoryNode.Entry(name, LEAF, 1))
                .toList());
        List<DirectoryNode.Entry> shuffled = new ArrayList<>(entries);
        java.util.Collections.shuffle(shuffled, new Random(1));
        byte[] encoded = DirectoryNode.encode(shuffled, KEPT);
        assertThat(encoded).isEqualTo(DirectoryNode.encode(entries, KEPT));
        DirectoryNode read = (DirectoryNode) decode(encoded);
        assertThat(read.entries()).isEqualTo(entries);
        assertThat(read.attributes()).isEqualTo(KEPT);
        assertThat(read.entry("aa")).contains(entries.get(4));
        assertThat(read.entry("b")).isEmpty();
        int size = DirectoryNode.emptySize(KEPT);
        for (DirectoryNode.Entry entry : entries) {
            size += DirectoryNode.encodedSize(entry);
        }
        assertThat(encoded).hasSize(size);
    }

    @Test
    void directory_empty_isTheFourBytesThatEverybodyKnows() {
        assertThat(DirectoryNode.encode(List.of(), Attributes.NONE)).containsExactly(10, 2, 8, 1);
    }

    @Test
    void directory_linksInAnotherOrder_areAcceptedInTheirOrder() {
        DirectoryNode read = (DirectoryNode)
                decode(node(type(1), named("b", 1), named("a", 1)).toBytes());
        assertThat(read.entries()).extracting(DirectoryNode.Entry::name).containsExactly("b", "a");
    }

    @Test
    void directory_sameNameTwice_isRefused() {
        assertRefused(node(type(1), named("a", 1), named("b", 1), named("a", 2)).toBytes(), "link 2 has the name");
        DirectoryNode.Entry entry = new DirectoryNode.Entry("a", LEAF, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DirectoryNode.encode(List.of(entry, entry), Attributes.NONE));
    }

    @Test
    void directory_fieldsOfOtherTypes_areRefused() {
        assertThat(decode(node(type(1).number(3, 0)).toBytes())).isInstanceOf(DirectoryNode.class);
        assertRefused(node(type(1).number(3, 1)).toBytes(), "a folder has no size");
        assertRefused(node(type(1).bytes(2, new byte[1])).toBytes(), "field 2 does not belong to a directory");
        assertRefused(node(type(1).number(4, 1)).toBytes(), "field 4 does not belong to a directory");
        assertRefused(node(type(1).number(5, 0x22)).toBytes(), "field 5 does not belong to a directory");
    }

    @Test
    void directory_halfACharacterInAName_isNotWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        DirectoryNode.encode(List.of(new DirectoryNode.Entry("\udc00", LEAF, 1)), Attributes.NONE));
    }

    // ---- symlinks

    @Test
    void symlink_target_isGivenBack() {
        SymlinkNode read = (SymlinkNode) decode(SymlinkNode.encode("../é/target", KEPT));
        assertThat(read.target()).isEqualTo("../é/target");
        assertThat(read.attributes()).isEqualTo(KEPT);
    }

    @Test
    void symlink_declaredSize_mustBeThatOfTheTarget() {
        byte[] target = "abc".getBytes(StandardCharsets.UTF_8);
        assertThat(decode(node(type(4).bytes(2, target).number(3, 3)).toBytes()))
                .isInstanceOf(SymlinkNode.class);
        assertRefused(node(type(4).bytes(2, target).number(3, 4)).toBytes(), "the target has 3 bytes, declared are 4");
    }

    @Test
    void symlink_withLinksOrWithoutText_isRefused() {
        assertRefused(node(type(4).bytes(2, new byte[1]), named("", 1)).toBytes(), "links to no blocks");
        assertRefused(node(type(4).bytes(2, new byte[] {(byte) 0xc3})).toBytes(), "is not UTF-8");
        assertRefused(node(type(4).number(4, 1)).toBytes(), "field 4 does not belong to a symlink");
    }

    /** Each link of a folder may lead to the same symlink, and what a reader keeps of it counts as often. */
    @Test
    void symlink_targetLongerThanAnyPath_isRefused() {
        byte[] longest = "a".repeat(4096).getBytes(StandardCharsets.UTF_8);
        assertThat(decode(node(type(4).bytes(2, longest)).toBytes())).isInstanceOf(SymlinkNode.class);
        byte[] tooLong = "a".repeat(4097).getBytes(StandardCharsets.UTF_8);
        assertRefused(node(type(4).bytes(2, tooLong)).toBytes(), "has 4097 bytes, expected at most 4096");
        assertThat(SymlinkNode.encode("é".repeat(2048), KEPT)).hasSizeGreaterThan(4096);
        assertThatIllegalArgumentException().isThrownBy(() -> SymlinkNode.encode("é".repeat(2048) + "a", KEPT));
    }

    // ---- shards

    @Test
    void shard_slots_areGivenBack() {
        List<ShardNode.Slot> slots = List.of(
                new ShardNode.Deeper(0, SELF, 100),
                new ShardNode.Named(9, new DirectoryNode.Entry("a", LEAF, 1)),
                new ShardNode.Named(0xfa, new DirectoryNode.Entry("FA", LEAF, 2)));
        ShardNode read = (ShardNode) decode(ShardNode.encode(slots, KEPT));
        assertThat(read.slots()).isEqualTo(slots);
        assertThat(read.fanout()).isEqualTo(256);
        assertThat(read.attributes()).isEqualTo(KEPT);
        assertThat(slots).extracting(ShardNode.Slot::cid).containsExactly(SELF, LEAF, LEAF);
        assertThat(slots).extracting(ShardNode.Slot::dagSize).containsExactly(100L, 1L, 2L);
    }

    @Test
    void shard_bitField_hasNoLeadingZeros() {
        byte[] encoded = ShardNode.encode(
                List.of(new ShardNode.Named(9, new DirectoryNode.Entry("a", LEAF, 1))), Attributes.NONE);
        assertThat(HexFormat.of().formatHex(encoded)).endsWith("0a0b" + "0805" + "12020200" + "2822" + "308002");
        byte[] padded = new byte[32];
        padded[30] = 2;
        assertThat(decode(node(shard(256, padded), named("09a", 1)).toBytes())).isInstanceOf(ShardNode.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32, 64, 128, 256, 512, 1024})
    void shard_everyFanout_isReadWithItsPrefix(int fanout) {
        int width = Integer.toHexString(fanout - 1).length();
        byte[] bits = new byte[fanout / 8];
        bits[0] = (byte) 0x80;
        bits[bits.length - 1] |= 1;
        String last = Integer.toHexString(fanout - 1).toUpperCase(java.util.Locale.ROOT);
        ShardNode read = (ShardNode) decode(node(shard(fanout, bits), named("0".repeat(width), 1), named(last + "x", 1))
                .toBytes());
        assertThat(read.slots())
                .containsExactly(
                        new ShardNode.Deeper(0, LEAF, 1),
                        new ShardNode.Named(fanout - 1, new DirectoryNode.Entry("x", LEAF, 1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4, 255, 257, 2048, 1L << 40})
    void shard_fanoutOutOfRule_isRefusedWithoutAllocating(long fanout) {
        ProtobufWriter shard = type(5).bytes(2, new byte[0]).number(5, 0x22).number(6, fanout);
        assertRefused(node(shard).toBytes(), "a fanout of 8 to 1024");
    }

    @Test
    void shard_fieldsOutOfRule_areRefused() {
        assertRefused(node(type(5).bytes(2, new byte[0]).number(6, 256)).toBytes(), "found 0x0");
        assertRefused(
                node(type(5).bytes(2, new byte[0]).number(5, 0x12).number(6, 256))
                        .toBytes(),
                "found 0x12");
        assertRefused(node(type(5).number(4, 1)).toBytes(), "field 4 does not belong to a hamt directory");
        assertRefused(node(type(5).number(3, 1).number(5, 0x22).number(6, 256)).toBytes(), "a folder has no size");
        assertRefused(node(shard(256, new byte[33])).toBytes(), "has 33 bytes");
    }

    @Test
    void shard_linksThatTheBitFieldDoesNotHave_areRefused() {
        assertRefused(node(shard(256, new byte[] {1})).toBytes(), "the bit field");
        assertRefused(node(shard(256, new byte[] {1}), named("01a", 1)).toBytes(), "the bit field");
        assertRefused(
                node(shard(256, new byte[] {1}), named("00a", 1), named("01a", 1))
                        .toBytes(),
                "the bit field");
    }

    @Test
    void shard_linkNamesOutOfRule_areRefused() {
        byte[] both = {3};
        assertRefused(node(shard(256, both), named("01a", 1), named("00a", 1)).toBytes(), "expected more than 1");
        assertRefused(node(shard(256, both), named("00a", 1), named("00b", 1)).toBytes(), "expected more than 0");
        assertRefused(node(shard(256, both), named("0", 1)).toBytes(), "does not begin with 2 upper case");
        assertRefused(node(shard(256, both), named("0aa", 1)).toBytes(), "does not begin with 2 upper case");
        assertRefused(node(shard(8, both), named("8a", 1)).toBytes(), "and less than 8");
    }

    @Test
    void shard_encodeOutOfOrderOrWithoutName_isTheCallersFault() {
        ShardNode.Slot first = new ShardNode.Deeper(4, SELF, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> ShardNode.encode(List.of(first, first), Attributes.NONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShardNode.encode(List.of(new ShardNode.Deeper(256, SELF, 1)), Attributes.NONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShardNode.encode(
                        List.of(new ShardNode.Named(1, new DirectoryNode.Entry("", LEAF, 1))), Attributes.NONE));
    }

    @Test
    void shard_entryInTheWrongBucket_isFound() {
        NameHash hash = NameHash.of("a");
        int bucket = hash.bucket(1, 256);
        ShardNode.Named placed = new ShardNode.Named(bucket, new DirectoryNode.Entry("a", LEAF, 1));
        ShardNode shard = (ShardNode) decode(ShardNode.encode(List.of(placed), Attributes.NONE));
        assertThat(shard.slot(hash, 1)).contains(placed);
        assertThat(shard.slot(hash, 0)).isEmpty();
        shard.requirePlaced(placed, 1);
        assertThatThrownBy(() -> shard.requirePlaced(placed, 0))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("does not belong there at level 0");
        assertThatThrownBy(() -> shard.requirePlaced(placed, 8))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most 8 levels");
        assertThatThrownBy(() -> shard.slot(hash, 8)).isInstanceOf(MalformedException.class);
    }

    // ---- attributes

    @Test
    void attributes_ofEveryType_areGivenBack() {
        assertThat(decode(FileNode.encode(List.of(new FileNode.Child(LEAF, 1, 1)), KEPT))
                        .attributes())
                .isEqualTo(KEPT);
        assertThat(KEPT.mode()).hasValue(0755);
        assertThat(KEPT.modificationTime()).contains(Instant.ofEpochSecond(1_700_000_000, 5));
        assertThat(KEPT)
                .isNotEqualTo(Attributes.NONE)
                .hasSameHashCodeAs(decode(SymlinkNode.encode("", KEPT)).attributes());
        assertThat(KEPT).hasToString("Attributes[mode 0755, modified 2023-11-14T22:13:20.000000005Z]");
        assertThat(Attributes.NONE).hasToString("Attributes[mode unknown, modified unknown]");
        assertThat(Attributes.NONE.mode()).isEmpty();
        assertThat(Attributes.NONE.modificationTime()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, -1, -2208988800L, Integer.MAX_VALUE + 1L, -31557014167219200L})
    void attributes_timesBeforeAndAfterTheEpoch_areGivenBack(long seconds) {
        for (int nanos : new int[] {0, 1, 999_999_999}) {
            Instant time = Instant.ofEpochSecond(seconds, nanos);
            byte[] encoded = DirectoryNode.encode(List.of(), Attributes.NONE.withModificationTime(time));
            assertThat(decode(encoded).attributes().modificationTime()).contains(time);
        }
    }

    /** The file {@code hello}, 04711, of one and a half seconds before the epoch, as Kubo 0.33.2 writes it. */
    @Test
    void attributes_beforeTheEpoch_areWrittenAsKuboDoes() {
        byte[] kubo = HexFormat.of().parseHex("0a200802120568656c6c6f180538c913421008feffffffffffffffff01150065cd1d");
        FileNode file = (FileNode) decode(kubo);
        assertThat(file.attributes())
                .isEqualTo(
                        Attributes.NONE.withMode(04711).withModificationTime(Instant.ofEpochSecond(-2, 500_000_000)));
        FileNode.Envelope envelope = FileNode.envelope(5, file.attributes());
        byte[] block = new byte[envelope.blockSize()];
        file.data().get(block, envelope.contentOffset(), 5);
        envelope.wrap(block);
        assertThat(block).isEqualTo(kubo);
    }

    @Test
    void attributes_timeNoInstantCanHold_isTheNearestOne() {
        assertThat(timed(new ProtobufWriter().signed(1, Long.MAX_VALUE)).modificationTime())
                .contains(Instant.MAX);
        assertThat(timed(new ProtobufWriter().signed(1, Long.MIN_VALUE)).modificationTime())
                .contains(Instant.MIN);
    }

    @Test
    void attributes_reservedModeBits_areMaskedOff() {
        assertThat(decode(node(type(1).number(7, 0xffff_ffffL)).toBytes())
                        .attributes()
                        .mode())
                .hasValue(07777);
        assertRefused(node(type(1).number(7, 1L << 32)).toBytes(), "the mode has 32 bits");
        assertThatIllegalArgumentException().isThrownBy(() -> Attributes.NONE.withMode(010000));
        assertThatIllegalArgumentException().isThrownBy(() -> Attributes.NONE.withMode(-1));
    }

    @Test
    void attributes_timesOutOfRule_areRefused() {
        assertTimeRefused(new ProtobufWriter(), "must start with the seconds");
        assertTimeRefused(new ProtobufWriter().fixed32(2, 1), "must start with the seconds");
        assertTimeRefused(new ProtobufWriter().number(1, 1).fixed32(2, 0), "found 0");
        assertTimeRefused(new ProtobufWriter().number(1, 1).fixed32(2, 1_000_000_000), "found 1000000000");
        assertTimeRefused(new ProtobufWriter().number(1, 1).fixed32(2, -1), "found 4294967295");
        assertTimeRefused(new ProtobufWriter().number(1, 1).number(2, 1), "wire type 5, found 0");
        assertTimeRefused(new ProtobufWriter().number(1, 1).number(1, 1), "only nanoseconds");
        assertTimeRefused(new ProtobufWriter().number(1, 1).fixed32(2, 1).fixed32(2, 1), "nothing may follow");
        byte[] ones = new byte[11];
        Arrays.fill(ones, (byte) 0xff);
        assertTimeRefused(new ProtobufWriter().raw(new byte[] {8}).raw(ones), "more than 64 bits");
        assertTimeRefused(new ProtobufWriter().raw(new byte[] {8, (byte) 0x80, 0}), "not in its shortest form");
        assertTimeRefused(new ProtobufWriter().raw(new byte[] {8, (byte) 0x80}), "declares 1 bytes, 0 are left");
    }

    // ---- all of them

    @Test
    void decode_everyCut_isRefused() {
        for (byte[] right : samples()) {
            for (int size = 0; size < right.length; size++) {
                ByteBuffer cut = ByteBuffer.wrap(right, 0, size);
                assertThatThrownBy(() -> UnixFsNode.decode(SELF, cut)).isInstanceOf(MalformedException.class);
            }
        }
    }

    /** Only a {@code MalformedException} may come out of blocks that a fuzzer wrote. */
    @Test
    void decode_randomMutations_throwOnlyMalformed() {
        String given = System.getProperty("cortensor.seed", "");
        long seed = given.isEmpty() ? new Random().nextLong() : Long.parseLong(given);
        System.out.println("UnixFsNodeTest: -Dcortensor.seed=" + seed);
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            List<byte[]> samples = samples();
            byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
            for (int rounds = 1 + random.nextInt(3); rounds > 0; rounds--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                UnixFsNode.decode(SELF, ByteBuffer.wrap(bytes));
                read++;
            } catch (MalformedException expected) {
                assertThat(expected).as("-Dcortensor.seed=" + seed).hasMessageContaining("baf");
            }
        }
        System.out.println("UnixFsNodeTest: 50000 mutated nodes, " + read + " still readable");
    }

    private static List<byte[]> samples() {
        DirectoryNode.Entry entry = new DirectoryNode.Entry("name", LEAF, 1);
        return List.of(
                FileNode.encode(List.of(new FileNode.Child(LEAF, 1, 1)), KEPT),
                DirectoryNode.encode(List.of(entry), KEPT),
                SymlinkNode.encode("target", KEPT),
                ShardNode.encode(List.of(new ShardNode.Named(200, entry)), KEPT));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 127, 128, 16_300, 16_384, 262_144})
    void envelope_aroundContent_isAFileOfIt(int size) {
        for (Attributes attributes : List.of(Attributes.NONE, KEPT)) {
            FileNode.Envelope envelope = FileNode.envelope(size, attributes);
            byte[] block = new byte[envelope.blockSize()];
            Arrays.fill(block, envelope.contentOffset(), envelope.contentOffset() + size, (byte) 9);
            envelope.wrap(block);
            FileNode file = (FileNode) decode(block);
            byte[] expected = new byte[size];
            Arrays.fill(expected, (byte) 9);
            assertThat(file.data()).isEqualTo(ByteBuffer.wrap(expected));
            assertThat(file.attributes()).isEqualTo(attributes);
        }
    }

    @Test
    void envelope_aroundNothing_isTheEmptyFileThatEverybodyKnows() {
        FileNode.Envelope envelope = FileNode.envelope(0, Attributes.NONE);
        byte[] block = new byte[envelope.blockSize()];
        envelope.wrap(block);
        assertThat(block).containsExactly(10, 4, 8, 2, 24, 0);
    }

    private static Attributes timed(ProtobufWriter time) {
        return decode(node(type(1).bytes(8, time.toBytes())).toBytes()).attributes();
    }

    private static void assertTimeRefused(ProtobufWriter time, String reason) {
        assertRefused(node(type(1).bytes(8, time.toBytes())).toBytes(), reason);
    }

    private static UnixFsNode decode(byte[] bytes) {
        return UnixFsNode.decode(SELF, ByteBuffer.wrap(bytes));
    }

    private static void assertRefused(byte[] block, String reason) {
        assertThatThrownBy(() -> decode(block))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
    }

    private static ProtobufWriter type(int type) {
        return new ProtobufWriter().number(1, type);
    }

    private static ProtobufWriter shard(int fanout, byte[] bits) {
        return type(5).bytes(2, bits).number(5, 0x22).number(6, fanout);
    }

    private static ProtobufWriter named(String name, long tsize) {
        return new ProtobufWriter()
                .bytes(1, LEAF.encoded())
                .bytes(2, name.getBytes(StandardCharsets.UTF_8))
                .number(3, tsize);
    }

    private static ProtobufWriter node(ProtobufWriter message, ProtobufWriter... links) {
        ProtobufWriter node = new ProtobufWriter();
        for (ProtobufWriter link : links) {
            node.bytes(2, link.toBytes());
        }
        return node.bytes(1, message.toBytes());
    }
}
