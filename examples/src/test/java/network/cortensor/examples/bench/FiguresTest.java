package network.cortensor.examples.bench;

import network.cortensor.sdk.UnavailableException;
import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The arithmetic that all benchmarks share, and what they measure with. */
class FiguresTest {

    @Test
    void ratio_severalRounds_isTheMedianOfRatiosNotTheRatioOfMedians() {
        List<Score> over = List.of(new Score(10, 1), new Score(90, 2), new Score(30, 9));
        List<Score> under = List.of(new Score(10, 1), new Score(30, 1), new Score(15, 3));

        assertThat(Score.ratio(over, under, Score::clock)).isEqualTo(new Spread(2, 1, 3));
        assertThat(Score.ratio(over, under, Score::cpu)).isEqualTo(new Spread(2, 1, 3));
    }

    @Test
    void ratio_roundMissing_isRefused() {
        List<Score> one = List.of(new Score(1, 1));

        assertThatThrownBy(() -> Score.ratio(one, List.of(), Score::cpu)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sum_ofTwoBenchmarks_addsWithinEachRound() {
        List<Score> some = List.of(new Score(1, 2), new Score(3, 4));
        List<Score> others = List.of(new Score(10, 20), new Score(30, 40));

        assertThat(Score.sum(some, others)).containsExactly(new Score(11, 22), new Score(33, 44));
        assertThatThrownBy(() -> Score.sum(some, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofProcess_workShorterThanAStepOfItsClock_isNotToldAsFree() throws Exception {
        Score score = Score.ofProcess(() -> {});

        assertThat(score.cpu()).isGreaterThanOrEqualTo(ProcessGauge.CPU_TICK_NANOS);
    }

    @Test
    void spread_evenNumberOfValues_medianLiesBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(8.0, 1.0, 2.0, 4.0))).isEqualTo(new Spread(3, 1, 8));
    }

    @Test
    void goal_valueJustBeyond_isMissedAndShownSo() {
        Goal atMost = Goal.atMost(1.15);
        assertThat(atMost.isMetBy(1.15)).isTrue();
        assertThat(atMost.isMetBy(1.15001)).isFalse();
        assertThat(atMost.rounded(1.15001, 3)).isEqualTo("1.151");
        assertThat(atMost.rounded(1.15, 3)).isEqualTo("1.150");

        Goal atLeast = Goal.atLeast(0.9);
        assertThat(atLeast.isMetBy(0.9)).isTrue();
        assertThat(atLeast.isMetBy(0.89999)).isFalse();
        assertThat(atLeast.rounded(0.89999, 3)).isEqualTo("0.899");
        assertThat(atLeast).hasToString(">= 0.9");
    }

    @Test
    void peers_environment_isFollowedAsTheScriptDoes() {
        assertThat(Peers.at(null, Map.of("CORTENSOR_PEERS", "/chosen", "XDG_CACHE_HOME", "/cache"))
                        .goAge())
                .isEqualTo(Path.of("/chosen/go/age"));
        assertThat(Peers.at(null, Map.of("XDG_CACHE_HOME", "/cache")).nodeAge())
                .isEqualTo(Path.of("/cache/cortensor-sdk/peers/node/node_modules/age-encryption"));
        assertThat(Peers.at(Path.of("given"), Map.of()).kubo()).isEqualTo(Path.of("given/ipfs-go/ipfs"));
        assertThat(Peers.at(Path.of("given"), Map.of()).importer())
                .isEqualTo(Path.of("given/ipfs-node/node_modules/ipfs-unixfs-importer"));
        assertThat(Peers.at(Path.of("given"), Map.of("CORTENSOR_PEERS", "/chosen"))
                        .folder())
                .isEqualTo(Path.of("given"));
    }

    @Test
    void units_bytes_areInTheLargestThatFits() {
        assertThat(Units.bytes(10 * Units.GIB)).isEqualTo("10 GiB");
        assertThat(Units.bytes(1536L * Units.MIB)).isEqualTo("1536 MiB");
        assertThat(Units.bytes(4 * Units.KIB)).isEqualTo("4 KiB");
        assertThat(Units.mibPerSecond(1e9 / Units.MIB)).isEqualTo(1);
    }

    @Test
    void pattern_streamedAndHashedInPlace_isTheSameBytes() throws Exception {
        Pattern pattern = new Pattern(1);
        int length = 300_000;
        byte[] streamed;
        try (InputStream stream = pattern.stream(length)) {
            streamed = stream.readAllBytes();
            assertThat(stream.read()).isEqualTo(-1);
        }
        assertThat(streamed).hasSize(length);

        MessageDigest inPlace = MessageDigest.getInstance("SHA-256");
        pattern.update(inPlace, 0, 100_000);
        pattern.update(inPlace, 100_000, 200_000);

        assertThat(inPlace.digest())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(streamed));
    }

    @Test
    void scratch_closed_leavesNothing() throws Exception {
        Path folder;
        try (Scratch scratch = Scratch.create()) {
            folder = scratch.folder();
            Path below = Files.createDirectories(folder.resolve("some").resolve("where"));
            Files.writeString(below.resolve("file"), "content");
            scratch.remove(folder.resolve("some"));
            assertThat(folder).isEmptyDirectory();
            Files.writeString(folder.resolve("file"), "content");
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void scratch_moreThanTheDiskHas_isRefusedBeforeAnythingIsWritten() {
        try (Scratch scratch = Scratch.create()) {
            scratch.requireFree(1);
            assertThatThrownBy(() -> scratch.requireFree(Long.MAX_VALUE))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("--quick")
                    .hasMessageContaining("java.io.tmpdir");
        }
    }
}
