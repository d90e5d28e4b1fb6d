package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileNodeTest {
    private static final Cid LEAF = Block.of(Codec.RAW, new byte[] {7}).cid();
    private static final Cid SELF = Cid.of(Codec.DAG_PB, LEAF.digest());

    @Test
    void decode_encodedChildren_givesThemBack() {
        List<FileNode.Child> children = List.of(new FileNode.Child(LEAF, 300, 300), new FileNode.Child(SELF, 1, 1000));
        FileNode node = decode(FileNode.encode(children));
        assertThat(node.children()).isEqualTo(children);
        assertThat(node.fileSize()).isEqualTo(301);
        assertThat(node.data().remaining()).isZero();
    }

    @Test
    void decode_dataBeforeLinks_isAccepted() {
        assertThat(decode(node().message(1, file(1)).message(2, link()).toBytes())
                        .fileSize())
                .isEqualTo(1);
    }

    @Test
    void decode_linkWithoutNameAndTsize_isAccepted() {
        ProtobufWriter bare = new ProtobufWriter().bytes(1, LEAF.encoded());
        FileNode node = decode(node().message(2, bare).message(1, file(1)).toBytes());
        assertThat(node.children()).containsExactly(new FileNode.Child(LEAF, 1, 0));
    }

    @Test
    void decode_ownDataAndChildren_addsUp() {
        ProtobufWriter file = new ProtobufWriter()
                .number(1, 2)
                .bytes(2, new byte[] {1, 2, 3})
                .number(3, 4)
                .number(4, 1);
        FileNode node = decode(node().message(2, link()).message(1, file).toBytes());
        assertThat(node.fileSize()).isEqualTo(4);
        assertThat(node.data()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void decode_modeAndTime_areKept() {
        ProtobufWriter file =
                new ProtobufWriter().number(1, 0).number(3, 0).number(7, 0644).bytes(8, new byte[] {8, 1});
        FileNode node = decode(node().message(1, file).toBytes());
        assertThat(node.fileSize()).isZero();
        assertThat(node.attributes())
                .isEqualTo(Attributes.NONE.withMode(0644).withModificationTime(Instant.ofEpochSecond(1)));
    }

    @ParameterizedTest
    @CsvSource({"1,directory", "3,metadata", "4,symlink", "6,type 6"})
    void decode_otherType_saysWhichItIs(long type, String name) {
        assertRefused(node().message(1, new ProtobufWriter().number(1, type)), "found " + name);
    }

    @Test
    void decode_shard_saysThatItIsOne() {
        ProtobufWriter shard = new ProtobufWriter().number(1, 5).number(5, 0x22).number(6, 256);
        assertRefused(node().message(1, shard), "found hamt directory");
    }

    @Test
    void decode_nodeFieldsOutOfRule_areRefused() {
        assertRefused(node().message(2, link()).message(1, file(1)).message(2, link()), "out of order");
        assertRefused(node().message(1, file()).message(1, file()), "repeated");
        assertRefused(node().message(3, file()), "field 3 is unknown");
        assertRefused(node().message(0, file()), "field 0 is unknown");
        assertRefused(node().number(1, 5), "wire type 2, found 0");
        assertRefused(node().number(2, 5), "wire type 2, found 0");
        assertRefused(node().number(1L << 40, 5), "is unknown");
    }

    @Test
    void decode_linkFieldsOutOfRule_areRefused() {
        assertRefused(withLink(new ProtobufWriter()), "must start with the hash");
        assertRefused(withLink(new ProtobufWriter().bytes(2, new byte[0])), "must start with the hash");
        assertRefused(withLink(hash().number(3, 1).bytes(2, new byte[0])), "link field 2");
        assertRefused(withLink(hash().bytes(1, LEAF.encoded())), "link field 1");
        assertRefused(withLink(hash().number(3, 1).number(3, 1)), "link field 3");
        assertRefused(withLink(hash().number(4, 1)), "link field 4");
        assertRefused(withLink(hash().number(2, 1)), "wire type 2, found 0");
        assertRefused(withLink(hash().bytes(3, new byte[1])), "wire type 0, found 2");
        assertRefused(withLink(new ProtobufWriter().bytes(1, new byte[36])), "version 1, found 0");
        assertRefused(withLink(hash().bytes(2, new byte[] {(byte) 0xc3})), "not UTF-8");
        assertRefused(withLink(hash().bytes(2, "x".getBytes(StandardCharsets.UTF_8))), "has a name");
    }

    @Test
    void decode_fileFieldsOutOfRule_areRefused() {
        assertRefused(node(), "must start with the node's type");
        assertRefused(node().message(1, new ProtobufWriter()), "must start with the node's type");
        assertRefused(node().message(1, new ProtobufWriter().number(3, 0)), "must start with the node's type");
        assertRefused(withFile(file().number(1, 2)), "field 1 is repeated");
        assertRefused(withFile(file().number(3, 0).number(3, 0)), "field 3 is repeated");
        assertRefused(withFile(file().number(3, 0).bytes(2, new byte[0])), "field 2 is repeated or out of order");
        assertRefused(withFile(file().number(5, 0x22)), "field 5 does not belong to a file");
        assertRefused(withFile(file().number(6, 256)), "field 6 does not belong to a file");
        assertRefused(withFile(file().number(9, 1)), "field 9 does not belong to a file");
        assertRefused(withFile(file().bytes(4, new byte[] {1})), "wire type 0, found 2");
    }

    @Test
    void decode_everyCut_isRefused() {
        byte[] right = FileNode.encode(List.of(new FileNode.Child(LEAF, 1, 1), new FileNode.Child(LEAF, 1, 1)));
        for (int size = 0; size < right.length; size++) {
            ByteBuffer cut = ByteBuffer.wrap(right, 0, size);
            assertThatThrownBy(() -> FileNode.decode(SELF, cut)).isInstanceOf(MalformedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {46, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE})
    void decode_hugeLengthPrefix_isRefusedWithoutAllocating(long length) {
        ProtobufWriter writer = new ProtobufWriter().number(1, 0);
        byte[] tag = {0x12};
        byte[] prefix = new ProtobufWriter().number(1, length).toBytes();
        byte[] bytes = new byte[tag.length + prefix.length - 1];
        bytes[0] = tag[0];
        System.arraycopy(prefix, 1, bytes, 1, prefix.length - 1);
        assertThat(writer.toBytes()).hasSize(2);
        assertThatThrownBy(() -> decode(bytes))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("declares " + length + " bytes");
    }

    @Test
    void encode_manyChildren_isWhatTheProfileWrites() {
        List<FileNode.Child> children = new ArrayList<>();
        for (int i = 0; i < 1024; i++) {
            children.add(new FileNode.Child(LEAF, 1 << 20, 1 << 20));
        }
        byte[] encoded = FileNode.encode(children);
        // Each link: tag, length, hash of 2 + 36, empty name of 2, size of 1 + 3; then one block size of 1 + 3.
        assertThat(encoded).startsWith(0x12, 44, 0x0a, 36, 0x01, 0x55, 0x12, 0x20);
        assertThat(decode(encoded).fileSize()).isEqualTo(1L << 30);
    }

    private static FileNode decode(byte[] bytes) {
        return FileNode.decode(SELF, ByteBuffer.wrap(bytes));
    }

    private static Message node() {
        return new Message();
    }

    private static Message withLink(ProtobufWriter link) {
        return node().message(2, link).message(1, file(1));
    }

    private static Message withFile(ProtobufWriter file) {
        return node().message(1, file);
    }

    private static ProtobufWriter hash() {
        return new ProtobufWriter().bytes(1, LEAF.encoded());
    }

    private static ProtobufWriter link() {
        return hash().bytes(2, new byte[0]).number(3, 1);
    }

    private static ProtobufWriter file() {
        return new ProtobufWriter().number(1, 2);
    }

    private static ProtobufWriter file(long onlyChild) {
        return file().number(3, onlyChild).number(4, onlyChild);
    }

    private static void assertRefused(Message node, String reason) {
        assertThatThrownBy(() -> decode(node.toBytes()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
    }

    /** A message of messages. */
    private static final class Message {
        private final ProtobufWriter out = new ProtobufWriter();

        Message message(int field, ProtobufWriter value) {
            out.bytes(field, value.toBytes());
            return this;
        }

        Message number(long field, long value) {
            out.number((int) field, value);
            return this;
        }

        byte[] toBytes() {
            return out.toBytes();
        }
    }
}
