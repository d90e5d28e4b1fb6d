package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cancellation;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.SeededRandom;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whole DAGs, from a store into a CAR and from there into another store. */
class CarDagTest {
    private static final int SIZE = 3 * 1024 * 1024 + 5;

    private final byte[] content = SeededRandom.create("CarDagTest").bytes(SIZE);
    private final BlockStore blocks = BlockStore.memory();
    private final Cid root = ContentStore.on(blocks).add(content);

    @Test
    void writeDag_wholeFile_isCompleteAndReadBackTheSame() {
        byte[] car = pack(CallOptions.none());
        CarReport report = CarReport.inspect(new ByteArrayInputStream(car));
        assertThat(report.verdict()).isEqualTo(CarReport.Verdict.COMPLETE);
        assertThat(report.blocks()).isEqualTo(5);
        assertThat(report.unrelatedBlocks()).isZero();
        try (BlockStore other = BlockStore.memory();
                CarReader reader = CarReader.open(new ByteArrayInputStream(car))) {
            assertThat(reader.transferTo(other)).isEqualTo(5);
            assertThat(ContentStore.on(other).get(root, SIZE)).isEqualTo(content);
        }
    }

    @Test
    void writeDag_blockMissing_namesIt() {
        Cid leaf = blocks.cids().filter(cid -> !cid.equals(root)).findFirst().orElseThrow();
        blocks.delete(leaf);
        assertThatThrownBy(() -> pack(CallOptions.none()))
                .isInstanceOfSatisfying(
                        BlockNotFoundException.class,
                        missing -> assertThat(missing.cid()).isEqualTo(leaf));
    }

    @Test
    void writeDag_cancelled_stops() {
        Cancellation cancellation = new Cancellation();
        CallOptions call = CallOptions.builder()
                .cancellation(cancellation)
                .progress(progress -> cancellation.cancel())
                .build();
        assertThatThrownBy(() -> pack(call)).isInstanceOf(CancelledException.class);
    }

    @Test
    void writeDag_dagJson_isWrittenAndNotLookedInto() {
        Block leaf = Block.of(Codec.RAW, new byte[] {1});
        String link = "{\"link\":{\"/\":\"" + leaf.cid() + "\"}}";
        Block json = Block.of(Codec.DAG_JSON, link.getBytes(StandardCharsets.UTF_8));
        blocks.put(leaf);
        blocks.put(json);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CarWriter writer = CarWriter.create(out, List.of(json.cid()))) {
            assertThat(writer.writeDag(blocks, json.cid(), CallOptions.none())).isOne();
        }
        CarReport report = CarReport.inspect(new ByteArrayInputStream(out.toByteArray()));
        assertThat(report.notFollowed()).as("whoever reads it is told").isOne();
    }

    private byte[] pack(CallOptions call) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CarWriter writer = CarWriter.create(out, List.of(root))) {
            writer.writeDag(blocks, root, call);
        }
        return out.toByteArray();
    }
}
