package network.cortensor.sdk.ipfs.peers;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.Protobuf;
import network.cortensor.sdk.ipfs.SeededRandom;
import network.cortensor.sdk.ipfs.car.CarReader;
import network.cortensor.sdk.ipfs.car.CarReport;
import network.cortensor.sdk.ipfs.car.CarWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** CAR files from and to a real Kubo. */
class CarKuboPeerTest {
    private static KuboDaemon kubo;

    private final SeededRandom random = SeededRandom.create("CarKuboPeerTest");

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        kubo = KuboDaemon.start(CarKuboPeerTest.class);
    }

    @AfterAll
    static void stop() {
        if (kubo != null) {
            kubo.close();
        }
    }

    @Test
    void inspect_carOfTheGateway_isCompleteAndWrittenBackAsItIs() throws IOException {
        Path file = Files.write(folder.resolve("content"), random.bytes(3_000_000));
        Cid cid = Cid.parse(kubo.run("add", "-Q", file.toString()).strip());
        byte[] car;
        try (InputStream in =
                kubo.gateway().resolve("/ipfs/" + cid + "?format=car").toURL().openStream()) {
            car = in.readAllBytes();
        }
        CarReport report = CarReport.inspect(new ByteArrayInputStream(car));
        assertThat(report.verdict()).as(random.seed()).isEqualTo(CarReport.Verdict.COMPLETE);
        assertThat(report.roots()).hasSize(1);
        assertThat(report.roots().get(0).toV1()).isEqualTo(cid.toV1());
        assertThat(report.distinctBlocks()).as("twelve chunks and a root").isEqualTo(13);
        assertThat(report.unrelatedBlocks()).isZero();

        ByteArrayOutputStream again = new ByteArrayOutputStream();
        try (CarReader reader = CarReader.open(new ByteArrayInputStream(car));
                CarWriter writer = CarWriter.create(again, reader.roots())) {
            for (Optional<Block> block = reader.next(); block.isPresent(); block = reader.next()) {
                writer.write(block.get());
            }
        }
        assertThat(again.toByteArray()).as(random.seed()).isEqualTo(car);
    }

    @Test
    void write_carOfOurs_isImportedWhole() throws IOException {
        List<Block> blocks = new ArrayList<>();
        Protobuf links = new Protobuf();
        for (int i = 0; i < 20; i++) {
            Block leaf = Block.of(Codec.RAW, random.bytes(1000 + i));
            links.message(2, Protobuf.link(leaf.cid(), leaf.size()));
            blocks.add(leaf);
        }
        Block root = Block.of(Codec.DAG_PB, links.toBytes());
        blocks.add(0, root);
        Path file = folder.resolve("ours.car");
        try (CarWriter writer = CarWriter.create(Files.newOutputStream(file), List.of(root.cid()))) {
            blocks.forEach(writer::write);
        }
        String imported = kubo.run("dag", "import", "--stats", file.toString());
        assertThat(imported)
                .as(random.seed())
                .contains(root.cid().toString())
                .contains("success")
                .contains("Imported 21 blocks");
        assertThat(kubo.run("refs", "-r", root.cid().toString()).lines()).hasSize(20);
    }
}
