package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.internal.rpc.Failure;
import network.cortensor.sdk.staking.internal.rpc.RpcError;

/**
 * What an endpoint's answer counts as.
 *
 * @param <T> what was asked for
 */
sealed interface Vote<T> {
    /**
     * It says this.
     *
     * @param value what it says
     */
    record For<T>(T value) implements Vote<T> {}

    /**
     * It says nothing about it, which contradicts nobody: it is behind, or does not serve this.
     *
     * @param failure why
     */
    record Abstention<T>(Failure failure) implements Vote<T> {}

    static <T> Vote<T> of(T value) {
        return new For<>(value);
    }

    static <T> Vote<T> abstain(Failure.Kind kind) {
        return new Abstention<>(Failure.of(kind));
    }

    /** What an error counts as that is no answer. */
    static <T> Vote<T> abstain(RpcError error) {
        return new Abstention<>(
                switch (error.kind()) {
                    case UNKNOWN_BLOCK -> Failure.of(Failure.Kind.UNKNOWN_BLOCK);
                    case RANGE_TOO_LARGE -> Failure.of(Failure.Kind.TOO_LARGE);
                    default -> new Failure(Failure.Kind.REFUSED, error.code());
                });
    }
}
