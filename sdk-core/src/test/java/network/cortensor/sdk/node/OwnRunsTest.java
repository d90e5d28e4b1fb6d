package network.cortensor.sdk.node;

import org.junit.jupiter.api.Test;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class OwnRunsTest {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void begin_anHourAfterTheFirst_allowsOneMore() {
        OwnRuns runs = new OwnRuns(2);
        assertThat(runs.begin(START)).isTrue();
        assertThat(runs.begin(START.plusSeconds(1800))).isTrue();
        assertThat(runs.begin(START.plusMillis(3_599_999))).isFalse();
        assertThat(runs.begin(START.plusSeconds(3600))).isTrue();
        assertThat(runs.begin(START.plusSeconds(5399))).isFalse();
        assertThat(runs.begin(START.plusSeconds(5400))).isTrue();
    }

    @Test
    void begin_refused_isNotCounted() {
        OwnRuns runs = new OwnRuns(1);
        assertThat(runs.begin(START)).isTrue();
        for (int minute = 1; minute < 60; minute++) {
            assertThat(runs.begin(START.plusSeconds(60L * minute))).isFalse();
        }
        assertThat(runs.begin(START.plusSeconds(3600))).isTrue();
    }
}
