package network.cortensor.sdk.staking;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class FirstFailureTest {
    private final FirstFailure failure = new FirstFailure();

    @Test
    void rethrow_nothingFailed_returns() {
        failure.attempt(() -> {});

        assertThatCode(failure::rethrow).doesNotThrowAnyException();
    }

    @Test
    void attempt_someFail_doesAllAndThrowsTheFirstWithTheOthers() {
        List<Integer> done = new ArrayList<>();
        RuntimeException second = new LedgerUnavailableException("second");
        RuntimeException fourth = new IllegalStateException("fourth");
        failure.attempt(() -> done.add(1));
        failure.attempt(() -> {
            throw second;
        });
        failure.attempt(() -> done.add(3));
        failure.attempt(() -> {
            throw fourth;
        });
        failure.attempt(() -> {
            throw second;
        });
        failure.attempt(() -> done.add(6));

        assertThatThrownBy(failure::rethrow).isSameAs(second).hasSuppressedException(fourth);
        assertThat(done).containsExactly(1, 3, 6);
        assertThat(second.getSuppressed()).hasSize(1);
    }
}
