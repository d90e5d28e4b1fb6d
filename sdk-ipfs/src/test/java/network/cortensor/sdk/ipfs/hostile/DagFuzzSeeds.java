package network.cortensor.sdk.ipfs.hostile;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;
import network.cortensor.sdk.ipfs.internal.unixfs.NameHash;
import network.cortensor.sdk.ipfs.internal.unixfs.ShardNode;
import network.cortensor.sdk.ipfs.internal.unixfs.SymlinkNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the inputs that {@link DagFuzzTest} starts from. Run by hand, with the folder of the inputs as argument. */
final class DagFuzzSeeds {
    /** A block that holds its content, so that its link leads somewhere. */
    private static final Cid INLINE =
            Block.of(Codec.RAW, HashFunction.IDENTITY, text("hello")).cid();

    private static final Attributes KEPT =
            Attributes.NONE.withMode(0644).withModificationTime(Instant.ofEpochSecond(1_700_000_000, 5));

    private DagFuzzSeeds() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        DirectoryNode.Entry entry = new DirectoryNode.Entry("a", INLINE, 5);
        Map<String, byte[]> nodes = new LinkedHashMap<>();
        nodes.put("file", FileNode.encode(List.of(new FileNode.Child(INLINE, 5, 5), new FileNode.Child(INLINE, 5, 5))));
        nodes.put("file-kept", FileNode.encode(List.of(new FileNode.Child(INLINE, 5, 5)), KEPT));
        nodes.put("folder", DirectoryNode.encode(List.of(entry), KEPT));
        nodes.put("symlink", SymlinkNode.encode("../a", Attributes.NONE));
        nodes.put(
                "shard",
                ShardNode.encode(
                        List.of(new ShardNode.Named(NameHash.of("a").bucket(0, ShardNode.FANOUT), entry)),
                        Attributes.NONE));
        for (Map.Entry<String, byte[]> node : nodes.entrySet()) {
            write(folder.resolve("dagPb").resolve(node.getKey()), node.getValue());
            write(folder.resolve("content").resolve(node.getKey()), node.getValue());
        }
        write(folder.resolve("path").resolve("names"), text("/ipfs/" + INLINE + "/a b/%2e"));
        write(folder.resolve("path").resolve("uri"), text("ipfs://" + INLINE + "/a%20b/%C3%A4"));
        write(
                folder.resolve("answerLines").resolve("added"),
                text("{\"Name\":\"a\"}\n\n{\"Hash\":\"Qm\",\"Size\":\"5\"}\n"));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
