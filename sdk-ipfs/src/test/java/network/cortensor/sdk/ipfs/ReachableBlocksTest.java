package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.dag.DagLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReachableBlocksTest {
    private static final int WIDEST = 8192;

    private final BlockStore blocks = BlockStore.memory();
    private final Dags dags = new Dags(blocks);
    private long made;

    private ReachableBlocks walk() {
        return new ReachableBlocks(blocks, Watch.start("walk", CallOptions.none()), cid -> {});
    }

    /** Another node each time that is its own CID, so that it can be read and need not be stored. */
    private Cid inlineNode() {
        byte[] data = ByteBuffer.allocate(Long.BYTES).putLong(made++).array();
        byte[] node = new Protobuf().bytes(1, data).toBytes();
        return Block.of(Codec.DAG_PB, HashFunction.IDENTITY, node).cid();
    }

    private Cid tree(int... widths) {
        return tree(0, widths);
    }

    private Cid tree(int level, int[] widths) {
        if (level == widths.length) {
            return inlineNode();
        }
        Map<String, Cid> links = new LinkedHashMap<>();
        for (int i = 0; i < widths[level]; i++) {
            links.put(String.format("%04d", i), tree(level + 1, widths));
        }
        return dags.folder(links);
    }

    /** The attack of a chain of widest nodes, each with the next one as its last link, which is followed first. */
    @Test
    void from_widestNodesWithinOneAnother_areRefused() {
        Cid chain = inlineNode();
        for (int depth = 0; depth <= DagLimits.OPEN_LINKS / WIDEST; depth++) {
            Map<String, Cid> links = new LinkedHashMap<>();
            for (int i = 0; i < WIDEST - 1; i++) {
                links.put(String.format("%04d", i), inlineNode());
            }
            links.put("next", chain);
            chain = dags.folder(links);
        }
        Cid root = chain;
        assertThatThrownBy(() -> walk().from(root))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(root.toString())
                .hasMessageContaining("131072");
        ContentStore store = ContentStore.on(blocks);
        assertThatThrownBy(() -> store.pin(root)).isInstanceOf(MalformedException.class);
    }

    /** The shapes of a folder of a million entries in shards, and of a file of a million leaves, none of them raw. */
    @ParameterizedTest
    @CsvSource({"256, 256, 16", "1024, 1024, 1"})
    void from_millionNodesSideBySide_reachesAll(int first, int second, int third) {
        ReachableBlocks walk = walk();
        walk.from(tree(first, second, third));
        long inner = 1 + first + (long) first * second;
        assertThat(made).isEqualTo((long) first * second * third).isEqualTo(1 << 20);
        assertThat(walk.size()).isEqualTo(inner);
    }
}
