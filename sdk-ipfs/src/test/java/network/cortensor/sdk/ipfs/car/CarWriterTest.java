package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CarWriterTest {
    private final Block leaf = CarBytes.leaf("leaf");
    private final Block root = CarBytes.node(leaf.cid());

    @Test
    void write_blocks_givesTheBytesOfTheSpecification() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CarWriter writer = CarWriter.create(out, List.of(root.cid()))) {
            assertThat(writer.size()).isEqualTo(CarWriter.headerSize(List.of(root.cid())));
            assertThat(writer.write(root)).isTrue();
            assertThat(writer.write(leaf)).isTrue();
            assertThat(writer.size())
                    .isEqualTo(CarWriter.headerSize(List.of(root.cid()))
                            + CarWriter.sectionSize(root)
                            + CarWriter.sectionSize(leaf));
        }
        assertThat(out.toByteArray())
                .isEqualTo(CarBytes.of(root.cid()).section(root).section(leaf).toBytes());
    }

    @Test
    void write_blockTwice_isSkippedOrKeptAsAsked() {
        Block old = Block.verify(root.cid().toV0(), root.bytes());
        for (CarDuplicates duplicates : CarDuplicates.values()) {
            boolean keep = duplicates == CarDuplicates.KEEP;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (CarWriter writer = CarWriter.create(out, List.of(root.cid()), duplicates)) {
                assertThat(writer.write(root)).isTrue();
                assertThat(writer.write(root)).isEqualTo(keep);
                assertThat(writer.write(old)).as("the other version of its CID").isEqualTo(keep);
            }
            List<Block> read = CarBytes.readAll(CarReader.open(new ByteArrayInputStream(out.toByteArray())));
            assertThat(read).isEqualTo(keep ? List.of(root, root, old) : List.of(root));
        }
    }

    @Test
    void create_moreRootsThanAHeaderHolds_isRefused() {
        List<Cid> many = Collections.nCopies(800, root.cid());
        assertThatThrownBy(() -> CarWriter.create(new ByteArrayOutputStream(), many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32768");
        List<Cid> most = Collections.nCopies(790, root.cid());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CarWriter.create(out, most).close();
        assertThat(CarReader.open(new ByteArrayInputStream(out.toByteArray())).roots())
                .isEqualTo(most);
    }

    @Test
    void write_streamFails_isSaid() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int next) throws IOException {
                throw new IOException("no space");
            }
        };
        CarWriter writer = CarWriter.create(full, List.of(root.cid()));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 2000; i++) {
                        writer.write(CarBytes.leaf("a block to fill the buffer, number " + i));
                    }
                })
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("writing a CAR failed");
        assertThatThrownBy(writer::close).isInstanceOf(UncheckedIOException.class);
    }
}
