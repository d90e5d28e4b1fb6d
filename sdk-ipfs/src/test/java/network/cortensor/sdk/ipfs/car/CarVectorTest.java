package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Vectors;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The CAR files of the gateway conformance suite, as far as they are at hand. */
class CarVectorTest {
    private static final String MISSING = "QmSNLTo6Wv9dfroVaw7MFYjLqf9ho7PKrgsjdzYDtv8h1W";

    /** What is right about a file; {@code missing} is empty for a complete one. */
    private record Expected(String name, String root, long blocks, long distinct, long size, List<String> missing) {}

    private static final List<Expected> FILES = List.of(
            complete("dag-pb", "bafybeiegxwlgmoh2cny7qlolykdf7aq7g6dlommarldrbm7c4hbckhfcke", 4, 392),
            // Two names for one file: it links to one block twice, and holds it once.
            complete(
                    "dir-with-duplicate-files", "bafybeihchr7vmgjaasntayyatmp5sv6xza57iy2h4xj7g46bpjij6yhrmy", 9, 1939),
            complete("dir-with-files", "bafybeihchr7vmgjaasntayyatmp5sv6xza57iy2h4xj7g46bpjij6yhrmy", 9, 1939),
            new Expected(
                    "file-3k-and-3-blocks-missing-block",
                    "QmYhmPjhFjYFyaoiuNzYv8WGavpSRDwdHWe5B4M5du5Rtk",
                    3,
                    3,
                    2380,
                    List.of(MISSING)),
            complete("gateway-raw-block", "bafybeie72edlprgtlwwctzljf6gkn2wnlrddqjbkxo3jomh4n7omwblxly", 3, 309),
            // Its folder has a name that leads out of it. That is for whoever unpacks it to refuse: as a CAR it is
            // right.
            complete("outside-root", "bafybeicaj7kvxpcv4neaqzwhrqqmdstu4dhrwfpknrgebq6nzcecfucvyu", 2, 249),
            complete(
                    "subdir-with-two-single-block-files",
                    "bafybeietjm63oynimmv5yyqay33nui4y4wx6u3peezwetxgiwvfmelutzu",
                    4,
                    416));

    private static Expected complete(String name, String root, long blocks, long size) {
        return new Expected(name, root, blocks, blocks, size, List.of());
    }

    @Test
    void inspect_carsOfOthers_areJudgedRight() throws IOException {
        int complete = 0;
        int missing = 0;
        for (Expected file : FILES) {
            byte[] bytes = bytes(file.name);
            CarReport report = CarReport.inspect(new ByteArrayInputStream(bytes));
            assertThat(report.roots()).hasToString("[" + file.root + "]");
            assertThat(report.blocks()).as(file.name).isEqualTo(file.blocks);
            assertThat(report.distinctBlocks()).as(file.name).isEqualTo(file.distinct);
            assertThat(report.unrelatedBlocks()).as(file.name).isZero();
            assertThat(report.size()).as(file.name).isEqualTo(file.size).isEqualTo(bytes.length);
            assertThat(report.mismatchedCount()).as(file.name).isZero();
            assertThat(report.missing()).hasToString(file.missing.toString());
            if (file.missing.isEmpty()) {
                assertThat(report.verdict()).as(file.name).isEqualTo(CarReport.Verdict.COMPLETE);
                complete++;
            } else {
                assertThat(report.verdict()).as(file.name).isEqualTo(CarReport.Verdict.MISSING);
                missing++;
            }
        }
        System.out.println(
                "gateway CAR vectors judged right: " + complete + " complete, " + missing + " with a missing block");
        assertThat(List.of(complete, missing)).isEqualTo(List.of(6, 1));
    }

    @Test
    void write_blocksOfOthersCars_givesTheirBytes() throws IOException {
        for (Expected file : FILES) {
            byte[] bytes = bytes(file.name);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (CarReader reader = CarReader.open(new ByteArrayInputStream(bytes));
                    CarWriter writer = CarWriter.create(out, reader.roots())) {
                for (Block block : CarBytes.readAll(reader)) {
                    assertThat(writer.write(block)).isTrue();
                }
            }
            assertThat(out.toByteArray()).as(file.name).isEqualTo(bytes);
        }
    }

    private static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(Vectors.file("gateway CARs", "gateway/" + name + ".car"));
    }
}
