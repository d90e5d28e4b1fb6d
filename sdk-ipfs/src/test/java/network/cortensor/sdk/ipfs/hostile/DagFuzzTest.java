package network.cortensor.sdk.ipfs.hostile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.DirectoryEntry;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.http.JsonLines;
import network.cortensor.sdk.ipfs.internal.unixfs.DagPbLinks;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The readers of dag-pb, UnixFS, paths and of answers in lines of JSON, for Jazzer: with {@code JAZZER_FUZZ=1} (see {@code
 * .ci/fuzz}) it searches for inputs that break a rule, else it tries the inputs in {@code DagFuzzTestInputs}, which {@link
 * DagFuzzSeeds} made.
 *
 * <p>The rules: only the exceptions that are declared are thrown; what exists is consistent; and what is read can be written and
 * read again as the same.
 */
class DagFuzzTest {
    private static final String DURATION = "10m";
    private static final int MOST = 4096;
    private static final int MAX_LINE = 256;

    @FuzzTest(maxDuration = DURATION)
    void dagPb(byte[] input) {
        boolean links = true;
        try {
            DagPbLinks.read("input", ByteBuffer.wrap(input), link -> {});
        } catch (MalformedException e) {
            links = false;
        }
        try {
            UnixFsNode node = UnixFsNode.decode(Block.of(Codec.DAG_PB, input).cid(), ByteBuffer.wrap(input));
            require(links, "what is no dag-pb is no file either");
            check(node);
        } catch (MalformedException e) {
            // The rule for most inputs.
        }
    }

    private static void check(UnixFsNode node) {
        if (node instanceof FileNode file) {
            require(
                    file.fileSize() == file.data().remaining() + FileNode.fileSize(file.children()),
                    "the parts add up to the size");
        } else if (node instanceof DirectoryNode folder) {
            byte[] written = DirectoryNode.encode(folder.entries(), folder.attributes());
            Cid cid = Block.of(Codec.DAG_PB, written).cid();
            DirectoryNode again = (DirectoryNode) UnixFsNode.decode(cid, ByteBuffer.wrap(written));
            require(again.entries().size() == folder.entries().size(), "no entry is lost");
            require(again.entries().containsAll(folder.entries()), "no entry is changed");
            require(again.attributes().equals(folder.attributes()), "the attributes stay");
        }
    }

    /** What a store makes of one block whose links lead to itself, to another or to nothing. */
    @FuzzTest(maxDuration = DURATION)
    void content(byte[] input) {
        try (ContentStore store = ContentStore.on(BlockStore.memory())) {
            Cid root = store.addFolder(Map.of());
            Block block = Block.of(Codec.DAG_PB, input);
            store.blocks().put(block);
            attempt(() -> {
                byte[] bytes = store.get(block.cid(), MOST);
                require(bytes.length == store.size(block.cid()), "all of it is read");
            });
            attempt(() -> {
                try (Stream<DirectoryEntry> entries = store.ls(block.cid())) {
                    require(entries.limit(MOST).count() <= input.length, "an entry takes a byte at least");
                }
            });
            attempt(() -> store.stat(block.cid()));
            attempt(() -> require(!store.resolve(IpfsPath.of(block.cid(), "a")).equals(block.cid()), "no loops"));
            attempt(() -> store.has(block.cid()));
            attempt(() -> store.pin(block.cid()));
            require(store.has(root), "the others stay");
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void path(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            IpfsPath path = IpfsPath.parse(text);
            require(IpfsPath.parse(path.toString()).equals(path), "the text is that of another path");
            require(IpfsPath.parse(path.toUri().toString()).names().equals(path.names()), "the URI has other names");
            require(path.names().stream().noneMatch(name -> name.equals("..") || name.contains("/")), "it escapes");
        } catch (MalformedException e) {
            // The rule for most inputs.
        }
    }

    /** What Kubo answers to an upload in parts, and what routers answer: values in lines. */
    @FuzzTest(maxDuration = DURATION)
    void answerLines(byte[] input) {
        try (JsonLines lines = new JsonLines(new ByteArrayInputStream(input), MAX_LINE, "input")) {
            int count = 0;
            for (Optional<?> line = lines.next(); line.isPresent(); line = lines.next()) {
                count++;
            }
            require(count <= input.length, "a line takes a byte at least");
        } catch (MalformedException e) {
            // The rule for most inputs.
        }
    }

    private static void attempt(Runnable read) {
        try {
            read.run();
        } catch (IpfsException e) {
            // The rule for most inputs.
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
