package network.cortensor.sdk.staking.internal.feed;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class RangeSizeTest {
    @Test
    void refused_again_halvesDownToOne() {
        RangeSize range = new RangeSize(1_000);
        assertThat(range.blocks()).isEqualTo(1_000);
        range.refused(1_000);
        assertThat(range.blocks()).isEqualTo(500);
        // A range that was shorter than it could have been.
        range.refused(100);
        assertThat(range.blocks()).isEqualTo(50);
        for (int i = 0; i < 10; i++) {
            range.refused(range.blocks());
        }
        assertThat(range.blocks()).isEqualTo(1);
    }

    @Test
    void answered_fewLogs_growsSlowlyToTheMost() {
        RangeSize range = new RangeSize(100);
        range.refused(100);
        range.answered(50, 10);
        assertThat(range.blocks()).isEqualTo(56);
        range.answered(20, 0);
        assertThat(range.blocks()).as("says nothing of longer ranges").isEqualTo(56);
        for (int i = 0; i < 20; i++) {
            range.answered(range.blocks(), 10);
        }
        assertThat(range.blocks()).isEqualTo(100);
    }

    @Test
    void answered_manyLogs_shrinksToWhatIsWanted() {
        RangeSize range = new RangeSize(1_000);
        range.answered(1_000, 40_000);
        assertThat(range.blocks()).isEqualTo(250);
        range.answered(250, 10_000);
        assertThat(range.blocks()).isEqualTo(250);
        range.answered(1, 1_000_000);
        assertThat(range.blocks()).isEqualTo(1);
    }
}
