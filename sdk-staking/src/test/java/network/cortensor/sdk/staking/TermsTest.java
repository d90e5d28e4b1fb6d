package network.cortensor.sdk.staking;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TermsTest {
    @Test
    void sessionTerms_defaults_areThoseOfTheNetworksClients() {
        SessionTerms terms = SessionTerms.builder("name").build();

        assertThat(terms.minNodes()).isEqualTo(1);
        assertThat(terms.maxNodes()).isEqualTo(3);
        assertThat(terms.redundancy()).isEqualTo(1);
        assertThat(terms.validators()).isZero();
        assertThat(terms.mode()).isEqualTo(SessionMode.EPHEMERAL);
        assertThat(terms.reservePeriod()).hasSeconds(300);
        assertThat(terms.maxTasks()).isEqualTo(5);
        assertThat(terms.pricePerResult()).isEqualTo(TokenAmount.ZERO);
        assertThat(terms.model()).isZero();
        assertThat(terms).isEqualTo(SessionTerms.builder("name").build()).hasToString(terms.toString());
    }

    static Stream<SessionTerms.Builder> wrongTerms() {
        return Stream.of(
                SessionTerms.builder(" "),
                SessionTerms.builder("x").minNodes(0),
                SessionTerms.builder("x").minNodes(4),
                SessionTerms.builder("x").maxNodes(0),
                SessionTerms.builder("x").redundancy(0),
                SessionTerms.builder("x").redundancy(4),
                SessionTerms.builder("x").validators(-1),
                SessionTerms.builder("x").maxTasks(0),
                SessionTerms.builder("x").model(-1),
                SessionTerms.builder("x").reservePeriod(Duration.ZERO),
                SessionTerms.builder("x").reservePeriod(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    @ParameterizedTest
    @MethodSource("wrongTerms")
    void sessionTerms_outOfRange_namesProperty(SessionTerms.Builder builder) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SessionTerms.")
                .hasMessageContaining("found");
    }

    @Test
    void taskSubmission_phasesLongerThanWhole_isRefused() {
        assertThatThrownBy(() -> new TaskSubmission(
                        "data", "reference", Duration.ofSeconds(6), Duration.ofSeconds(5), Duration.ofSeconds(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TaskSubmission.timeout");
    }

    @Test
    void taskSubmission_blankTextOrNoTime_isRefused() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> TaskSubmission.of("", "reference")).hasMessageContaining("taskData");
        assertThatThrownBy(() -> TaskSubmission.of("data", " ")).hasMessageContaining("clientReference");
        assertThatThrownBy(() -> new TaskSubmission("data", "reference", Duration.ZERO, second, second))
                .hasMessageContaining("precommitTimeout");
        assertThatThrownBy(() -> new TaskSubmission("data", "reference", second, second.negated(), second))
                .hasMessageContaining("commitTimeout");
        assertThatThrownBy(() ->
                        new TaskSubmission("data", "reference", second, second, Duration.ofSeconds(Long.MAX_VALUE)))
                .hasMessageContaining("timeout");
    }

    @Test
    void taskSubmission_partsOfMilliseconds_areDropped() {
        Duration odd = Duration.ofNanos(1_999_999);

        assertThat(new TaskSubmission("data", "reference", odd, odd, Duration.ofMillis(2)).commitTimeout())
                .isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void options_outOfRange_namesProperty() {
        EmbeddedLedgerOptions.Builder options = EmbeddedLedgerOptions.builder();

        assertThatThrownBy(() -> options.chainId(0).build()).hasMessageContaining("chainId");
        assertThatThrownBy(() -> options.chainId(1).slashBasisPoints(10_001).build())
                .hasMessageContaining("slashBasisPoints");
        assertThatThrownBy(() ->
                        options.slashBasisPoints(0).ackTimeout(Duration.ZERO).build())
                .hasMessageContaining("ackTimeout");
        assertThatThrownBy(() -> options.ackTimeout(Duration.ofSeconds(1))
                        .subscriptionBuffer(0)
                        .build())
                .hasMessageContaining("subscriptionBuffer");
    }

    @Test
    void ids_text_isSessionAndNumber() {
        assertThat(new TaskId(new SessionId(7), 12)).hasToString("7/12");
        assertThat(new TaskId(new SessionId(7), 12))
                .isGreaterThan(new TaskId(new SessionId(7), 9))
                .isLessThan(new TaskId(new SessionId(10), 1));
        assertThatThrownBy(() -> new SessionId(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TaskId(new SessionId(1), -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void codes_enums_areTheNetworks() {
        assertThat(SessionMode.values()).extracting(SessionMode::code).containsExactly(0, 1, 2);
        assertThat(TaskStatus.values()).extracting(TaskStatus::code).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void toString_valuesWithTexts_leaveThemOut() {
        Address miner = Accounts.address("miner");
        Hash hash = Accounts.hashOf("text");
        TaskId task = new TaskId(new SessionId(1), 1);
        Instant at = FakeClock.START;

        assertThat(Stream.of(
                        TaskSubmission.of("PRIVATE", "reference"),
                        new TaskResult.Revealed(miner, hash, "PRIVATE", "PRIVATE"),
                        new TaskResult.Mismatched(miner, hash, "PRIVATE", "PRIVATE"),
                        new TaskResult.Pending(miner, hash, "PRIVATE"),
                        new TaskResult.Withheld(miner, hash, "PRIVATE"),
                        new LedgerEvent.TaskSubmitted(1, at, task, "PRIVATE", "reference"),
                        new LedgerEvent.TaskAccessGranted(1, at, task, "PRIVATE"),
                        new LedgerEvent.NodeRegistered(1, at, miner, TokenAmount.ZERO, "PRIVATE"),
                        new LedgerEvent.KeyAnnounced(1, at, miner, "PRIVATE"),
                        NodeRegistration.builder(miner, TokenAmount.ZERO, "PRIVATE", at)
                                .build(),
                        Task.builder(task, miner, "PRIVATE", "reference", at, at)
                                .envelope("PRIVATE")
                                .build()))
                .allSatisfy(value -> assertThat(value.toString()).doesNotContain("PRIVATE"));
    }
}
