package network.cortensor.sdk.verify.consensus;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.staking.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ReputationBookTest {

    private static final Duration HALF_LIFE = Duration.ofDays(10);
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private static final Address ALICE = Seeds.node(1);
    private static final Address BOB = Seeds.node(2);

    private static Reputation honestFor(int tasks) {
        Reputation reputation = Reputation.UNKNOWN;
        for (int i = 0; i < tasks; i++) {
            reputation = reputation.afterAgreement(NOW, HALF_LIFE);
        }
        return reputation;
    }

    @Test
    void deviation_stranger_isTheShareOfThePopulation() {
        assertThat(Reputation.UNKNOWN.deviation(0.3)).isEqualTo(0.3);
        assertThat(Reputation.UNKNOWN.deviation(0.001)).isEqualTo(Reputation.LEAST_DEVIATION);
        assertThat(honestFor(2).deviation(0.3)).isEqualTo(0.1, within(1e-9));
    }

    @Test
    void longHonestPast_anyLength_isWorthNoMoreThanItsCap() {
        assertThat(honestFor(1_000_000 / 100)).isEqualTo(honestFor(Reputation.MEMORY));
        assertThat(honestFor(10_000).agreed()).isEqualTo(Reputation.MEMORY);
        assertThat(honestFor(10_000).deviation(0)).isEqualTo(Reputation.LEAST_DEVIATION);
    }

    @Test
    void longHonestPast_twoLiesInARow_areTheEndOfIt() {
        for (int past : new int[] {0, 1, 5, 16, 1000}) {
            Reputation caught = honestFor(past).afterDeviation(NOW, HALF_LIFE).afterDeviation(NOW, HALF_LIFE);
            assertThat(caught.deviation(0)).as("after %d tasks", past).isGreaterThanOrEqualTo(0.5);
        }
        assertThat(honestFor(1000).afterDeviation(NOW, HALF_LIFE).deviation(0)).isBetween(0.15, 0.25);
    }

    @Test
    void honestNode_deviatingOnceInTwenty_keepsItsVoice() {
        Random random = Seeds.random(ReputationBookTest.class);
        Reputation reputation = Reputation.UNKNOWN;
        double sum = 0;
        int tasks = 10_000;
        for (int i = 0; i < tasks; i++) {
            reputation = random.nextInt(20) == 0
                    ? reputation.afterDeviation(NOW, HALF_LIFE)
                    : reputation.afterAgreement(NOW, HALF_LIFE);
            sum += reputation.deviation(0.1);
        }
        System.out.printf("a node that deviates in 5 %% of its tasks is credited with %.3f on average%n", sum / tasks);
        assertThat(sum / tasks).as("seed %d", Seeds.SEED).isBetween(0.05, 0.2);
    }

    @Test
    void fadedTo_oneHalfLife_halvesTheCounts() {
        Reputation faded = honestFor(8).fadedTo(NOW.plus(HALF_LIFE), HALF_LIFE);
        assertThat(faded.agreed()).isEqualTo(4, within(1e-6));
        assertThat(faded.asOf()).isEqualTo(NOW.plus(HALF_LIFE));
        assertThat(honestFor(8).fadedTo(NOW.minusSeconds(1), HALF_LIFE)).isEqualTo(honestFor(8));
        assertThat(honestFor(8).fadedTo(Instant.MAX, HALF_LIFE).agreed()).isZero();
        assertThatThrownBy(() -> honestFor(8).fadedTo(NOW, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void after_task_learnsOfBothSidesAndLeavesTheOldBook() {
        ReputationBook before = ReputationBook.empty(HALF_LIFE);
        ReputationBook after = before.after(List.of(ALICE), List.of(BOB), NOW);
        assertThat(before.size()).isZero();
        assertThat(after.of(ALICE)).isEqualTo(new Reputation(1, 0, NOW));
        assertThat(after.of(BOB)).isEqualTo(new Reputation(0, 1, NOW));
        assertThat(after.of(Seeds.node(3))).isEqualTo(Reputation.UNKNOWN);
        assertThat(after.fadedTo(NOW.plus(Duration.ofDays(200))).size()).isZero();
    }

    @Test
    void population_oneNodeOverAndOver_countsAsOne() {
        ReputationBook one = ReputationBook.empty(HALF_LIFE);
        for (int task = 0; task < 1000; task++) {
            one = one.after(List.of(ALICE), List.of(), NOW);
        }
        ReputationBook many = ReputationBook.empty(HALF_LIFE);
        List<Address> nodes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            nodes.add(Seeds.node(i));
        }
        many = many.after(nodes, List.of(), NOW);
        assertThat(one.population().mean()).isGreaterThan(0.15);
        assertThat(many.population().mean()).isLessThan(0.02);
    }

    @Test
    void decode_whatWasEncoded_isEqualAndWorthTheSame() {
        Random random = Seeds.random(ReputationBookTest.class);
        ReputationBook book = ReputationBook.empty(HALF_LIFE);
        for (int task = 0; task < 200; task++) {
            book = book.after(
                    List.of(Seeds.node(random.nextInt(20)), Seeds.node(20 + random.nextInt(20))),
                    List.of(Seeds.node(40 + random.nextInt(5))),
                    NOW.plusSeconds(random.nextInt(1_000_000)));
        }
        ReputationBook read = ReputationBook.decode(book.encoded());
        assertThat(read).as("seed %d", Seeds.SEED).isEqualTo(book);
        assertThat(read.encoded()).isEqualTo(book.encoded());
        assertThat(read.hashCode()).isEqualTo(book.hashCode());
        assertThat(ReputationBook.decode(ReputationBook.empty().encoded())).isEqualTo(ReputationBook.empty());
    }

    private static String book(String nodes) {
        return "{\"halfLife\":864000,\"nodes\":" + nodes + ",\"type\":\"cortensor-reputations\",\"version\":1}";
    }

    private static String entry(String agreed, String deviated, String asOf) {
        return "{\"" + ALICE + "\":{\"agreed\":" + agreed + ",\"asOf\":" + asOf + ",\"deviated\":" + deviated + "}}";
    }

    @Test
    void decode_wellFormed_isRead() {
        ReputationBook read =
                ReputationBook.decode(book(entry("1500000", "250000", "1000")).getBytes(StandardCharsets.UTF_8));
        assertThat(read.of(ALICE)).isEqualTo(new Reputation(1.5, 0.25, Instant.ofEpochSecond(1000)));
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, 0, 0",
        "-1, 0, 0",
        "0, -1, 0",
        "1.5, 0, 0",
        "1e3, 0, 0",
        "16000003, 0, 0",
        "9000000, 9000000, 0",
        "0, 0, -1",
        "0, 0, 99999999999999999",
        "0, 0, 9223372036854775808",
        "null, 0, 0",
        "'\"1\"', 0, 0",
        "Infinity, 0, 0",
        "01, 0, 0",
    })
    void decode_badCounts_areRefused(String agreed, String deviated, String asOf) {
        assertThatThrownBy(() -> ReputationBook.decode(
                        book(entry(agreed, deviated, asOf)).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("not a reputation book");
    }

    @Test
    void decode_otherForms_areRefused() {
        String good = book(entry("1000000", "0", "1000"));
        for (String bad : List.of(
                "",
                "[]",
                "null",
                good + " ",
                good.replace(":1000,", ": 1000,"),
                good.replace("\"version\":1", "\"version\":2"),
                good.replace("\"version\":1", "\"version\":0"),
                good.replace("cortensor-reputations", "cortensor-receipt"),
                good.replace("\"halfLife\":864000", "\"halfLife\":0"),
                good.replace("\"halfLife\":864000,", ""),
                good.replace("\"version\":1", "\"version\":1,\"x\":1"),
                good.replace(ALICE.toString(), "0x12"),
                good.replace("\"nodes\":{", "\"nodes\":[{").replace("}},\"type", "}}],\"type"))) {
            assertThatThrownBy(() -> ReputationBook.decode(bad.getBytes(StandardCharsets.UTF_8)))
                    .as(bad)
                    .isInstanceOf(EvidenceException.class);
        }
        assertThatThrownBy(() -> ReputationBook.decode(
                        good.replace("\"version\":1", "\"version\":2").getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("version 2")
                .hasMessageContaining("reads 1");
        assertThatThrownBy(() -> ReputationBook.decode(new byte[ReputationBook.MAX_BYTES + 1]))
                .hasMessageContaining("at most");
    }

    @Test
    void decode_anyByteFlippedOrCut_neverGivesTheSameBook() {
        ReputationBook book = ReputationBook.empty(HALF_LIFE).after(List.of(ALICE), List.of(BOB), NOW);
        byte[] encoded = book.encoded();
        for (int i = 0; i < encoded.length; i++) {
            byte[] flipped = encoded.clone();
            flipped[i] ^= 1;
            assertThat(isTheSame(book, flipped)).as("byte %d", i).isFalse();
            assertThat(isTheSame(book, Arrays.copyOf(encoded, i)))
                    .as("cut to %d", i)
                    .isFalse();
        }
    }

    private static boolean isTheSame(ReputationBook book, byte[] bytes) {
        try {
            return ReputationBook.decode(bytes).equals(book);
        } catch (EvidenceException e) {
            return false;
        }
    }

    @Test
    void reputation_countsOutOfRange_areRefused() {
        for (double wrong : new double[] {Double.NaN, -0.1, 16.1, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Reputation(wrong, 0, NOW)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Reputation(0, wrong, NOW)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ReputationBook.empty(Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
