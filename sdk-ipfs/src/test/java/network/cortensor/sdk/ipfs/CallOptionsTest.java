package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CallOptionsTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> heard = new ArrayList<>();

    @Test
    void cancel_ofCallsThatWereGivenNone_isRefusedInsteadOfEndingAllOfThem() {
        for (CallOptions options : List.of(
                CallOptions.none(),
                CallOptions.builder().build(),
                AddOptions.defaults().call(),
                ExportOptions.defaults().call())) {
            assertThatThrownBy(() -> options.cancellation().cancel()).isInstanceOf(UnsupportedOperationException.class);
        }
        assertThat(CallOptions.none().cancellation().isCancelled()).isFalse();
        Watch.start("go on", CallOptions.none()).check();
    }

    @Test
    void cancel_oneListenerThrows_reachesTheOthers() {
        cancellation.onCancel(() -> heard.add("first"));
        cancellation.onCancel(() -> {
            throw new IllegalStateException("second");
        });
        cancellation.onCancel(() -> heard.add("third"));
        assertThatIllegalStateException().isThrownBy(cancellation::cancel).withMessage("second");
        assertThat(heard).containsExactly("first", "third");
        assertThat(cancellation.isCancelled()).isTrue();
        cancellation.cancel();
        assertThat(heard).hasSize(2);
    }

    @Test
    void onCancel_closedOrLate_isNotToldOrToldAtOnce() {
        cancellation.onCancel(() -> heard.add("closed")).close();
        cancellation.cancel();
        cancellation.onCancel(() -> heard.add("late"));
        assertThat(heard).containsExactly("late");
    }

    @Test
    void check_cancelledInterruptedOrLate_isToldApart() {
        Watch watch = Watch.start(
                "do it", CallOptions.builder().cancellation(cancellation).build());
        watch.check();
        Thread.currentThread().interrupt();
        assertThatThrownBy(watch::check).isInstanceOf(CancelledException.class).hasMessageContaining("do it");
        assertThat(Thread.interrupted()).as("the flag stays").isTrue();
        watch.check();
        cancellation.cancel();
        assertThatThrownBy(watch::check).isInstanceOf(CancelledException.class);

        Watch late = Watch.start(
                "do it", CallOptions.builder().timeout(Duration.ofNanos(1)).build());
        assertThatThrownBy(late::check)
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("do it");
        assertThat(late.remainingNanos()).isNotPositive();
    }

    @Test
    void timeout_notPositive_isTheCallersFault() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.builder().timeout(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.builder().timeout(Duration.ofNanos(-1)));
        // Longer than a long of nanoseconds is as good as none.
        Watch.start(
                        "wait",
                        CallOptions.builder().timeout(Duration.ofDays(200_000)).build())
                .check();
    }

    @Test
    void advanced_manyTimes_addsUp() {
        List<Progress> progress = new ArrayList<>();
        Watch watch = Watch.start(
                "count", CallOptions.builder().progress(progress::add).build());
        watch.advanced(5, 1);
        watch.expect(20);
        watch.advanced(7, 2);
        assertThat(progress).containsExactly(new Progress(5, 1, Progress.UNKNOWN), new Progress(12, 3, 20));
    }
}
