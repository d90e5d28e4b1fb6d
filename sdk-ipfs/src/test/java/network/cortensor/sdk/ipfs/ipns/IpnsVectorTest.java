package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.Vectors;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** The record files of the gateway conformance suite; their names say what is special about them. */
class IpnsVectorTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** {@code path} is empty for a record that must be rejected. */
    private record Expected(String name, String rest, Optional<String> path, String reason) {}

    private static final List<Expected> FILES = List.of(
            new Expected(
                    "k51qzi5uqu5diamp7qnnvs1p1gzmku3eijkeijs3418j23j077zrkok63xdm8c",
                    "_v1-v2-broken-signature-v2",
                    Optional.empty(),
                    "SIGNATURE"),
            new Expected(
                    "k51qzi5uqu5dit2ku9mutlfgwyz8u730on38kd10m97m36bjt66my99hb6103f",
                    "_v2",
                    Optional.of("/ipfs/bafkqadtwgiww63tmpeqhezldn5zgi"),
                    ""),
            new Expected(
                    "k51qzi5uqu5dlkw8pxuw9qmqayfdeh4kfebhmreauqdc6a7c3y7d5i9fi8mk9w",
                    "_v1-v2",
                    Optional.of("/ipfs/bafkqaddwgevxmmraojswg33smq"),
                    ""));

    @Test
    void verify_recordsOfOthers_areJudgedRight() throws IOException {
        List<String> judged = new ArrayList<>();
        for (Expected file : FILES) {
            byte[] record =
                    Files.readAllBytes(Vectors.file("IPNS records", "ipns/" + file.name + file.rest + ".ipns-record"));
            IpnsName name = IpnsName.parse(file.name);
            assertThat(name).hasToString(file.name);
            try {
                IpnsRecord verified = IpnsRecord.verify(name, record, NOW);
                assertThat(Optional.of(verified.path())).isEqualTo(file.path);
                assertThat(verified.sequence()).isZero();
                assertThat(verified.validUntil()).isEqualTo(Instant.parse("2123-08-14T12:17:03.694052Z"));
                assertThat(verified.timeToLive()).isEqualTo(Duration.ofMinutes(30));
                assertThat(verified.encoded()).isEqualTo(record);
                judged.add("valid");
            } catch (RecordRejectedException e) {
                assertThat(e.reason()).hasToString(file.reason);
                judged.add("rejected");
            }
        }
        System.out.println("IPNS record vectors judged right: " + judged);
        assertThat(judged).containsExactly("rejected", "valid", "valid");
    }
}
