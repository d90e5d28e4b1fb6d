package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.Protobuf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes CAR streams piece by piece, also such as nobody should; shares no code with what is tested. */
final class CarBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Starts with a right header. */
    static CarBytes of(Cid... roots) {
        byte[] header = header(roots);
        return new CarBytes().varint(header.length).raw(header);
    }

    static byte[] header(Cid... roots) {
        CarBytes header = new CarBytes().raw(0xa2, 0x65).text("roots").raw(0x80 | roots.length);
        for (Cid root : roots) {
            byte[] cid = root.encoded();
            header.raw(0xd8, 0x2a, 0x58, cid.length + 1, 0).raw(cid);
        }
        return header.raw(0x67).text("version").raw(1).toBytes();
    }

    /** The 51 bytes that stand in front of the payload of a CARv2. */
    static byte[] v2Start(long offset, long size, long index) {
        return new CarBytes()
                .raw(0x0a, 0xa1, 0x67)
                .text("version")
                .raw(2)
                .raw(new byte[16])
                .raw(ByteBuffer.allocate(24)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(offset)
                        .putLong(size)
                        .putLong(index)
                        .array())
                .toBytes();
    }

    CarBytes section(Block block) {
        return section(block.cid(), block.bytes());
    }

    CarBytes section(Cid claimed, byte[] bytes) {
        return section(claimed.encoded(), bytes);
    }

    CarBytes section(byte[] cid, byte[] bytes) {
        return varint((long) cid.length + bytes.length).raw(cid).raw(bytes);
    }

    CarBytes varint(long value) {
        return raw(new Protobuf().varint(value).toBytes());
    }

    CarBytes text(String text) {
        return raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    CarBytes raw(int... bytes) {
        for (int next : bytes) {
            out.write(next);
        }
        return this;
    }

    CarBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    CarReader open() {
        return CarReader.open(new ByteArrayInputStream(toBytes()));
    }

    CarReport inspect() {
        return CarReport.inspect(new ByteArrayInputStream(toBytes()));
    }

    static List<Block> readAll(CarReader reader) {
        List<Block> blocks = new ArrayList<>();
        for (Optional<Block> block = reader.next(); block.isPresent(); block = reader.next()) {
            blocks.add(block.get());
        }
        return blocks;
    }

    /** A dag-pb block that links to these. */
    static Block node(Cid... targets) {
        Protobuf node = new Protobuf();
        for (Cid target : targets) {
            node.message(2, Protobuf.link(target, 1));
        }
        return Block.of(Codec.DAG_PB, node.toBytes());
    }

    static Block leaf(String text) {
        return Block.of(Codec.RAW, text.getBytes(StandardCharsets.UTF_8));
    }
}
