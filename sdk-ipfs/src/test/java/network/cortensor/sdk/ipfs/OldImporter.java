package network.cortensor.sdk.ipfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Imports by the profile unixfs-v0-2015, which this project reads but does not write. */
final class OldImporter {
    private static final int CHUNK_SIZE = 256 * 1024;
    private static final int WIDTH = 174;

    private final BlockStore blocks;

    OldImporter(BlockStore blocks) {
        this.blocks = blocks;
    }

    private record Part(Cid cid, long fileSize, long dagSize) {}

    Cid run(InputStream content) throws IOException {
        List<Part> parts = new ArrayList<>();
        byte[] chunk;
        do {
            chunk = content.readNBytes(CHUNK_SIZE);
            if (chunk.length > 0 || parts.isEmpty()) {
                parts.add(leaf(chunk));
            }
        } while (chunk.length == CHUNK_SIZE);
        while (parts.size() > 1) {
            List<Part> above = new ArrayList<>();
            for (int i = 0; i < parts.size(); i += WIDTH) {
                above.add(node(parts.subList(i, Math.min(i + WIDTH, parts.size()))));
            }
            parts = above;
        }
        return parts.get(0).cid();
    }

    private Part leaf(byte[] chunk) {
        Protobuf file = Protobuf.file();
        if (chunk.length > 0) {
            file.bytes(2, chunk);
        }
        byte[] encoded = new Protobuf().message(1, file.number(3, chunk.length)).toBytes();
        return new Part(store(encoded), chunk.length, encoded.length);
    }

    private Part node(List<Part> parts) {
        long fileSize = parts.stream().mapToLong(Part::fileSize).sum();
        Protobuf file = Protobuf.file().number(3, fileSize);
        Protobuf node = new Protobuf();
        for (Part part : parts) {
            file.number(4, part.fileSize());
            node.message(2, Protobuf.link(part.cid(), part.dagSize()));
        }
        byte[] encoded = node.message(1, file).toBytes();
        long dagSize = encoded.length + parts.stream().mapToLong(Part::dagSize).sum();
        return new Part(store(encoded), fileSize, dagSize);
    }

    private Cid store(byte[] encoded) {
        Block block = Block.of(Codec.DAG_PB, encoded);
        blocks.put(block);
        return Cid.decode(new Protobuf().bytes(2, block.cid().digest()).toBytes());
    }
}
